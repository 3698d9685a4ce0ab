"""What stands in a cell, as every import understands it: names, days, numbers, yes and no, telephones. Pure.

Each function takes a cell as it was read and answers its value, or raises ValueError with what is wrong and what to do
(without the full stop). Where a value can be taken though something is odd, the answer is `Doubtful`.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from branches.spreadsheet import workbook
from branches.spreadsheet.grid import Fault
from branches.spreadsheet.lookalikes import plain_characters

PARTY_FOUNDED = date(1921, 7, 1)
_SHOWN = 60

_AS_TEXT = re.compile(r'="(.*)"', re.S)
_MARKS = re.compile(r"[（(〔\[【](必填|选填|可不填|可空|必填项|选填项)[）)〕\]】]|[*＊※]")
_DAY = re.compile(
    r"(\d{4})(?:年|[-/.])(\d{1,2})(?:月|[-/.])(\d{1,2})[日号]?(?:[T ]?0{1,2}:00(?::00)?(?:\.0+)?)?|(\d{4})(\d{2})(\d{2})"
)
_MONTH = re.compile(r"(\d{4})(?:年|[-/.])(\d{1,2})月?")
_HAN = "\u3400-\u9fff\U00020000-\U0003ffff"
_DOT = re.compile(rf"(?<=[{_HAN}])[•‧∙⋅・･.。·](?=[{_HAN}])")
_SEVERAL = re.compile(r"[、，,;；/\\|\n\r]+")
_NOBODY = {
    "空缺",
    "暂缺",
    "缺",
    "缺额",
    "无",
    "暂无",
    "没有",
    "待定",
    "待选",
    "空",
    "-",
    "--",
    "—",
    "——",
    "/",
    "\\",
    "无书记",
}
_YES = {"是": True, "√": True, "✓": True, "✔": True, "☑": True, "对": True, "True": True, "TRUE": True, "Y": True}
_NO = {
    "": False,
    "否": False,
    "×": False,
    "✗": False,
    "✘": False,
    "不是": False,
    "False": False,
    "FALSE": False,
    "N": False,
}
_ANSWERS = _YES | _NO
_ONE_BRACKET = str.maketrans("()〔〕[]【】〈〉《》", "（）（）（）（）（）（）")
_MOBILE = re.compile(r"1\d{10}")
_TELEPHONE = re.compile(r"\d{7,12}(转\d{1,6})?")


@dataclass(frozen=True)
class Doubtful:
    """A value that can be taken, and what is odd about it."""

    value: Any
    sentence: str


def shown(cell: Any) -> str:
    """A cell for a person to read, cut where it is very long."""
    return _text(cell)[:_SHOWN]


def plain(cell: Any) -> str:
    """A cell as text without blanks (names are often spread with them), in the characters that it shows."""
    if isinstance(cell, Fault):
        raise ValueError(cell.reason)
    return _text(cell)


@lru_cache(maxsize=65_536)
def spelling(text: str) -> str:
    """What two ways of writing one name have in common: blanks, kinds of brackets, dots and letters do not count."""
    return _DOT.sub("·", plain(text)).translate(_ONE_BRACKET).casefold()


def heading(cell: Any) -> str:
    """A heading without what is put beside it: stars, （必填）, line breaks, a colon at the end."""
    return _MARKS.sub("", shown(cell)).strip("：:")


def name(limit: int, *, required: bool = True) -> Callable[[Any], str]:
    """A name or a short text of at most `limit` characters."""

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


def person(limit: int, *, required: bool = False) -> Callable[[Any], Any]:
    """The name of one person; 空缺 and the like are nobody."""
    understand_name = name(limit, required=required)

    def understand(cell: Any) -> Any:
        text = _DOT.sub("·", understand_name(cell))
        if text in _NOBODY:
            if required:
                raise ValueError("没有填写姓名")
            return Doubtful("", f"“{text}”按没有人记")
        if len(people := _people(str(cell))) > 1:
            raise ValueError(f"一格里有{len(people)}个人（{'、'.join(people)[:40]}），请只填一人")
        return text

    return understand


def _people(text: str) -> list[str]:
    found = [one for one in (plain(piece) for piece in _SEVERAL.split(text)) if one]
    if len(found) == 1:
        words = [plain(word) for word in text.split()]
        # 张　三, 欧阳　修远 are one person each; 王建国　李明 are two.
        if len(words) > 1 and min(map(len, words)) > 1 and sum(map(len, words)) > 4 and not text.isascii():
            return words
    return found if min(map(len, found), default=0) > 1 else found[:1]


def day(cell: Any) -> Any:
    """A day, None for an empty cell; a month alone is doubtful and taken from its first."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = plain(cell)
    if not text:
        return None
    if isinstance(cell, float):
        raise ValueError("不是完整的日期，请写成2005-02-13或2005年2月13日")
    if match := _MONTH.fullmatch(text):
        found = _date(int(match[1]), int(match[2]), 1)
        return Doubtful(found, f"只有年月，按{found.year}年{found.month}月1日记")
    return written_day(text)


def day_between(first: date, last: date, *, late: str) -> Callable[[Any], Any]:
    """A day from `first` to `last`; `late` says what is wrong with a later one."""

    def understand(cell: Any) -> Any:
        found = day(cell)
        value = found.value if isinstance(found, Doubtful) else found
        if value and value < first:
            raise ValueError(f"早于{first.year}年{first.month}月{first.day}日，请核对年份")
        if value and value > last:
            raise ValueError(late)
        return found

    return understand


def written_day(text: str) -> date:
    """A day as people write it; ValueError with what to do otherwise."""
    match = _DAY.fullmatch(text)
    if not match:
        raise ValueError("不是完整的日期，请写成2005-02-13或2005年2月13日")
    return _date(*(int(part) for part in match.groups() if part))


def _date(year: int, month: int, day_of_month: int) -> date:
    if not 1 <= month <= 12:
        raise ValueError(f"没有{month}月，请核对日期")
    try:
        return date(year, month, day_of_month)
    except ValueError as error:
        raise ValueError(f"{year}年{month}月没有{day_of_month}日，请核对日期") from error


def count(limit: int) -> Callable[[Any], int]:
    """A number of people from 0 to `limit`."""

    def understand(cell: Any) -> int:
        text = plain(cell).removesuffix("人").removesuffix("名")
        if isinstance(cell, bool) or not re.fullmatch(r"[0-9]{1,9}", text):
            raise ValueError("不是人数，请填整数；没有请填0" if text else "没有填写，没有请填0")
        if int(text) > limit:
            raise ValueError(f"超过{limit:,}人，请核对")
        return int(text)

    return understand


def yes_or_no(cell: Any) -> bool:
    """是 or √; 否, × or nothing."""
    text = plain(cell)
    if text not in _ANSWERS:
        raise ValueError("请填“是”或“否”")
    return _ANSWERS[text]


def one_of(*values: str, required: bool = False) -> Callable[[Any], str]:
    """One of the words that a column takes."""

    def understand(cell: Any) -> str:
        text = plain(cell)
        if text not in values and (text or required):
            raise ValueError(f"请填{'、'.join(values)}之一" + ("" if required else "；还没有结果的留空"))
        return text

    return understand


def mobile(cell: Any) -> str:
    """A mobile number of eleven figures, empty for an empty cell."""
    text = re.sub(r"[-－—]", "", plain(cell)).removeprefix("+86")
    if not text or _MOBILE.fullmatch(text):
        return text
    if text.isdecimal() and len(text) != 11:
        few = 11 - len(text)
        raise ValueError(f"{'少' if few > 0 else '多'}{abs(few)}位，应为11位")
    raise ValueError("不是手机号码，请填11位数字")


def telephone(cell: Any) -> str:
    """A telephone or mobile number, empty for an empty cell; of several the one to call first."""
    text = plain(cell)
    figures = re.sub(r"[-－—()（）]", "", text).removeprefix("+86")
    if text and (len(text) > 20 or not _TELEPHONE.fullmatch(figures)):
        raise ValueError("不是电话号码，请填一个号码，如0375-1234567")
    return text


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    elif isinstance(cell, datetime) and cell.time() == datetime.min.time():
        cell = cell.date()
    text = "" if cell is None else str(cell)
    if text.startswith('="') and (match := _AS_TEXT.fullmatch(text)):
        text = match[1]
    return workbook.unguarded("".join(plain_characters(text).split()))
