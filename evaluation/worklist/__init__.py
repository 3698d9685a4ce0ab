"""Who owes what, now: one function behind the home page, the reminders and the progress page.

A task is one sentence, one button, one date. Each kind of case costs one query, whatever the number of cases.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from branches.models import User
from evaluation.cases import bodies as case_bodies
from evaluation.deadlines import YearDate
from evaluation.naming import objections
from evaluation.succession import queries as succession_queries
from evaluation.vocabulary import Action, Body, CycleState, DecisionKind, ObjectionState
from evaluation.worklist import honours as honour_tasks
from evaluation.worklist import oversight, owed
from evaluation.worklist import site as site_tasks
from evaluation.worklist.task import Task


def tasks(user: User) -> list[Task]:
    """Everything `user` owes today, the nearest deadline first; what has no deadline comes last."""
    return tasks_of([user])[user.pk]


def tasks_of(people: Sequence[User]) -> dict[int, list[Task]]:
    """The same of many people by their id, for the queries of one where thousands have the duty."""
    found: dict[int, list[Task]] = {user.pk: [] for user in people}
    for duty in COMMON_DUTIES:
        for user, task in duty(people):
            found[user.pk].append(task)
    for user in people:
        found[user.pk] += [task for rare in DUTIES for task in rare(user)]
        found[user.pk].sort(key=lambda task: (task.due is None, task.due or date.max))
    return found


def _self_assess(people: Sequence[User]) -> Iterator[tuple[User, Task]]:
    for user, seen in owed.drafts(people):
        case: Any = seen.case  # with the counts that `drafts` adds
        left = case.criteria - case.rated + case.conditions - case.declared
        left += (case.facts_confirmed_at is None) + (not case.resolved_with)
        returned = case.due is not None
        what = f"还差{left}项" if left else "已填完，请检查并提交"
        yield (
            user,
            Task(
                title=f"{'补正' if returned else '填写'}{case.cycle}自评",
                button="继续补正" if returned else "继续填写" if case.rated else "开始填写",
                url=reverse("evaluation:self_assessment_tasks", args=[case.pk]),
                subject=str(case.branch),
                due=case_bodies.due(seen),
                hint=what,
                kind="self_assessment",
            ),
        )


def _score(people: Sequence[User]) -> Iterator[tuple[User, Task]]:
    for user, case, due in owed.unscored(people):
        yield (
            user,
            Task(
                title="评分",
                button="去评分",
                url=reverse("evaluation:assessment_overview", args=[case.pk]),
                subject=str(case.branch),
                due=due,
                kind="score",
            ),
        )


def _form_team(people: Sequence[User]) -> Iterator[tuple[User, Task]]:
    for user, cycle, unit, due, waiting in owed.without_team(people):
        yield (
            user,
            Task(
                title="成立考核组",
                button="成立考核组",
                url=reverse("evaluation:assessment_team", args=[cycle.year, unit.pk]),
                subject=unit.name,
                due=due,
                hint=f"{waiting}个支部已申请，等待考核",
                kind="team",
            ),
        )


def _conclude(people: Sequence[User]) -> Iterator[tuple[User, Task]]:
    for user, seen, reasons in owed.unconcluded(people):
        yield (
            user,
            Task(
                title="提交考核意见" if not reasons else "组织考核",
                button="办理",
                url=reverse("evaluation:assessment_overview", args=[seen.case.pk]),
                subject=str(seen.case.branch),
                due=case_bodies.due(seen),
                hint=reasons[0] if reasons else "材料已齐，可以提交",
                kind="conclude",
            ),
        )


def _recommend(people: Sequence[User]) -> Iterator[tuple[User, Task]]:
    for user, one in owed.open_lists(people):
        yield (
            user,
            Task(
                title="审议并报送推荐名单",
                button="打开推荐名单",
                url=reverse("evaluation:recommendation_board", args=[one.cycle.year, one.unit_id]),
                subject=one.unit.name,
                due=one.last_day,
                hint=f"名额{one.cap}个，已选{one.taken}个"
                if one.cap
                else "名额为0，可推送联合推荐"
                if one.pool_id
                else "名额为0",
                kind="recommend",
            ),
        )


def _oversee(people: Sequence[User]) -> Iterator[tuple[User, Task]]:
    for user, late in oversight.late_branches(people):
        yield (
            user,
            Task(
                title=f"督促{late['n']}个支部提交自评",
                button="查看支部",
                url=f"{reverse('evaluation:candidacy_list')}?cycle={late['cycle__year']}&unit={late['unit']}&state=draft",
                subject=late["unit__name"],
                due=late["last_day"],
                hint="已过期限，既未提交申请，也未说明不申请",
                kind="oversee",
            ),
        )


def _oversee_units(user: User) -> Iterator[Task]:
    for year, step, due, names in oversight.late_units(user):
        yield Task(
            title=f"督促{len(names)}个单位完成{step.label}",
            button="查看进度",
            url=f"{reverse('evaluation:cycle_progress', args=[year])}?late=True",
            subject=f"{'、'.join(names[:3])}{'等' if len(names) > 3 else ''}",
            due=due,
            hint="已过期限",
            kind=f"oversee_{step.value}",
        )


def _run_cycle(user: User) -> Iterator[Task]:
    for cycle in owed.cycles_to_run(user):
        if cycle.state == CycleState.DRAFT:
            yield Task(
                f"启动{cycle}",
                "核对并启动",
                reverse("evaluation:cycle_open", args=[cycle.year]),
                due=YearDate.OPENING.of(cycle),
                kind="open_cycle",
            )
        elif cycle.state == CycleState.OPEN and owed.base_is_over(cycle):
            url = reverse("evaluation:cycle_open_recommendation", args=[cycle.year])
            yield Task(
                "开启推荐环节",
                "核对名额并开启",
                url,
                subject=str(cycle),
                due=YearDate.ASSESSMENT.of(cycle),
                hint="基数日期已过",
                kind="open_recommendation",
            )


def _pick_from_pool(user: User) -> Iterator[Task]:
    for pool in owed.open_pools(user):
        yield Task(
            title="选定联合推荐",
            button="打开联合推荐",
            url=reverse("evaluation:pool_board", args=[pool.cycle.year]),
            subject=str(pool.cycle),
            due=pool.last_day,
            hint=f"名额{pool.cap}个，已选{pool.taken}个，待选{pool.waiting}个",
            kind="pool",
        )


def _confirm_findings(user: User) -> Iterator[Task]:
    for case, what in owed.findings_to_settle(user):
        url = reverse("evaluation:verification", args=[case.pk])
        yield Task(what, "办理", url, subject=str(case.branch), kind="finding")


def _evaluate(user: User) -> Iterator[Task]:
    for cycle, waiting in owed.unevaluated(user):
        url = reverse("evaluation:naming_board", args=[cycle.year])
        yield Task(
            "考核评定候选支部",
            "去评定",
            url,
            subject=str(cycle),
            due=YearDate.NAMING.of(cycle),
            hint=f"{waiting}个候选支部等待本方意见",
            kind="evaluate",
        )


def _decide(user: User) -> Iterator[Task]:
    for cycle, what, hint in owed.decisions_to_make(user):
        yield Task(
            what,
            "办理",
            reverse("evaluation:naming_board", args=[cycle.year]),
            subject=str(cycle),
            due=YearDate.NAMING.of(cycle),
            hint=hint,
            kind=f"decide_{what}",
        )


def _sign(user: User) -> Iterator[Task]:
    for version, bodies in owed.unsigned(user):
        signed = f"{'、'.join(Body(body).label for body in bodies)}已签" if bodies else "双方均未签"
        yield Task(
            title=f"会签{version.decision.get_kind_display()}名单第{version.number}版",
            button="查看名单后签署",
            url=reverse("evaluation:naming_sign", args=[version.pk]),
            subject=str(version.decision.cycle),
            due=YearDate.NAMING.of(version.decision.cycle) if version.decision.kind == DecisionKind.NAMING else None,
            hint=signed,
            kind="sign",
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
    for one in succession_queries.to_confirm(user):
        url = reverse("evaluation:succession", args=[one.pk])
        yield Task("确认支部变更", "办理", url, subject=one.unit.name, hint=one.get_kind_display(), kind="succession")


def _report_again(user: User) -> Iterator[Task]:
    for one in succession_queries.given_back(user):
        url = reverse("evaluation:succession", args=[one.pk])
        hint = f"{one.get_kind_display()}申报已退回"
        yield Task("重新申报支部变更", "看退回意见", url, subject=one.unit.name, hint=hint, kind="succession")


# What thousands may owe is asked of all of them at once; the rest is asked of each person who holds the post.
COMMON_DUTIES: tuple[Callable[[Sequence[User]], Iterator[tuple[User, Task]]], ...] = (
    _self_assess,
    _score,
    _form_team,
    _conclude,
    _recommend,
    _oversee,
)
DUTIES: tuple[Callable[[User], Iterator[Task]], ...] = (
    _run_cycle,
    _pick_from_pool,
    _confirm_findings,
    _evaluate,
    _decide,
    _sign,
    *honour_tasks.DUTIES,
    _oversee_units,
    _settle_objections,
    _confirm_successions,
    _report_again,
    *site_tasks.DUTIES,
)
