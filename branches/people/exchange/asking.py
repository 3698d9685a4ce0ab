"""How a line asks what only the clerk can answer."""

from collections.abc import Callable

from branches.spreadsheet.doubts import Doubt


class Unanswered(Exception):
    """The line waits for an answer."""


Ask = Callable[[Doubt], str]
"""Gives the answer, one of those on offer; raises Unanswered while there is none."""
