"""放假安排 as a table: what may stand in its cells. Pure; knows no database.

A file gives whole years: each line is a day that is not what its weekday says, off or worked instead of another.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from branches.register import roster
from branches.register.roster import Problem, plain
from branches.spreadsheet.reader import Spreadsheet, Unreadable

TITLE = "放假安排"
HEADINGS = ("日期", "放假或上班", "名称", "依据")
WORKS = {"放假": False, "上班": True}


@dataclass
class Day:
    """One line: its number in the file, what it says, and what is wrong with it."""

    number: int
    day: date | None = None
    is_working: bool | None = None
    label: str = ""
    source: str = ""
    problems: list[Problem] = field(default_factory=list)

    def complain(self, heading: str, reason: str, value: str = "") -> None:
        self.problems.append(Problem(self.number, heading, f"{reason}。", value))


def look_through(sheet: Spreadsheet) -> list[Day]:
    """Understand every line. Raises Unreadable where columns are wrong."""
    start, headings = _head(sheet)
    places = [headings.index(heading) for heading in HEADINGS]
    lines = []
    for number, row in enumerate(sheet.rows[start + 1 :], start + 2):
        if any(plain(cell) for cell in row):
            cells = row + [""] * len(headings)
            lines.append(_understood(number, [cells[at] for at in places]))
    if not lines:
        raise Unreadable("表里只有列名，没有日期。请填写后再上传。")
    _complain_of_days_told_twice(lines)
    return lines


def _head(sheet: Spreadsheet) -> tuple[int, list[str]]:
    """Which line holds the headings, counted from 0, and all that stands in it."""
    for at, row in enumerate(sheet.rows[:10]):
        cells = [plain(cell) for cell in row]
        if set(HEADINGS) <= set(cells):
            return at, cells
    raise Unreadable(f"列名不对。应有：{'、'.join(HEADINGS)}。请下载空白模板填写。")


def _complain_of_days_told_twice(lines: list[Day]) -> None:
    counted = Counter(line.day for line in lines if line.day)
    for line in lines:
        if line.day and counted[line.day] > 1:
            line.complain("日期", "同一天有两行，请删去一行", str(line.day))


def _understood(number: int, cells: list[Any]) -> Day:
    line = Day(number, label=plain(cells[2]), source=plain(cells[3]))
    try:
        line.day = _day(cells[0])
    except ValueError as error:
        line.complain("日期", str(error), plain(cells[0])[:60])
    works = plain(cells[1])
    line.is_working = WORKS.get(works)
    if line.is_working is None:
        line.complain("放假或上班", "请填“放假”或“上班”", works[:60])
    for heading, text, limit in (("名称", line.label, 30), ("依据", line.source, 120)):
        if not text:
            line.complain(heading, "没有填写")
        elif len(text) > limit:
            line.complain(heading, f"有{len(text)}字，最多{limit}字", text[:60])
    return line


def _day(cell: Any) -> date:
    found = cell.date() if isinstance(cell, datetime) else cell
    found = found if isinstance(found, date) else roster.written_day(plain(cell))
    if not 2004 <= found.year <= 2100:
        raise ValueError("年份不对，请核对")
    return found
