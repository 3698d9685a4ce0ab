"""Does what was asked for: each job once, whoever is killed, comes second or is told to stop.

A handler gets a claimed job, says how far it is by `proceed`, and ends it by `finish`, in the transaction of what it
writes. Either raises `Stopped` where the job is no longer this worker's; then nothing of the transaction stands.
"""

import logging
import time
from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

from celery.exceptions import SoftTimeLimitExceeded
from django.core.exceptions import PermissionDenied
from django.db.models import F, QuerySet
from django.db.models.functions import Least

from branches import clock, origin
from branches.files import store
from branches.jobs import claims, kinds
from branches.jobs import steps as jobs_steps
from branches.jobs.kinds import Kind
from branches.models import Job, User
from branches.refusals import Refusal

logger = logging.getLogger(__name__)

BUDGET = 120.0
"""Seconds after which a run takes nothing new: far enough from the time limit for the longest job."""

Handler = Callable[[Job], None]
_handlers: dict[str, Handler] = {}


class Stopped(Exception):
    """The job was cancelled, or has ended."""


class TakenOver(Stopped):
    """The job is another worker's by now."""


def handle(kind: Kind, handler: Handler) -> None:
    """Say who does this kind of work; called where the tasks are declared."""
    _handlers[kind.name] = handler


def work(queue: str) -> int:
    """Do what waits in this queue; how many jobs were taken up."""
    until, taken = time.monotonic() + BUDGET, 0
    waiting = Job.objects.filter(queue=queue, kind__in=list(_handlers), cancelled_at=None, finished_at=None)
    while time.monotonic() < until and (job := claims.next_free(waiting)):
        run(job)
        taken += 1
    return taken


def at_once(job: Job) -> None:
    """Do a short one while the person waits, unless a worker was quicker."""
    if claims.claim(Job.objects.filter(pk=job.pk), job):
        run(job)


def begun(kind: Kind, title: str, payload: Mapping[str, Any], *, lines: int, by: User) -> Job:
    """Have a table of so many lines dealt with: a short one now, a longer one by a worker. As it then is."""
    is_short = lines <= kinds.LINES_AT_ONCE
    job = jobs_steps.ask(kind, title, payload, total=lines, by=by, is_begun=is_short)
    if is_short:
        run(job)
        job.refresh_from_db()
    return job


def run(job: Job) -> None:
    """Do one claimed job. What goes wrong is said on its row; the log has the rest."""
    try:
        with origin.asked_from(job.address, number=f"job-{job.pk}", user=job.by_id):
            _handlers[job.kind](job)
    except Stopped:
        logger.info("Job %s was stopped", job.pk)
    except SoftTimeLimitExceeded:
        raise
    except Refusal as refused:
        _fail(job, "".join(refused.reasons))
    except PermissionDenied:
        _fail(job, "您现在没有办理这件事的权限。")
    except Exception as error:  # whatever a handler may raise, the other jobs go on
        logger.exception("Job %s could not be done", job.pk)
        _fail(job, f"程序出错（{type(error).__name__}），请联系系统管理员。")


def proceed(job: Job, done: int) -> None:
    """`done` of `total` are done. Counts the attempts anew: only what kills its worker again and again ends a job."""
    now = clock.now()
    if not _mine(job).update(done=Least(done, F("total")), claimed_at=now, attempts=0):
        raise _why_not(job)
    job.claimed_at = now


def measure(job: Job, total: int) -> None:
    """How much there is to do, where only the worker finds out."""
    job.total = max(total, 1)
    if not _mine(job).update(total=job.total):
        raise _why_not(job)


def finish(job: Job, *, outcome: str = "", leads_to: str = "", file: str = "") -> None:
    """The job is done: what came of it, the page on which it goes on, the file."""
    ended = {"outcome": outcome[:300], "leads_to": leads_to, "file": file}
    if not _mine(job).update(done=F("total"), finished_at=clock.now(), **ended):
        raise _why_not(job)


def deliver(job: Job, ending: str, content: bytes, *, outcome: str = "") -> None:
    """Done, with a file under a name that nobody finds by counting; no file stays of a job that is another's by now."""
    name = store.put(f"jobs/{job.pk}-{uuid4().hex}.{ending}", content)
    try:
        finish(job, outcome=outcome, file=name)
    except Stopped:
        store.drop(name)
        raise


def _why_not(job: Job) -> Stopped:
    is_open = Job.objects.filter(pk=job.pk, cancelled_at=None, finished_at=None).exists()
    return TakenOver() if is_open else Stopped()


def _fail(job: Job, why: str) -> None:
    _mine(job).update(failure=why[:300], finished_at=clock.now())


def _mine(job: Job) -> "QuerySet[Job]":
    return Job.objects.filter(pk=job.pk, claimed_at=job.claimed_at, cancelled_at=None, finished_at=None)
