"""Tables, paged here: every page repeats the heads, and a group that goes on repeats its label."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from evaluation.typesetting.fonts import Role
from evaluation.typesetting.layout.grid import HEIGHT, PITCH, PT, ems
from evaluation.typesetting.letter import Column, Table
from evaluation.typesetting.text import Line, break_lines

PADDING = 1.5
LEAST = 3
"""Lines that a row which must break leaves on a page."""
NARROW = 8
"""In a column of fewer characters every one counts: nothing is kept together at the end."""


@dataclass(frozen=True)
class Scale:
    """How a table of one type size is set, in mm."""

    size: float
    line: float
    """Pitch of lines within a cell."""
    row: float
    """Height of a row of one line, and of the head."""

    @property
    def page(self) -> float:
        """What a page has below the head."""
        return HEIGHT - self.row

    def lines_in(self, height: float) -> int:
        """How many lines of a cell that height holds."""
        return int((height - self.row + self.line + 0.01) / self.line)


# At 14 pt a row stands on the page's own grid: 21 rows and a head make the 22 lines.
SCALES = {14.0: Scale(14 * PT, 6.4, PITCH), 12.0: Scale(12 * PT, 5.6, 8.6), 10.5: Scale(10.5 * PT, 4.9, 7.5)}


@dataclass(frozen=True)
class Cell:
    lines: tuple[Line, ...]
    is_centred: bool
    span: int = 1


@dataclass(frozen=True)
class Row:
    cells: tuple[Cell, ...]
    height: float


@dataclass(frozen=True)
class Sheet:
    """The rows of one page."""

    rows: tuple[Row, ...]
    is_first: bool
    """Whether it stands on the page where the table was begun; every other one begins a page."""


def sheets(table: Table, used: float, names: tuple[str, ...]) -> list[Sheet]:
    """The pages of `table`; on the first one `used` mm are taken already."""
    scale = SCALES[table.size]
    result: list[Sheet] = []
    rows: list[Row] = []
    room = HEIGHT - used - scale.row
    is_first = True
    for label, group in _groups(table, names, scale):
        pending = group
        while pending:
            part, height = _part(pending, label, room, scale)
            if part:
                rows += _labelled(part, label, height)
                pending = pending[len(part) :]
                room -= height
                continue
            if broken := _broken(pending[0], room, scale):
                pending[:1] = broken
                continue
            if rows:
                result.append(Sheet(tuple(rows), is_first))
            # A label taller than a page is set all the same rather than lost.
            room = scale.page if rows or is_first else float("inf")
            rows, is_first = [], False
    return [*result, Sheet(tuple(rows), is_first)]


def height_of(cell: Cell, scale: Scale) -> float:
    return len(cell.lines) * scale.line + scale.row - scale.line


def end_of(table: Table, pages: list[Sheet], used: float) -> float:
    """Where the last page of a table ends, in mm below the top of the type area."""
    last = pages[-1]
    return (used if last.is_first else 0) + SCALES[table.size].row + sum(row.height for row in last.rows)


def _groups(table: Table, names: tuple[str, ...], scale: Scale) -> Iterator[tuple[Cell | None, list[Row]]]:
    columns = table.columns
    first = 2 if table.is_labelled else 1
    number = 0
    for group in table.groups:
        label = _cell(group.label, columns[1].width, columns[1].is_centred, names, scale) if first == 2 else None
        pending: list[Row] = []
        for texts in group.rows:
            number += 1
            cells = [_cell(str(number), columns[0].width, True, (), scale)]
            cells += [
                _cell(text, column.width, column.is_centred, names, scale)
                for text, column in zip(texts, columns[first:], strict=True)
            ]
            pending.append(_row(cells, scale))
        yield label, pending
    if table.closing:
        cells = [
            _cell(text, column.width, True, (), scale) for text, column in zip(table.closing, columns, strict=True)
        ]
        yield None, [_row(cells, scale)]


def _cell(text: str, width: float, is_centred: bool, names: tuple[str, ...], scale: Scale) -> Cell:
    # The cell's own text is a name as a rule: then it is set whole in one typeface.
    own = (text,) if len(text) <= 40 else ()
    room = ems(width - 2 * PADDING, scale.size)
    lines = break_lines(text, room, role=Role.BODY, names=(*names, *own), justify=False, keep_tail=room > NARROW)
    return Cell(tuple(lines), is_centred)


def _row(cells: Iterable[Cell], scale: Scale) -> Row:
    cells = tuple(cells)
    return Row(cells, max(height_of(cell, scale) for cell in cells))


def is_taller_than_a_page(texts: Iterable[str], columns: Iterable[Column], size: float) -> bool:
    """Whether a row must break, whatever page it begins on."""
    scale = SCALES[size]
    cells = (_cell(text, column.width, False, (), scale) for text, column in zip(texts, columns, strict=True))
    return _row(cells, scale).height > scale.page


def _broken(row: Row, room: float, scale: Scale) -> list[Row]:
    """Of a row that no page holds, what this one does, and the rest; nothing where it holds too little of it."""
    lines = scale.lines_in(min(room, scale.page))
    if row.height <= scale.page or lines < LEAST:
        return []
    return [
        _row((Cell(cell.lines[:lines], cell.is_centred) for cell in row.cells), scale),
        _row((Cell(cell.lines[lines:], cell.is_centred) for cell in row.cells), scale),
    ]


def _part(pending: list[Row], label: Cell | None, room: float, scale: Scale) -> tuple[list[Row], float]:
    """The first rows of a group that fit into `room`, together with its label, and their height."""
    least = height_of(label, scale) if label else 0.0
    part: list[Row] = []
    height = 0.0
    for row in pending:
        if max(height + row.height, least) > room + 0.01:
            break
        part.append(row)
        height += row.height
    return part, max(height, least) if part else 0.0


def _labelled(part: list[Row], label: Cell | None, height: float) -> list[Row]:
    """Put the label beside the first row; a label taller than its rows stretches them evenly."""
    if label is None:
        return part
    extra = (height - sum(row.height for row in part)) / len(part)
    result = []
    for position, row in enumerate(part):
        cells = row.cells
        if position == 0:
            cells = (cells[0], Cell(label.lines, label.is_centred, len(part)), *cells[1:])
        result.append(Row(cells, row.height + extra))
    return result
