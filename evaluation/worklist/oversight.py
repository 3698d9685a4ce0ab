"""What is overdue one tier below: the escalation that the tier above sees among its own tasks (方案 五（一）)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet

from branches import access, clock
from branches.models import User
from branches.permissions import Perm
from evaluation.cases.bodies import RUNNING, holders
from evaluation.deadlines import last_day_expression
from evaluation.models import Candidacy, RecommendationList
from evaluation.vocabulary import CycleState, ListState, State, Step


def late_branches(people: Sequence[User]) -> Iterator[tuple[User, dict[str, Any]]]:
    """For the officers of a unit: its branches that have neither applied nor said that they will not.

    One row for each `cycle__year`, `unit` (with `unit__name`) and `last_day`, with how many (`n`).
    """
    places = holders(people, Perm.ASSESS)
    if not places:
        return
    late = _late(State.DRAFT, Step.SELF_ASSESSMENT).filter(unit__in=list(places))
    by_date = late.order_by("unit", "last_day").values("cycle__year", "unit", "unit__name", "last_day")
    for row in by_date.annotate(n=Count("pk")):
        for user in places[row["unit"]]:
            yield user, row


def late_units(user: User) -> list[tuple[int, Step, date, list[str]]]:
    """For 市直工委: (year, step, last day, names of the units) that have not concluded or not handed in their list."""
    if not access.may(user, Perm.RUN_CYCLE):
        return []
    lists: QuerySet[Any] = (
        RecommendationList.objects.filter(
            unit__isnull=False, state=ListState.OPEN, cap__gt=0, cycle__state=CycleState.RECOMMENDING
        )
        .annotate(last_day=last_day_expression(Step.RECOMMENDATION, RecommendationList))
        .filter(last_day__lt=clock.today())
    )
    assessing = _late(State.APPLIED, Step.ASSESSMENT)
    found: dict[tuple[int, Step, date], list[str]] = defaultdict(list)
    for step, rows in ((Step.ASSESSMENT, assessing), (Step.RECOMMENDATION, lists)):
        for year, day, name in rows.order_by("unit").values_list("cycle__year", "last_day", "unit__name").distinct():
            found[year, step, day].append(name)
    return [(year, step, day, names) for (year, step, day), names in found.items()]


def _late(state: State, step: Step) -> QuerySet[Any]:
    dated: QuerySet[Any] = Candidacy.objects.annotate(last_day=last_day_expression(step, Candidacy))
    return dated.filter(cycle__state__in=RUNNING, state=state, last_day__lt=clock.today())
