"""How far a deadline is, in words every page shares: days, working days, and the last one on which offices are open."""

from datetime import date, datetime

from django import template

from branches import clock
from branches.clock import SHANGHAI
from branches.templatetags.furniture import day, month_day
from evaluation.deadlines import Dated, dated
from evaluation.models import Cycle
from evaluation.workdays import workdays

register = template.Library()


@register.simple_tag
def year_dates(cycle: Cycle) -> dict[str, Dated]:
    """`{% year_dates cycle as dates %}`, then `dates.naming.label` and `dates.naming.day`."""
    return dated(cycle)


@register.filter
def left(due: date | datetime | None, today: date) -> str:
    """`还有12天（8个工作日），最后一个工作日是1月29日（周五）`; the last part only before a day off (D8, D12)."""
    if not due:
        return ""
    if isinstance(due, datetime):
        due = due.astimezone(SHANGHAI).date()
    days = (due - today).days
    if days < 0:
        return f"已过{-days}天"
    last = workdays.last_working_day(due)
    before = f"，最后一个工作日是{month_day(last.day)}" if last.day != due and last.day >= today else ""
    if days == 0:
        return f"今天截止{before}"
    guessed = "" if last.is_certain else "按周一至周五推算"
    return f"还有{days}天（{guessed}{workdays.working_days_between(today, due)}个工作日）{before}"


@register.filter
def days_left(due: date | None, today: date) -> str:
    """`还有12天`, for lists: working days and days off are told where the date itself is."""
    if not due:
        return ""
    days = (due - today).days
    return "今天截止" if days == 0 else f"还有{days}天" if days > 0 else f"已过{-days}天"


@register.filter
def ahead(on: date, today: date) -> str:
    """`还有12天`, of a day on which something begins or is: nothing ends by it, and no working days are counted."""
    days = (on - today).days
    return "就在今天" if days == 0 else f"还有{days}天" if days > 0 else f"已过{-days}天"


@register.filter
def until(due: date | None) -> str:
    """A deadline in full, as of today: the day with its weekday, then how far it is."""
    return f"{day(due)}，{left(due, clock.today())}" if due else day(due)
