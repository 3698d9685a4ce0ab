"""Titles from before the system as a table: its columns and what may stand in their cells. Pure; knows no database.

A line is one title of one branch, named by the branch's full name of today.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from branches import clock
from branches.register import roster
from branches.register.roster import Problem, plain
from branches.spreadsheet.reader import Spreadsheet, Unreadable
from evaluation.vocabulary import HonourState

TITLE = "以往称号"
STATES = {"有效": HonourState.STANDING, "已撤销": HonourState.REVOKED, "已终止": HonourState.LAPSED}


@dataclass
class HonourLine:
    """One line: its number in the file, what its cells mean, and what is wrong with them."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def complain(self, attribute: str, reason: str) -> None:
        shown = self.values.get(attribute, "")
        self.problems.append(Problem(self.number, HEADING[attribute], f"{reason}。", str(shown or "")))


def _words(limit: int, *, required: bool = True) -> Callable[[Any], str]:
    def understand(cell: Any) -> str:
        text = plain(cell)
        if required and not text:
            raise ValueError("没有填写")
        if len(text) > limit:
            raise ValueError(f"有{len(text)}字，最多{limit}字")
        return text

    return understand


def _year(cell: Any) -> int:
    text = plain(cell)
    if not text.isdecimal() or not 2000 <= int(text) <= clock.today().year:
        raise ValueError("不是年度，请填四位数字，如2023")
    return int(text)


def _state(cell: Any) -> HonourState:
    text = plain(cell)
    if text not in STATES:
        raise ValueError(f"请填{'、'.join(STATES)}之一")
    return STATES[text]


def _day(cell: Any) -> date | None:
    found = cell.date() if isinstance(cell, datetime) else cell
    if not isinstance(found, date):
        text = plain(cell)
        if not text:
            return None
        found = roster.written_day(text)
    if not roster.PARTY_FOUNDED <= found <= clock.today():
        raise ValueError("应在今天之前，请核对年份")
    return found


def _obligatory_day(cell: Any) -> date:
    if (found := _day(cell)) is None:
        raise ValueError("没有填写，请写成2024-07-01或2024年7月1日")
    return found


COLUMNS: tuple[tuple[str, str, Callable[[Any], Any]], ...] = (
    ("党支部全称", "branch", _words(100)),
    ("称号年度", "year", _year),
    ("命名文号", "decision_number", _words(60)),
    ("命名日期", "named_on", _obligatory_day),
    ("状态", "state", _state),
    ("撤销文号", "revocation_number", _words(60, required=False)),
    ("终止日期", "ended_on", _day),
    ("牌匾编号", "plaque", _words(20, required=False)),
    ("牌匾领取人", "issued_to", _words(30, required=False)),
    ("牌匾发放日期", "issued_on", _day),
)
HEADINGS = tuple(heading for heading, _, _ in COLUMNS)
HEADING = {attribute: heading for heading, attribute, _ in COLUMNS}
ATTRIBUTE = {heading: attribute for heading, attribute, _ in COLUMNS}


def look_through(sheet: Spreadsheet) -> list[HonourLine]:
    """Understand every cell and compare the lines with each other. Raises Unreadable where columns are wrong."""
    rows = [[plain(cell) for cell in row] for row in sheet.rows[:10]]
    start = next((at for at, row in enumerate(rows) if set(HEADINGS) <= set(row)), None)
    if start is None:
        raise Unreadable(f"列名不对。应有：{'、'.join(HEADINGS)}。请下载空白模板填写。")
    places = {heading: rows[start].index(heading) for heading in HEADINGS}
    lines = []
    for number, row in enumerate(sheet.rows[start + 1 :], start + 2):
        cells = row + [""] * len(rows[start])
        if any(plain(cell) for cell in row):
            lines.append(understood(number, {heading: cells[at] for heading, at in places.items()}))
    if not lines:
        raise Unreadable("表里只有列名，没有称号。请填写后再上传。")
    _compare(lines)
    return lines


def understood(number: int, cells: dict[str, Any]) -> HonourLine:
    """One line from its cells by heading, each told what is wrong with it."""
    line = HonourLine(number)
    for heading, attribute, understand in COLUMNS:
        try:
            line.values[attribute] = understand(cells[heading])
        except ValueError as error:
            line.problems.append(Problem(number, heading, f"{error}。", plain(cells[heading])[:60]))
    _check_state(line)
    return line


def _check_state(line: HonourLine) -> None:
    """What a state asks for, and what a plaque asks for."""
    read = line.values.get
    state, named, ended = read("state"), read("named_on"), read("ended_on")
    if state == HonourState.STANDING and (ended or read("revocation_number")):
        line.complain("state", "有效的称号没有撤销文号和终止日期，请核对")
    if state in (HonourState.REVOKED, HonourState.LAPSED) and ended is None:
        line.complain("ended_on", "称号已撤销或终止的须填写")
    if state == HonourState.REVOKED and not read("revocation_number"):
        line.complain("revocation_number", "称号已撤销的须填写")
    if named and ended and ended < named:
        line.complain("ended_on", "早于命名日期，请核对")
    if read("plaque") and not (read("issued_to") and read("issued_on")):
        line.complain("plaque", "有牌匾编号的须填写领取人和发放日期")


def _compare(lines: list[HonourLine]) -> None:
    for attributes, words in ((("branch", "year"), "同一支部同一年度有两行"), (("plaque",), "牌匾编号重复")):
        keys = [tuple(line.values.get(name) for name in attributes) for line in lines]
        counted = Counter(key for key in keys if all(key))
        for line, key in zip(lines, keys, strict=True):
            if counted[key] > 1:
                line.complain(attributes[0], f"{words}，请核对")
    held = Counter(line.values.get("branch") for line in lines if line.values.get("state") == HonourState.STANDING)
    for line in lines:
        if line.values.get("state") == HonourState.STANDING and held[line.values.get("branch")] > 1:
            line.complain("state", "同一支部只能有一个有效的称号，请核对")
