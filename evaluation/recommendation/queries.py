"""Recommendation lists: which one a person may see, its places, its last day, what it still waits for."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from branches import access, clock, in_words
from branches.models import Unit, User
from branches.names import WORK_COMMITTEE
from branches.pages.filters import CHOICES
from branches.permissions import Perm, Scope
from evaluation.cases.columns import with_seats
from evaluation.cases.observe import seats
from evaluation.deadlines import YearDate, last_day_expression, latest
from evaluation.models import (
    Appraisal,
    Candidacy,
    Cycle,
    Deliberation,
    ListVersion,
    RatioAdjustment,
    RecommendationList,
    Reinspection,
    Verification,
)
from evaluation.procedure.lives import HOLDS_SEAT
from evaluation.recommendation.comparison import Candidate
from evaluation.rules import general as general_rules
from evaluation.rules import recommendation as recommendation_rules
from evaluation.rules.facts import Facts
from evaluation.vocabulary import CycleState, State, Step

READERS = (Perm.VIEW_UNIT, Perm.VIEW_CITY)


def unit_or_404(user: User, pk: int, *perms: Perm) -> Unit:
    """A unit over which `user` holds one of `perms`; the 404 of a foreign unit is that of a missing one."""
    unit = Unit.objects.select_related("recommending_unit").exclude(kind=Unit.Kind.CITY).filter(pk=pk).first()
    if unit is None or not any(holds_over(user, perm, unit) for perm in perms or READERS):
        raise Http404
    return unit


def holds_over(user: User, perm: Perm, unit: Unit) -> bool:
    """Municipal permissions are held over the city, all others over the unit itself."""
    return access.may(user, perm) if perm.scope is Scope.CITY else access.may(user, perm, unit)


def units_of(user: User) -> list[Unit]:
    """The units whose board `user` works on, or reads as one of the unit."""
    held = access.held(user, Perm.RECOMMEND) or access.held(user, Perm.VIEW_UNIT)
    return list(held.values())


def units_reinspected(user: User) -> QuerySet[Unit]:
    """The units with titles to re-inspect, for the filter of municipal people; all, where they are too many to offer."""
    rows = Unit.objects.order_by("pk")
    if not access.may(user, Perm.VIEW_CITY):
        return rows.none()
    theirs = Reinspection.objects.filter(honour__branch__unit=OuterRef("pk"))
    return rows if rows[: CHOICES + 1].count() > CHOICES else rows.filter(Exists(theirs))


def own_list(cycle: Cycle, unit: Unit) -> Any:
    """The unit's list with its places and its last day; None before recommendation opens."""
    return with_seats(RecommendationList.objects.filter(cycle=cycle, unit=unit)).select_related("cycle", "unit").first()


def pool_list(cycle: Cycle) -> Any:
    """The pool's list, annotated alike; None where the year has no pool."""
    return with_seats(RecommendationList.objects.filter(cycle=cycle, unit=None)).select_related("cycle").first()


def waits_for(the_list: Any) -> list[str]:
    """Why nothing can be picked or handed in now, as far as it concerns the whole list (a row of `with_seats`)."""
    own = seats(the_list, the_list.taken)
    facts = Facts(
        now=clock.now(),
        due=clock.end_of(the_list.last_day),
        cycle_is_open=the_list.cycle.is_running,
        recommendation_is_open=the_list.cycle.state == CycleState.RECOMMENDING,
        own=own,
        pool=own,
        is_deliberated=the_list.is_deliberated,
    )
    is_open = recommendation_rules.pool_open if the_list.is_pool else recommendation_rules.list_open
    minutes = deliberated_by_committee if the_list.is_pool else recommendation_rules.deliberated
    return [
        reason
        for rule in (general_rules.cycle_open, is_open, general_rules.in_time, minutes)
        if (reason := rule(facts))
    ]


def keeps_open(the_list: Any) -> list[str]:
    """Why the list cannot be handed in now: as `waits_for`, and somebody of the unit may still come (D39)."""
    left = recommendation_rules.all_answered(Facts(unanswered=the_list.unanswered))
    return [*waits_for(the_list), *([left] if left else [])]


def latest_return(the_list: RecommendationList) -> date | None:
    """The last day that a returned list, or the pool, may be given; None: any until the year ends (D36)."""
    step: Step | YearDate = YearDate.POOL if the_list.is_pool else Step.RECOMMENDATION
    pool = the_list.pool
    return latest(
        the_list.cycle, step, clock.today(), own=pool.due if pool else None, has_places=the_list.pool_id is None
    )


def undatable(the_list: RecommendationList, due: date) -> list[str]:
    """Why the list cannot be given this date."""
    if due < clock.today():
        return ["重新报送的期限应在今天以后。"]
    bound = latest_return(the_list)
    if bound is None or due <= bound:
        return []
    if bound < clock.today():
        return [f"下一环节{in_words.plain_day(bound + timedelta(days=1))}截止，没有日期可选，请先延期。"]
    return [f"重新报送的期限最迟为{in_words.plain_day(bound)}，须早于下一环节的期限。"]


def silent(the_list: RecommendationList) -> list[Candidacy]:
    """The unit's branches that have said nothing, by their last day: some may still, of others it has passed (D39)."""
    rows = Candidacy.objects.filter(cycle=the_list.cycle_id, unit=the_list.unit_id, state=State.DRAFT)
    dated = rows.annotate(may_until=last_day_expression(Step.SELF_ASSESSMENT, Candidacy))
    return list(dated.select_related("branch").order_by("may_until", "branch"))


def deliberated_by_committee(facts: Facts) -> str:
    return "" if facts.is_deliberated else f"还没有{WORK_COMMITTEE}研究选定的会议记录。"


def candidates(the_list: RecommendationList) -> list[Candidate]:
    """Whoever could stand on the list or does: assessed and eligible, or holding one of its places, in order."""
    cases = Candidacy.objects.filter(cycle=the_list.cycle_id).select_related("branch")
    on_list = Q(seat__list=the_list, state__in=sorted(HOLDS_SEAT))
    if not the_list.is_pool:
        on_list |= Q(unit=the_list.unit_id, state=State.ASSESSED)
    disqualifying = Verification.objects.filter(candidacy=OuterRef("pk"), is_current=True, takes_effect=True)
    rows = list(cases.filter(on_list).exclude(Exists(disqualifying)).order_by("rank", "branch__unit", "pk"))
    picked = [row for row in rows if row.seat_id]
    ranks = {row.pk: place for place, row in enumerate(picked, 1)}
    return [Candidate(row.pk, row.branch.short_name, row.assessed_score, ranks.get(row.pk)) for row in rows]


def picks(candidates: list[Candidate]) -> list[Candidate]:
    """Those on the list, in the recommended order."""
    return sorted((one for one in candidates if one.rank is not None), key=lambda one: one.rank or 0)


def unconcluded(the_list: RecommendationList) -> list[Candidacy]:
    """The unit's cases that have applied and are not assessed: handing in then needs a reason (D34)."""
    rows = Candidacy.objects.filter(cycle=the_list.cycle_id, unit=the_list.unit_id, state=State.APPLIED)
    return list(rows.select_related("branch"))


def deliberations(the_list: RecommendationList) -> QuerySet[Deliberation]:
    return Deliberation.objects.filter(list=the_list).select_related("by")


def last_meeting(the_list: RecommendationList) -> Deliberation | None:
    return deliberations(the_list).first()


def versions(the_list: RecommendationList) -> QuerySet[ListVersion]:
    return ListVersion.objects.filter(list=the_list).select_related("by", "returned_by", "deliberation")


def adjustments(the_list: RecommendationList) -> QuerySet[RatioAdjustment]:
    """What changed the ratio of this list, or of the pool it belongs to, newest first (D4)."""
    scope = RatioAdjustment.Scope
    wanted = Q(scope=scope.CYCLE)
    if the_list.is_pool or the_list.pool_id:
        wanted |= Q(scope=scope.POOL)
    if the_list.unit_id:
        wanted |= Q(scope=scope.UNIT, unit=the_list.unit_id)
    return RatioAdjustment.objects.filter(wanted, cycle=the_list.cycle_id).select_related("by", "unit")


def seated(the_list: RecommendationList) -> list[Candidacy]:
    """The cases on the list's places in the recommended order; on the pool's, by unit."""
    cases = Candidacy.objects.filter(seat__list=the_list).select_related("branch", "unit", "opinion")
    return list(cases.order_by("rank", "unit", "pk"))


def appraisals(cases: Collection[int]) -> dict[int, str]:
    """综合考评意见 by case, as far as they are written."""
    return dict(Appraisal.objects.filter(candidacy__in=cases).values_list("candidacy", "text"))


def reasons_of(the_list: RecommendationList) -> dict[int, str]:
    """What was already written for the cases on the list."""
    return dict(Candidacy.objects.filter(seat__list=the_list).values_list("pk", "recommendation_reason"))
