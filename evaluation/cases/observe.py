"""Fills `Facts`: one query for what belongs to the cases, one for their lists, however many cases there are."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from branches import clock
from branches.models import User
from evaluation.deadlines import STEPS, YearDate, last_day, last_day_expression
from evaluation.models import (
    AssessmentTeam,
    Candidacy,
    Criterion,
    Cycle,
    Declaration,
    Deliberation,
    Disqualification,
    Hold,
    Honour,
    MunicipalEvaluation,
    Objection,
    Opinion,
    PublicNotice,
    RecommendationList,
    Recusal,
    ScoreSheet,
    SelfRating,
    SiteVisit,
    TeamMember,
    Transition,
    Verification,
)
from evaluation.models.honour import HELD
from evaluation.procedure.lives import CaseMove, refusals
from evaluation.rules import allotment as allotments
from evaluation.rules.facts import Facts, Resolution, Seats
from evaluation.vocabulary import Action, Answer, Body, CycleState, ListState, ObjectionState, State, Step, Tier


@dataclass(frozen=True)
class Observed:
    """A case with everything the rules may ask, read once; `facts` adds the move, the actor and the instant."""

    case: Candidacy
    own: RecommendationList | None
    known: Facts

    def why_not(
        self,
        move: CaseMove,
        by: User | None,
        now: datetime | None = None,
        *,
        note: str = "",
        is_cosigned: bool = False,
        button: bool = False,
    ) -> list[str]:
        """Why this person cannot make the move now; for a button without what is given with the move."""
        opens, due = self.window(move)
        facts = replace(
            self.known,
            actor=by.pk if by else None,
            is_own_branch=by is not None and by.branch_id == self.case.branch_id,
            now=now or clock.now(),
            opens=clock.start_of(opens) if opens else None,
            due=clock.end_of(due) if due else None,
            note=note,
            is_cosigned=is_cosigned,
        )
        return list(refusals(move, facts, button=button))

    def window(self, move: CaseMove) -> tuple[date | None, date | None]:
        """First and last day for the move (D9)."""
        case: Any = self.case  # with the last days that `annotated` adds
        if move.step == Step.SELF_ASSESSMENT:
            return YearDate.OPENING.of(case.cycle), case.self_assessment_until
        if move.step == Step.ASSESSMENT:
            return None, case.assessment_until
        if move.step == Step.RECOMMENDATION and move.before == State.FORWARDED:
            pool = self.own.pool if self.own else None
            return None, last_day(case.cycle, YearDate.POOL, own=pool.due if pool else None)
        return None, case.recommendation_until if move.step == Step.RECOMMENDATION else None

    def is_late(self, move: CaseMove, at: datetime) -> bool:
        """逾期: made after the year's own date, under an extension or a send-back (D9)."""
        if move.step is None or move.action not in (Action.APPLY, Action.CONCLUDE, Action.FORWARD, Action.RECOMMEND):
            return False
        ends = YearDate.POOL if move.before == State.FORWARDED else STEPS[move.step]
        return at >= clock.end_of(ends.of(self.case.cycle))


def observe(cases: QuerySet[Candidacy]) -> list[Observed]:
    """Two queries for any number of cases."""
    rows = list(annotated(cases).select_related("cycle", "branch__unit", "unit", "seat"))
    own_lists = lists_of(rows)
    return [_observed(row, own_lists.get((row.cycle_id, row.unit_id))) for row in rows]


def observe_one(case: Candidacy) -> Observed:
    return observe(Candidacy.objects.filter(pk=case.pk))[0]


def with_seats(lists: QuerySet[RecommendationList]) -> QuerySet[Any]:
    """Lists with `taken`, `is_deliberated`, `pool_taken` and the `last_day` for handing them in (D9)."""
    return lists.select_related("pool").annotate(
        taken=_count(Candidacy.objects.filter(seat__list=OuterRef("pk")), "seat__list"),
        pool_taken=_count(Candidacy.objects.filter(seat__list=OuterRef("pool")), "seat__list"),
        is_deliberated=Exists(Deliberation.objects.filter(list=OuterRef("pk"))),
        last_day=Case(
            When(unit=None, then=last_day_expression(YearDate.POOL, RecommendationList)),
            default=last_day_expression(Step.RECOMMENDATION, RecommendationList),
        ),
    )


def lists_of(cases: Iterable[Candidacy]) -> dict[tuple[int, int | None], Any]:
    """The own lists of the cases' units, by (cycle id, unit id)."""
    cases = list(cases)
    rows = with_seats(
        RecommendationList.objects.filter(
            cycle__in={case.cycle_id for case in cases}, unit__in={case.unit_id for case in cases}
        )
    )
    return {(row.cycle_id, row.unit_id): row for row in rows}


def seats(one: Any, taken: int) -> Seats:
    """The places of a list in words and numbers."""
    return Seats(
        is_open=one.state == ListState.OPEN,
        is_submitted=one.state == ListState.SUBMITTED,
        cap=one.cap,
        taken=taken,
        arithmetic=allotments.arithmetic(one.base, one.ratio, one.cap, at_least_one=one.is_min_one),
    )


def annotated(cases: QuerySet[Candidacy], *names: str) -> QuerySet[Any]:
    """The cases with one column for each fact that belongs to them, or for those named."""
    columns = _columns()
    return cases.annotate(**{name: columns[name] for name in names} if names else columns)


@cache
def _columns() -> dict[str, Any]:
    """Built once a process: building the expressions costs as much as a query that uses them."""
    mine = {"candidacy": OuterRef("pk")}
    year_and_unit = {"cycle": OuterRef("cycle"), "unit": OuterRef("unit")}
    current = Verification.objects.filter(is_current=True, **mine)
    settled_by_city = Verification.objects.filter(
        is_current=True,
        tier=Tier.CITY,
        candidacy=OuterRef("candidacy"),
        disqualification=OuterRef("disqualification"),
    ).exclude(answer=Answer.PENDING)
    unsettled = Q(answer=Answer.PENDING) | Q(
        answer=Answer.YES, disqualification__needs_basis=True, confirmed_at=None, corrected_at=None
    )
    owing = (
        TeamMember.objects.filter(team__cycle=OuterRef("cycle"), team__unit=OuterRef("unit"), left_on=None)
        .exclude(user__branch=OuterRef("branch"))
        .exclude(Exists(Recusal.objects.filter(candidacy=OuterRef(OuterRef("pk")), user=OuterRef("user"))))
        .exclude(
            Exists(
                ScoreSheet.objects.filter(
                    candidacy=OuterRef(OuterRef("pk")), assessor=OuterRef("user"), submitted_at__isnull=False
                )
            )
        )
    )
    siblings = Candidacy.objects.filter(**year_and_unit).exclude(pk=OuterRef("pk"))
    return {
        "criteria": _count(Criterion.objects.filter(cycle=OuterRef("cycle")), "cycle"),
        "rated": _count(SelfRating.objects.filter(is_complete=True, **mine), "candidacy"),
        "conditions": _count(Disqualification.objects.filter(cycle=OuterRef("cycle")), "cycle"),
        "declared": _count(Declaration.objects.filter(**mine), "candidacy"),
        "declared_yes": _count(Declaration.objects.filter(answer=Answer.YES, **mine), "candidacy"),
        "findings": _count(current.filter(takes_effect=True), "candidacy"),
        "organ_verified": _count(current.filter(tier=Tier.ORGAN), "candidacy"),
        "city_verified": _count(current.filter(tier=Tier.CITY), "candidacy"),
        "pending": _count(current.filter(unsettled).exclude(Q(tier=Tier.ORGAN) & Exists(settled_by_city)), "candidacy"),
        "open_holds": _count(Hold.objects.filter(lifted_at=None, **mine), "candidacy"),
        "is_honoured": Exists(Honour.objects.filter(branch=OuterRef("branch"), state__in=HELD)),
        "has_team": Exists(AssessmentTeam.objects.filter(**year_and_unit)),
        "is_visited": Exists(SiteVisit.objects.filter(**mine)),
        "submitted_sheets": _count(ScoreSheet.objects.filter(submitted_at__isnull=False, **mine), "candidacy"),
        "owing_sheets": _count(owing, "team"),
        "has_opinion": Exists(Opinion.objects.exclude(advice="").filter(**mine)),
        "applied_by": _who(Action.APPLY),
        "concluded_by": _who(Action.CONCLUDE),
        "committee_verdict": _verdict(Body.WORK_COMMITTEE),
        "department_verdict": _verdict(Body.ORGANISATION_DEPARTMENT),
        "notice_closes_on": Subquery(
            PublicNotice.objects.filter(candidacies=OuterRef("pk")).order_by("-closes_on").values("closes_on")[:1]
        ),
        "objection": Subquery(_objections().order_by("state").values("state")[:1]),
        "other_forwarded": Exists(
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
        "resolved_with": F("self_assessment__in_favour"),
        "resolution": F("self_assessment__resolution"),
        "paper": F("self_assessment__paper"),
    }


def _observed(row: Any, own: Any) -> Observed:
    cycle: Cycle = row.cycle
    pool = own.pool if own else None
    return Observed(
        case=row,
        own=own,
        known=Facts(
            cycle_is_open=cycle.is_running,
            recommendation_is_open=cycle.state == CycleState.RECOMMENDING,
            missing=tuple(missing_to_apply(row)),
            resolution=Resolution(row.met_on, row.expected, row.present, row.resolved_with, bool(row.resolution)),
            has_paper=row.paper is not None,
            declared=row.declared_yes,
            findings=row.findings,
            unverified=row.conditions - row.organ_verified,
            unverified_by_city=row.conditions - row.city_verified,
            pending=row.pending,
            holds=row.open_holds,
            is_honoured=row.is_honoured,
            has_team=row.has_team,
            is_visited=row.is_visited,
            sheets=row.submitted_sheets,
            missing_sheets=row.owing_sheets,
            has_opinion=row.has_opinion,
            was_concluded=row.concluded_by is not None,
            applied_by=row.applied_by,
            concluded_by=row.concluded_by,
            own=seats(own, own.taken) if own else Seats(),
            pool=seats(pool, own.pool_taken) if pool else Seats(),
            is_pool_unit=pool is not None,
            holds_pool_seat=bool(pool and row.seat and row.seat.list_id == pool.pk),
            other_forwarded=row.other_forwarded,
            is_deliberated=bool(own and own.is_deliberated),
            verdicts=(row.committee_verdict or "", row.department_verdict or ""),
            notice_is_over=not cycle.notice_days
            or (row.notice_closes_on is not None and row.notice_closes_on < clock.today()),
            objection=row.objection or "",
            corrected_by=row.corrected_by,
        ),
    )


def missing_to_apply(row: Any) -> list[str]:
    """What an annotated case still lacks before it may apply (方案 四（一）), each as part of a sentence."""
    missing = []
    if row.facts_confirmed_at is None:
        missing.append("支部基本情况没有确认")
    if row.criteria > row.rated:
        missing.append(f"还有{row.criteria - row.rated}项自评没有完成")
    if row.conditions > row.declared:
        missing.append(f"还有{row.conditions - row.declared}项不得参评情形没有申报")
    if not row.resolved_with:
        missing.append("没有填写支部大会决议")
    return missing


def _count(rows: QuerySet[Any], group: str) -> Any:
    counted = rows.order_by().values(group).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def _who(action: Action) -> Subquery:
    moves = Transition.objects.filter(candidacy=OuterRef("pk"), action=action)
    return Subquery(moves.order_by("-number").values("by")[:1])


def _verdict(body: Body) -> Subquery:
    return Subquery(MunicipalEvaluation.objects.filter(candidacy=OuterRef("pk"), body=body).values("verdict")[:1])


def _objections() -> QuerySet[Objection]:
    """Those that hold the case up: open, or upheld while it has been proposed."""
    upheld = Q(state=ObjectionState.UPHELD, decided_at__gte=OuterRef("since"))
    return Objection.objects.filter(Q(state=ObjectionState.OPEN) | upheld, candidacy=OuterRef("pk"))
