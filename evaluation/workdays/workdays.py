"""Working days of mainland China, 调休 included: the imported table first, the library second, else Monday to Friday.

Years that neither knows count Monday to Friday; the answer then says that it is not certain, so that pages can print a
notice (D12).
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from chinese_calendar import is_workday

from evaluation.models import Holiday

NOT_CERTAIN = "该年度放假安排尚未公布，工作日按周一至周五推算，以正式公布为准。"

_SATURDAY = 5
_KEPT_FOR = 60
"""Seconds a process goes by the table it has read; it changes once a year."""


class WorkingDay(NamedTuple):
    """A working day, and whether the holidays on the way to it are officially known."""

    day: date
    is_certain: bool


@dataclass(frozen=True)
class _Table:
    """The imported table: the days that are not what their weekday says, and the years it covers."""

    works: Mapping[date, bool]
    years: frozenset[int]


_kept: list[tuple[float, _Table]] = []


def forget() -> None:
    """Read the table anew: it has just been changed."""
    _kept.clear()


def _table() -> _Table:
    if not _kept or time.monotonic() - _kept[0][0] > _KEPT_FOR:
        works = dict(Holiday.objects.values_list("day", "is_working"))
        _kept[:] = [(time.monotonic(), _Table(works, frozenset(day.year for day in works)))]
    return _kept[0][1]


def is_known(day: date) -> bool:
    """Whether the holiday arrangement of the day's year has been published and reached this system."""
    if day.year in _table().years:
        return True
    try:
        is_workday(day)
    except NotImplementedError:
        return False
    return True


def is_working_day(day: date) -> bool:
    table = _table()
    if day.year in table.years:
        return table.works.get(day, day.weekday() < _SATURDAY)
    try:
        return bool(is_workday(day))
    except NotImplementedError:
        return day.weekday() < _SATURDAY


def last_working_day(day: date) -> WorkingDay:
    """`day` itself when people work on it, else the nearest working day before it (D8)."""
    is_certain = is_known(day)
    while not is_working_day(day):
        day -= timedelta(days=1)
        is_certain = is_certain and is_known(day)
    return WorkingDay(day, is_certain)


def working_days_after(day: date, count: int) -> WorkingDay:
    """The `count`th working day after `day`; `day` itself does not count. With 0, the day itself."""
    is_certain = is_known(day)
    while count > 0:
        day += timedelta(days=1)
        is_certain = is_certain and is_known(day)
        count -= is_working_day(day)
    return WorkingDay(day, is_certain)


def first_counted_day(day: date) -> date:
    """The first of the working days that are counted from `day` on: what is published today runs from the next one."""
    return working_days_after(day, 1).day


def working_days_between(day: date, last: date) -> int:
    """How many working days come after `day`, up to and including `last`; negative when `last` has passed."""
    if last < day:
        return -working_days_between(last, day)
    return sum(is_working_day(day + timedelta(days=n)) for n in range(1, (last - day).days + 1))
