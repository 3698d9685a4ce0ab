"""What is owed about conditions: by both bodies confirmations, corrections, holds; by verifiers a unit's matters (D10, D16, D55)."""

from collections.abc import Iterator

from django.db.models import OuterRef, QuerySet
from django.urls import reverse

from branches.asking.probed import probed
from branches.models import User
from evaluation.assessment.verification.matters import open_lines
from evaluation.cases.bodies import RUNNING, body_of
from evaluation.models import Candidacy, Disqualification, Hold, Verification
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
    asked = to_correct().exclude(correction_asked_by=user)
    waiting = to_confirm().order_by().values("pk").union(asked.order_by().values("pk"))
    rows = Verification.objects.filter(pk__in=waiting).select_related("candidacy__branch__unit")
    found: dict[int, tuple[Candidacy, str]] = {}
    for row in rows:
        if row.correction_asked_at and row.correction_asked_by_id != user.pk:
            found[row.candidacy_id] = (row.candidacy, "确认更正核验结论")
        else:
            found.setdefault(row.candidacy_id, (row.candidacy, "确认不得参评情形"))
    return found


def unconfirmed() -> QuerySet[Disqualification]:
    """The conditions of the running years under which a finding needs a confirmation and one has none (D13).

    They are sought first, for they are few: findings under the others need none and stay without.
    """
    needing = Disqualification.objects.filter(needs_basis=True, cycle__state__in=RUNNING)
    found = _standing().filter(confirmed_at=None, disqualification=OuterRef("pk"))
    return needing.filter(probed(found, by="disqualification"))


def to_confirm() -> QuerySet[Verification]:
    """What was found of cases of the running years and needs a confirmation that it does not have."""
    return _found().filter(confirmed_at=None, disqualification__in=unconfirmed().order_by().values("pk"))


def to_correct() -> QuerySet[Verification]:
    """What was found of them and is asked to be corrected (D16)."""
    return _found().filter(correction_asked_at__isnull=False)


def _found() -> QuerySet[Verification]:
    return _standing().filter(candidacy__cycle__state__in=RUNNING)


def _standing() -> QuerySet[Verification]:
    return Verification.objects.filter(is_current=True, answer=Answer.YES, corrected_at=None)


def _holds(body: Body) -> QuerySet[Hold]:
    rows = Hold.objects.filter(lifted_at=None, candidacy__cycle__state__in=RUNNING, **{LIFTED[body]: None})
    return rows.select_related("candidacy__branch__unit")
