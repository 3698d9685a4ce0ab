"""放假安排 as a table: what may stand in its cells. Pure; knows no database.

A file gives whole years: each line is a day that is not what its weekday says, off or worked instead of another.
"""

from collections import Counter
from datetime import date
from typing import Any

from branches.spreadsheet import cells, table
from branches.spreadsheet.grid import Spreadsheet
from branches.spreadsheet.table import Column, Layout, Table

WORKS = {"放假": False, "上班": True}


def _day(cell: Any) -> date:
    found = cells.day(cell)
    if not isinstance(found, date):
        raise ValueError("不是完整的日期，请写成2027-01-01或2027年1月1日")
    if not 2004 <= found.year <= 2100:
        raise ValueError("年份不对，请核对")
    return found


def _works(cell: Any) -> bool:
    text = cells.plain(cell)
    if text not in WORKS:
        raise ValueError("请填“放假”或“上班”")
    return WORKS[text]


LAYOUT = Layout(
    "放假安排",
    "日期",
    (
        Column("日期", "day", _day),
        Column("放假或上班", "is_working", _works),
        Column("名称", "label", cells.name(30), also=("节日",)),
        Column("依据", "source", cells.name(120), also=("文号",)),
    ),
)


def look_through(found: Spreadsheet) -> Table:
    """Understand every line. Raises Unreadable where columns are wrong."""
    days = table.look_through(found, LAYOUT)
    counted = Counter(line.values.get("day") for line in days.lines)
    for line in days.lines:
        if (day := line.values.get("day")) and counted[day] > 1:
            line.complain("day", "同一天有两行，请删去一行", str(day))
    return days
