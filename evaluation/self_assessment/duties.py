"""What branches owe in step 1: their self-assessment (方案 四（一）)."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.urls import reverse

from branches.models import User
from branches.permissions import Perm
from evaluation.cases import bodies as case_bodies
from evaluation.cases.bodies import holders, running
from evaluation.cases.observe import Observed, annotated
from evaluation.cases.task import Task, about
from evaluation.rules.facts import Facts
from evaluation.vocabulary import State
from evaluation.vocabulary.duties import Duty

COUNTS = (
    "criteria",
    "rated",
    "conditions",
    "declared",
    "facts_confirmed_at",
    "resolved_with",
    "self_assessment_until",
)


def self_assess(people: Sequence[User]) -> Iterator[tuple[User, Task]]:
    """One for each self-assessment still to be handed in, for whoever answers for the branch."""
    for user, seen in _unfinished(people):
        case: Any = seen.case  # with COUNTS
        left = case.criteria - case.rated + case.conditions - case.declared
        left += (case.facts_confirmed_at is None) + (not case.resolved_with)
        returned = case.due is not None
        task = Task(
            Duty.SELF_ASSESS,
            about(case.pk),
            title=f"{'补正' if returned else '填写'}{case.cycle}自评",
            button="继续补正" if returned else "继续填写" if case.rated else "开始填写",
            url=reverse("evaluation:self_assessment_tasks", args=[case.pk]),
            subject=str(case.branch),
            due=case_bodies.due(seen),
            hint=f"还差{left}项" if left else "已填完，请检查并提交",
        )
        yield user, task


def _unfinished(people: Sequence[User]) -> Iterator[tuple[User, Observed]]:
    scopes = holders(people, Perm.APPLY)
    if not scopes:
        return
    rows = annotated(running(state=State.DRAFT, branch__in=list(scopes)), *COUNTS)
    for case in rows.select_related("cycle", "branch__unit"):
        for user in scopes[case.branch_id]:
            yield user, Observed(case, None, Facts())
