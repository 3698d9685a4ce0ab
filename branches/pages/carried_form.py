"""What somebody typed into a form that could not be accepted just then: carried along, so that nothing is lost.

Kept on the server for half an hour, in the session of a visitor who is not signed in yet: so it survives the password,
the second factor and the way to a provider and back. The page from which he goes on holds a ticket for it, which works
once; whoever comes to the same browser without the ticket sees nothing of it.
"""

import secrets
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from branches import clock

_HELD = "carried_forms"
_KEPT_FOR = timedelta(minutes=30)
# Many times what the longest form holds; strangers are not to fill the table of sessions with more.
_MOST = 100_000
_NEVER_KEPT = ("csrfmiddlewaretoken", "password", "second_factor", "kept")


@dataclass(frozen=True)
class Kept:
    """A form as it was sent: where to, and its fields in order."""

    path: str
    fields: list[tuple[str, str]]
    lost_files: bool

    @property
    def texts(self) -> list[str]:
        """The longer texts, to show that they are still there."""
        return [value for _, value in self.fields if len(value) >= 20]


def from_request(request: HttpRequest) -> Kept:
    fields = [
        (name, str(value))
        for name, values in request.POST.lists()
        if not any(part in name for part in _NEVER_KEPT)
        for value in values
    ]
    return Kept(request.get_full_path(), fields, bool(request.FILES))


def keep(request: HttpRequest) -> str:
    """Hold the form that was sent; the ticket for it, "" where it is longer than any of ours."""
    sent = from_request(request)
    if sum(len(name) + len(value) for name, value in sent.fields) > _MOST:
        return ""
    ticket = secrets.token_urlsafe(16)
    form = {"at": clock.now().timestamp(), **asdict(sent)}
    request.session[_HELD] = _held(request.session) | {ticket: form}
    return ticket


def is_held(session: SessionBase, ticket: str) -> bool:
    return ticket in _held(session)


def take(session: SessionBase, ticket: str) -> Kept | None:
    """The form, once; None for a ticket that is not of this session, was used, or is older than half an hour."""
    held = _held(session)
    form: dict[str, Any] | None = held.pop(ticket, None)
    if form is None:
        return None
    session[_HELD] = held
    return Kept(form["path"], [(name, value) for name, value in form["fields"]], form["lost_files"])


def _held(session: SessionBase) -> dict[str, dict[str, Any]]:
    oldest = (clock.now() - _KEPT_FOR).timestamp()
    return {ticket: form for ticket, form in session.get(_HELD, {}).items() if form["at"] > oldest}


def is_from_here(request: HttpRequest) -> bool:
    """Whether the browser itself says that the form was on a page of this site: only then may it be offered again."""
    headers = request.headers
    source: Any = headers.get("Origin") or headers.get("Referer") or ""
    return (
        headers.get("Sec-Fetch-Site", "same-origin") == "same-origin" and urlsplit(source).netloc == request.get_host()
    )
