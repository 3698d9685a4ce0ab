"""进度简报 as its parts: one page of figures, worded but not yet laid out. No ranking, no head, no number (D32)."""

from dataclasses import dataclass, field

from evaluation.typesetting.tracing import Trace


@dataclass(frozen=True)
class Share:
    """One part of the bar: its name for the pattern that fills it, its words, and how many branches it holds."""

    name: str
    label: str
    count: int


@dataclass(frozen=True)
class Stop:
    """A date on the line of the year."""

    label: str
    day: str
    """As printed: 12月10日."""
    is_past: bool


@dataclass(frozen=True)
class Brief:
    title: str
    issuer: str
    dated_on: str
    sentences: tuple[str, ...]
    shares: tuple[Share, ...]
    stops: tuple[Stop, ...]
    today: float
    """Where today stands on the line, in parts of its width."""
    head: tuple[str, ...]
    """The titles of the columns of a unit's row."""
    units: tuple[tuple[str, ...], ...]
    """A row each, in the order of the register; nothing to count reads —."""
    remark: str
    contact: str
    names: tuple[str, ...] = field(default=(), repr=False)
    trace: Trace | None = None

    @property
    def total(self) -> int:
        return sum(share.count for share in self.shares)
