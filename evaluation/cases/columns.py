"""The facts of cases and lists as columns: what a rule may ask, as the database counts it."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from branches import clock
from branches.asking.probed import probed
from branches.models import User
from evaluation.cases import recusals
from evaluation.deadlines import YearDate, last_day_expression
from evaluation.models import (
    Appraisal,
    AssessmentTeam,
    Candidacy,
    Criterion,
    Declaration,
    Deliberation,
    Disqualification,
    Hold,
    Honour,
    MunicipalEvaluation,
    NamingCandidate,
    Objection,
    Opinion,
    PublicNotice,
    RecommendationList,
    Recusal,
    ScoreSheet,
    SelfAssessment,
    SelfRating,
    SiteVisit,
    TeamMember,
    Transition,
    Verification,
)
from evaluation.models.honour import HELD
from evaluation.vocabulary import Action, Answer, Body, Grade, ListState, ObjectionState, State, Step, Tier

CRITERIA_OF_A_STRENGTH = 5
LAST_DAYS: Mapping[Step, str] = {
    Step.SELF_ASSESSMENT: "self_assessment_until",
    Step.ASSESSMENT: "assessment_until",
    Step.RECOMMENDATION: "recommendation_until",
}
"""The columns of the last days; the naming has the one of its year."""
DATES = frozenset({"notice_closes_on", "facts_confirmed_at", "met_on", *LAST_DAYS.values()})
"""Columns that are a date or nothing."""


def annotated(cases: QuerySet[Candidacy], *wanted: str) -> QuerySet[Any]:
    """The cases with one column for each fact that belongs to them, or for those named."""
    columns = _all()
    return cases.annotate(**{name: columns[name] for name in wanted} if wanted else columns)


def names() -> frozenset[str]:
    """Of all columns there are."""
    return frozenset(_all())


def _all() -> dict[str, Any]:
    return _columns() | recusals.columns(Candidacy, clock.today())


@cache
def _columns() -> dict[str, Any]:
    """Built once a process: building the expressions costs as much as a query that uses them."""
    mine = {"candidacy": OuterRef("pk")}
    year_and_unit = {"cycle": OuterRef("cycle"), "unit": OuterRef("unit")}
    current = Verification.objects.filter(is_current=True, **mine)
    # Whom to leave out is looked up once a case, and not once a member.
    branch_people = User.objects.filter(branch=OuterRef(OuterRef("branch")))
    recused = Recusal.objects.filter(candidacy=OuterRef(OuterRef("pk")))
    submitted = ScoreSheet.objects.filter(candidacy=OuterRef(OuterRef("pk")), submitted_at__isnull=False)
    owing = (
        TeamMember.objects.filter(team__cycle=OuterRef("cycle"), team__unit=OuterRef("unit"), left_on=None)
        .exclude(user__in=branch_people.values("pk"))
        .exclude(user__in=recused.values("user"))
        .exclude(user__in=submitted.values("assessor"))
    )
    left_out = SelfRating.objects.filter(grade=Grade.NOT_APPLICABLE, **mine)
    siblings = Candidacy.objects.filter(**year_and_unit).exclude(pk=OuterRef("pk"))
    return {
        "criteria": _count(Criterion.objects.filter(cycle=OuterRef("cycle")), "cycle"),
        "unmet": _count(SelfRating.objects.filter(Q(grade=Grade.UNMET) | Q(points=0), **mine), "candidacy"),
        "not_applicable": _count(left_out, "candidacy"),
        "left_out": Subquery(
            left_out.order_by()
            .values("criterion__strength")
            .annotate(n=Count("pk"))
            .filter(n=CRITERIA_OF_A_STRENGTH)
            .values("criterion__strength")[:1]
        ),
        "rated": _count(SelfRating.objects.filter(is_complete=True, **mine), "candidacy"),
        "conditions": _count(Disqualification.objects.filter(cycle=OuterRef("cycle")), "cycle"),
        "declared": _count(Declaration.objects.filter(**mine), "candidacy"),
        "declared_yes": _count(Declaration.objects.filter(answer=Answer.YES, **mine), "candidacy"),
        "findings": _count(findings().filter(**mine), "candidacy"),
        "organ_verified": _count(current.filter(tier=Tier.ORGAN), "candidacy"),
        "city_verified": _count(current.filter(tier=Tier.CITY), "candidacy"),
        "pending": _count(pending().filter(**mine), "candidacy"),
        "open_holds": _count(Hold.objects.filter(lifted_at=None, **mine), "candidacy"),
        "is_honoured": probed(Honour.objects.filter(branch=OuterRef("branch"), state__in=HELD)),
        "has_team": probed(AssessmentTeam.objects.filter(**year_and_unit)),
        "is_visited": probed(SiteVisit.objects.filter(**mine)),
        "submitted_sheets": _count(counted(ScoreSheet.objects.filter(**mine)), "candidacy"),
        "owing_sheets": _count(owing, "team"),
        "is_appraised": probed(Appraisal.objects.filter(**mine)),
        "has_opinion": probed(Opinion.objects.exclude(advice="").filter(**mine)),
        "last_before": _last("before"),
        "last_action": _last("action"),
        "head": _last("digest"),
        "applied_by": _who(Action.APPLY),
        "rated_by": recusals.listed(SelfRating.objects.filter(**mine), "by", "candidacy"),
        "declared_by": recusals.listed(Declaration.objects.filter(**mine), "by", "candidacy"),
        "written_by": F("self_assessment__by"),
        "concluded_by": _who(Action.CONCLUDE),
        "picked_by": _who(Action.RECOMMEND),
        "evaluated_by": recusals.listed(MunicipalEvaluation.objects.filter(**mine), "by", "candidacy"),
        "committee_verdict": _verdict(Body.WORK_COMMITTEE),
        "department_verdict": _verdict(Body.ORGANISATION_DEPARTMENT),
        "notice_closes_on": Subquery(
            PublicNotice.objects.filter(candidacies=OuterRef("pk")).order_by("-closes_on").values("closes_on")[:1]
        ),
        "objection": Subquery(_objections().order_by("state").values("state")[:1]),
        "other_forwarded": probed(
            siblings.filter(Q(state=State.FORWARDED) | Q(seat__list__unit=None, seat__isnull=False))
        ),
        "corrected_by": Subquery(
            Verification.objects.filter(corrected_at__isnull=False, **mine)
            .order_by("-corrected_at")
            .values("corrected_by")[:1]
        ),
        "self_assessment_until": last_day_expression(Step.SELF_ASSESSMENT, Candidacy),
        "assessment_until": last_day_expression(Step.ASSESSMENT, Candidacy),
        "recommendation_until": last_day_expression(Step.RECOMMENDATION, Candidacy),
        "facts_confirmed_at": F("self_assessment__facts_confirmed_at"),
        "met_on": F("self_assessment__met_on"),
        "expected": F("self_assessment__expected"),
        "present": F("self_assessment__present"),
        "members": F("self_assessment__full_members"),
        "resolved_with": F("self_assessment__in_favour"),
        "resolution": F("self_assessment__resolution"),
        "paper": F("self_assessment__paper"),
        "branch_kind": F("branch__kind"),
        "seat_list": F("seat__list"),
    }


def findings() -> QuerySet[Verification]:
    """What is verified and disqualifies."""
    return Verification.objects.filter(is_current=True, takes_effect=True, answer=Answer.YES)


def pending() -> QuerySet[Verification]:
    """What is in doubt or lacks its basis, unless the city has settled what the organ left open."""
    by_city = Verification.objects.filter(
        is_current=True,
        tier=Tier.CITY,
        candidacy=OuterRef("candidacy"),
        disqualification=OuterRef("disqualification"),
    ).exclude(answer=Answer.PENDING)
    unsettled = Q(answer=Answer.PENDING) | Q(
        answer=Answer.YES, disqualification__needs_basis=True, confirmed_at=None, corrected_at=None
    )
    current = Verification.objects.filter(unsettled, is_current=True)
    return current.exclude(Q(tier=Tier.ORGAN) & Exists(by_city))


def counted(sheets: QuerySet[ScoreSheet]) -> QuerySet[ScoreSheet]:
    """Those that averages and rules count: handed in, by nobody who keeps away, nor by a member who left and is left out (D45)."""
    recused = Recusal.objects.filter(candidacy=OuterRef("candidacy"), user=OuterRef("assessor"))
    left_out = TeamMember.objects.filter(
        team__cycle=OuterRef("candidacy__cycle"),
        team__unit=OuterRef("candidacy__unit"),
        user=OuterRef("assessor"),
        counts=False,
    )
    return sheets.filter(submitted_at__isnull=False).exclude(Exists(recused)).exclude(Exists(left_out))


def with_seats(lists: QuerySet[RecommendationList]) -> QuerySet[Any]:
    """Lists with `counted_on_lists`, and the `last_day` for handing them in (D9)."""
    last_day = Case(
        When(unit=None, then=last_day_expression(YearDate.POOL, RecommendationList)),
        default=last_day_expression(Step.RECOMMENDATION, RecommendationList),
    )
    return lists.select_related("pool").annotate(**counted_on_lists(), last_day=last_day)


def counted_on_lists() -> dict[str, Any]:
    """As columns: `taken`, `pool_taken`, `is_deliberated`, how many branches are still `unanswered`, and whether the
    unit `is_handed_in` (D39)."""
    cases = Candidacy.objects.filter(cycle=OuterRef("cycle"), unit=OuterRef("unit"))
    return {
        "taken": _count(NamingCandidate.objects.filter(list=OuterRef("pk")), "list"),
        "pool_taken": _count(NamingCandidate.objects.filter(list=OuterRef("pool")), "list"),
        "is_deliberated": probed(Deliberation.objects.filter(list=OuterRef("pk"))),
        "is_handed_in": Q(state=ListState.SUBMITTED) | put_forward(probed),
        "unanswered": _count(unanswered(cases), "unit"),
    }


def handed_in(lists: QuerySet[RecommendationList]) -> QuerySet[RecommendationList]:
    """The lists of units that have handed in or put a branch forward: their steps 1 and 2 are over (D39)."""
    return lists.filter(Q(state=ListState.SUBMITTED) | put_forward(probed), unit__isnull=False)


def unanswered(cases: QuerySet[Candidacy]) -> QuerySet[Candidacy]:
    """Those of `cases` that may still apply and have said nothing yet: judged by their own date (D39)."""
    drafts = cases.filter(state=State.DRAFT).annotate(may_until=last_day_expression(Step.SELF_ASSESSMENT, Candidacy))
    return drafts.filter(may_until__gte=clock.today())


def begun() -> Q:
    """A condition on drafts: something has been filled in."""
    mine = {"candidacy": OuterRef("pk")}
    return probed(SelfRating.objects.filter(**mine)) | probed(SelfAssessment.objects.filter(by__isnull=False, **mine))


def put_forward(asked: Callable[[QuerySet[Any]], Any] = Exists) -> Q:
    """A condition on lists: a branch of the unit waits for the pool, or is on one of its places."""
    waiting = Candidacy.objects.filter(cycle=OuterRef("cycle"), unit=OuterRef("unit"), state=State.FORWARDED)
    placed = NamingCandidate.objects.filter(list=OuterRef("pool"), unit=OuterRef("unit"))
    return Q(asked(waiting)) | Q(asked(placed))


def _count(rows: QuerySet[Any], group: str) -> Any:
    """Rows and not their numbers are counted: an index that does not have the number answers, too."""
    counted = rows.order_by().values(group).annotate(n=Count("*")).values("n")
    return Coalesce(Subquery(counted), 0)


def _last(field: str) -> Subquery:
    moves = Transition.objects.filter(candidacy=OuterRef("pk"))
    return Subquery(moves.order_by("-number").values(field)[:1])


def _who(action: Action) -> Subquery:
    moves = Transition.objects.filter(candidacy=OuterRef("pk"), action=action)
    return Subquery(moves.order_by("-number").values("by")[:1])


def _verdict(body: Body) -> Subquery:
    return Subquery(MunicipalEvaluation.objects.filter(candidacy=OuterRef("pk"), body=body).values("verdict")[:1])


def _objections() -> QuerySet[Objection]:
    """Those that hold the case up: open, or upheld while it has been proposed."""
    upheld = Q(state=ObjectionState.UPHELD, decided_at__gte=OuterRef("since"))
    return Objection.objects.filter(Q(state=ObjectionState.OPEN) | upheld, candidacy=OuterRef("pk"))
