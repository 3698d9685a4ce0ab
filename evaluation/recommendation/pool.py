"""联合推荐: the branches put forward by units without a place of their own, and the units that sent nobody (D3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import QueryDict

from branches import clock
from branches.models import User
from branches.pages.paging import Paged, fetched
from branches.permissions import Perm
from evaluation.assessment.verification.queries import Veto
from evaluation.cases.columns import annotated, unanswered
from evaluation.cases.moving import observe_one
from evaluation.cases.observe import seats
from evaluation.deadlines import YearDate, last_day_expression
from evaluation.models import (
    Candidacy,
    Cycle,
    Deliberation,
    Extension,
    ListVersion,
    NamingCandidate,
    RatioAdjustment,
    RecommendationList,
)
from evaluation.procedure.lives import find
from evaluation.recommendation import queries as recommendation_queries
from evaluation.rules.facts import Seats
from evaluation.vocabulary import Action, ListState, State, Step


@dataclass(frozen=True)
class Member:
    """A unit of the pool that has put nobody forward: it said so, or it may still do so until `due` (D9)."""

    the_list: Any

    @property
    def due(self) -> date:
        last_day: date = self.the_list.last_day
        return last_day

    @property
    def declined(self) -> bool:
        return bool(self.the_list.state == ListState.SUBMITTED)

    @property
    def may_still(self) -> bool:
        return not self.declined and clock.now() < clock.end_of(self.due)


@dataclass(frozen=True)
class Line:
    """One branch put forward."""

    case: Any
    veto: Veto
    reasons: tuple[str, ...] = ()

    @property
    def state(self) -> State:
        return State(self.case.state)


class Section(Paged):
    """One table of the board: its first rows beside the other tables, all its pages where it stands alone."""

    order_now = ["unit_id", "pk"]
    is_apart = True

    def __init__(self, name: str, matching: QuerySet[Any], asked: QueryDict) -> None:
        self.name = name
        self.is_alone = asked.get("only") == name
        self.asked = asked if self.is_alone else QueryDict()
        self.everything = self._matching = matching

    @property
    def matching(self) -> QuerySet[Any]:
        return self._matching

    @property
    def words(self) -> str:
        return ""

    def __bool__(self) -> bool:
        return self.count > 0


class Lines(Section):
    """Branches put forward, by unit: there is no city-wide order (D21)."""

    def fetched(self, keys: Sequence[int]) -> list[Any]:
        seen = annotated(Candidacy.objects.all(), "findings", "pending", "organ_verified", "conditions")
        return fetched(seen.select_related("branch", "unit", "opinion"), keys)

    @cached_property
    def lines(self) -> list[Line]:
        return [Line(case, Veto.of(case)) for case in self.page]


class Silent(Section):
    """Units that have put nobody forward."""

    def fetched(self, keys: Sequence[int]) -> list[Any]:
        return fetched(_dated(RecommendationList.objects.all()), keys)

    @cached_property
    def members(self) -> list[Member]:
        return [Member(row) for row in self.page]


@dataclass(frozen=True)
class PoolBoard:
    the_pool: Any
    places: Seats
    waits: list[str]
    members: int
    deliberations: list[Deliberation]
    versions: list[ListVersion]
    adjustments: list[RatioAdjustment]
    picked: Lines
    waiting: Lines
    silent: Silent

    @property
    def due(self) -> date:
        last_day: date = self.the_pool.last_day
        return last_day

    @property
    def is_open(self) -> bool:
        return self.places.is_open and self.the_pool.cycle.is_running

    @property
    def sections(self) -> list[Section]:
        """All three, or the one that is asked for."""
        every = [self.picked, self.waiting, self.silent]
        return [one for one in every if one.is_alone] or every


def board(the_pool: Any, asked: QueryDict) -> PoolBoard:
    """Everything put forward, and who put nobody forward."""
    lists = RecommendationList.objects.filter(pool=the_pool)
    forwarded = Candidacy.objects.filter(cycle=the_pool.cycle_id, state=State.FORWARDED, unit__in=lists.values("unit"))
    picked = NamingCandidate.objects.filter(list=the_pool)
    silent = lists.exclude(unit__in=forwarded.order_by().values("unit"))
    silent = silent.exclude(unit__in=picked.order_by().values("unit"))
    return PoolBoard(
        the_pool=the_pool,
        places=seats(the_pool, the_pool.taken),
        waits=recommendation_queries.waits_for(the_pool),
        members=lists.count(),
        deliberations=list(recommendation_queries.deliberations(the_pool)),
        versions=list(recommendation_queries.versions(the_pool)),
        adjustments=list(recommendation_queries.adjustments(the_pool)),
        picked=Lines("picked", picked, asked),
        waiting=Lines("waiting", forwarded, asked),
        silent=Silent("silent", silent.defer("branches"), asked),
    )


def line(the_pool: Any, case: Candidacy, user: User) -> Line | None:
    """One branch put forward, with why it cannot be picked now; None if it is not."""
    seen = observe_one(case)
    found: Any = seen.case
    if seen.own is None or seen.own.pool_id != the_pool.pk:
        return None
    if found.state == State.FORWARDED:
        move = next(row for row in find(Action.RECOMMEND, State.FORWARDED) if row.perm is Perm.PICK_FROM_POOL)
        return Line(found, Veto.of(found), tuple(seen.why_not(move, user, button=True)))
    return Line(found, Veto.of(found)) if found.seat_id is not None else None


def may_still_forward(the_pool: RecommendationList) -> list[Member]:
    """Units in time that have not said that they will put nobody forward, and have somebody: whom they put forward
    they may still take back (D39)."""
    units = set(_coming(the_pool).values_list("unit", flat=True))
    return [one for one in _members(the_pool) if one.may_still and one.the_list.unit_id in units]


def in_time() -> Coalesce:
    """As a column of pools that are open: of how many units that may put a branch forward, and have not, the last day
    is not over.

    Counted from the open lists of the pool; whoever has put somebody forward or has a date of his own is sought once
    for all of them. Says the same as `outstanding`, which asks list by list.
    """
    year, today = OuterRef(OuterRef("cycle")), clock.today()
    sent = Candidacy.objects.filter(cycle=year, state=State.FORWARDED)
    picked = NamingCandidate.objects.filter(list=OuterRef(OuterRef("pk")))
    later = Extension.objects.filter(
        cycle=OuterRef("cycle"), unit=OuterRef("unit"), step=OuterRef("step"), pk__gt=OuterRef("pk")
    )
    moved = Extension.objects.filter(cycle=year, step=Step.RECOMMENDATION).exclude(Exists(later))
    year_is_in_time = Cycle.objects.filter((f"{YearDate.RECOMMENDATION.column}__gte", today), pk=year)
    by_unit = Q(unit__in=_units(moved.filter(due__gte=today))) | ~Q(unit__in=_units(moved)) & Exists(year_is_in_time)
    lists = RecommendationList.objects.filter(pool=OuterRef("pk"), state=ListState.OPEN)
    lists = lists.filter(Q(due__gte=today) | Q(due=None) & by_unit)
    lists = lists.exclude(unit__in=_units(sent)).exclude(unit__in=_units(picked))
    return Coalesce(Subquery(lists.order_by().values("pool").annotate(n=Count("*")).values("n")), 0)


def _units(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.order_by().values("unit")


def keeps_open(the_pool: Any) -> list[str]:
    """Why the choice from the pool cannot be finished now: as for any list, and units may still put forward."""
    still = may_still_forward(the_pool)
    left = [f"还有{len(still)}个单位可以推送或者收回，期满后才能完成选定。"] if still else []
    return [*recommendation_queries.waits_for(the_pool), *left]


def _coming(the_pool: RecommendationList) -> QuerySet[Candidacy]:
    """The pool units' cases that are put forward or may still be."""
    cases = Candidacy.objects.filter(cycle=the_pool.cycle_id, unit__lists__pool=the_pool)
    ready = cases.filter(state__in=[State.APPLIED, State.ASSESSED, State.FORWARDED])
    return cases.filter(Q(pk__in=ready.values("pk")) | Q(pk__in=unanswered(cases).values("pk")))


def _members(the_pool: RecommendationList) -> list[Member]:
    return [Member(row) for row in _dated(RecommendationList.objects.filter(pool=the_pool)).order_by("unit")]


def _dated(lists: QuerySet[RecommendationList]) -> QuerySet[Any]:
    """With unit and last day, without the branches that were counted."""
    last_day = last_day_expression(Step.RECOMMENDATION, RecommendationList)
    return lists.select_related("unit", "cycle").defer("branches").annotate(last_day=last_day)
