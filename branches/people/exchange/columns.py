"""People and their posts as a table: its ten columns and what may stand in their cells. Pure; knows no database.

One line is one person with at most one post. Nothing else can be imported: no password, no state, no score has a column.
"""

import re
from datetime import date, timedelta
from difflib import get_close_matches
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from branches import clock
from branches.permissions import Role
from branches.spreadsheet import cells, table
from branches.spreadsheet.grid import Spreadsheet
from branches.spreadsheet.table import Column, Layout, Line, Table
from branches.spreadsheet.unreadable import Unreadable

TITLE = "人员"
_ACCOUNT = re.compile(r"[\w.@+-]{1,150}")
_MOBILE = re.compile(r"1\d{10}")
_OTHER_PHONE = re.compile(r"[0-9+（）()-]{5,20}")
_EARLIEST = date(1949, 10, 1)

_ROLES = {role.label: role for role in Role} | {
    "支部书记": Role.SECRETARY,
    "书记": Role.SECRETARY,
    "经办人": Role.ORGAN_OFFICER,
    "机关党委经办人": Role.ORGAN_OFFICER,
    "机关党总支经办人": Role.ORGAN_OFFICER,
    "党组经办人": Role.LEADING_GROUP,
    "党委经办人": Role.LEADING_GROUP,
}


class Wrong(Exception):
    """A cell does not fit the register. `reason` says what to do, without its full stop."""

    def __init__(self, attribute: str, reason: str) -> None:
        super().__init__(reason)
        self.attribute, self.reason = attribute, reason


def bare_phone(text: str) -> str:
    """A telephone number to compare: a mobile one without blanks, dashes and country code."""
    digits = re.sub(r"[\s-]", "", text).removeprefix("+86")
    return digits if is_mobile(digits) else text


def is_mobile(text: str) -> bool:
    return bool(_MOBILE.fullmatch(text))


def _account(cell: Any) -> str:
    text = cells.plain(cell)
    if text and not _ACCOUNT.fullmatch(text):
        raise ValueError("只能用字母、数字和.@+-_，请核对")
    return text


def _phone(cell: Any) -> str:
    text = bare_phone(cells.plain(cell))
    if text.isdecimal() and text.startswith("1") and len(text) > 7 and not is_mobile(text):
        wrong = len(text) - 11
        raise ValueError(f"{'多' if wrong > 0 else '少'}{abs(wrong)}位，应为11位")
    if text and not is_mobile(text) and not _OTHER_PHONE.fullmatch(text):
        raise ValueError("不是电话号码，请填11位手机号")
    return text


def _email(cell: Any) -> str:
    text = cells.plain(cell)
    if text:
        try:
            validate_email(text)
        except ValidationError as error:
            raise ValueError("电子邮箱格式不对，请核对") from error
    return text


def _role(cell: Any) -> Role | None:
    text = cells.plain(cell).replace("(", "（").replace(")", "）")
    if text and text not in _ROLES:
        near = get_close_matches(text, _ROLES, 1)
        guess = f"是“{near[0]}”吗？" if near else ""
        raise ValueError(f"没有这个职务。{guess}请填{'、'.join(role.label for role in Role)}之一")
    return _ROLES[text] if text else None


def _day(cell: Any) -> Any:
    last = clock.today() + timedelta(days=366 * 6)
    return cells.day_between(_EARLIEST, last, late="比今天晚六年以上，请核对年份")(cell)


LAYOUT = Layout(
    TITLE,
    "人员",
    (
        Column("账号", "username", _account, is_required=False, also=("用户名",)),
        Column("姓名", "name", cells.person(30)),
        Column("手机", "phone", _phone, is_required=False, also=("手机号", "手机号码", "联系电话", "电话")),
        Column("邮箱", "email", _email, is_required=False, also=("电子邮箱", "电子邮件")),
        Column(
            "单位", "unit", cells.name(60, required=False), is_required=False, also=("单位名称", "工作单位", "所在单位")
        ),
        Column("所在党支部", "branch", cells.name(100, required=False), is_required=False, also=("所在支部", "党支部")),
        Column("职务", "role", _role, is_required=False),
        Column(
            "任职党支部或单位",
            "place",
            cells.name(100, required=False),
            is_required=False,
            also=("任职地点", "任职单位", "任职党支部"),
        ),
        Column("起始日期", "starts_on", _day, is_required=False, also=("任职起", "任职日期", "任职时间")),
        Column("止任日期", "ends_on", _day, is_required=False, also=("任职止",)),
    ),
)
HEADINGS = LAYOUT.headings
HEADING = LAYOUT.heading_of
_NOTHING: dict[str, Any] = dict.fromkeys(HEADING, "") | {"role": None, "starts_on": None, "ends_on": None}


def look_through(found: Spreadsheet) -> Table:
    """Understand every cell. Raises Unreadable where columns are wrong or nobody is named.

    Lines of the template in which nobody has been named are passed over.
    """
    people = table.look_through(found, LAYOUT)
    named = [line for line in people.lines if any(shown(line, attribute) for attribute in ("name", "username"))]
    if not named:
        raise Unreadable("表里没有填写人员。请填写姓名后再上传。")
    if passed_over := len(people.lines) - len(named):
        people.read.append(f"跳过没有填姓名的{passed_over}行。")
    people.lines = named
    for line in named:
        _compare_cells(line)
    return people


def shown(line: Line, attribute: str) -> str:
    """A cell as it stands in the file, empty where there is no such column."""
    return cells.shown(line.cells[line.places[attribute]]) if attribute in line.places else ""


def _compare_cells(line: Line) -> None:
    if "name" in line.values and not line.values["name"]:
        line.complain("name", "没有填写姓名")
    line.values = _NOTHING | line.values
    starts_on, ends_on = line.values["starts_on"], line.values["ends_on"]
    if starts_on and ends_on and ends_on < starts_on:
        line.complain("ends_on", "早于起始日期，请核对")
