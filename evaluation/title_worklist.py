"""What follows the naming, as tasks: 复查 for the units, 复核 and 撤销 for both bodies, plaques and subsidies."""

from collections.abc import Callable, Iterator

from django.urls import reverse

from branches.models import User
from evaluation.queries import honours, method
from evaluation.queries import title_duties as duties
from evaluation.todo import Task


def _reinspect(user: User) -> Iterator[Task]:
    for cycle, unit, seen in duties.to_reinspect(user):
        special = sum(one.one.is_special for one in seen)
        single = len(seen) == 1
        yield Task(
            title=f"复查{len(seen)}个已命名支部",
            button="去复查",
            url=reverse("evaluation:reinspection_fill", args=[seen[0].one.pk])
            if single
            else f"{reverse('evaluation:reinspections', args=[cycle.year])}?state=due",
            subject=str(seen[0].one.honour.branch) if single else unit.name,
            due=duties.due_of(seen),
            hint=f"其中专项复查{special}个" if special else "",
            kind="reinspect",
        )


def _report(user: User) -> Iterator[Task]:
    for cycle, unit, seen in duties.to_report(user):
        yield Task(
            title="报送复查情况",
            button="检查并报送",
            url=reverse("evaluation:reinspection_report", args=[cycle.year, unit.pk]),
            subject=unit.name,
            due=duties.due_of(seen),
            hint=f"{len(seen)}个支部已有复查建议",
            kind="report",
        )


def _review(user: User) -> Iterator[Task]:
    for cycle, waiting, disputed in duties.to_review(user):
        words = [f"{waiting}个等待本方意见"] if waiting else []
        words += [f"{disputed}个意见不一致"] if disputed else []
        yield Task(
            title="复核已命名支部",
            button="去复核",
            url=f"{reverse('evaluation:reinspections', args=[cycle.year])}?open=True",
            subject=str(cycle),
            due=cycle.naming_on if waiting else None,
            hint="，".join(words),
            kind="review",
        )


def _revoke(user: User) -> Iterator[Task]:
    for cycle, what, hint in duties.to_revoke(user):
        url = reverse("evaluation:reinspections", args=[cycle.year])
        yield Task(what, "办理", url, subject=str(cycle), hint=hint, kind="revoke")


def _correct(user: User) -> Iterator[Task]:
    for one in duties.corrections_to_settle(user):
        url = reverse("evaluation:reinspection", args=[one.pk])
        yield Task("确认更正命名后的核实结论", "办理", url, subject=str(one.honour.branch), kind="correction")


def _keep_honours(user: User) -> Iterator[Task]:
    if not duties.keeps_honours(user):
        return
    if open_ones := honours.plaques().filter(honours.to_take_back()).count():
        yield Task("收回牌匾", "查看", f"{reverse('evaluation:plaques')}?settled=open", hint=f"{open_ones}块待收回")
    if without := honours.without_plaque().count():
        yield Task("制作牌匾", "去登记", reverse("evaluation:plaques_make"), hint=f"{without}个称号还没有牌匾")
    for cycle in honours.cycles_without_subsidy():
        yield Task(
            "登记经费补助", "去登记", reverse("evaluation:subsidies_grant", args=[cycle.year]), subject=str(cycle)
        )
    if submitted := method.to_choose():
        url = f"{reverse('evaluation:methods')}?state=submitted"
        yield Task("遴选党支部工作法", "查看", url, hint=f"{submitted}篇已报送")


DUTIES: tuple[Callable[[User], Iterator[Task]], ...] = (_reinspect, _report, _review, _revoke, _correct, _keep_honours)
