"""Annexed tables, paged here: every page repeats the heads, and a group that goes on repeats its label."""

from collections.abc import Iterator
from dataclasses import dataclass

from evaluation.notices.fonts import Role
from evaluation.notices.layout.grid import HEIGHT, PITCH, SMALL, ems
from evaluation.notices.letter import Table
from evaluation.notices.text import Line, break_lines

LINE = 6.4
"""Pitch of 14 pt lines within a cell."""
PADDING = 1.5
ROW = PITCH
"""A row of one line stands on the page's own grid: 21 rows and a head make the 22 lines."""


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


def sheets(table: Table, used: float, names: tuple[str, ...]) -> list[Sheet]:
    """The pages of `table`; on the first one `used` mm are taken already."""
    result: list[Sheet] = []
    rows: list[Row] = []
    room = HEIGHT - used - ROW
    for label, group in _groups(table, names):
        pending = group
        while pending:
            part, height = _part(pending, label, room)
            if not part and rows:
                result.append(Sheet(tuple(rows), not result))
                rows, room = [], HEIGHT - ROW
                continue
            if not part:
                # Taller than a page: set it all the same rather than lose it.
                part, height = pending[:1], pending[0].height
            rows += _labelled(part, label, height)
            pending = pending[len(part) :]
            room -= height
    return [*result, Sheet(tuple(rows), not result)]


def _groups(table: Table, names: tuple[str, ...]) -> Iterator[tuple[Cell | None, list[Row]]]:
    columns = table.columns
    first = 2 if table.is_labelled else 1
    number = 0
    for group in table.groups:
        label = _cell(group.label, columns[1].width, columns[1].is_centred, names) if table.is_labelled else None
        pending = []
        for texts in group.rows:
            number += 1
            cells = [_cell(str(number), columns[0].width, True, ())]
            cells += [
                _cell(text, column.width, column.is_centred, names)
                for text, column in zip(texts, columns[first:], strict=True)
            ]
            pending.append(Row(tuple(cells), max(height_of(cell) for cell in cells)))
        yield label, pending


def _cell(text: str, width: float, is_centred: bool, names: tuple[str, ...]) -> Cell:
    # The cell's own text is a name as a rule: then it is set whole in one typeface.
    lines = break_lines(text, ems(width - 2 * PADDING, SMALL), role=Role.BODY, names=(*names, text), justify=False)
    return Cell(tuple(lines), is_centred)


def height_of(cell: Cell) -> float:
    return len(cell.lines) * LINE + ROW - LINE


def _part(pending: list[Row], label: Cell | None, room: float) -> tuple[list[Row], float]:
    """The first rows of a group that fit into `room`, together with its label, and their height."""
    least = height_of(label) if label else 0.0
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
