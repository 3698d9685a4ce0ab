"""The only place that reads the time. Tests and seeds move it; a browser's clock is never asked.

Days are days in Asia/Shanghai; instants are aware and half-open: a deadline on a day ends when the next day begins (D8).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")

_moved: ContextVar[datetime | None] = ContextVar("moved_clock", default=None)


def now() -> datetime:
    """The present instant, in Shanghai time."""
    return _moved.get() or datetime.now(SHANGHAI)


def today() -> date:
    return now().astimezone(SHANGHAI).date()


def drift(other: datetime) -> timedelta:
    """By how much another machine's clock, read just now, differs from this one's."""
    return abs(datetime.now(SHANGHAI) - other)


def day_of(instant: datetime) -> date:
    """The day in Shanghai on which `instant` falls."""
    return instant.astimezone(SHANGHAI).date()


def told(instant: datetime) -> str:
    """As scripts read it: Shanghai time to the second, with its offset."""
    return instant.astimezone(SHANGHAI).isoformat(timespec="seconds")


def start_of(day: date) -> datetime:
    return datetime.combine(day, time.min, SHANGHAI)


def end_of(day: date) -> datetime:
    """The first instant that is too late for a deadline on `day` (D8)."""
    return start_of(day + timedelta(days=1))


@contextmanager
def moved_to(when: datetime | date) -> Iterator[None]:
    """Let `now` stand still at `when`; a date means nine in the morning of that day."""
    instant = when if isinstance(when, datetime) else datetime.combine(when, time(9), SHANGHAI)
    token = _moved.set(instant)
    try:
        yield
    finally:
        _moved.reset(token)
