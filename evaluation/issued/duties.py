"""What is owed after a document was issued: a second look at its sealed copy, and the word of a unit that it arrived."""

from collections.abc import Iterator, Sequence

from django.urls import reverse

from branches.models import User
from branches.permissions import Perm
from evaluation.cases.bodies import holders
from evaluation.issued import queries as issued_queries
from evaluation.models import Distribution
from evaluation.vocabulary.duties import Duty
from evaluation.vocabulary.task import Task, about


def confirm(user: User) -> Iterator[Task]:
    """For a second person of the body that issued a document whose sealed copy came back."""
    for copy in issued_queries.to_confirm(user):
        yield Task(
            Duty.CONFIRM_COPY,
            about(copy.pk),
            title=f"确认{copy.notice.get_kind_display()}正本",
            button="核对并确认",
            url=reverse("evaluation:issued_confirm", args=[copy.pk]),
            subject=copy.notice.number,
            hint="须由上传人以外的人确认",
        )


def receive(people: Sequence[User]) -> Iterator[tuple[User, Task]]:
    """For the officers of a unit that has not acknowledged a document. It has no last day and is never reminded of."""
    scopes = holders(people, Perm.ASSESS)
    if not scopes:
        return
    rows = Distribution.objects.filter(unit__in=list(scopes), received_at=None).select_related("notice", "unit")
    for row in rows.defer("notice__data"):
        task = Task(
            Duty.RECEIVE_DOCUMENT,
            about(row.pk),
            title=f"签收{row.notice.get_kind_display()}",
            button="去签收",
            url=reverse("evaluation:issued_receive", args=[row.pk]),
            subject=str(row.unit),
            hint=row.notice.number,
        )
        yield from ((user, task) for user in scopes[row.unit_id])
