"""Ways out. A way is opened once for many letters and says of each that fails whether trying again can help.

A new one (a work platform, a short message centre) is a class with `open`, `send` and `close`, named in `deliver.WAYS`.
"""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Letter:
    """One message as it leaves. `identifier` stays the same however often it is tried."""

    identifier: str
    address: str
    title: str
    text: str
    link: str


class Unreachable(Exception):
    """Nothing can be sent this way now; the letters wait and none of them has failed."""


class Rejected(Exception):
    """This letter will never be taken; the message says why, for the person who looks into it."""


class Way(Protocol):
    """How letters leave. Any other exception of `send` means: try this letter again later."""

    def open(self) -> None:
        """Raises Unreachable."""

    def send(self, letter: Letter) -> None:
        """Returns once the other side has taken the letter. Raises Unreachable or Rejected."""

    def close(self) -> None: ...
