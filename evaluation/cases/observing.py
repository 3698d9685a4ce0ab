"""Cases with what rules ask, by their numbers: one query for what belongs to them, one for their lists, however many there are.

Written once a process (`branches.asking.compiled`); a move asks of its one case by `moving`.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from branches import clock
from branches.asking.compiled import Compiled, CompiledOfMany, Given, made, names_of
from branches.models import Branch, Unit
from evaluation.cases.columns import annotated, counted_on_lists, names
from evaluation.cases.observe import COUNTED, Observed, nothing_but, observed
from evaluation.models import Candidacy, Cycle, RecommendationList, Seat

_PARTS = (
    (Candidacy, ""),
    (Cycle, "cycle__"),
    (Unit, "unit__"),
    (Branch, "branch__"),
    (Unit, "branch__unit__"),
    (Seat, "seat__"),
)
CASE_FIELDS = (
    *(name for model, prefix in _PARTS for name in names_of(model, prefix)),
    "seat__list__id",
    "seat__list__unit_id",
)
_LISTS = names_of(RecommendationList) + names_of(RecommendationList, "pool__")
# The names behind a base only a page shows, and they are as many as the unit has branches.
LIST_FIELDS = tuple(name for name in _LISTS if not name.endswith("branches"))


def observe(cases: Iterable[int]) -> list[Observed]:
    """With all that any rule may ask, in this order."""
    rows = _rows(names(), cases)
    lists = _lists_of(rows)
    return [observed(row, lists.get((row.cycle_id, row.unit_id))) for row in rows]


def observe_for(columns: frozenset[str], cases: Iterable[int], *, with_lists: bool = False) -> list[Observed]:
    """For whoever asks rules that look at these columns alone, and at lists only if said so: all other facts say nothing."""
    rows = _rows(columns, cases)
    for row in rows:
        vars(row).update(nothing_but(columns))
    lists = _lists_of(rows) if with_lists else {}
    return [observed(row, lists.get((row.cycle_id, row.unit_id))) for row in rows]


def _rows(columns: frozenset[str], cases: Iterable[int]) -> list[Any]:
    keys = list(cases)
    by_key = {row["id"]: case_of(row) for row in _compiled_cases(columns, clock.today()).read(keys)}
    return [by_key[key] for key in keys]


def _lists_of(cases: Iterable[Candidacy]) -> dict[tuple[int, int], Any]:
    """The own lists of the cases' units, by year and unit."""
    units: dict[int, set[int]] = defaultdict(set)
    for case in cases:
        units[case.cycle_id].add(case.unit_id)
    rows = (row for cycle in units for row in _compiled_lists(clock.today()).read(sorted(units[cycle]), cycle=cycle))
    return {(row["cycle_id"], row["unit_id"]): list_of(row) for row in rows}


def case_of(row: dict[str, Any]) -> Candidacy:
    """With what it belongs to, and its columns."""
    case = made(Candidacy, row)
    case.cycle, case.unit, case.branch = (
        made(Cycle, row, "cycle__"),
        made(Unit, row, "unit__"),
        made(Branch, row, "branch__"),
    )
    case.branch.unit = made(Unit, row, "branch__unit__")
    seat, its_list = made(Seat, row, "seat__"), made(RecommendationList, row, "seat__list__")
    if seat.pk:
        case.seat, seat.list = seat, its_list
    vars(case).update(row)
    return case


def list_of(row: dict[str, Any]) -> Any:
    """With its pool, and what it is counted for."""
    pool, own = made(RecommendationList, row, "pool__"), made(RecommendationList, row)
    own.pool = pool if pool.pk else None
    vars(own).update(dict.fromkeys(COUNTED, 0) | row)
    return own


@lru_cache(maxsize=64)
def _compiled_cases(columns: frozenset[str], day: date) -> CompiledOfMany:
    """For one day, because what is in force is compared with it."""
    rows = annotated(Candidacy.objects.order_by(), *sorted(columns))
    return CompiledOfMany(lambda cases: Compiled(rows.filter(pk__in=cases), *CASE_FIELDS, *sorted(columns)))


@lru_cache(maxsize=2)
def _compiled_lists(day: date) -> CompiledOfMany:
    rows = RecommendationList.objects.filter(cycle=Given("cycle")).annotate(**counted_on_lists()).order_by()
    return CompiledOfMany(lambda units: Compiled(rows.filter(unit__id__in=units), *LIST_FIELDS, *sorted(COUNTED)))
