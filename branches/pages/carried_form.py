"""What somebody typed into a form that could not be accepted just then: carried along, so that nothing is lost.

Carried signed, through the page itself, because there is no session to hold it.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.core import signing
from django.http import HttpRequest

_SALT = "branches.kept"
_ONE_DAY = 24 * 60 * 60
_NEVER_KEPT = ("csrfmiddlewaretoken", "password", "kept")


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

    @property
    def token(self) -> str:
        return signing.dumps([self.path, self.fields, self.lost_files], salt=_SALT, compress=True)


def from_request(request: HttpRequest) -> Kept:
    fields = [
        (name, str(value))
        for name, values in request.POST.lists()
        if not any(part in name for part in _NEVER_KEPT)
        for value in values
    ]
    return Kept(request.get_full_path(), fields, bool(request.FILES))


def from_token(token: str) -> Kept | None:
    """None for a token that is not ours or older than a day."""
    try:
        path, fields, lost_files = signing.loads(token, salt=_SALT, max_age=_ONE_DAY)
    except signing.BadSignature:
        return None
    return Kept(path, [(name, value) for name, value in fields], lost_files)


def is_from_here(request: HttpRequest) -> bool:
    """Whether the browser itself says that the form was on a page of this site: only then may it be offered again."""
    headers = request.headers
    source: Any = headers.get("Origin") or headers.get("Referer") or ""
    return (
        headers.get("Sec-Fetch-Site", "same-origin") == "same-origin" and urlsplit(source).netloc == request.get_host()
    )
