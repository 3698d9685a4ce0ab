"""What leading Party groups and 市直工委 owe in step 3: lists, and the picks from the pool (方案 四（三）, D3)."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from branches import clock, in_words
from branches.models import Setting, User
from branches.names import WORK_COMMITTEE
from branches.permissions import Perm
from evaluation.cases.bodies import all_with, holders
from evaluation.cases.columns import with_seats
from evaluation.cycle.outstanding import open_lists
from evaluation.models import Candidacy, RecommendationList
from evaluation.recommendation.pool import in_time
from evaluation.vocabulary import CycleState, ListState, State
from evaluation.vocabulary.duties import Duty
from evaluation.vocabulary.task import Task, about


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
            button="打开推荐名单" if one.cap else "推送联合推荐",
            url=reverse("evaluation:recommendation_board", args=[one.cycle.year, one.unit_id]),
            subject=one.unit.name,
            due=one.last_day,
            hint=_state(one),
            lead=_lead(one),
        )
        yield from ((user, task) for user in scopes[one.unit_id])


def name_organs(people: Sequence[User]) -> Iterator[tuple[User, Task]]:
    """While a unit's list is open: nobody said yet how its bodies sign and number their documents (D46)."""
    scopes = holders(people, Perm.ASSESS)
    if not scopes:
        return
    said = Setting.objects.filter(unit=OuterRef("unit"))
    lists: QuerySet[Any] = open_lists().filter(unit__in=list(scopes)).exclude(Exists(said))
    for one in lists.select_related("unit"):
        task = Task(
            Duty.NAME_ORGANS,
            about(one.unit_id),
            title=Duty.NAME_ORGANS.label,
            button="去核对",
            url=reverse("branches:unit_settings", args=[one.unit_id]),
            subject=one.unit.name,
            hint="推荐报告、复查报告要用；没有机关代字的，空着保存即可",
        )
        yield from ((user, task) for user in scopes[one.unit_id])


def _open_lists(units: Sequence[int]) -> QuerySet[Any]:
    """With `taken`, `last_day` and how many branches may still answer (`unanswered`)."""
    return with_seats(open_lists().filter(unit__in=units)).select_related("cycle", "unit", "pool")


def _state(one: Any) -> str:
    """The places, and what the list waits for: its date that has passed, or branches that may still answer."""
    if one.last_day < clock.today():
        return f"已过期限，不能再报送；需要补报请联系{WORK_COMMITTEE}延期"
    seats = f"名额{one.cap}个，已选{one.taken}个" if one.cap else "名额为0，可推送联合推荐"
    return seats + (f"；{one.unanswered}个支部还在自评，期限未到，等答复后报送" if one.unanswered else "")


def _lead(one: Any) -> tuple[str, ...]:
    """How many places, how many taken, and by when; nothing where it is too late."""
    if one.last_day < clock.today():
        return ()
    seats = (f"名额{one.cap}个，", f"已选{one.taken}个，") if one.cap else ("名额为0，", "可推送联合推荐，")
    return (*seats, f"{in_words.month_day(one.last_day)}前报送")


def pick_from_pool(people: Sequence[User]) -> Iterator[tuple[User, Task]]:
    """One for each open pool."""
    pickers = all_with(people, Perm.PICK_FROM_POOL)
    if not pickers:
        return
    pools = RecommendationList.objects.filter(unit=None, state=ListState.OPEN, cycle__state=CycleState.RECOMMENDING)
    sent = Candidacy.objects.filter(cycle=OuterRef("cycle"), state=State.FORWARDED).order_by().values("cycle")
    waiting = Coalesce(Subquery(sent.annotate(n=Count("*")).values("n")), 0)
    for pool in with_seats(pools).annotate(waiting=waiting, still=in_time()).select_related("cycle"):
        task = Task(
            Duty.PICK_FROM_POOL,
            about(pool.cycle.year),
            title="选定联合推荐",
            button="打开联合推荐",
            url=reverse("evaluation:pool_board", args=[pool.cycle.year]),
            subject=str(pool.cycle),
            due=pool.last_day,
            hint=f"名额{pool.cap}个，已选{pool.taken}个，待选{pool.waiting}个"
            + (f"；{pool.still}个单位还可以推送" if pool.still else ""),
        )
        yield from ((user, task) for user in pickers)


def free_lists(people: Sequence[User]) -> Iterator[tuple[User, Task]]:
    """Lists that were given back and not handed in again by their date: only a new date frees them (D36)."""
    runners = all_with(people, Perm.RUN_CYCLE)
    if not runners:
        return
    for one in open_lists().filter(due__lt=clock.today()).select_related("cycle", "unit"):
        task = Task(
            Duty.FREE_LIST,
            about(one.pk),
            title="推荐名单退回后没有按期报送",
            button="去延期",
            url=reverse("evaluation:cycle_extension_add", args=[one.cycle.year]),
            subject=str(one.unit),
            due=one.due,
            hint="办理期限已过，延期后才能重新报送",
        )
        yield from ((user, task) for user in runners)
