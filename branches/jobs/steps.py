"""Asks for work, and takes the wish back."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.db import transaction

from branches import clock, origin
from branches.jobs.kinds import Kind
from branches.jobs.waking import wake
from branches.models import Job, User
from branches.refusals import Conflict


def ask(kind: Kind, title: str, payload: Mapping[str, Any], *, total: int, by: User, is_begun: bool = False) -> Job:
    """Put work into the queue, at the commit of the transaction that is open. `total` counts what is to be done.

    Neither fails nor waits where the broker is away: beat finds the row. What `is_begun` is claimed by whoever asks,
    who does it at once: no worker is called, and one takes it over only if that process dies.
    """
    job = Job.objects.create(
        kind=kind.name,
        queue=kind.queue,
        title=title[:100],
        payload=dict(payload),
        total=max(total, 1),
        by=by,
        at=clock.now(),
        address=origin.address(),
        claimed_at=clock.now() if is_begun else None,
        attempts=int(is_begun),
    )
    if is_begun:
        return job
    transaction.on_commit(partial(wake, kind.queue), robust=True)
    return job


def cancel(job: Job, *, by: User) -> None:
    """Stop one's own job; the worker notices at its next step."""
    waiting = Job.objects.filter(pk=job.pk, by=by, finished_at=None, cancelled_at=None)
    if not waiting.update(cancelled_at=clock.now()):
        raise Conflict("任务刚刚已经结束，没有可取消的。")
