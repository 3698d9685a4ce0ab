"""What branches owe in step 1: their self-assessment (方案 四（一）); and their officer, where one asks for it back (D53)."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.urls import reverse

from branches import clock
from branches.models import User
from branches.names import WORK_COMMITTEE
from branches.permissions import Perm
from evaluation.cases.bodies import holders, running
from evaluation.cases.columns import annotated
from evaluation.cases.task import Task, about
from evaluation.cycle.outstanding import to_answer
from evaluation.deadlines import own_date
from evaluation.self_assessment.way_back import open_requests
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
    """One for each self-assessment still to be handed in, for whoever answers for the branch.

    Past its own date the branch can only say that it does not apply; once the unit has handed in nothing is asked (D39).
    """
    for user, case in _unanswered(people):
        is_late = case.self_assessment_until < clock.today()
        yield user, _say_no(case) if is_late else _fill_in(case)


def _fill_in(case: Any) -> Task:
    left = case.criteria - case.rated + case.conditions - case.declared
    left += (case.facts_confirmed_at is None) + (not case.resolved_with)
    returned = own_date(case) is not None
    return Task(
        Duty.SELF_ASSESS,
        about(case.pk),
        title=f"{'补正' if returned else '填写'}{case.cycle}自评",
        button="继续补正" if returned else "继续填写" if case.rated else "开始填写",
        url=reverse("evaluation:self_assessment_tasks", args=[case.pk]),
        subject=str(case.branch),
        due=case.self_assessment_until,
        hint=f"还差{left}项" if left else "已填完，请检查并提交",
    )


def _say_no(case: Any) -> Task:
    return Task(
        Duty.SELF_ASSESS,
        about(case.pk),
        title=f"{case.cycle}自评未提交，请答复",
        button="说明不申请",
        url=reverse("evaluation:move", args=[case.pk, "not-apply"]),
        subject=str(case.branch),
        due=case.self_assessment_until,
        hint=f"已过期限，不能再申请；需要补报请联系{WORK_COMMITTEE}延期",
    )


def answer_requests(people: Sequence[User]) -> Iterator[tuple[User, Task]]:
    """One for each open request to send a self-assessment back, for the officers who may do so."""
    scopes = holders(people, Perm.ASSESS)
    if not scopes:
        return
    asked = dict(open_requests().filter(candidacy__unit__in=list(scopes)).values_list("candidacy", "reason"))
    waiting = running(pk__in=list(asked)).select_related("branch__unit").prefetch_related("recusals")
    for case in annotated(waiting, "assessment_until"):
        away = {one.user_id for one in case.recusals.all()}
        task = Task(
            Duty.ANSWER_RETURN_REQUEST,
            about(case.pk),
            title="支部请求退回修改",
            button="去退回",
            url=reverse("evaluation:move", args=[case.pk, "send-back"]),
            subject=str(case.branch),
            due=case.assessment_until,
            hint=asked[case.pk],
        )
        for user in scopes[case.unit_id]:
            if user.branch_id != case.branch_id and user.pk not in away:
                yield user, task


def _unanswered(people: Sequence[User]) -> Iterator[tuple[User, Any]]:
    """With COUNTS."""
    scopes = holders(people, Perm.APPLY)
    if not scopes:
        return
    rows = annotated(to_answer().filter(branch__in=list(scopes)), *COUNTS)
    for case in rows.select_related("cycle", "branch__unit"):
        for user in scopes[case.branch_id]:
            yield user, case
