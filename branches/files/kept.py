"""What both kinds of store say of a file."""

from datetime import datetime
from typing import NamedTuple


class Kept(NamedTuple):
    """A file that is there."""

    name: str
    size: int
    changed_at: datetime


class Away(OSError):
    """The store does not answer, or refuses the call."""


class NoAddress(Exception):
    """Files are given by pages, which look at rights; none has an address of its own, for however short a time."""
