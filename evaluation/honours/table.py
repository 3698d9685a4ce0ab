"""Titles from before the system as a table: its columns and what may stand in their cells. Pure; knows no database.

A line is one title of one branch, named by the branch's full name of today.
"""

from collections import Counter
from datetime import date
from typing import Any

from branches import clock
from branches.incoming import numbers
from branches.spreadsheet import cells, table
from branches.spreadsheet.grid import Spreadsheet
from branches.spreadsheet.table import Column, Layout, Line, Table
from evaluation.vocabulary import HonourState

STATES = {"有效": HonourState.STANDING, "已撤销": HonourState.REVOKED, "已终止": HonourState.LAPSED}


def _year(cell: Any) -> int:
    text = cells.plain(cell).removesuffix("年").removesuffix("年度")
    year = numbers.number(text)
    if year is None or not 2000 <= year <= clock.today().year:
        raise ValueError("不是年度，请填四位数字，如2023")
    return year


def _state(cell: Any) -> HonourState:
    return STATES[cells.one_of(*STATES, required=True)(cell)]


def _day(cell: Any) -> Any:
    return cells.day_between(cells.PARTY_FOUNDED, clock.today(), late="应在今天之前，请核对年份")(cell)


def _obligatory_day(cell: Any) -> date:
    found = _day(cell)
    if not isinstance(found, date):
        raise ValueError("没有填写完整的日期，请写成2024-07-01或2024年7月1日")
    return found


LAYOUT = Layout(
    "以往称号",
    "称号",
    (
        Column("党支部全称", "branch", cells.name(100), also=("支部全称", "党支部名称")),
        Column("称号年度", "year", _year, also=("年度",)),
        Column("命名文号", "decision_number", cells.name(60), also=("文号",)),
        Column("命名日期", "named_on", _obligatory_day, also=("命名时间",)),
        Column("状态", "state", _state),
        Column("撤销文号", "revocation_number", cells.name(60, required=False)),
        Column("终止日期", "ended_on", _day),
        Column("牌匾编号", "plaque", cells.name(20, required=False)),
        Column("牌匾领取人", "issued_to", cells.person(30)),
        Column("牌匾发放日期", "issued_on", _day),
    ),
)
HEADING = LAYOUT.heading_of
ATTRIBUTE = {heading: attribute for attribute, heading in HEADING.items()}


def look_through(found: Spreadsheet) -> Table:
    """Understand every cell and compare the lines with each other. Raises Unreadable where columns are wrong."""
    honours = table.look_through(found, LAYOUT)
    for line in honours.lines:
        _check_state(line)
    _compare(honours.lines)
    return honours


def understood(number: int, given: dict[str, Any]) -> Line:
    """One line from its cells by heading, each told what is wrong with it."""
    line = table.understood(LAYOUT, number, given)
    _check_state(line)
    return line


def _check_state(line: Line) -> None:
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


def _compare(lines: list[Line]) -> None:
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
