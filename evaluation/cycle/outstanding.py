"""What the running years still wait for, by step: the one source for progress, tasks, reminders, 催办 and letters (D39).

Every row has its own `last_day`: until then it holds its unit up, afterwards it is late. The state of the year is not asked.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from django.db.models import Count, Model, OuterRef, Q, QuerySet

from branches.asking.probed import probed
from branches.models import Unit
from evaluation.cases.bodies import RUNNING, running
from evaluation.cases.columns import handed_in, put_forward
from evaluation.deadlines import last_day, last_day_expression, own_column
from evaluation.models import Candidacy, Cycle, Extension, NamingCandidate, RecommendationList
from evaluation.vocabulary import ListState, State, Step


def outstanding(step: Step) -> QuerySet[Any]:
    """Cases, or lists at step 3, that `step` still waits for, each with its `last_day`."""
    rows: QuerySet[Any] = _BY_STEP[step]()
    kind: type[Model] = rows.model
    dated: QuerySet[Any] = rows.annotate(last_day=last_day_expression(step, kind))
    return dated


def to_answer() -> QuerySet[Candidacy]:
    """Branches that have neither applied nor said that they will not; once their unit has handed in they no longer can."""
    own = RecommendationList.objects.filter(cycle=OuterRef("cycle"), unit=OuterRef("unit"))
    return running(state=State.DRAFT).exclude(probed(handed_in(own)))


def to_conclude() -> QuerySet[Candidacy]:
    return running(state=State.APPLIED)


def open_lists() -> QuerySet[RecommendationList]:
    """The units' lists that somebody still has to hand in: without places only a branch for the pool is an answer (D3)."""
    lists = RecommendationList.objects.filter(unit__isnull=False, state=ListState.OPEN, cycle__state__in=RUNNING)
    return lists.filter(Q(cap__gt=0) | (Q(pool__state=ListState.OPEN) & ~put_forward()))


_BY_STEP: Mapping[Step, Callable[[], QuerySet[Any]]] = {
    Step.SELF_ASSESSMENT: to_answer,
    Step.ASSESSMENT: to_conclude,
    Step.RECOMMENDATION: open_lists,
}


class Waiting(NamedTuple):
    """So many cases of a unit, or its list, that a step waits for until a day."""

    unit: int
    step: Step
    last_day: date
    number: int


class Undated(NamedTuple):
    """The same, without what follows from the year's dates and its extensions: with the day of its own, if it has one."""

    unit: int
    step: Step
    own: date | None
    number: int


def dated(cycle: Cycle, rows: Iterable[Undated]) -> Iterator[Waiting]:
    """Until when a year waits for them; one that does not run waits for nothing."""
    if cycle.state not in RUNNING:
        return
    extensions = Extension.objects.filter(cycle=cycle).order_by("pk").values_list("unit", "step", "due")
    moved = {(unit, step): due for unit, step, due in extensions}

    @cache
    def day(step: Step, own: date | None, moved: date | None) -> date:
        return last_day(cycle, step, own=own, moved=moved)

    for unit, step, own, number in rows:
        yield Waiting(unit, step, day(step, own, moved.get((unit, step))), number)


def undated(cycle: Cycle, units: QuerySet[Unit]) -> Iterator[Undated]:
    """What `outstanding` says of these units in a year, or would say if it ran: counted, and to be `dated`.

    Asked in plain questions and put together here: of conditions that exclude one another PostgreSQL expects no row, and
    asks the last of them anew for each.
    """
    year = _Year(cycle, units)
    yield from year.of_cases()
    yield from year.of_lists()


class _Year:
    """The answers of a year: lists, cases that hold a unit up or say that it put one forward."""

    def __init__(self, cycle: Cycle, units: QuerySet[Unit]) -> None:
        lists = RecommendationList.objects.filter(cycle=cycle).order_by()
        rows = lists.values_list("pk", "unit", "state", "pool", "cap", "due")
        # Asked at once PostgreSQL reads the lists of all years for the few that are wanted.
        self.lists = list(rows.filter(unit__in=units))
        pools = {pk: state for pk, _, state, *_ in rows.filter(unit=None)}
        self.open_pools = {pk for pk, state in pools.items() if state == ListState.OPEN}
        own = [own_column(step, Candidacy) for step in (Step.SELF_ASSESSMENT, Step.ASSESSMENT)]
        cases = Candidacy.objects.filter(
            cycle=cycle, state__in=[State.DRAFT, State.APPLIED, State.FORWARDED], unit__in=units
        )
        self.cases = list(cases.order_by().values_list("unit", "state", *own).annotate(n=Count("pk")))
        placed = (
            NamingCandidate.objects.filter(list__in=pools, unit__in=units).order_by().values_list("unit", flat=True)
        )
        self.put_forward = {unit for unit, state, *_ in self.cases if state == State.FORWARDED}.union(placed)

    def of_cases(self) -> Iterator[Undated]:
        submitted = {unit for _, unit, state, *_ in self.lists if state == ListState.SUBMITTED}
        for unit, state, answer_by, conclude_by, count in self.cases:
            if state == State.APPLIED:
                yield Undated(unit, Step.ASSESSMENT, conclude_by, count)
            elif state == State.DRAFT and unit not in submitted and unit not in self.put_forward:
                yield Undated(unit, Step.SELF_ASSESSMENT, answer_by, count)

    def of_lists(self) -> Iterator[Undated]:
        for _, unit, state, pool, cap, due in self.lists:
            may_put_forward = pool in self.open_pools and unit not in self.put_forward
            if unit and state == ListState.OPEN and (cap or may_put_forward):
                yield Undated(unit, Step.RECOMMENDATION, due, 1)
