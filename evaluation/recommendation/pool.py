"""联合推荐: the branches put forward by units without a place of their own, and the units that sent nobody (D3)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from branches import clock
from branches.models import User
from branches.permissions import Perm
from evaluation.assessment.verification.queries import Veto
from evaluation.cases.columns import unanswered
from evaluation.cases.observe import Observed, observe, seats
from evaluation.deadlines import last_day_expression
from evaluation.models import Candidacy, Deliberation, ListVersion, RatioAdjustment, RecommendationList
from evaluation.procedure.lives import HOLDS_SEAT, find
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
    is_picked: bool
    reasons: tuple[str, ...]

    @property
    def state(self) -> State:
        return State(self.case.state)


@dataclass(frozen=True)
class PoolBoard:
    the_pool: Any
    places: Seats
    due: date
    waits: list[str]
    lines: list[Line]
    silent: list[Member]
    members: int
    deliberations: list[Deliberation]
    versions: list[ListVersion]
    adjustments: list[RatioAdjustment]

    @property
    def is_open(self) -> bool:
        return self.places.is_open and self.the_pool.cycle.is_running

    @property
    def picked(self) -> list[Line]:
        return [line for line in self.lines if line.is_picked]

    @property
    def waiting(self) -> list[Line]:
        return [line for line in self.lines if not line.is_picked]

    @property
    def is_full(self) -> bool:
        return self.places.taken >= self.places.cap


def board(the_pool: Any, user: User) -> PoolBoard:
    """Everything put forward, by unit: there is no city-wide order (D21)."""
    cases = Candidacy.objects.filter(cycle=the_pool.cycle_id, unit__lists__pool=the_pool)
    cases = cases.filter(state__in=[State.FORWARDED, *sorted(HOLDS_SEAT)]).select_related("opinion")
    members = _members(the_pool)
    seen = sorted(observe(cases.distinct()), key=lambda one: (one.case.unit_id, one.case.pk))
    with_branch = {one.case.unit_id for one in seen}
    return PoolBoard(
        the_pool=the_pool,
        places=seats(the_pool, the_pool.taken),
        due=the_pool.last_day,
        waits=recommendation_queries.waits_for(the_pool),
        lines=[_line(one, user) for one in seen],
        silent=[member for member in members if member.the_list.unit_id not in with_branch],
        members=len(members),
        deliberations=list(recommendation_queries.deliberations(the_pool)),
        versions=list(recommendation_queries.versions(the_pool)),
        adjustments=list(recommendation_queries.adjustments(the_pool)),
    )


def may_still_forward(the_pool: RecommendationList) -> list[Member]:
    """Units in time that have not said that they will put nobody forward, and have somebody: whom they put forward
    they may still take back (D39)."""
    units = set(_coming(the_pool).values_list("unit", flat=True))
    return [one for one in _members(the_pool) if one.may_still and one.the_list.unit_id in units]


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
    rows = RecommendationList.objects.filter(pool=the_pool).select_related("unit").order_by("unit")
    return [Member(row) for row in rows.annotate(last_day=last_day_expression(Step.RECOMMENDATION, RecommendationList))]


def _line(seen: Observed, user: User) -> Line:
    case: Any = seen.case
    move = next(row for row in find(Action.RECOMMEND, State.FORWARDED) if row.perm is Perm.PICK_FROM_POOL)
    reasons = tuple(seen.why_not(move, user, button=True)) if case.state == State.FORWARDED else ()
    return Line(case, Veto.of(case), case.seat_id is not None, reasons)
