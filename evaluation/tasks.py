"""What runs by itself. Each task is thin: the work is done by a function that a command calls as well."""

import logging
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from celery import shared_task
from django.db import transaction

from branches.access import regrant_posts
from evaluation.assessment.steps.team import regrant_teams
from evaluation.documents import queue
from evaluation.integrity import checks
from evaluation.messages.sending import announce as announcing
from evaluation.messages.sending import deliver as delivering
from evaluation.messages.sending import pulse
from evaluation.messages.sending import remind as reminding
from evaluation.vocabulary.messages import Channel

logger = logging.getLogger(__name__)
Work = TypeVar("Work", bound=Callable[..., None])


def _task(**limits: int) -> Callable[[Work], Work]:
    """Celery's own decorator has no types; what it is put on keeps its own."""
    registered: Callable[[Work], Work] = shared_task(**limits)
    return registered


@_task()
@transaction.atomic
def regrant() -> None:
    """Rights follow posts and teams, also those that begin or end today."""
    regrant_posts()
    regrant_teams()


@_task()
def verify() -> None:
    """The records are intact, or the log says loudly that they are not; the anchor goes into the log either way."""
    with suppress(checks.NotIntact):
        pulse.run("verify", _verify)


def _verify() -> int:
    results = checks.check()
    problems = [(result.name, problem) for result in results for problem in result.problems]
    for name, problem in problems:
        logger.critical("Records are not intact (%s): %s", name, problem)
    logger.info("Anchor of the records: %s", checks.anchor())
    if problems:
        raise checks.NotIntact(f"{len(problems)} records")
    return sum(result.count for result in results)


@_task(soft_time_limit=540, time_limit=600)
def typeset() -> None:
    """Documents without a file get one, batches for print are made; what is left after a while waits for the next tick."""
    queue.work()


@_task()
def announce() -> None:
    """Every move is told to whom it concerns."""
    pulse.run("announce", announcing.sweep)


@_task()
def remind() -> None:
    """Once on each working day, everybody is reminded of what he owes."""
    pulse.run_daily("remind", reminding.sweep)


@_task()
def deliver(channel: str) -> None:
    """What waits for a way out leaves by it."""
    pulse.run(f"deliver_{channel}", lambda: delivering.sweep(Channel(channel)))
