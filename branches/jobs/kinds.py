"""What is asked for."""

from typing import NamedTuple


class Kind(NamedTuple):
    """A kind of work: its name on the row, and the queue whose workers do it."""

    name: str
    queue: str
