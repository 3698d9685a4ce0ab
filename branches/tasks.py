"""What runs by itself in this app, and who does which kind of job."""

from collections.abc import Callable

from celery import shared_task

from branches.jobs import working
from branches.jobs.exports import EXPORT
from branches.people.exchange.looking import PEOPLE
from branches.people.exchange.steps import IMPORT
from branches.register.importing import IMPORT as IMPORT_REGISTER
from branches.register.looking import REGISTER

KINDS = (EXPORT, PEOPLE.looking, IMPORT, REGISTER.looking, IMPORT_REGISTER)
"""Whoever does these kinds is registered with them, where they are imported."""

_task: Callable[[Callable[[str], None]], Callable[[str], None]] = shared_task(soft_time_limit=540, time_limit=600)


@_task
def work(queue: str) -> None:
    """What was asked for in this queue is done; what is left after a while waits for the next tick."""
    working.work(queue)
