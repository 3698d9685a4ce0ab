"""What leading Party groups and 市直工委 owe in step 3: lists, and the picks from the pool (方案 四（三）, D3)."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from branches import access
from branches.models import User
from branches.permissions import Perm
from evaluation.cases.bodies import holders
from evaluation.cases.observe import with_seats
from evaluation.cases.task import Task, about
from evaluation.models import Candidacy, RecommendationList
from evaluation.procedure.lives import HOLDS_SEAT
from evaluation.vocabulary import CycleState, ListState, State
from evaluation.vocabulary.duties import Duty


def recommend(people: Sequence[User]) -> Iterator[tuple[User, Task]]:
    """One for each open list, for whoever recommends; a branch put forward is the answer."""
    scopes = holders(people, Perm.RECOMMEND)
    if not scopes:
        return
    for one in _open_lists(list(scopes)):
        task = Task(
            Duty.RECOMMEND,
            about(one.cycle.year, one.unit_id),
            title="审议并报送推荐名单",
            button="打开推荐名单",
            url=reverse("evaluation:recommendation_board", args=[one.cycle.year, one.unit_id]),
            subject=one.unit.name,
            due=one.last_day,
            hint=_seats(one),
        )
        yield from ((user, task) for user in scopes[one.unit_id])


def _open_lists(units: Sequence[int]) -> QuerySet[Any]:
    """With `taken` and `last_day`."""
    rows: QuerySet[Any] = RecommendationList.objects.filter(
        unit__in=units, state=ListState.OPEN, cycle__state=CycleState.RECOMMENDING
    )
    sent = Candidacy.objects.filter(
        cycle=OuterRef("cycle"), unit=OuterRef("unit"), state__in=[State.FORWARDED, *sorted(HOLDS_SEAT)]
    )
    waiting = rows.exclude(Q(pool__isnull=False) & Exists(sent))
    return with_seats(waiting).select_related("cycle", "unit", "pool")


def _seats(one: Any) -> str:
    if one.cap:
        return f"名额{one.cap}个，已选{one.taken}个"
    return "名额为0，可推送联合推荐" if one.pool_id else "名额为0"


def pick_from_pool(user: User) -> Iterator[Task]:
    """One for each open pool."""
    if not access.may(user, Perm.PICK_FROM_POOL):
        return
    pools = RecommendationList.objects.filter(unit=None, state=ListState.OPEN, cycle__state=CycleState.RECOMMENDING)
    sent = Candidacy.objects.filter(cycle=OuterRef("cycle"), state=State.FORWARDED).order_by().values("cycle")
    waiting = Coalesce(Subquery(sent.annotate(n=Count("pk")).values("n")), 0)
    for pool in with_seats(pools).annotate(waiting=waiting).select_related("cycle"):
        yield Task(
            Duty.PICK_FROM_POOL,
            about(pool.cycle.year),
            title="选定联合推荐",
            button="打开联合推荐",
            url=reverse("evaluation:pool_board", args=[pool.cycle.year]),
            subject=str(pool.cycle),
            due=pool.last_day,
            hint=f"名额{pool.cap}个，已选{pool.taken}个，待选{pool.waiting}个",
        )
