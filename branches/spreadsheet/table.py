"""A table of any import: where its headings stand, where it ends, and what its lines mean. Pure; knows no database.

One way for all: a title may stand above the headings, the headings may take two merged lines, sums and remarks may stand
below. Whatever is passed over is said in `Table.read`.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from branches.spreadsheet import cells
from branches.spreadsheet.cells import Doubtful
from branches.spreadsheet.doubts import Doubt
from branches.spreadsheet.grid import Fault, Spreadsheet, letters
from branches.spreadsheet.problems import Problem
from branches.spreadsheet.unreadable import Unreadable

REMARKS = "错误说明"
"""The column that a returned workbook carries besides; passed over when it comes back."""

_PASSED_OVER = {"序号", "编号", "备注", "说明", "附注", REMARKS}
_LOOKED_AT = 30
_SUM = re.compile(r"合计|总计|小计|共计|累计|共\d+")
_BELOW = re.compile(r"(注|备注|说明|附注|填表|制表|填报|审核|联系人|经办人|负责人|单位负责人|报送|截至|以上|打印)")


@dataclass(frozen=True)
class Column:
    """A column: its heading, what it fills, how a cell is understood. One that is not required may be left out."""

    heading: str
    attribute: str
    understand: Callable[[Any], Any]
    is_required: bool = True
    also: tuple[str, ...] = ()
    """Other headings under which clerks keep it."""


@dataclass(frozen=True)
class Layout:
    """What an import takes: its columns, how the spreadsheet is called, and what one line is."""

    title: str
    line: str
    columns: tuple[Column, ...]

    @cached_property
    def headings(self) -> tuple[str, ...]:
        return tuple(column.heading for column in self.columns)

    @cached_property
    def heading_of(self) -> dict[str, str]:
        """The heading of each attribute."""
        return {column.attribute: column.heading for column in self.columns}

    @cached_property
    def known(self) -> dict[str, str]:
        """The proper heading of every heading that is understood."""
        names = {other: column.heading for column in self.columns for other in column.also}
        return names | {heading: heading for heading in self.headings}


@dataclass
class Line:
    """One line of the table: its number in the file, the cells as they stood, and what they mean."""

    number: int
    cells: list[Any]
    layout: Layout
    places: Mapping[str, int] = field(default_factory=dict)
    """In which column of the file an attribute stands, from 0."""
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    def complain(self, attribute: str, reason: str, value: str | None = None) -> None:
        """Note what is wrong in one cell; `reason` is a sentence without its full stop."""
        place = f"{letters(self.places[attribute] + 1)}{self.number}" if attribute in self.places else ""
        told = self._told(attribute) if value is None else value
        self.problems.append(Problem(self.number, self.layout.heading_of[attribute], f"{reason}。", told, place))

    def doubt(self, attribute: str, sentence: str, **more: Any) -> Doubt:
        """Note what is odd in one cell; `more` as for `Doubt`."""
        doubt = Doubt(self.number, self.layout.heading_of.get(attribute, ""), f"{sentence}。", **more)
        self.doubts.append(doubt)
        return doubt

    def _told(self, attribute: str) -> str:
        value = self.values.get(attribute, "")
        if isinstance(value, bool):
            return "是" if value else "否"
        return "、".join(value) if isinstance(value, tuple) else str(value if value is not None else "")


@dataclass
class Table:
    """A table that has been looked through. `headings` and the lines' cells are kept for giving it back."""

    headings: list[str]
    lines: list[Line]
    attributes: set[str] = field(default_factory=set)
    """Which columns the file has."""
    doubts_of_all: list[Doubt] = field(default_factory=list)
    read: list[str] = field(default_factory=list)
    """How the file was read, in sentences."""

    @property
    def problems(self) -> list[Problem]:
        return [problem for line in self.lines for problem in line.problems]

    @property
    def doubts(self) -> list[Doubt]:
        """Odd, but possible: shown before importing, no reason to refuse."""
        return [*self.doubts_of_all, *(doubt for line in self.lines for doubt in line.doubts)]


def look_through(found: Spreadsheet, layout: Layout) -> Table:
    """Understand every cell. Raises Unreadable where columns are wrong or no line is there."""
    head = _head(found, layout)
    places = {
        column.attribute: head.names.index(column.heading) for column in layout.columns if column.heading in head.names
    }
    width = len(head.names)
    table = Table(head.names, [], set(places))
    blank = 0
    passed: list[str] = []
    for number, row in enumerate(found.rows[head.end :], head.end + 1):
        texts = [cells.shown(cell) for cell in row[:width]]
        if not any(texts) and not any(isinstance(cell, Fault) for cell in row[:width]):
            blank += 1
        elif said := _passed_over(texts):
            passed.append(f"第{number}行“{said}”没有当作{layout.line}。")
        else:
            line = Line(number, (row + [""] * width)[:width], layout, places)
            _understand(line)
            if number in found.hidden_rows:
                line.doubt("", f"第{number}行是隐藏行")
            table.lines.append(line)
    if not table.lines:
        raise Unreadable(f"表里只有列名，没有{layout.line}。请填写后再上传。")
    table.doubts_of_all = list(_hidden_columns(found, head, layout))
    table.read = [*_said(found, head, table.lines[-1].number, blank), *passed]
    return table


def understood(layout: Layout, number: int, given: Mapping[str, Any]) -> Line:
    """One line from its cells by heading."""
    row = [given.get(heading, "") for heading in layout.headings]
    places = {column.attribute: at for at, column in enumerate(layout.columns)}
    line = Line(number, row, layout, places)
    _understand(line)
    return line


def _understand(line: Line) -> None:
    for column in line.layout.columns:
        if column.attribute not in line.places:
            continue
        cell = line.cells[line.places[column.attribute]]
        try:
            value = column.understand(cell)
        except ValueError as error:
            line.complain(column.attribute, str(error), cells.shown(cell))
            continue
        if isinstance(value, Doubtful):
            line.doubt(column.attribute, value.sentence)
            value = value.value
        line.values[column.attribute] = value


@dataclass(frozen=True)
class _Head:
    """The headings by column, and their first and last line, counted from 1."""

    names: list[str]
    start: int
    end: int

    def fit(self, layout: Layout) -> tuple[int, int]:
        """How many columns are found; one line is better than two."""
        return len(set(self.names).intersection(layout.headings)), self.start - self.end


def _head(found: Spreadsheet, layout: Layout) -> _Head:
    """The line, or the two, with most of the headings; the first of several."""
    rows = [[cells.heading(cell) for cell in row] for row in found.rows[:_LOOKED_AT]]
    heads = [_Head(_proper(row, layout), at, at) for at, row in enumerate(rows, 1)]
    for at in range(1, len(rows)):
        heads += [_Head(_proper(row, layout), at, at + 1) for row in _two_lines(found, rows, at - 1)]
    best = max(heads, key=lambda head: head.fit(layout))
    if best.fit(layout)[0] < 2:
        wanted = "、".join(column.heading for column in layout.columns if column.is_required)
        raise Unreadable(f"没有找到列名。第一行应为：{wanted}。请下载空白模板填写。")
    while not best.names[-1]:
        best.names.pop()
    if fault := _fault(best.names, layout, found.rows[best.end :]):
        raise Unreadable(fault)
    return best


def _proper(names: list[str], layout: Layout) -> list[str]:
    return [layout.known.get(name, name) for name in names]


def _two_lines(found: Spreadsheet, rows: list[list[str]], at: int) -> list[list[str]]:
    """How two lines read as one: the lower, or both together (正式 below 党员数); what spans columns counts for each."""
    width = max(len(rows[at]), len(rows[at + 1]))
    upper, lower = (row + [""] * (width - len(row)) for row in rows[at : at + 2])
    for first_row, first, last_row, last in found.merged:
        if first_row == last_row == at + 1:
            upper[first - 1 : last] = [upper[first - 1]] * (min(last, width) - first + 1) if first <= width else []
    return [
        [below or above for above, below in zip(upper, lower, strict=True)],
        [below + above if below and above else below or above for above, below in zip(upper, lower, strict=True)],
        [above + below for above, below in zip(upper, lower, strict=True)],
    ]


def _fault(names: list[str], layout: Layout, below: list[list[Any]]) -> str:
    """What is wrong with the headings, and what to do; empty when nothing is."""
    missing = [column.heading for column in layout.columns if column.is_required and column.heading not in names]
    if missing:
        return f"缺少列：{'、'.join(missing)}。请补上，或下载空白模板填写。"
    if unknown := _unknown(names, layout, below):
        taken = "、".join(layout.headings)
        return f"有不认识的列：{'、'.join(unknown)}。{layout.title}只收{taken}，请删去其他列后再上传。"
    doubled = [name for name, times in Counter(names).items() if times > 1 and name in layout.headings]
    return f"列重复：{'、'.join(doubled)}。请只留一列。" if doubled else ""


def _unknown(names: list[str], layout: Layout, below: list[list[Any]]) -> list[str]:
    """Columns that are neither taken nor passed over; one without a heading counts when something stands in it."""
    taken = {*layout.headings, *_PASSED_OVER}
    return [
        name or f"{letters(at + 1)}列（没有列名）"
        for at, name in enumerate(names)
        if name not in taken and (name or _filled(below, at))
    ]


def _filled(rows: list[list[Any]], at: int) -> bool:
    return any(len(row) > at and cells.shown(row[at]) for row in rows)


def _passed_over(texts: list[str]) -> str:
    """What a line that is none says: a sum, or a remark below the table; empty for a proper one."""
    filled = [text for text in texts if text]
    if filled and _SUM.match(filled[0]):
        return filled[0]
    if (
        filled
        and len(filled) <= 3
        and (_BELOW.match(filled[0]) or (len(filled) == 1 and re.search("[：:。]", filled[0])))
    ):
        return filled[0]
    return ""


def _hidden_columns(found: Spreadsheet, head: _Head, layout: Layout) -> Iterator[Doubt]:
    for at, name in enumerate(head.names):
        if at + 1 in found.hidden_columns and name in layout.headings:
            yield Doubt(head.end, name, f"“{name}”列（{letters(at + 1)}列）是隐藏列。")


def _said(found: Spreadsheet, head: _Head, last: int, blank: int) -> Iterator[str]:
    table = f"工作表“{found.name}”，" if found.name else ""
    lines = f"第{head.end}行" if head.start == head.end else f"第{head.start}—{head.end}行"
    yield f"{table}{lines}为列名，读到第{last}行。"
    if head.start > 1:
        yield f"列名上面的{head.start - 1}行没有读。"
    if passed_over := [name for name in head.names if name in _PASSED_OVER]:
        yield f"没有读的列：{'、'.join(passed_over)}。"
    if blank:
        yield f"跳过空行{blank}行。"
