"""版记: 主送 (only when page 1 has no room for it), 抄送, 印发机关 and 印发日期, at the foot of the last page."""

from dataclasses import dataclass, replace
from enum import StrEnum

from evaluation.typesetting.heading import break_heading
from evaluation.typesetting.layout.grid import HEIGHT, SMALL, WIDTH
from evaluation.typesetting.layout.paragraphs import hanging
from evaluation.typesetting.letter import Layout, Letter
from evaluation.typesetting.text import Line, width_of

LINE = 7.4
THICK, THIN = 0.35, 0.25
SAFETY = 0.05
"""So that rounding never pushes the last rule over to another page (mm)."""


class Place(StrEnum):
    """At the foot of the text's last page, on the even page after it, or behind a blank page, both without number."""

    FOOT = "foot"
    OWN = "own"
    BARE = "bare"


@dataclass(frozen=True)
class Copies:
    label: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Imprint:
    rows: tuple[Copies, ...]
    printed_by: tuple[str, ...]
    """印发机关, in lines that leave room for the date on the last one."""
    printed_on: str
    is_plain: bool = False
    """That of a 信函: no rules, no 印发机关, and any last page will do."""
    place: Place = Place.OWN
    above: float = 0.0
    """Blank above it, in mm."""
    character: float = SMALL
    hang: float = 4 * SMALL

    @property
    def height(self) -> float:
        """In mm."""
        lines = sum(len(row.lines) for row in self.rows) + len(self.printed_by)
        if self.is_plain:
            return lines * LINE
        return lines * LINE + 2 * THICK + (THIN if self.rows and self.printed_by else 0)

    @property
    def has_two_parts(self) -> bool:
        return bool(self.rows and self.printed_by)

    def after(self, pages: int, end: float) -> "Imprint":
        """Placed for a text of so many pages that ends `end` mm below the top of the type area."""
        fits = end + self.height + LINE <= HEIGHT
        if self.is_plain:
            place = Place.FOOT if fits else Place.OWN
        elif pages % 2:
            place = Place.OWN
        else:
            place = Place.FOOT if fits else Place.BARE
        top = end if place is Place.FOOT else 0.0
        return replace(self, place=place, above=HEIGHT - top - self.height - SAFETY)


def imprint(letter: Letter, with_recipients: bool) -> Imprint | None:
    if letter.layout is Layout.PLAIN:
        return None
    texts = (("主送：", letter.recipients if with_recipients else ""), ("抄送：", letter.copies_to))
    rows = tuple(
        Copies(label, hanging(f"{text}。", letter.names, 4 * SMALL, SMALL, SMALL).lines)
        for label, text in texts
        if text
    )
    if not (rows or letter.printed_by):
        return None
    if letter.layout is Layout.LETTER:
        return Imprint(rows, (), "", is_plain=True) if rows else None
    printed_on = f"{letter.printed_on}印发" if letter.printed_on else ""
    # One character on both sides, and one between the two.
    room = int(WIDTH / SMALL - 3 - width_of(printed_on))
    lines = tuple(break_heading(letter.printed_by, room)) if letter.printed_by else ()
    return Imprint(rows, lines, printed_on)
