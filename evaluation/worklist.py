"""Who owes what, now: one function behind the home page, the reminders and the progress page.

A task is one sentence, one button, one date. Each kind of case costs one query, whatever the number of cases.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from branches.models import User
from evaluation.queries import duties, objections, succession
from evaluation.vocabulary import Action, Body, CycleState, ObjectionState, Step


@dataclass(frozen=True)
class Task:
    """What one person has to do: where, about what, by when."""

    title: str
    button: str
    url: str
    subject: str = ""
    due: date | None = None
    hint: str = ""
    kind: str = ""


def tasks(user: User) -> list[Task]:
    """Everything `user` owes today, the nearest deadline first; what has no deadline comes last."""
    found = [task for duty in DUTIES for task in duty(user)]
    return sorted(found, key=lambda task: (task.due is None, task.due or date.max))


def _self_assess(user: User) -> Iterator[Task]:
    for seen in duties.drafts(user):
        case: Any = seen.case  # with the counts that `drafts` adds
        left = case.criteria - case.rated + case.conditions - case.declared
        left += (case.facts_confirmed_at is None) + (not case.resolved_with)
        returned = case.due is not None
        what = f"还差{left}项" if left else "已填完，请检查并提交"
        yield Task(
            title=f"{'补正' if returned else '填写'}{case.cycle}自评",
            button="继续补正" if returned else "继续填写" if case.rated else "开始填写",
            url=reverse("evaluation:self_assessment_tasks", args=[case.pk]),
            subject=str(case.branch),
            due=duties.due(seen),
            hint=what,
            kind="self_assessment",
        )


def _score(user: User) -> Iterator[Task]:
    for case in duties.unscored(user):
        yield Task(
            title="评分",
            button="去评分",
            url=reverse("evaluation:assessment_overview", args=[case.pk]),
            subject=str(case.branch),
            due=case.cycle.assessment_due,
            kind="score",
        )


def _form_team(user: User) -> Iterator[Task]:
    for cycle, unit, waiting in duties.without_team(user):
        yield Task(
            title="成立考核组",
            button="成立考核组",
            url=reverse("evaluation:assessment_team", args=[cycle.year, unit.pk]),
            subject=unit.name,
            due=duties.step_due(cycle, unit, Step.ASSESSMENT),
            hint=f"{waiting}个支部已申请，等待考核",
            kind="team",
        )


def _conclude(user: User) -> Iterator[Task]:
    for seen, reasons in duties.unconcluded(user):
        yield Task(
            title="提交考核意见" if not reasons else "组织考核",
            button="办理",
            url=reverse("evaluation:assessment_overview", args=[seen.case.pk]),
            subject=str(seen.case.branch),
            due=duties.due(seen),
            hint=reasons[0] if reasons else "材料已齐，可以提交",
            kind="conclude",
        )


def _recommend(user: User) -> Iterator[Task]:
    for one in duties.open_lists(user):
        yield Task(
            title="审议并报送推荐名单",
            button="打开推荐名单",
            url=reverse("evaluation:recommendation_board", args=[one.cycle.year, one.unit_id]),
            subject=one.unit.name,
            due=one.due or duties.step_due(one.cycle, one.unit, Step.RECOMMENDATION),
            hint=f"名额{one.cap}个，已选{one.taken}个"
            if one.cap
            else "名额为0，可推送联合推荐"
            if one.pool_id
            else "名额为0",
            kind="recommend",
        )


def _run_cycle(user: User) -> Iterator[Task]:
    for cycle in duties.cycles_to_run(user):
        if cycle.state == CycleState.DRAFT:
            yield Task(
                f"启动{cycle}",
                "核对并启动",
                reverse("evaluation:cycle_open", args=[cycle.year]),
                due=cycle.self_assessment_opens_on,
            )
        elif cycle.state == CycleState.OPEN and duties.base_is_over(cycle):
            url = reverse("evaluation:cycle_open_recommendation", args=[cycle.year])
            yield Task(
                "开启推荐环节", "核对名额并开启", url, subject=str(cycle), due=cycle.assessment_due, hint="基数日期已过"
            )


def _pick_from_pool(user: User) -> Iterator[Task]:
    for pool in duties.open_pools(user):
        yield Task(
            title="选定联合推荐",
            button="打开联合推荐",
            url=reverse("evaluation:pool_board", args=[pool.cycle.year]),
            subject=str(pool.cycle),
            due=pool.due or pool.cycle.pool_due,
            hint=f"名额{pool.cap}个，已选{pool.taken}个，待选{pool.waiting}个",
        )


def _confirm_findings(user: User) -> Iterator[Task]:
    for case, what in duties.findings_to_settle(user):
        yield Task(what, "办理", reverse("evaluation:verification", args=[case.pk]), subject=str(case.branch))


def _evaluate(user: User) -> Iterator[Task]:
    for cycle, waiting in duties.unevaluated(user):
        url = reverse("evaluation:naming_board", args=[cycle.year])
        yield Task(
            "考核评定候选支部",
            "去评定",
            url,
            subject=str(cycle),
            due=cycle.naming_on,
            hint=f"{waiting}个候选支部等待本方意见",
        )


def _decide(user: User) -> Iterator[Task]:
    for cycle, what, hint in duties.decisions_to_make(user):
        yield Task(
            what,
            "办理",
            reverse("evaluation:naming_board", args=[cycle.year]),
            subject=str(cycle),
            due=cycle.naming_on,
            hint=hint,
        )


def _sign(user: User) -> Iterator[Task]:
    for version, bodies in duties.unsigned(user):
        signed = f"{'、'.join(Body(body).label for body in bodies)}已签" if bodies else "双方均未签"
        yield Task(
            title=f"会签命名名单第{version.number}版",
            button="查看名单后签署",
            url=reverse("evaluation:naming_sign", args=[version.pk]),
            subject=str(version.decision.cycle),
            due=version.decision.cycle.naming_on,
            hint=signed,
        )


def _settle_objections(user: User) -> Iterator[Task]:
    for one in objections.to_settle(user):
        if one.state == ObjectionState.OPEN:
            url = reverse("evaluation:objection", args=[one.pk])
            hint = "办结前该支部不能命名"
            yield Task("核查公示异议", "办理", url, subject=str(one.candidacy.branch), hint=hint, kind="objection")
        else:
            url = reverse("evaluation:move", args=[one.candidacy_id, Action.RETRACT])
            yield Task("撤出拟命名", "办理", url, subject=str(one.candidacy.branch), hint="异议成立", kind="objection")


def _confirm_successions(user: User) -> Iterator[Task]:
    for one in succession.to_confirm(user):
        url = reverse("evaluation:succession", args=[one.pk])
        yield Task("确认支部变更", "办理", url, subject=one.unit.name, hint=one.get_kind_display(), kind="succession")


def _report_again(user: User) -> Iterator[Task]:
    for one in succession.given_back(user):
        url = reverse("evaluation:succession", args=[one.pk])
        hint = f"{one.get_kind_display()}申报已退回"
        yield Task("重新申报支部变更", "看退回意见", url, subject=one.unit.name, hint=hint, kind="succession")


def _keep_register(user: User) -> Iterator[Task]:
    if duties.register_is_empty(user):
        yield Task("导入党支部名册", "去导入", reverse("branches:register_import"), hint="名册还是空的")


def _appoint(user: User) -> Iterator[Task]:
    if missing := duties.branches_without_secretary(user):
        yield Task(
            "为党支部指定书记账号", "去任职管理", reverse("branches:people"), hint=f"{missing}个支部没有能登录的书记"
        )


DUTIES: tuple[Callable[[User], Iterator[Task]], ...] = (
    _self_assess,
    _score,
    _form_team,
    _conclude,
    _recommend,
    _run_cycle,
    _pick_from_pool,
    _confirm_findings,
    _evaluate,
    _decide,
    _sign,
    _settle_objections,
    _confirm_successions,
    _report_again,
    _keep_register,
    _appoint,
)
