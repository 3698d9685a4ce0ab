"""A form's pages: every block's height is computed, so it is known here where a page ends."""

from dataclasses import dataclass
from typing import Any

from evaluation.typesetting.form import Box, Entry, Fields, Form, Listing
from evaluation.typesetting.heading import break_heading
from evaluation.typesetting.layout.grid import HEADING_CAPACITY, HEIGHT, PITCH, WIDTH, ems
from evaluation.typesetting.layout.tables import PADDING, SCALES, Cell, Sheet, end_of, height_of, sheets
from evaluation.typesetting.letter import Table
from evaluation.typesetting.text import Line, Run, break_lines, runs

SCALE = SCALES[12.0]
LABEL = 29.0
"""Six characters: 党组（党委） is not parted."""
NARROW = (WIDTH - 2 * LABEL) / 2
WIDE = WIDTH - LABEL
BOX = 46.0
"""Least height of a box: the seal is 42 mm wide."""
SIGNATURE = 2 * SCALE.line + 4.0
"""Foot of a box, kept free for signature and date."""
HEADING = PITCH + 2.0
BORDER = 0.25


@dataclass(frozen=True)
class Placed:
    """One block, ready to print; `template` names the partial that prints it."""

    template: str
    begins_page: bool
    content: Any


@dataclass(frozen=True)
class FieldRow:
    cells: tuple[tuple[tuple[Line, ...], bool], ...]
    """Lines of a cell, and whether it is a label."""
    height: float
    is_wide: bool


@dataclass(frozen=True)
class TablePages:
    heading: str
    table: Table
    sheets: list[Sheet]


@dataclass(frozen=True)
class BoxLines:
    title: tuple[Line, ...]
    lines: tuple[Line, ...]
    signed_by: tuple[Run, ...]
    dated_on: str
    height: float
    foot: float


def values(form: Form) -> dict[str, Any]:
    """Everything `templates/notices/form.html` needs."""
    title = break_heading(form.title, HEADING_CAPACITY)
    y = (len(title) + 1) * PITCH + (PITCH if form.subtitle else 0)
    blocks: list[Placed] = []
    for block in form.blocks:
        placed, y = _place(block, y, form.names)
        blocks += placed
    return {"form": form, "title": title, "blocks": blocks}


def _place(block: Fields | Listing | Box, y: float, names: tuple[str, ...]) -> tuple[list[Placed], float]:
    if isinstance(block, Listing):
        return _listing(block, y, names)
    if isinstance(block, Box):
        box = box_lines(block, names)
        begins = y + box.height + BORDER > HEIGHT
        return [Placed("notices/form_box.html", begins, box)], (0 if begins else y) + box.height
    placed = []
    for entries in block.rows:
        row = _fields(entries, names)
        begins = y + row.height + BORDER > HEIGHT
        placed.append(Placed("notices/form_fields.html", begins, row))
        y = (0 if begins else y) + row.height
    return placed, y


def _listing(listing: Listing, y: float, names: tuple[str, ...]) -> tuple[list[Placed], float]:
    """A table under its heading, which never stands alone at the foot of a page."""
    scale = SCALES[listing.table.size]
    begins = y + HEADING + 3 * scale.row + 4 * scale.line > HEIGHT
    used = (0 if begins else y) + HEADING
    pages = sheets(listing.table, used, names)
    if not pages[0].is_first:
        begins, used = True, HEADING
        pages = sheets(listing.table, used, names)
    block = Placed("notices/form_table.html", begins, TablePages(listing.heading, listing.table, pages))
    return [block], end_of(listing.table, pages, used)


def _fields(entries: tuple[Entry, ...], names: tuple[str, ...]) -> FieldRow:
    is_wide = len(entries) == 1
    cells: list[tuple[tuple[Line, ...], bool]] = []
    for entry in entries:
        cells.append((_label(entry.label, names), True))
        cells.append((_lines(entry.value, WIDE if is_wide else NARROW, names), False))
    height = max(height_of(Cell(lines, False), SCALE) for lines, _ in cells)
    return FieldRow(tuple(cells), height, is_wide)


def box_lines(box: Box, names: tuple[str, ...]) -> BoxLines:
    lines = _lines(box.text, WIDE, names, indent=2) if box.text else ()
    height = max(BOX, len(lines) * SCALE.line + 3.0 + SIGNATURE)
    signed_by = runs(box.signed_by, (box.signed_by,)) if box.signed_by else ()
    return BoxLines(_label(box.title, names), lines, signed_by, box.dated_on, height, SIGNATURE)


def label(text: str) -> list[str]:
    """A label in lines that end with a word."""
    return break_heading(text, int(ems(LABEL - 2 * PADDING, SCALE.size)))


def _label(text: str, names: tuple[str, ...]) -> tuple[Line, ...]:
    return tuple(Line(runs(line, names), 0) for line in label(text))


def _lines(text: str, width: float, names: tuple[str, ...], indent: float = 0) -> tuple[Line, ...]:
    own = (text,) if len(text) <= 40 else ()
    room = ems(width - 2 * PADDING, SCALE.size)
    return tuple(break_lines(text, room, indent=indent, names=(*names, *own), justify=False))
