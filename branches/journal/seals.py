"""Seals and links: what only the holder of `SEAL_KEY` can make, whoever rules the database."""

import hmac
from datetime import UTC, datetime

from django.conf import settings

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
        return self._mac.hexdigest()


def link(previous: str, token: str, seal: str) -> str:
    """The digest of the link that ties an act to the one before."""
    return _mac(f"link {previous} {token} {seal}").hexdigest()


def _mac(first: str) -> hmac.HMAC:
    return hmac.new(settings.SEAL_KEY.encode(), first.encode(), "sha256")
