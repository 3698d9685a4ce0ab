"""What a change of a branch asks for: confirming it, reporting it anew (D25)."""

from collections.abc import Iterator

from django.urls import reverse

from branches.models import User
from evaluation.succession import queries as succession_queries
from evaluation.vocabulary.duties import Duty
from evaluation.vocabulary.task import Task, about


def confirm(user: User) -> Iterator[Task]:
    """Reported changes that wait for 市直工委."""
    for one in succession_queries.to_confirm(user):
        url, hint = reverse("evaluation:succession", args=[one.pk]), one.get_kind_display()
        yield Task(
            Duty.CONFIRM_SUCCESSION, about(one.pk), "确认支部变更", "办理", url, subject=one.unit.name, hint=hint
        )


def report_again(user: User) -> Iterator[Task]:
    """Refused reports of the own units."""
    for one in succession_queries.given_back(user):
        yield Task(
            Duty.REPORT_SUCCESSION_AGAIN,
            about(one.pk),
            title="重新申报支部变更",
            button="看退回意见",
            url=reverse("evaluation:succession", args=[one.pk]),
            subject=one.unit.name,
            hint=f"{one.get_kind_display()}申报已退回",
        )
