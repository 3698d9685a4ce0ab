"""How far a year is, for other systems: counts that nothing undecided and nothing withheld moves (D34, D52, decision 109).

What is counted is that something was done once: applied, assessed, handed in, named. What became of a case meanwhile, and
which unit puts a branch forward to the pool, moves none of it.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404

from branches.models import Unit
from branches.queries import every_unit
from evaluation.cycle import queries as cycle_queries
from evaluation.models import Candidacy, Cycle, RecommendationList, Transition
from evaluation.vocabulary import Action, CycleState, ListState, State

APPLIED, ASSESSED = Q(action=Action.APPLY), Q(action=Action.CONCLUDE)


def year_or_404(year: int | None, *, is_asked: bool) -> Cycle | None:
    """The year that is asked for, else the one that runs or ran last; a year in preparation is none yet."""
    if not is_asked:
        return cycle_queries.latest_opened()
    found = Cycle.objects.exclude(state=CycleState.DRAFT).filter(year=year or 0).first()
    if found is None:
        raise Http404
    return found


def units(cycle: Cycle | None) -> QuerySet[Unit]:
    """Those that take part."""
    return every_unit().filter(Exists(Candidacy.objects.filter(cycle=cycle, unit=OuterRef("pk"))))


def rows(cycle: Cycle, of: Sequence[Unit]) -> list[dict[str, Any]]:
    """A row for each of some units: three queries, whatever their number."""
    mine = {"cycle": cycle, "unit__in": [unit.pk for unit in of]}
    cases = _by_unit(
        Candidacy.objects.filter(**mine), branches=Count("pk"), named=Count("pk", filter=Q(state=State.NAMED))
    )
    acts = _by_unit(
        Transition.objects.filter(APPLIED | ASSESSED, **{f"candidacy__{name}": one for name, one in mine.items()}),
        "candidacy__unit",
        applied=Count("candidacy", filter=APPLIED, distinct=True),
        assessed=Count("candidacy", filter=ASSESSED, distinct=True),
    )
    nothing = {"applied": 0, "assessed": 0}
    lists = {one.unit_id: one for one in RecommendationList.objects.filter(**mine)}
    return [
        {
            "id": unit.pk,
            "year": cycle.year,
            "unit_name": unit.name,
            "branches": cases[unit.pk]["branches"],
            **acts.get(unit.pk, nothing),
            "list_handed_in": _is_handed_in(lists.get(unit.pk)),
            "named": cases[unit.pk]["named"],
        }
        for unit in of
    ]


def _is_handed_in(one: RecommendationList | None) -> bool | None:
    """None for a unit of the pool: what is not handed in there is put forward, and that is never told."""
    if one is not None and one.pool_id:
        return None
    return one is not None and one.state == ListState.SUBMITTED


def _by_unit(found: QuerySet[Any], unit: str = "unit", **counts: Count) -> dict[int, dict[str, int]]:
    grouped = found.order_by().values(unit).annotate(**counts)
    return {row.pop(unit): row for row in grouped}
