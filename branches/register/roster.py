"""The register as a table: its columns and what may stand in their cells. Pure; knows no database.

A line is recognised by 单位名称 and 党支部全称. A branch that has been renamed is therefore renamed on its page, where the
old name is kept, and never by importing; an import may change the other columns. Nothing else can be imported:
no state, no post, no score has a column here.
"""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from branches import clock
from branches.models import Branch
from branches.register import doubts
from branches.spreadsheet import cells, table
from branches.spreadsheet.cells import PARTY_FOUNDED
from branches.spreadsheet.grid import Spreadsheet
from branches.spreadsheet.table import Column, Layout, Line, Table

TITLE = "党支部名册"
_MOST_MEMBERS = 9999
_KINDS = {str(label): value for value, label in Branch.Kind.choices}


def _day(cell: Any) -> Any:
    last = clock.today() + timedelta(days=366)
    return cells.day_between(PARTY_FOUNDED, last, late="比今天晚一年以上，请核对年份")(cell)


def _founding_day(cell: Any) -> Any:
    found = _day(cell)
    if found is None:
        raise ValueError("没有填写，请写成2005-02-13或2005年2月13日")
    return found


def _kind(cell: Any) -> str:
    text = cells.plain(cell) or Branch.Kind.REGULAR.label
    if text not in _KINDS:
        raise ValueError(f"请填{'、'.join(_KINDS)}之一")
    return _KINDS[text]


def _units(cell: Any) -> tuple[str, ...]:
    """Names of units, in their order, each once."""
    return tuple(dict.fromkeys(name for name in re.split("[、，,;；]", cells.plain(cell)) if name))


def _unit_short_name(cell: Any) -> str:
    """As on the page of a unit: without blanks. Empty says nothing."""
    return "".join(cells.name(20, required=False)(cell).split())


LAYOUT = Layout(
    TITLE,
    "党支部",
    (
        Column("单位名称", "unit", cells.name(60), also=("单位", "所在单位", "所属单位")),
        Column("党支部全称", "full_name", cells.name(100), also=("支部全称", "全称", "党支部名称")),
        Column("党支部简称", "short_name", cells.name(40), also=("支部简称", "简称")),
        Column("成立日期", "established_on", _founding_day, also=("成立时间", "支部成立日期")),
        Column("最近换届日期", "last_election_on", _day, also=("换届日期", "最近换届时间", "换届时间")),
        Column("支部书记", "secretary_name", cells.person(30), also=("书记", "书记姓名", "支部书记姓名")),
        Column("正式党员数", "full_members", cells.count(_MOST_MEMBERS), also=("正式党员", "正式党员人数")),
        Column("预备党员数", "probationary_members", cells.count(_MOST_MEMBERS), also=("预备党员", "预备党员人数")),
        Column("是否第一支部", "is_first_branch", cells.yes_or_no, also=("第一支部",)),
        Column("上年度述职评议等次", "last_review_grade", cells.one_of(*Branch.Grade.values), also=("述职评议等次",)),
        Column("类别", "kind", _kind, is_required=False, also=("支部类别",)),
        Column("联合单位", "joint_names", _units, is_required=False),
        Column("批准延期换届至", "election_postponed_until", _day, is_required=False),
        Column("延期换届批准文件", "postponement_basis", cells.name(120, required=False), is_required=False),
        Column("联系电话", "telephone", cells.telephone, is_required=False, also=("电话", "办公电话", "支部联系电话")),
        Column("单位简称", "unit_short_name", _unit_short_name, is_required=False),
    ),
)
COLUMNS = LAYOUT.columns
OF_UNITS = frozenset({"unit", "unit_short_name", "joint_names"})
"""What a line says of units; all else is a column of the branch."""
HEADINGS = LAYOUT.headings
HEADING = LAYOUT.heading_of


def key(line: Line) -> tuple[str, str]:
    """What a line is recognised by: unit and full name."""
    return line.values.get("unit", ""), line.values.get("full_name", "")


def look_through(found: Spreadsheet) -> Table:
    """Understand every cell and compare the lines with each other. Raises Unreadable where columns are wrong."""
    roster = table.look_through(found, LAYOUT)
    for line in roster.lines:
        _compare_cells(line)
        _doubt(line)
    _compare(roster.lines)
    _compare_units(roster.lines)
    return roster


def _compare_cells(line: Line) -> None:
    read = line.values.get
    if read("joint_names") and read("kind", Branch.Kind.JOINT) != Branch.Kind.JOINT:
        line.complain("joint_names", "只有联合党支部才填联合单位，请核对类别", "、".join(read("joint_names", ())))
    if read("kind") == Branch.Kind.JOINT and "joint_names" in line.places and read("joint_names") == ():
        line.complain("joint_names", "联合党支部请填联合的其他单位，用顿号隔开")
    if "postponement_basis" in line.places and "election_postponed_until" not in line.places:
        line.complain("postponement_basis", "请同时填“批准延期换届至”一列")
    until, basis = read("election_postponed_until"), read("postponement_basis", "")
    if wrong := doubts.postponement(read("established_on"), read("last_election_on"), until, basis):
        line.complain("election_postponed_until", wrong, str(until))
    if read("unit") and read("unit") in read("joint_names", ()):
        line.complain("joint_names", "不用再填本单位，请只填联合的其他单位", "、".join(read("joint_names", ())))


def _doubt(line: Line) -> None:
    """What is odd though possible: dates out of order, and an election, a size or an age that a verifier asks about (D51)."""
    founded, elected = line.values.get("established_on"), line.values.get("last_election_on")
    if founded and elected and elected < founded:
        line.doubt("last_election_on", f"早于成立日期{founded}，请核对")
    for attribute, day in (("established_on", founded), ("last_election_on", elected)):
        if day and day > clock.today():
            line.doubt(attribute, "晚于今天，请核对")
    read = line.values.get
    told = (
        ("last_election_on", doubts.election(founded, elected, clock.today(), read("election_postponed_until"))),
        ("full_members", doubts.few_members(read("full_members"))),
        ("full_members", doubts.many_members(read("full_members"), read("probationary_members"))),
        ("established_on", doubts.young(founded, date(clock.today().year, 12, 31))),
    )
    for attribute, sentence in told:
        if sentence:
            line.doubt(attribute, sentence)


def _compare(lines: Iterable[Line]) -> None:
    """The same branch twice, the same short name twice in a unit, two first branches in a unit."""
    by_name: dict[str, Line] = {}
    by_short_name: dict[tuple[str, str], int] = {}
    first: dict[str, int] = {}
    for line in lines:
        unit, full_name, short_name = (
            cells.spelling(line.values.get(name, "")) for name in ("unit", "full_name", "short_name")
        )
        same = by_name.setdefault(full_name, line) if full_name else line
        if same is not line and cells.spelling(same.values.get("unit", "")) != unit:
            other = same.values.get("unit", "")
            line.complain("full_name", f"“{other}”（第{same.number}行）也有这个全称，请写明单位，使全称能区分")
        elif same is not line:
            line.complain("full_name", f"与第{same.number}行重复，请删去一行")
        elif unit and short_name and by_short_name.setdefault((unit, short_name), line.number) != line.number:
            other_number = by_short_name[unit, short_name]
            line.complain("short_name", f"与第{other_number}行的简称相同，请改用能区分的简称")
        if unit and line.values.get("is_first_branch") and first.setdefault(unit, line.number) != line.number:
            line.complain("is_first_branch", f"第{first[unit]}行已是本单位的第一支部，一个单位只能有一个")


def _compare_units(lines: Iterable[Line]) -> None:
    """A unit that two lines call differently."""
    of_unit: dict[str, Line] = {}
    for line in lines:
        unit, called = cells.spelling(line.values.get("unit", "")), line.values.get("unit_short_name")
        if unit and called:
            other = of_unit.setdefault(unit, line)
            if (told := other.values["unit_short_name"]) != called:
                line.complain("unit_short_name", f"第{other.number}行写的是“{told}”，同一个单位只有一个简称", called)
