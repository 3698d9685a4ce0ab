"""Which duties nobody can owe now, because what they are about does not exist: asked in one query, so that only others ask.

A condition may find too much, then the duty itself finds nothing; it must never find too little. A test walks a year with
and without it.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from branches import access, clock
from branches.asking.probed import probed
from branches.models import ProposalList, Setting, User
from branches.permissions import Perm
from branches.systems import queries as systems_queries
from evaluation.assessment import duties as assessment_duties
from evaluation.assessment import issue as assessment_issue
from evaluation.assessment.verification import duties as verification_duties
from evaluation.assessment.verification.matters import standing
from evaluation.cases.bodies import RUNNING, running
from evaluation.cycle import changes as cycle_changes
from evaluation.cycle import duties as cycle_duties
from evaluation.deadlines import YearDate
from evaluation.decision import duties as decision_duties
from evaluation.drafting import duties as drafting_duties
from evaluation.guidance import duties as guidance_duties
from evaluation.honours import duties as honours_duties
from evaluation.honours import methods
from evaluation.honours import queries as honours_queries
from evaluation.issued import duties as issued_duties
from evaluation.issued import queries as issued_queries
from evaluation.models import (
    AskedBranch,
    ConfirmationReview,
    Cycle,
    Decision,
    Distribution,
    DocumentText,
    Extension,
    HalfYearSummary,
    Hold,
    LaterFinding,
    Objection,
    PanelMember,
    PassedOn,
    Reading,
    RecommendationList,
    Reinspection,
    Succession,
    Vacancy,
)
from evaluation.naming import duties as naming_duties
from evaluation.procedure.lives import REINSPECTION_OPEN
from evaluation.recommendation import duties as recommendation_duties
from evaluation.reinspection import duties as reinspection_duties
from evaluation.self_assessment import duties as self_assessment_duties
from evaluation.self_assessment.way_back import open_requests
from evaluation.status import duties as status_duties
from evaluation.succession import duties as succession_duties
from evaluation.vacancies import duties as vacancies_duties
from evaluation.vocabulary import (
    Body,
    CycleState,
    DecisionState,
    ListState,
    ObjectionState,
    State,
    SuccessionState,
)

Rows = Iterable[QuerySet[Any]]
RUNS = {"cycle__state__in": RUNNING}
UNFINISHED = {"state__in": sorted(REINSPECTION_OPEN)}


def idle(user: User) -> set[Callable[..., Any]]:
    """The duties of which nothing waits for this person."""
    found = {duty: list(rows(user)) for duty, rows in WAITS.items()}
    asked = {f"n{number}": duty for number, duty in enumerate(found) if found[duty]}
    exist = {name: _any(found[duty]) for name, duty in asked.items()}
    answers: dict[str, Any] = dict(*User.objects.filter(pk=user.pk).values(**exist)) if exist else {}
    return {duty for duty, rows in found.items() if not rows} | {
        duty for name, duty in asked.items() if not answers[name]
    }


def _any(rows: Rows) -> Q:
    condition = Q()
    for one in rows:
        condition |= Q(Exists(one.order_by()))
    return condition


def _of_units(perm: Perm, rows: Callable[[list[int]], QuerySet[Any]]) -> Callable[[User], Rows]:
    def asked(user: User) -> Rows:
        units = list(access.held(user, perm))
        return [rows(units)] if units else []

    return asked


def _of_city(perm: Perm, rows: Callable[[User], Rows]) -> Callable[[User], Rows]:
    return lambda user: rows(user) if access.may(user, perm) else []


def _unnamed(units: list[int]) -> QuerySet[Any]:
    lists = RecommendationList.objects.filter(unit__in=units, state=ListState.OPEN, **RUNS)
    return lists.exclude(Exists(Setting.objects.filter(unit=OuterRef("unit"))))


def _kept_back(units: list[int]) -> QuerySet[Any]:
    done = PassedOn.objects.filter(arrangement=OuterRef("arrangement"), unit=OuterRef("unit"))
    rows = Reading.objects.filter(unit__in=units).exclude(arrangement__cycle__state=CycleState.CLOSED)
    return rows.exclude(Exists(done))


def _not_summed_up(units: list[int]) -> QuerySet[Any]:
    done = HalfYearSummary.objects.filter(report=OuterRef("report"), unit=OuterRef("unit"))
    rows = AskedBranch.objects.filter(unit__in=units).exclude(report__cycle__state=CycleState.CLOSED)
    return rows.exclude(Exists(done))


def _to_agree(user: User) -> Rows:
    if access.may(user, Perm.PROPOSE_POST) or access.may(user, Perm.RUN_CYCLE):
        yield ProposalList.objects.filter(outcome=ProposalList.Outcome.OPEN, unit__isnull=False, agreed_by=None)


def _vacancies(user: User) -> Rows:
    if access.may(user, Perm.RUN_CYCLE) or access.may(user, Perm.APPOINT):
        yield Vacancy.objects.all()


def _matters(user: User) -> Rows:
    rows = standing().filter(**RUNS)
    if access.may(user, Perm.VERIFY_CITY):
        yield rows
    elif units := list(access.held(user, Perm.VERIFY)):
        yield rows.filter(unit__in=units)


def _without_panel(_: User) -> Rows:
    panel = PanelMember.objects.filter(cycle=OuterRef("pk"), left_at=None)
    yield Cycle.objects.filter(state__in=RUNNING).exclude(*(Exists(panel.filter(body=body)) for body in Body))


def _reviewable(_: User) -> Rows:
    today = clock.today()
    rows = Reinspection.objects.filter(**UNFINISHED)
    over = Cycle.objects.filter((f"{YearDate.RECOMMENDATION.column}__lt", today))
    over = over.filter(probed(rows.filter(cycle=OuterRef("pk")), by="state"))
    said = ConfirmationReview.objects.filter(reinspection__state__in=sorted(REINSPECTION_OPEN))
    reported, late = rows.filter(report__isnull=False), rows.filter(due__lt=today)
    return reported, late, over, said, Extension.objects.filter(due__lt=today)


def _late(_: User) -> Rows:
    """A step is late by the year's date, by an extension or by the date of one case."""
    today = clock.today()
    over = Q((f"{YearDate.ASSESSMENT.column}__lt", today)) | Q((f"{YearDate.RECOMMENDATION.column}__lt", today))
    of_case = running(state=State.APPLIED).filter((f"{YearDate.ASSESSMENT.column}__lt", today))
    years = Cycle.objects.filter(over, state__in=RUNNING)
    return years, Extension.objects.filter(due__lt=today, **RUNS), of_case


def _findings(_: User) -> Rows:
    holds = Hold.objects.filter(lifted_at=None, candidacy__cycle__state__in=RUNNING)
    return verification_duties.unconfirmed(), verification_duties.to_correct(), holds


def _objections(_: User) -> Rows:
    upheld = Q(state=ObjectionState.UPHELD, candidacy__state=State.PROPOSED)
    yield Objection.objects.filter(Q(state=ObjectionState.OPEN) | upheld)


WAITS: Mapping[Callable[..., Any], Callable[[User], Rows]] = {
    self_assessment_duties.answer_requests: _of_units(
        Perm.ASSESS, lambda units: open_requests().filter(candidacy__unit__in=units)
    ),
    assessment_duties.draw_up: _of_units(Perm.ASSESS, assessment_issue.undrawn),
    recommendation_duties.name_organs: _of_units(Perm.ASSESS, _unnamed),
    cycle_duties.oversee_branches: _of_units(Perm.ASSESS, lambda units: running(state=State.DRAFT, unit__in=units)),
    guidance_duties.pass_on: _of_units(Perm.ASSESS, _kept_back),
    guidance_duties.sum_up: _of_units(Perm.ASSESS, _not_summed_up),
    issued_duties.receive: _of_units(
        Perm.ASSESS, lambda units: Distribution.objects.filter(unit__in=units, received_at=None)
    ),
    issued_duties.confirm: lambda user: [issued_queries.unconfirmed(user)] if issued_queries.is_issuer(user) else [],
    reinspection_duties.reinspect: _of_units(
        Perm.REINSPECT,
        lambda units: Reinspection.objects.filter(report=None, honour__branch__unit__in=units, **UNFINISHED),
    ),
    honours_duties.hand_back: _of_units(Perm.REINSPECT, honours_queries.to_hand_back),
    succession_duties.report_again: _of_units(
        Perm.REPORT_SUCCESSION,
        lambda units: Succession.objects.filter(state=SuccessionState.REFUSED, unit__in=units),
    ),
    status_duties.agree_to_posts: _to_agree,
    verification_duties.consider_matters: _matters,
    cycle_duties.run_cycle: _of_city(
        Perm.RUN_CYCLE, lambda _: [Cycle.objects.filter(state__in=[CycleState.DRAFT, CycleState.OPEN])]
    ),
    cycle_duties.confirm_year_changes: _of_city(Perm.RUN_CYCLE, lambda user: [cycle_changes.waiting_for(user)]),
    cycle_duties.oversee_units: _of_city(Perm.RUN_CYCLE, _late),
    recommendation_duties.pick_from_pool: _of_city(
        Perm.PICK_FROM_POOL, lambda _: [RecommendationList.objects.filter(unit=None, state=ListState.OPEN, **RUNS)]
    ),
    recommendation_duties.free_lists: _of_city(
        Perm.RUN_CYCLE,
        lambda _: [RecommendationList.objects.filter(state=ListState.OPEN, due__lt=clock.today(), **RUNS)],
    ),
    naming_duties.form_panel: _of_city(Perm.RUN_CYCLE, _without_panel),
    naming_duties.evaluate: _of_city(
        Perm.EVALUATE, lambda user: [PanelMember.objects.filter(user=user, left_at=None, **RUNS)]
    ),
    naming_duties.consult: _of_city(Perm.EVALUATE, lambda _: [naming_duties.differing()]),
    naming_duties.settle_objections: _of_city(Perm.EVALUATE, _objections),
    decision_duties.sign: _of_city(Perm.SIGN, lambda _: [Decision.objects.filter(state=DecisionState.FROZEN)]),
    drafting_duties.pass_texts: _of_city(Perm.NAME, lambda _: [DocumentText.objects.filter(issued_as=None)]),
    drafting_duties.correct: _of_city(
        Perm.SIGN, lambda _: [DocumentText.objects.filter(issued_as=None, corrects__isnull=False)]
    ),
    decision_duties.review: _of_city(Perm.REVIEW, _reviewable),
    reinspection_duties.settle_corrections: _of_city(
        Perm.VERIFY_CITY,
        lambda _: [LaterFinding.objects.filter(correction_asked_at__isnull=False, corrected_at=None)],
    ),
    verification_duties.settle_findings: _of_city(Perm.VERIFY_CITY, _findings),
    honours_duties.settle_plaques: _of_city(Perm.MANAGE_HONOURS, lambda _: [honours_queries.unsettled_plaques()]),
    honours_duties.make_plaques: _of_city(Perm.MANAGE_HONOURS, lambda _: [honours_queries.without_plaque()]),
    honours_duties.grant_subsidies: _of_city(Perm.MANAGE_HONOURS, lambda _: [honours_queries.cycles_without_subsidy()]),
    honours_duties.choose_methods: _of_city(Perm.MANAGE_HONOURS, lambda _: [methods.submitted()]),
    vacancies_duties.fill_posts: _vacancies,
    status_duties.confirm_system_keys: _of_city(Perm.APPOINT, lambda _: [systems_queries.waiting()]),
    status_duties.replace_system_keys: _of_city(Perm.MANAGE_REGISTER, lambda _: [systems_queries.expiring()]),
    succession_duties.confirm: _of_city(
        Perm.CONFIRM_SUCCESSION, lambda _: [Succession.objects.filter(state=SuccessionState.REPORTED)]
    ),
}
"""What each duty is about; those that are not here ask for themselves."""
