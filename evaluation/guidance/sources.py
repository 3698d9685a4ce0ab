"""Where delays come from: the moves of cases, lists, re-inspections, the half-year inspection (D42).

A case that was sent back has a date of its own: what comes within it is not late. Nothing here tells what a unit has
picked: of step 3 only the handing in of the list counts, and the forwarding to the pool.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from branches import clock
from branches.models import Branch, Unit
from evaluation.deadlines import STEPS, YearDate, last_day_expression
from evaluation.guidance import half_year as half_years
from evaluation.guidance.delay import Delay, Matter
from evaluation.models import (
    Candidacy,
    Cycle,
    ListVersion,
    RecommendationList,
    Reinspection,
    ReinspectionReport,
    Transition,
)
from evaluation.procedure.lives import REINSPECTION_OPEN
from evaluation.vocabulary import Action, ListState, ReinspectionState, State, Step

RETURNED = (Action.SEND_BACK, Action.REINSTATE)


def judged_on(cycle: Cycle) -> date:
    """The day by which a date must have passed: today, or the day on which the year was closed."""
    return clock.day_of(cycle.closed_at) if cycle.closed_at else clock.today()


def answers(cycle: Cycle, branch: Branch | None = None) -> Iterator[Delay]:
    """Branches, or the one, that answered the half-year inspection late or not at all."""
    report = half_years.of_year(cycle)
    if report is None:
        return
    due, rows = report.answers_due, half_years.asked(report)
    for one in rows.filter(branch=branch) if branch else rows:
        done_on = clock.day_of(one.answered_at) if one.answered_at else None
        if (done_on or judged_on(cycle)) > due:
            yield Delay(one.unit, one.branch, Matter.ANSWER, due, done_on)


def summaries(cycle: Cycle) -> Iterator[Delay]:
    """Units that summed it up late or not at all."""
    report = half_years.of_year(cycle)
    if report is None:
        return
    due = report.summaries_due
    firsts = {one.unit_id: clock.day_of(one.at) for one in report.summaries.filter(number=1)}
    for unit in half_years.units(report):
        done_on = firsts.get(unit.pk)
        if (done_on or judged_on(cycle)) > due:
            yield Delay(unit, None, Matter.SUMMARY, due, done_on)


def applications(cycle: Cycle, branch: Branch | None = None) -> Iterator[Delay]:
    """Branches, or the one, that applied late, or said nothing until their date or the closing of the year."""
    due = STEPS[Step.SELF_ASSESSMENT].of(cycle)
    only = {"branch": branch} if branch else {}
    for move in {move.candidacy_id: move for move in _late(cycle, Action.APPLY, **only)}.values():
        case = move.candidacy
        yield Delay(case.unit, case.branch, Matter.SELF_ASSESSMENT, due, clock.day_of(move.at))
    for case in _left(cycle, State.DRAFT, Step.SELF_ASSESSMENT, **only):
        matter = Matter.CORRECTION if case.last_action in RETURNED else Matter.SELF_ASSESSMENT
        yield Delay(case.unit, case.branch, matter, case.last_day)


def assessments(cycle: Cycle) -> Iterator[Delay]:
    """Units whose opinions came late or not at all; a branch that applied late is not theirs to answer for."""
    late: dict[Unit, list[Any]] = defaultdict(list)
    for move in _late(cycle, Action.CONCLUDE):
        late[move.candidacy.unit].append(move)
    for unit, moves in late.items():
        names = _names(move.candidacy for move in moves)
        day = clock.day_of(max(move.at for move in moves))
        yield Delay(unit, None, Matter.ASSESSMENT, STEPS[Step.ASSESSMENT].of(cycle), day, names)
    left: dict[Unit, list[Any]] = defaultdict(list)
    for case in _left(cycle, State.APPLIED, Step.ASSESSMENT):
        if case.last_day < judged_on(cycle):
            left[case.unit].append(case)
    for unit, cases in left.items():
        yield Delay(unit, None, Matter.ASSESSMENT, min(case.last_day for case in cases), about=_names(cases))


def recommendations(cycle: Cycle) -> Iterator[Delay]:
    """Units that handed in or forwarded late, and those that did neither until their date.

    A unit without seats of its own is silent only where it had an assessed branch to put forward, or not to.
    """
    due = YearDate.RECOMMENDATION.of(cycle)
    for move in _late(cycle, Action.FORWARD):
        yield Delay(move.candidacy.unit, None, Matter.FORWARDING, due, clock.day_of(move.at))
    first = ListVersion.objects.filter(list__cycle=cycle, list__unit__isnull=False, number=1)
    for version in first.filter(at__gte=clock.end_of(due)).select_related("list__unit"):
        yield Delay(_unit_of(version.list), None, Matter.LIST, due, clock.day_of(version.at))
    moves = Transition.objects.filter(candidacy__cycle=cycle, candidacy__unit=OuterRef("unit"))
    could = Exists(moves.filter(action=Action.CONCLUDE)) & ~Exists(moves.filter(action=Action.FORWARD))
    waiting: QuerySet[Any] = RecommendationList.objects.filter(
        Q(cap__gt=0) | Q(pool__isnull=False) & could, cycle=cycle, unit__isnull=False, state=ListState.OPEN
    ).annotate(last_day=last_day_expression(Step.RECOMMENDATION, RecommendationList))
    for one in waiting.filter(last_day__lt=judged_on(cycle)).select_related("unit"):
        yield Delay(_unit_of(one), None, Matter.LIST if one.cap else Matter.FORWARDING, one.last_day)


def reinspections(cycle: Cycle) -> Iterator[Delay]:
    """Units that reported the re-inspection of a title late, or have not."""
    for report in ReinspectionReport.objects.filter(cycle=cycle, is_late=True).select_related("unit"):
        names = _names(one.honour for one in report.reinspections.select_related("honour__branch"))
        due = YearDate.RECOMMENDATION.of(cycle)
        yield Delay(report.unit, None, Matter.REINSPECTION, due, clock.day_of(report.at), names)
    reviewed = Q(state__in=[ReinspectionState.KEPT, ReinspectionState.REVOKED])
    owed = Q(state__in=sorted(REINSPECTION_OPEN)) | reviewed | Q(carried_by__isnull=False)
    rows: QuerySet[Any] = Reinspection.objects.filter(owed, cycle=cycle, report=None)
    rows = rows.annotate(last_day=last_day_expression(Step.RECOMMENDATION, Reinspection))
    left: dict[Unit, list[Any]] = defaultdict(list)
    for one in rows.filter(last_day__lt=judged_on(cycle)).select_related("honour__branch__unit"):
        left[one.honour.branch.unit].append(one)
    for unit, group in left.items():
        names = _names(one.honour for one in group)
        yield Delay(unit, None, Matter.REINSPECTION, min(one.last_day for one in group), about=names)


def _late(cycle: Cycle, action: Action, **only: Branch) -> QuerySet[Transition]:
    """Moves marked 逾期 that follow neither a return, which brings a date of its own, nor another's lateness."""
    earlier = Transition.objects.filter(candidacy=OuterRef("candidacy"), number__lt=OuterRef("number"))
    before = earlier.filter(Q(action__in=RETURNED) | Q(is_late=True) & ~Q(action=action))
    cases = Candidacy.objects.filter(cycle=cycle, **only)
    moves = Transition.objects.filter(candidacy__in=cases, action=action, is_late=True).exclude(Exists(before))
    return moves.select_related("candidacy__branch", "candidacy__unit").order_by("candidacy", "-number")


def _left(cycle: Cycle, state: State, step: Step, **only: Branch) -> QuerySet[Any]:
    """Cases that stand in `state` past the last day of `step`, or stood in it when the year was closed."""
    moves = Transition.objects.filter(candidacy=OuterRef("pk"))
    rows: QuerySet[Any] = Candidacy.objects.filter(cycle=cycle, **only).annotate(
        last_day=last_day_expression(step, Candidacy),
        last_action=Subquery(moves.exclude(action=Action.CLOSE).order_by("-number").values("action")[:1]),
    )
    if cycle.closed_at:
        rows = rows.filter(Exists(moves.filter(action=Action.CLOSE, before=state)))
    else:
        rows = rows.filter(state=state, last_day__lt=clock.today())
    return rows.select_related("branch", "unit").order_by(F("unit"), F("branch"))


def _names(things: Iterable[Any]) -> str:
    """The branches of cases or titles, each once."""
    return "、".join(dict.fromkeys(one.branch.short_name for one in things))


def _unit_of(one: RecommendationList) -> Unit:
    if one.unit is None:
        raise TypeError("the pool is no unit")
    return one.unit
