"""What the running years still wait for, by step: the one source for progress, tasks, reminders, 催办 and letters (D39).

Every row has its own `last_day`: until then it holds its unit up, afterwards it is late. The state of the year is not asked.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from evaluation.cases.bodies import RUNNING, running
from evaluation.cases.columns import handed_in, put_forward
from evaluation.deadlines import last_day_expression
from evaluation.models import Candidacy, RecommendationList
from evaluation.vocabulary import ListState, State, Step


def outstanding(step: Step) -> QuerySet[Any]:
    """Cases, or lists at step 3, that `step` still waits for, each with its `last_day`."""
    rows: QuerySet[Any] = _BY_STEP[step]()
    dated: QuerySet[Any] = rows.annotate(last_day=last_day_expression(step, rows.model))
    return dated


def to_answer() -> QuerySet[Candidacy]:
    """Branches that have neither applied nor said that they will not; once their unit has handed in they no longer can."""
    own = RecommendationList.objects.filter(cycle=OuterRef("cycle"), unit=OuterRef("unit"))
    return running(state=State.DRAFT).exclude(Exists(handed_in(own)))


def to_conclude() -> QuerySet[Candidacy]:
    return running(state=State.APPLIED)


def open_lists() -> QuerySet[RecommendationList]:
    """The units' lists that somebody still has to hand in: without places only a branch for the pool is an answer (D3)."""
    lists = RecommendationList.objects.filter(unit__isnull=False, state=ListState.OPEN, cycle__state__in=RUNNING)
    may_put_forward = Q(pool__state=ListState.OPEN) & ~Exists(put_forward())
    return lists.filter(Q(cap__gt=0) | may_put_forward)


_BY_STEP: Mapping[Step, Callable[[], QuerySet[Any]]] = {
    Step.SELF_ASSESSMENT: to_answer,
    Step.ASSESSMENT: to_conclude,
    Step.RECOMMENDATION: open_lists,
}
