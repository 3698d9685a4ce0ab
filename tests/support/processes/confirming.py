"""Several people confirm one merger at the same instant, on a database of their own: `python -m …confirming`.

Prints one JSON object: how each attempt ended, and what the database then holds.
"""

import json
import multiprocessing
import sys
from typing import Any

import django
from django.conf import settings

if not settings.configured:
    django.setup()

from django.db import connections

from branches import clock
from branches.models import Branch, User
from branches.permissions import Role
from evaluation.advance import Refused
from evaluation.models import Honour, Succession
from evaluation.succession import steps as succession_steps
from evaluation.succession.consequences import outlook
from tests.support import factories

PROCESSES = 4
NAME = ("中共平顶山市财政局综合支部委员会", "综合党支部")


def prepare() -> str:
    """Two branches with a title each, reported to merge into a new one; the option that carries the first."""
    unit = factories.unit("市财政局")
    before = [factories.branch(unit), factories.branch(unit)]
    for branch in before:
        factories.honour(branch)
    officer = factories.appointed(Role.ORGAN_OFFICER, unit)
    one = succession_steps.report(
        unit, "merge", by=officer, before=before, names=[NAME], effective_on=clock.today(), basis="批复1号"
    )
    for _ in range(PROCESSES):
        factories.appointed(Role.WORK_COMMITTEE)
    return outlook(one).options[0].key


def attempt(person: int, choice: str, start: Any, answers: Any) -> None:
    try:
        by, one = User.objects.get(pk=person), Succession.objects.get()
        start.wait()
        succession_steps.confirm(one, by=by, choice=choice)
        answers.put("confirmed")
    except Refused:
        answers.put("refused")
    except Exception as error:
        answers.put(repr(error))
    finally:
        connections.close_all()


def main() -> dict[str, Any]:
    with clock.moved_to(factories.IN_DECEMBER):
        choice = prepare()
        people = list(User.objects.filter(appointments__role=Role.WORK_COMMITTEE.value).values_list("pk", flat=True))
        connections.close_all()
        context = multiprocessing.get_context("fork")
        start, answers = context.Barrier(len(people)), context.Queue()
        workers = [context.Process(target=attempt, args=(pk, choice, start, answers)) for pk in people]
        for worker in workers:
            worker.start()
        ended = sorted(answers.get() for _ in workers)
        for worker in workers:
            worker.join()
    return {
        "ended": ended,
        "born": Branch.objects.filter(short_name=NAME[1]).count(),
        "held": Honour.objects.filter(state="standing").count(),
        "lapsed": Honour.objects.filter(state="lapsed").count(),
    }


if __name__ == "__main__":
    sys.stdout.write(f"{json.dumps(main())}\n")
