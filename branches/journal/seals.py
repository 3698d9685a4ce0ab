"""Seals and links: what only the holder of `SEAL_KEY` can make, whoever rules the database."""

import hmac
from datetime import UTC, datetime

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

Line = tuple[int, str, int, str, str, str]
"""Number, table, row, operation, digest before and after."""


class Seal:
    """The seal of one act, line by line."""

    def __init__(self, token: str, at: datetime) -> None:
        self._mac = _mac(f"act {token} {at.astimezone(UTC).isoformat()}")
        self.lines = 0

    def add(self, line: Line) -> None:
        self._mac.update("\n{} {} {} {} {} {}".format(*line).encode())
        self.lines += 1

    @property
    def text(self) -> str:
        demand_key()
        return self._mac.hexdigest()

    def holds(self, lines: int, text: str) -> bool:
        """Whether it is the one that was made over so many lines; without the key their number alone is known."""
        return self.lines == lines and (not is_keyed() or self.text == text)


def link(previous: str, token: str, seal: str) -> str:
    """The digest of the link that ties an act to the one before."""
    demand_key()
    return _mac(f"link {previous} {token} {seal}").hexdigest()


def is_keyed() -> bool:
    """Whether SEAL_KEY is known here: whoever only reads may do without (sizhiqiang/installation.py)."""
    return bool(settings.SEAL_KEY)


def demand_key() -> None:
    """Nothing is written under an empty key."""
    if not is_keyed():
        raise ImproperlyConfigured("SEAL_KEY is not set: without it nothing can be written.")


def _mac(first: str) -> hmac.HMAC:
    return hmac.new(settings.SEAL_KEY.encode(), first.encode(), "sha256")
