"""The register as a table: its ten columns and what may stand in their cells. Pure; knows no database.

A line is recognised by 单位名称 and 党支部全称. A branch that has been renamed is therefore renamed on its page, where the
old name is kept, and never by importing; an import may change the other eight columns. Nothing else can be imported:
no state, no post, no score has a column here.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from branches import clock
from branches.models import Branch
from branches.spreadsheet import workbook
from branches.spreadsheet.reader import Spreadsheet, Unreadable

TITLE = "党支部名册"
REMARKS = "错误说明"
"""The column that a returned workbook carries besides; passed over when it comes back."""

PARTY_FOUNDED = date(1921, 7, 1)
_MOST_MEMBERS = 9999
_DAY = re.compile(
    r"(\d{4})(?:年|[-/.])(\d{1,2})(?:月|[-/.])(\d{1,2})日?(?:[T ]?0{1,2}:00(?::00)?(?:\.0+)?)?|(\d{4})(\d{2})(\d{2})"
)
_FULL_WIDTH = str.maketrans(
    {code: code - 0xFEE0 for span in ("０９", "Ａｚ") for code in range(ord(span[0]), ord(span[1]) + 1)}
)
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff]")


@dataclass(frozen=True)
class Problem:
    """What is wrong in one cell (or, without a column, with a line; with line 0, the table) and what to do."""

    row: int
    column: str
    reason: str
    value: str = ""


@dataclass
class Line:
    """One line of the table: its number in the file, the cells as they stood, and what they mean."""

    number: int
    cells: list[Any]
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    doubts: list[Problem] = field(default_factory=list)

    @property
    def key(self) -> tuple[str, str]:
        return self.values.get("unit", ""), self.values.get("full_name", "")


@dataclass(frozen=True)
class Column:
    """A column of the register: its heading, the attribute of Branch it fills, and how a cell is understood."""

    heading: str
    attribute: str
    understand: Callable[[Any], Any]


def plain(cell: Any) -> str:
    """A cell as text: no blanks (名字 are often spread with them), full-width letters and digits made plain."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = _INVISIBLE.sub("", "" if cell is None else str(cell))
    return workbook.unguarded("".join(text.translate(_FULL_WIDTH).split()))


def _name(limit: int, *, required: bool = True) -> Callable[[Any], str]:
    def understand(cell: Any) -> str:
        text = plain(cell)
        if required and not text:
            raise ValueError("没有填写。每行都要填；如果用了合并单元格，请取消合并后逐行填写")
        if any(unicodedata.category(char) in {"Cc", "Cs", "Co", "Cn"} for char in text):
            raise ValueError("含有不能显示的字符，请重新输入")
        if len(text) > limit:
            raise ValueError(f"有{len(text)}字，最多{limit}字，请核对")
        return text

    return understand


def _day(cell: Any) -> date | None:
    found = cell.date() if isinstance(cell, datetime) else cell
    if not isinstance(found, date):
        text = plain(cell)
        if not text:
            return None
        found = written_day(text)
    if found < PARTY_FOUNDED:
        raise ValueError("早于1921年7月1日，请核对年份")
    if found > clock.today() + timedelta(days=366):
        raise ValueError("比今天晚一年以上，请核对年份")
    return found


def written_day(text: str) -> date:
    """A day as people write it; ValueError with what to do otherwise."""
    match = _DAY.fullmatch(text)
    if match:
        with suppress(ValueError):
            return date(*(int(part) for part in match.groups() if part))
    raise ValueError("不是完整的日期，请写成2005-02-13或2005年2月13日")


def _founding_day(cell: Any) -> date:
    found = _day(cell)
    if found is None:
        raise ValueError("没有填写，请写成2005-02-13或2005年2月13日")
    return found


def _count(cell: Any) -> int:
    text = plain(cell)
    if isinstance(cell, bool) or not re.fullmatch(r"[0-9]{1,9}", text):
        raise ValueError("不是人数，请填整数；没有请填0" if text else "没有填写，没有请填0")
    if int(text) > _MOST_MEMBERS:
        raise ValueError(f"超过{_MOST_MEMBERS:,}人，请核对")
    return int(text)


def _yes(cell: Any) -> bool:
    text = plain(cell)
    answers = {"是": True, "否": False, "True": True, "False": False}
    if text not in answers:
        raise ValueError("请填“是”或“否”")
    return answers[text]


def _grade(cell: Any) -> str:
    text = plain(cell)
    if text and text not in Branch.Grade.values:
        raise ValueError(f"请填{'、'.join(Branch.Grade.values)}之一；还没有结果的留空")
    return text


COLUMNS = (
    Column("单位名称", "unit", _name(60)),
    Column("党支部全称", "full_name", _name(100)),
    Column("党支部简称", "short_name", _name(40)),
    Column("成立日期", "established_on", _founding_day),
    Column("最近换届日期", "last_election_on", _day),
    Column("支部书记", "secretary_name", _name(30, required=False)),
    Column("正式党员数", "full_members", _count),
    Column("预备党员数", "probationary_members", _count),
    Column("是否第一支部", "is_first_branch", _yes),
    Column("上年度述职评议等次", "last_review_grade", _grade),
)
HEADINGS = tuple(column.heading for column in COLUMNS)
HEADING = {column.attribute: column.heading for column in COLUMNS}


@dataclass
class Roster:
    """A table that has been looked through. `headings` and the lines' cells are kept for giving it back."""

    headings: list[str]
    lines: list[Line]

    @property
    def problems(self) -> list[Problem]:
        return [problem for line in self.lines for problem in line.problems]

    @property
    def doubts(self) -> list[Problem]:
        """Odd, but possible: shown before importing, no reason to refuse."""
        return [doubt for line in self.lines for doubt in line.doubts]


def look_through(sheet: Spreadsheet) -> Roster:
    """Understand every cell and compare the lines with each other. Raises Unreadable where columns are wrong."""
    start, headings = _headings(sheet)
    width = len(headings)
    lines = [
        Line(number, (row + [""] * width)[:width])
        for number, row in enumerate(sheet.rows[start + 1 :], start + 2)
        if any(plain(cell) for cell in row[:width])
    ]
    if not lines:
        raise Unreadable("表里只有列名，没有党支部。请填写后再上传。")
    for line in lines:
        _understand(line, headings)
    _compare(lines)
    return Roster(headings, lines)


def complain(line: Line, attribute: str, reason: str) -> None:
    """Note what is wrong in one cell of `line`."""
    line.problems.append(_problem(line, attribute, reason))


def _problem(line: Line, attribute: str, reason: str) -> Problem:
    shown = line.values.get(attribute, "")
    value = ("是" if shown else "否") if isinstance(shown, bool) else str(shown)
    return Problem(line.number, HEADING[attribute], f"{reason}。", value)


def _headings(sheet: Spreadsheet) -> tuple[int, list[str]]:
    """Where the line of headings is (a title may stand above it) and what it says."""
    top = [[plain(cell) for cell in row] for row in sheet.rows[:10]]
    start = next((at for at, row in enumerate(top) if sum(heading in HEADINGS for heading in row) >= 2), None)
    if start is None:
        raise Unreadable(f"没有找到列名。第一行应为：{'、'.join(HEADINGS)}。请下载空白模板填写。")
    headings = top[start]
    while headings and not headings[-1]:
        headings.pop()
    if fault := _fault(headings):
        raise Unreadable(fault)
    return start, headings


def _fault(headings: list[str]) -> str:
    """What is wrong with the line of headings, and what to do; empty when nothing is."""
    if missing := [heading for heading in HEADINGS if heading not in headings]:
        return f"缺少列：{'、'.join(missing)}。请补上，或下载空白模板填写。"
    if unknown := [heading or "（没有列名的列）" for heading in headings if heading not in (*HEADINGS, REMARKS)]:
        return f"有不认识的列：{'、'.join(unknown)}。名册只收{len(HEADINGS)}列，请删去后再上传。"
    doubled = [heading for heading, times in Counter(headings).items() if times > 1]
    return f"列重复：{'、'.join(doubled)}。请只留一列。" if doubled else ""


def _understand(line: Line, headings: list[str]) -> None:
    cells = dict(zip(headings, line.cells, strict=True))
    for column in COLUMNS:
        cell = cells[column.heading]
        try:
            line.values[column.attribute] = column.understand(cell)
        except ValueError as error:
            shown = plain(cell)[:60]
            line.problems.append(Problem(line.number, column.heading, f"{error}。", shown))
    founded, elected = line.values.get("established_on"), line.values.get("last_election_on")
    if founded and elected and elected < founded:
        line.doubts.append(_problem(line, "last_election_on", f"早于成立日期{founded}，请核对"))
    for attribute, day in (("established_on", founded), ("last_election_on", elected)):
        if day and day > clock.today():
            line.doubts.append(_problem(line, attribute, "晚于今天，请核对"))


def _compare(lines: Iterable[Line]) -> None:
    """The same branch twice, the same short name twice in a unit, two first branches in a unit."""
    by_name: dict[str, int] = {}
    by_short_name: dict[tuple[str, str], int] = {}
    first: dict[str, int] = {}
    for line in lines:
        unit, full_name, short_name = (line.values.get(name) for name in ("unit", "full_name", "short_name"))
        if full_name and by_name.setdefault(full_name, line.number) != line.number:
            complain(line, "full_name", f"与第{by_name[full_name]}行重复，请删去一行")
        elif unit and short_name and by_short_name.setdefault((unit, short_name), line.number) != line.number:
            other = by_short_name[unit, short_name]
            complain(line, "short_name", f"与第{other}行的简称相同，请改用能区分的简称")
        if unit and line.values.get("is_first_branch") and first.setdefault(unit, line.number) != line.number:
            complain(line, "is_first_branch", f"第{first[unit]}行已是本单位的第一支部，一个单位只能有一个")
