"""The browsers in which a person has signed in before. The cookie proves nothing but that: it opens no account."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from branches import clock
from branches.models import KnownDevice, User

COOKIE = "device"
# The longest that browsers keep a cookie.
KEPT = timedelta(days=400)
_SALT = "branches.device"


def digest(request: HttpRequest) -> str:
    """Of what the cookie holds; empty without one of ours."""
    token = getattr(request, "device", "") or _token(request)
    return hashlib.sha256(token.encode()).hexdigest() if token else ""


def is_known(request: HttpRequest, user: User | None) -> bool:
    """Whether this person has signed in here before."""
    found = digest(request)
    return bool(found) and KnownDevice.objects.filter(user=user.pk if user else 0, digest=found).exists()


def remember(request: HttpRequest, user: User) -> None:
    """One browser may serve several people: one cookie, a row each. `keep` puts the cookie into the answer."""
    vars(request)["device"] = _token(request) or secrets.token_urlsafe(32)
    now = clock.now()
    KnownDevice.objects.update_or_create(
        user=user,
        digest=digest(request),
        defaults={"last_used_at": now},
        create_defaults={"first_used_at": now, "last_used_at": now},
    )


def keep(request: HttpRequest, answer: HttpResponseBase) -> None:
    if token := getattr(request, "device", ""):
        answer.set_signed_cookie(
            COOKIE,
            token,
            salt=_SALT,
            max_age=KEPT,
            httponly=True,
            samesite="Lax",
            secure=settings.SECURE_COOKIES,
        )


def forget(user: User) -> None:
    """No device of this person counts as known any longer: for whoever says 不是我 or gets a new password from others."""
    KnownDevice.objects.filter(user=user).delete()


def _token(request: HttpRequest) -> str:
    return request.get_signed_cookie(COOKIE, "", salt=_SALT) or ""


def sweep() -> int:
    """Forget the devices whose cookie has run out."""
    return KnownDevice.objects.filter(last_used_at__lt=clock.now() - KEPT).delete()[0]
