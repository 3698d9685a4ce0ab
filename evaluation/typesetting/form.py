"""A form as its parts: fields, tables and boxes in the order in which they are printed, not yet laid out."""

from dataclasses import dataclass, field

from evaluation.typesetting.letter import Table
from evaluation.typesetting.tracing import Trace


@dataclass(frozen=True)
class Entry:
    """One field: its label and what was filled in."""

    label: str
    value: str


@dataclass(frozen=True)
class Fields:
    """Rows of one wide field or two narrow ones."""

    rows: tuple[tuple[Entry, ...], ...]


@dataclass(frozen=True)
class Listing:
    heading: str
    table: Table


@dataclass(frozen=True)
class Box:
    """What one level says, with room for its seal, a signature and a date."""

    title: str
    text: str
    signed_by: str
    dated_on: str


@dataclass(frozen=True)
class Form:
    title: str
    subtitle: str
    number: str
    """Printed small at the top right; may be empty."""
    author: str
    blocks: tuple[Fields | Listing | Box, ...]
    names: tuple[str, ...] = field(default=(), repr=False)
    trace: Trace | None = None
