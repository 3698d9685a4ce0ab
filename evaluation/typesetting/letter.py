"""A 公文 as its parts, worded but not yet laid out. Every kind becomes one of these; every output reads them."""

from dataclasses import dataclass, field
from enum import StrEnum

from evaluation.typesetting.tracing import Trace


class Layout(StrEnum):
    """The layouts of GB/T 9704-2012: the normal one (chapter 7), 信函 (10.1) and 纪要 (10.3).

    A plain one has neither red head nor number nor 版记: a notice to be hung up, and what is not issued yet.
    """

    NORMAL = "normal"
    LETTER = "letter"
    MINUTES = "minutes"
    PLAIN = "plain"


@dataclass(frozen=True)
class Column:
    title: str
    width: float
    """In mm; the columns of a table fill the 156 mm between the margins."""
    is_centred: bool = False


@dataclass(frozen=True)
class Group:
    """Rows that share one label in the second column; an empty label means that the table has no such column."""

    label: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Table:
    """Numbered rows. The first column is the running number; where groups have labels, the second is the label."""

    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    closing: tuple[str, ...] = ()
    """A last row without number, such as a total: one text for each column."""
    size: float = 14.0
    """Of the type, in pt: 14, 12 or 10.5."""

    @property
    def is_labelled(self) -> bool:
        return any(group.label for group in self.groups)


@dataclass(frozen=True)
class Annex:
    title: str
    body: tuple[str, ...] = ()
    table: Table | None = None


@dataclass(frozen=True)
class Letter:
    mark: tuple[str, ...]
    """发文机关标志, one name for each issuer."""
    number: str
    title: str
    recipients: str
    """主送, without the closing colon; empty for a public notice."""
    body: tuple[str, ...]
    """Paragraphs. One that starts with 一、 or （一） and is short enough is a heading."""
    issuers: tuple[str, ...]
    dated_on: str
    layout: Layout = Layout.NORMAL
    signer: str = ""
    """签发人 of a document that goes upward."""
    is_sealed: bool = True
    attendance: tuple[tuple[str, str], ...] = ()
    """出席, 请假, 列席 of 纪要, each with its names; it stands in place of the signature."""
    note: str = ""
    """附注, printed in brackets under the date."""
    annexes: tuple[Annex, ...] = ()
    copies_to: str = ""
    printed_by: str = ""
    printed_on: str = ""
    names: tuple[str, ...] = field(default=(), repr=False)
    """Proper names in the text, which are set whole in one typeface."""
    trace: Trace | None = None
    is_draft: bool = False
    """Marked 送审稿."""
    changed: tuple[tuple[tuple[int, int], ...], ...] = ()
    """Of each paragraph of a draft, from where to where it differs from the standard text."""
