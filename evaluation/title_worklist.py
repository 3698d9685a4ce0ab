"""What follows the naming, as tasks: 复查 for the units, 复核 and 撤销 for both municipal bodies."""

from collections.abc import Callable, Iterator

from django.urls import reverse

from branches.models import User
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


DUTIES: tuple[Callable[[User], Iterator[Task]], ...] = (_reinspect, _report, _review, _revoke, _correct)
