"""Files uploaded for an import and waiting to be confirmed: kept privately, and bound to who uploaded which bytes.

A ticket names one person and one file; a confirmation also names what the preview said would happen. Nobody else can use
either, and a file that has changed on the disk is not the file that was looked through.
"""

import hashlib
from datetime import timedelta
from enum import Enum

from django.core import signing
from django.http import Http404
from django.utils import timezone

from branches.files import store
from branches.models import User

_FOLDER = "imports"
_SALT = "branches.pending"
_KEPT_FOR = timedelta(hours=2)


class Beside(Enum):
    """What may lie beside a file: what its page shows, and the file with its wrong cells marked."""

    SEEN = "json"
    MARKED = "xlsx"


def keep(data: bytes, name: str, *, by: User) -> str:
    """Store the file and return its ticket. Files nobody confirmed in time are thrown away on the way."""
    _tidy()
    digest = hashlib.sha256(data).hexdigest()
    store.put(_path(by, digest), data)
    return signing.dumps([by.pk, digest, name[:100]], salt=_SALT)


def take(ticket: str, *, by: User) -> tuple[bytes, str]:
    """The file of a ticket and its name. Somebody else's ticket, a stale or forged one: 404."""
    digest, name = _named(ticket, by)
    try:
        data = store.read(_path(by, digest))
    except FileNotFoundError as error:
        raise Http404 from error
    if hashlib.sha256(data).hexdigest() != digest:
        raise Http404
    return data, name


def drop(ticket: str, *, by: User) -> None:
    """Throw away the file of a ticket that has been used, and what was put beside it."""
    _, digest, _ = signing.loads(ticket, salt=_SALT)
    for name in (_path(by, digest), *(_beside(ticket, digest, by, what) for what in Beside)):
        store.drop(name)


def put_beside(ticket: str, what: Beside, content: bytes, *, by: User) -> None:
    """Keep what belongs to this ticket for as long as its file."""
    digest, _ = _named(ticket, by)
    store.put(_beside(ticket, digest, by, what), content)


def beside(ticket: str, what: Beside, *, by: User) -> bytes | None:
    """What was put beside the file; nothing once it has gone. Tickets are asked as `take` asks them."""
    digest, _ = _named(ticket, by)
    try:
        return store.read(_beside(ticket, digest, by, what))
    except FileNotFoundError:
        return None


def confirmation(ticket: str, fingerprint: str) -> str:
    """What the confirm button carries: this ticket, and exactly this outcome."""
    return signing.dumps([ticket, fingerprint], salt=f"{_SALT}.confirm")


def confirmed(ticket: str, token: str) -> str:
    """The outcome that was confirmed for `ticket`; 404 for a token of another one."""
    try:
        named, fingerprint = signing.loads(token, salt=f"{_SALT}.confirm", max_age=_KEPT_FOR)
    except signing.BadSignature as error:
        raise Http404 from error
    if named != ticket:
        raise Http404
    return str(fingerprint)


def _named(ticket: str, by: User) -> tuple[str, str]:
    """Digest and name of the file, for whoever brought it."""
    try:
        owner, digest, name = signing.loads(ticket, salt=_SALT, max_age=_KEPT_FOR)
    except signing.BadSignature as error:
        raise Http404 from error
    if owner != by.pk:
        raise Http404
    return digest, name


def _path(by: User, digest: str) -> str:
    return f"{_FOLDER}/{by.pk}-{digest}"


def _beside(ticket: str, digest: str, by: User, what: Beside) -> str:
    return f"{_path(by, digest)}-{hashlib.sha256(ticket.encode()).hexdigest()[:20]}.{what.value}"


def _tidy() -> None:
    for file in store.everything(_FOLDER):
        # Stores keep real time, also where the project's clock has been moved.
        if timezone.now() - file.changed_at > _KEPT_FOR:
            store.drop(file.name)
