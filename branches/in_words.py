"""Numbers, days and shares as Chinese text writes them: one function each, for pages, messages and documents alike."""

from datetime import date, datetime
from decimal import Decimal

from branches.clock import SHANGHAI

_NUMERALS = "〇一二三四五六七八九"
_WEEKDAYS = "一二三四五六日"


def numeral(number: int) -> str:
    """1 to 99 in Chinese: 十二, for headings and （一）."""
    if not 1 <= number <= 99:
        raise ValueError("only 1 to 99 are written out")
    tens, ones = divmod(number, 10)
    return (_NUMERALS[tens] if tens > 1 else "") + ("十" if tens else "") + (_NUMERALS[ones] if ones else "")


def plain_day(value: date | datetime) -> str:
    """2027年1月31日, as documents and sentences say it."""
    value = _in_shanghai(value)
    return f"{value.year}年{value.month}月{value.day}日"


def plain_days(first: date, last: date) -> str:
    """1月3日至1月9日, where the year is plain."""
    return f"{first.month}月{first.day}日至{last.month}月{last.day}日"


def day(value: date | datetime) -> str:
    """2027年1月31日（周日）, as pages say it."""
    return f"{plain_day(value)}{_weekday(value)}"


def month_day(value: date | datetime) -> str:
    """1月31日（周日）, where the year is plain."""
    value = _in_shanghai(value)
    return f"{value.month}月{value.day}日{_weekday(value)}"


def short_day(value: date, today: date) -> str:
    """1月31日; 2028年1月31日 where the year is another one than today's."""
    return f"{value.month}月{value.day}日" if value.year == today.year else plain_day(value)


def moment(value: datetime) -> str:
    """2027年1月31日（周日）18:00."""
    return f"{day(value)}{_in_shanghai(value):%H:%M}"


def span(seconds: int) -> str:
    """40秒, 5分钟: how long somebody has to wait, never too short."""
    return f"{seconds}秒" if seconds < 60 else f"{-(-seconds // 60)}分钟"


def percent(ratio: Decimal) -> str:
    """A share of one, exactly: 10%, 12.5%, 0.75%."""
    return f"{(ratio * 100).normalize():f}%"


def _weekday(value: date | datetime) -> str:
    return f"（周{_WEEKDAYS[_in_shanghai(value).weekday()]}）"


def _in_shanghai(value: date | datetime) -> date | datetime:
    return value.astimezone(SHANGHAI) if isinstance(value, datetime) and value.tzinfo else value
