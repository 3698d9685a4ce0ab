"""What the link in a letter carries: whose address it confirms. It confirms nothing by itself."""

from datetime import timedelta

from django.core import signing
from django.http import Http404

from branches.models import User

_SALT = "branches.address"
_FOR = timedelta(minutes=30)


def make(user: User) -> str:
    return signing.dumps([user.pk, user.email], salt=_SALT)


def read(token: str, user: User) -> str:
    """The address; 404 for a token that is forged, too old or another person's."""
    try:
        owner, address = signing.loads(token, salt=_SALT, max_age=_FOR)
    except signing.BadSignature as error:
        raise Http404 from error
    if owner != user.pk:
        raise Http404
    return str(address)
