"""The last days of units as an extension would leave them, and which of them would be out of order (D36)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from branches import clock, in_words
from branches.models import Unit
from evaluation import deadlines
from evaluation.cycle import queries as cycle_queries
from evaluation.deadlines import EXTENDABLE, STANDS_AT, YearDate
from evaluation.models import Candidacy, Cycle, RecommendationList
from evaluation.vocabulary import SmallUnitMode, State, Step

A_DAY = timedelta(days=1)
NAMED_AT_MOST = 3

Days = Mapping[Step, date]


def problems(cycle: Cycle, units: Collection[Unit], days: Days) -> list[str]:
    """Why the steps cannot last until `days` for these units; nothing from the naming day on."""
    if clock.today() >= YearDate.NAMING.of(cycle):
        return []
    pool = pool_day(cycle)
    found: dict[str, list[str]] = defaultdict(list)
    known, lists = standing(cycle, units), _lists(cycle, units)
    for unit in units:
        after = known[unit.pk] | _moved(_own_of_list(lists.get(unit.pk)), days)
        end = _end(cycle, lists.get(unit.pk), pool)
        for sentence in _out_of_order(after, end, days, EXTENDABLE):
            found[sentence].append(unit.name)
        known[unit.pk] = after
    for case in _cases_with_own_days(cycle, units):
        own = {step: day for step in EXTENDABLE if (day := getattr(case, deadlines.ends(step).column))}
        after = known[case.unit_id] | own | _moved(own, days)
        still = EXTENDABLE[EXTENDABLE.index(STANDS_AT[State(case.state)]) :]
        for sentence in _out_of_order(after, _end(cycle, lists.get(case.unit_id), pool), days, still):
            found[sentence].append(str(case.branch))
    return [f"{_listed(names)}：{sentence}" for sentence, names in found.items()]


def standing(cycle: Cycle, units: Collection[Unit]) -> dict[int, dict[Step, date]]:
    """The last day of each step that can be extended, by unit; two queries for any number of them."""
    moved: dict[tuple[int, str], date] = {}
    for extension in cycle_queries.extended(cycle, units):  # newest first
        moved.setdefault((extension.unit_id, extension.step), extension.due)
    returned = {pk: _own_of_list(row) for pk, row in _lists(cycle, units).items()}
    return {
        unit.pk: {
            step: deadlines.last_day(
                cycle, step, own=returned.get(unit.pk, {}).get(step), moved=moved.get((unit.pk, step))
            )
            for step in EXTENDABLE
        }
        for unit in units
    }


def of_pool_members(cycle: Cycle, *, from_day: date) -> str:
    """The units of the pool that may still put somebody forward on `from_day`, in words."""
    units = Unit.objects.filter(lists__cycle=cycle, lists__pool__isnull=False)
    known = standing(cycle, list(units))
    return _listed([unit.name for unit in units if known[unit.pk][Step.RECOMMENDATION] >= from_day])


def last_before_naming(cycle: Cycle) -> date:
    """The latest of all the dates after which branches are named."""
    known = standing(cycle, list(cycle_queries.participating_units(cycle)))
    return max([pool_day(cycle), *(days[Step.RECOMMENDATION] for days in known.values())])


def pool_day(cycle: Cycle) -> date:
    pool = cycle_queries.pool(cycle)
    return deadlines.last_day(cycle, YearDate.POOL, own=pool.due if pool else None)


def _out_of_order(after: Days, end: tuple[YearDate, date], days: Days, steps: Iterable[Step]) -> list[str]:
    """A sentence for each two dates, one of them moved, that would not follow each other."""
    row: list[tuple[Any, date]] = [(step, after[step]) for step in steps]
    return [
        f"{_dated(earlier, first)}须早于{_dated(later, second)}。"
        for (earlier, first), (later, second) in pairwise([*row, end])
        if {earlier, later} & days.keys() and first >= second
    ]


def _dated(step: Step | YearDate, day: date) -> str:
    return f"{deadlines.ends(step).label}（{in_words.plain_day(day)}）"


def _end(cycle: Cycle, row: RecommendationList | None, pool: date) -> tuple[YearDate, date]:
    """What follows the recommendation of a unit. Before it opens nobody knows yet who will be in the pool."""
    has_places = row.pool_id is None if row else cycle.small_unit_mode != SmallUnitMode.POOLED
    after = deadlines.following(Step.RECOMMENDATION, has_places=has_places)
    return after, pool if after is YearDate.POOL else after.of(cycle)


def _moved(own: Days, days: Days) -> dict[Step, date]:
    """What `days` leave: an own date that is later stays."""
    return {step: max(day, own.get(step, day)) for step, day in days.items()}


def _own_of_list(row: RecommendationList | None) -> dict[Step, date]:
    return {Step.RECOMMENDATION: row.due} if row and row.due else {}


def _lists(cycle: Cycle, units: Collection[Unit]) -> dict[int | None, RecommendationList]:
    return {row.unit_id: row for row in RecommendationList.objects.filter(cycle=cycle, unit__in=units)}


def _cases_with_own_days(cycle: Cycle, units: Collection[Unit]) -> Iterable[Candidacy]:
    """Those that wait for one of the steps and have a date of their own."""
    waiting = [state for state, step in STANDS_AT.items() if step in EXTENDABLE]
    rows = Candidacy.objects.filter(cycle=cycle, unit__in=units, state__in=waiting).select_related("branch__unit")
    return rows.exclude(**{deadlines.ends(step).column: None for step in EXTENDABLE})


def _listed(names: list[str]) -> str:
    more = f"等{len(names)}个" if len(names) > NAMED_AT_MOST else ""
    return "、".join(names[:NAMED_AT_MOST]) + more
