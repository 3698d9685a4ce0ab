"""What branches owe in step 1: their self-assessment (方案 四（一）); and their officer, where one asks for it back (D53)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import F, OuterRef, Subquery
from django.urls import reverse

from branches import clock, in_words
from branches.models import User
from branches.names import WORK_COMMITTEE
from branches.permissions import Perm
from evaluation.cases.bodies import holders, running
from evaluation.cases.columns import annotated
from evaluation.cycle.outstanding import to_answer
from evaluation.deadlines import own_date
from evaluation.models import SelfRating, Transition
from evaluation.self_assessment.way_back import open_requests
from evaluation.vocabulary import Action
from evaluation.vocabulary.duties import Duty
from evaluation.vocabulary.task import Task, about

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
    found = list(_unanswered(people))
    mended = _mended([case for _, case in found if case.sent_back_with])
    for user, case in found:
        is_late = case.self_assessment_until < clock.today()
        yield user, _say_no(case) if is_late else _fill_in(case, mended[case.pk])


def _mended(returned: Sequence[Any]) -> dict[int, set[int]]:
    """By case: the criteria that were saved since it came back."""
    found: dict[int, set[int]] = defaultdict(set)
    if returned:
        rows = SelfRating.objects.filter(candidacy__in=returned, at__gt=F("candidacy__since"))
        for case, number in rows.values_list("candidacy", "criterion__number"):
            found[case].add(number)
    return found


def _fill_in(case: Any, mended: set[int]) -> Task:
    left = case.criteria - case.rated + case.conditions - case.declared
    left += (case.facts_confirmed_at is None) + (not case.resolved_with)
    returned = own_date(case) is not None
    is_full = not left and not returned
    total = case.criteria + case.conditions + 2
    button, page = _begin_with(case, mended) if returned else _go_on(case, is_full=is_full)
    return Task(
        Duty.SELF_ASSESS,
        about(case.pk),
        title=f"{'补正' if returned else '填写'}{case.cycle}自评",
        button=button,
        url=page,
        subject=str(case.branch),
        due=case.self_assessment_until,
        hint=f"还差{left}项" if left else f"已填完{total}项，请检查并提交",
        lead=(f"已填完{total}项，", "请检查并提交") if is_full else _returned(case) if returned else (),
    )


def _go_on(case: Any, *, is_full: bool) -> tuple[str, str]:
    button = "检查并提交" if is_full else "继续填写" if case.rated else "开始填写"
    return button, reverse(f"evaluation:self_assessment_{'check' if is_full else 'tasks'}", args=[case.pk])


def _begin_with(case: Any, mended: set[int]) -> tuple[str, str]:
    """The first criterion that came back and was not saved since; what else came back stands in the list of all."""
    items = (case.sent_back_with or {}).get("items", {})
    asked = sorted(int(key[1:]) for key in items if key.startswith("c"))
    if waiting := [number for number in asked if number not in mended]:
        page = reverse("evaluation:self_assessment_criterion", args=[case.pk, waiting[0]])
        return f"改第{waiting[0]}项", page
    return "继续补正", reverse("evaluation:self_assessment_tasks", args=[case.pk])


def _returned(case: Any) -> tuple[str, ...]:
    items = len((case.sent_back_with or {}).get("items", ()))
    return (f"退回{items}项，", f"{in_words.month_day(case.self_assessment_until)}前补正") if items else ()


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
    sent_back = Transition.objects.filter(candidacy=OuterRef("pk"), number=OuterRef("version"), action=Action.SEND_BACK)
    rows = annotated(to_answer().filter(branch__in=list(scopes)), *COUNTS)
    rows = rows.annotate(sent_back_with=Subquery(sent_back.values("data")[:1]))
    for case in rows.select_related("cycle", "branch__unit"):
        for user in scopes[case.branch_id]:
            yield user, case
