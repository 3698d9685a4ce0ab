"""How long it takes to end the running year and to start the next, each in one transaction."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from time import perf_counter

from django.db import connection, transaction

from branches import clock
from branches.models import Unit
from branches.permissions import Role
from evaluation.cycle.steps import year as year_steps
from evaluation.models import Cycle
from evaluation.vocabulary import CycleState
from scripts.measurements import table
from tests.support import factories

HEADINGS = ("a year", "cases", "s", "at most")
MOST = 30


def lines() -> Iterator[str]:
    """Nothing of it stays; what waits for the end of a transaction is done within it."""
    year = Cycle.objects.get(state=CycleState.RECOMMENDING)
    city = Unit.objects.get(kind=Unit.Kind.CITY)
    with transaction.atomic(), clock.moved_to(date(year.year + 1, 12, 7)):
        first, second = (factories.appointed(Role.WORK_COMMITTEE, city) for _ in range(2))
        ends = partial(year_steps.close_cycle, year, by=first, confirmed_by=second, reason="年度评定工作全部完成。")
        closed = measured("ends", year, ends)
        coming = year_steps.create_cycle(year.year + 1, by=first)
        found = [closed, measured("starts", coming, partial(year_steps.open_cycle, coming, by=first))]
        transaction.set_rollback(True)
    yield table(HEADINGS, found)


def measured(what: str, year: Cycle, act: Callable[[], object]) -> tuple[str, ...]:
    start = perf_counter()
    act()
    connection.check_constraints()
    took = perf_counter() - start
    return what, f"{year.candidacies.count():,}", f"{took:.1f}" if took <= MOST else f"**{took:.1f}**", f"{MOST}"
