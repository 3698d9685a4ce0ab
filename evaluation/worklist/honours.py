"""What follows the naming, as tasks: 复查 for the units, 复核 and 撤销 for both bodies, plaques, subsidies, working methods."""

from collections.abc import Callable, Iterator

from django.urls import reverse

from branches import access
from branches.models import User
from branches.names import WORK_COMMITTEE
from branches.permissions import Perm
from evaluation.deadlines import YearDate
from evaluation.honours import methods
from evaluation.honours import queries as honours_queries
from evaluation.worklist import owed_honours
from evaluation.worklist.task import Task


def _of_units(user: User) -> Iterator[Task]:
    for one in owed_honours.of_units(user):
        if one.due:
            yield _reinspect(one)
        if one.ready:
            yield Task(
                title="报送复查情况",
                button="检查并报送",
                url=reverse("evaluation:reinspection_report", args=[one.cycle.year, one.unit.pk]),
                subject=one.unit.name,
                due=owed_honours.due_of(one.ready),
                hint=f"{len(one.ready)}个支部已有复查建议",
                kind="report",
            )


def _reinspect(one: owed_honours.OfUnit) -> Task:
    special = sum(seen.one.is_special for seen in one.due)
    first, *others = (seen.one for seen in one.due)
    page = reverse("evaluation:reinspections", args=[one.cycle.year])
    return Task(
        title=f"复查{len(one.due)}个已命名支部",
        button="去复查",
        url=f"{page}?state=due" if others else reverse("evaluation:reinspection_fill", args=[first.pk]),
        subject=one.unit.name if others else str(first.honour.branch),
        due=owed_honours.due_of(one.due),
        hint=f"其中专项复查{special}个" if special else "",
        kind="reinspect",
        about=f"{one.cycle.year}-{one.unit.pk}",
    )


def _of_city(user: User) -> Iterator[Task]:
    for one in owed_honours.of_city(user):
        page = reverse("evaluation:reinspections", args=[one.cycle.year])
        words = [f"{one.waiting}个等待本方意见"] if one.waiting else []
        words += [f"{one.disputed}个意见不一致"] if one.disputed else []
        if words:
            due = YearDate.NAMING.of(one.cycle) if one.waiting else None
            yield Task("复核已命名支部", "去复核", f"{page}?open=True", str(one.cycle), due, "，".join(words), "review")
        if one.agreed and access.may(user, Perm.NAME):
            what = "发布撤销决定" if one.is_frozen else "冻结撤销名单"
            hint = "双方签署后即可发布" if one.is_frozen else f"{one.agreed}个称号双方同意撤销"
            yield Task(what, "办理", page, subject=str(one.cycle), hint=hint, kind="revoke")


def _correct(user: User) -> Iterator[Task]:
    for one in owed_honours.corrections_to_settle(user):
        url = reverse("evaluation:reinspection", args=[one.pk])
        yield Task("确认更正命名后的核实结论", "办理", url, subject=str(one.honour.branch), kind="correction")


def _hand_back(user: User) -> Iterator[Task]:
    for plaque in owed_honours.plaques_to_hand_back(user):
        yield Task(
            title="交回牌匾",
            button="查看",
            url=reverse("evaluation:honour", args=[plaque.honour_id]),
            subject=str(plaque.honour.branch),
            hint=f"{plaque}，称号{plaque.honour.get_state_display()}",
            kind="plaque",
        )


def _write_method(user: User) -> Iterator[Task]:
    for honour in methods.to_write(user):
        written = getattr(honour, "method", None)
        yield Task(
            title="撰写支部工作法",
            button="继续撰写" if written else "去撰写",
            url=reverse("evaluation:method_write", args=[honour.pk]),
            subject=str(honour.branch),
            hint=f"{WORK_COMMITTEE}已退回修改" if written and written.return_reason else "自愿总结，没有截止日期",
            kind="method",
        )


def _keep_honours(user: User) -> Iterator[Task]:
    if not owed_honours.keeps_honours(user):
        return
    counts = honours_queries.plaque_counts()
    page = reverse("evaluation:plaques")
    if counts["open"]:
        yield Task("收回牌匾", "查看", f"{page}?settled=open", hint=f"{counts['open']}块待收回")
    if without := honours_queries.without_plaque().count():
        yield Task("制作牌匾", "去登记", reverse("evaluation:plaques_make"), hint=f"{without}个称号还没有牌匾")
    if counts["waiting"]:
        yield Task("发放牌匾", "查看", f"{page}?state=made", hint=f"{counts['waiting']}块已制作")
    for cycle in honours_queries.cycles_without_subsidy():
        yield Task(
            "登记经费补助", "去登记", reverse("evaluation:subsidies_grant", args=[cycle.year]), subject=str(cycle)
        )
    if submitted := methods.to_choose():
        url = f"{reverse('evaluation:methods')}?state=submitted"
        yield Task("遴选党支部工作法", "查看", url, hint=f"{submitted}篇已报送")


DUTIES: tuple[Callable[[User], Iterator[Task]], ...] = (
    _of_units,
    _of_city,
    _correct,
    _hand_back,
    _keep_honours,
    _write_method,
)
