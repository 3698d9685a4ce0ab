"""What runs by itself. Each task is thin: the work is done by a function that a command calls as well."""

import logging
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from celery import shared_task
from django.db import transaction

from branches.access import regrant_posts
from branches.accounts.sign_ins import steps as sign_ins_steps
from branches.journal import steps as journal_steps
from evaluation.assessment.steps.team import regrant_teams
from evaluation.casefile import steps as casefile_steps
from evaluation.cycle import unused
from evaluation.documents import queue, renditions
from evaluation.drafting import samples
from evaluation.honours import booklet
from evaluation.honours.steps import importing as importing_steps
from evaluation.honours.steps import looking as looking_steps
from evaluation.integrity import anchors, checks
from evaluation.issued import comparing, package
from evaluation.letters import unissued
from evaluation.messages.sending import accounts, administrators, lists, pulse, teams
from evaluation.messages.sending import announce as announcing
from evaluation.messages.sending import deliver as delivering
from evaluation.messages.sending import remind as reminding
from evaluation.phone import steps as phone_steps
from evaluation.progress import counting
from evaluation.scoring import steps as sheet_steps
from evaluation.vacancies import steps as vacancies_steps
from evaluation.vocabulary.messages import Channel
from evaluation.workdays import steps as workdays_steps

KINDS = (
    queue.PRINT,
    renditions.RENDITION,
    booklet.KIND,
    looking_steps.HONOURS.looking,
    importing_steps.IMPORT,
    workdays_steps.HOLIDAYS.looking,
    workdays_steps.IMPORT,
    comparing.KIND,
    package.KIND,
    samples.SAMPLE,
    unissued.KIND,
    casefile_steps.UNIT_FORMS,
)
"""Whoever does these kinds of jobs is registered with them, where they are imported."""

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
def tidy() -> None:
    """What has served its time goes: sessions, records of signing in, numbers of saves, what nobody took from a telephone."""
    pulse.run("tidy", lambda: sign_ins_steps.tidy() + sheet_steps.tidy() + phone_steps.tidy())


@_task()
def verify() -> None:
    """The records are intact, or the log says loudly that they are not."""
    with suppress(checks.NotIntact):
        pulse.run("verify", _verify)


def _verify() -> int:
    results = checks.check()
    problems = [(result.name, problem) for result in results for problem in result.problems]
    for name, problem in problems:
        logger.critical("Records are not intact (%s): %s", name, problem)
    if problems:
        raise checks.NotIntact(f"{len(problems)} records")
    return sum(result.count for result in results)


@_task()
def chain() -> None:
    """Every act that is finished gets its place in the chain."""
    pulse.run("chain", journal_steps.chain)


@_task()
def anchor() -> None:
    """The head of the chain goes where nobody who rules the database takes it back: into the log, daily to the audit."""
    logger.info("Anchor of the records: %s", anchors.anchor())
    pulse.run_daily("anchor", lambda: administrators.tell_anchor(anchors.anchor()))


@_task(soft_time_limit=540, time_limit=600)
def typeset() -> None:
    """Documents without a file get one, batches for print are made; what is left after a while waits for the next tick."""
    queue.work()


@_task()
def announce() -> None:
    """Every move is told to whom it concerns, of accounts to their owners, of teams and lists to their people."""
    pulse.run("announce", lambda: announcing.sweep() + accounts.sweep() + teams.sweep() + lists.sweep())


@_task()
def count_progress() -> None:
    """How far units are is counted again where something has changed."""
    pulse.run("count_progress", counting.count_again)


@_task()
def look_for_vacancies() -> None:
    """Where nobody may act is written down for whoever can help."""
    pulse.run("look_for_vacancies", vacancies_steps.look)


@_task()
def put_to_sleep() -> None:
    """Accounts that nobody uses sleep."""
    pulse.run("put_to_sleep", unused.put_to_sleep)


@_task()
def remind(part: int, parts: int) -> None:
    """Once on each working day, everybody is reminded of what he owes; each call reminds those of one part."""
    pulse.run_daily(f"remind_{part}_of_{parts}", lambda: reminding.sweep(part, parts))


@_task()
def deliver(channel: str) -> None:
    """What waits for a way out leaves by it."""
    pulse.run(f"deliver_{channel}", lambda: delivering.sweep(Channel(channel)))
