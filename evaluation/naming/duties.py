"""What both municipal bodies owe up to the decision: verdicts, objections to the public notice (方案 四（四）, D19, D22)."""

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Exists, OuterRef
from django.urls import reverse

from branches import access
from branches.models import User
from branches.permissions import Perm
from evaluation.cases.bodies import body_of, running
from evaluation.cases.task import Task, about
from evaluation.deadlines import YearDate
from evaluation.models import Cycle, MunicipalEvaluation
from evaluation.naming import objections
from evaluation.vocabulary import Action, ListState, ObjectionState, State
from evaluation.vocabulary.duties import Duty


def evaluate(user: User) -> Iterator[Task]:
    """One for each running year with candidates on submitted lists without the verdict of this person's body."""
    body = body_of(user)
    if body is None or not access.may(user, Perm.EVALUATE):
        return
    mine = MunicipalEvaluation.objects.filter(candidacy=OuterRef("pk"), body=body)
    rows = running(state=State.RECOMMENDED, seat__list__state=ListState.SUBMITTED).exclude(Exists(mine))
    waiting: dict[int, int] = defaultdict(int)
    for cycle_id in rows.values_list("cycle", flat=True):
        waiting[cycle_id] += 1
    for cycle in Cycle.objects.filter(pk__in=waiting):
        yield Task(
            Duty.EVALUATE,
            about(cycle.year),
            title="考核评定候选支部",
            button="去评定",
            url=reverse("evaluation:naming_board", args=[cycle.year]),
            subject=str(cycle),
            due=YearDate.NAMING.of(cycle),
            hint=f"{waiting[cycle.pk]}个候选支部等待本方意见",
        )


def settle_objections(user: User) -> Iterator[Task]:
    """Open objections, and upheld ones whose branch is still proposed."""
    for one in objections.to_settle(user):
        if one.state == ObjectionState.OPEN:
            title, hint = "核查公示异议", "办结前该支部不能命名"
            url = reverse("evaluation:objection", args=[one.pk])
        else:
            title, hint = "撤出拟命名", "异议成立"
            url = reverse("evaluation:move", args=[one.candidacy_id, Action.RETRACT])
        subject = str(one.candidacy.branch)
        yield Task(Duty.SETTLE_OBJECTION, about(one.pk), title, "办理", url, subject=subject, hint=hint)
