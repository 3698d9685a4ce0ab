"""What is asked for, and how little of it is done while the person waits."""

from typing import NamedTuple

LINES_AT_ONCE = 300
"""A table of no more lines is read in, or written out, while the person waits: well under a second."""


class Kind(NamedTuple):
    """A kind of work: its name on the row, and the queue whose workers do it."""

    name: str
    queue: str
