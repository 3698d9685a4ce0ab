"""What is owed about conditions: by both bodies confirmations, corrections, holds; by verifiers a unit's matters (D10, D16, D55)."""

from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.urls import reverse

from branches.models import User
from evaluation.assessment.verification.matters import open_lines
from evaluation.cases.bodies import RUNNING, body_of
from evaluation.models import Candidacy, Hold, Verification
from evaluation.vocabulary import Answer, Body
from evaluation.vocabulary.duties import Duty
from evaluation.vocabulary.task import Task, about

LIFTED = {Body.WORK_COMMITTEE: "lifted_by_committee", Body.ORGANISATION_DEPARTMENT: "lifted_by_department"}


def settle_findings(user: User) -> Iterator[Task]:
    """One for each case with a finding or a hold that waits for this person's body."""
    body = body_of(user)
    if body is None:
        return
    waiting = _findings(user) if body == Body.WORK_COMMITTEE else {}
    for hold in _holds(body):
        waiting.setdefault(hold.candidacy_id, (hold.candidacy, "研究是否解除暂缓"))
    for case, what in waiting.values():
        url = reverse("evaluation:verification", args=[case.pk])
        yield Task(Duty.SETTLE_FINDING, about(case.pk), what, "办理", url, subject=str(case.branch))


def consider_matters(user: User) -> Iterator[Task]:
    """One for each matter of a unit that some branches still wait to be answered about (D55)."""
    for matter, waiting in open_lines(user).items():
        url = reverse("evaluation:unit_matter", args=[matter.cycle.year, matter.unit_id, matter.pk])
        hint = f"还有{waiting}个支部没有确认"
        yield Task(
            Duty.CONSIDER_MATTER, about(matter.pk), "逐个支部确认单位事项", "去确认", url, matter.unit.name, hint=hint
        )


def _findings(user: User) -> dict[int, tuple[Candidacy, str]]:
    """By case: what waits for a confirmation, and over it what waits for a second person."""
    unconfirmed = Q(confirmed_at=None, disqualification__needs_basis=True)
    asked = Q(correction_asked_at__isnull=False) & ~Q(correction_asked_by=user)
    rows = to_settle().filter(unconfirmed | asked).select_related("candidacy__branch__unit")
    found: dict[int, tuple[Candidacy, str]] = {}
    for row in rows:
        if row.correction_asked_at and row.correction_asked_by_id != user.pk:
            found[row.candidacy_id] = (row.candidacy, "确认更正核验结论")
        else:
            found.setdefault(row.candidacy_id, (row.candidacy, "确认不得参评情形"))
    return found


def to_settle() -> QuerySet[Verification]:
    """What was found of cases of the running years, neither corrected nor confirmed for good."""
    unsettled = Q(confirmed_at=None) | Q(correction_asked_at__isnull=False)
    rows = Verification.objects.filter(unsettled, is_current=True, answer=Answer.YES, corrected_at=None)
    return rows.filter(candidacy__cycle__state__in=RUNNING)


def _holds(body: Body) -> QuerySet[Hold]:
    rows = Hold.objects.filter(lifted_at=None, candidacy__cycle__state__in=RUNNING, **{LIFTED[body]: None})
    return rows.select_related("candidacy__branch__unit")
