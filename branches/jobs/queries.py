"""One's own jobs only: what is in them was chosen under one's own rights."""

from django.db.models import QuerySet
from django.http import Http404

from branches.jobs.kinds import Kind
from branches.models import Job, User


def own(user: User, kind: Kind | None = None) -> "QuerySet[Job]":
    rows = Job.objects.filter(by=user).defer("payload")
    return rows.filter(kind=kind.name) if kind else rows


def job_or_404(user: User, pk: int) -> Job:
    job = own(user).filter(pk=pk).first()
    if job is None:
        raise Http404
    return job
