"""Two people sign a list at the same instant at which it changes: `python -m tests.support.processes.cosigning`.

Reads one JSON object: `pairs` and `guarded`. Each pair has a list of two, frozen; at once one signs for each body, one
changes the list and one proclaims. In every other round a name is put on, and whoever proclaims waits for that alone; in
the others one is taken off: at once, at the instant at which the list is signed, or too late. Prints how each round ended,
and whether anybody was named on a list that had changed.
"""

import json
import multiprocessing
import sys
import time
from collections.abc import Callable
from multiprocessing.synchronize import Event
from typing import Any, NamedTuple

import django
from django.conf import settings

if not settings.configured:
    django.setup()

from django.core.exceptions import PermissionDenied
from django.db import connections

from branches import clock
from branches.models import User
from branches.permissions import Role
from branches.refusals import Refusal
from evaluation.advance import advance
from evaluation.decision import signing
from evaluation.decision import steps as decision_steps
from evaluation.models import Candidacy, Cycle, Decision, DecisionVersion, RecommendationList
from evaluation.vocabulary import Action, CycleState, ListState, State
from tests.support import factories

FORKS = multiprocessing.get_context("fork")
PATIENCE = 60
OF_A_ROUND = 3
"""Branches: two on the list, and one that is put on it."""


TAKEN_OFF = ({}, {"change": "department", "proclaim": "department"}, {"change": "proclaim"})
"""What begins when something else has ended, in turn."""


class Cast(NamedTuple):
    committee: User
    department: User
    secretary: User
    officer: User
    assessor: User
    leading_group: User


def prepare(pairs: int) -> tuple[Cast, list[int]]:
    """As many branches as all lists together take, each evaluated by both bodies."""
    cycle, unit = factories.cycle(), factories.unit("市财政局")
    home = factories.branch(unit, "机关党支部")
    people = Cast(
        factories.appointed(Role.WORK_COMMITTEE, own_branch=factories.branch()),
        factories.appointed(Role.ORGANISATION_DEPARTMENT, own_branch=factories.branch()),
        factories.person("王书记"),
        factories.appointed(Role.ORGAN_OFFICER, unit, own_branch=home),
        factories.person("钱考核", own_branch=home),
        factories.appointed(Role.LEADING_GROUP, unit, own_branch=home),
    )
    Cycle.objects.filter(pk=cycle.pk).update(state=CycleState.RECOMMENDING)
    cycle.refresh_from_db()
    own = factories.recommendation_list(cycle, unit, base=10 * OF_A_ROUND * pairs)
    cases = [factories.fresh(factories.candidacy(cycle, factories.branch(unit))) for _ in range(OF_A_ROUND * pairs)]
    cases = [factories.applied(case, factories.appointed(Role.SECRETARY, case.branch)) for case in cases]
    cases = [factories.assessed(case, people.officer, people.assessor) for case in cases]
    factories.deliberated(own, people.leading_group)
    for case in cases:
        factories.recommended(case, people.leading_group)
        factories.evaluated(case, people.committee, people.department)
    RecommendationList.objects.filter(pk=own.pk).update(state=ListState.SUBMITTED, submitted_at=clock.now())
    return people, [case.pk for case in cases]


def tried(work: Callable[[], object]) -> str:
    try:
        work()
    except (Refusal, PermissionDenied):
        return "refused"
    except Exception as error:
        return repr(error)
    return "done"


def together(acts: dict[str, Callable[[], object]], ended: dict[str, Event], waits: dict[str, str]) -> dict[str, Any]:
    """Each act in a process of its own, all at one instant; one that waits begins when the other has ended.

    For each how it ended, and when by the machine's clock it began and ended.
    """
    start, answers = FORKS.Barrier(len(acts)), FORKS.Queue()

    def live(name: str) -> None:
        start.wait(PATIENCE)
        if name in waits:
            ended[waits[name]].wait(PATIENCE)
        began = time.monotonic()
        word = tried(acts[name])
        answers.put((name, [word, began, time.monotonic()]))
        ended[name].set()
        connections.close_all()

    connections.close_all()
    workers = [FORKS.Process(target=live, args=(name,)) for name in acts]
    for worker in workers:
        worker.start()
    found = dict(answers.get(timeout=PATIENCE) for _ in workers)
    for worker in workers:
        worker.join()
    return found


def a_round(people: Cast, cases: list[int], number: int) -> dict[str, Any]:
    """What became of one list; `stale` is whether it was carried out though it had changed before."""
    on_it, further = cases[:-1], cases[-1]
    for pk in on_it:
        advance(Candidacy.objects.get(pk=pk), Action.PROPOSE, by=people.committee)
    version = decision_steps.freeze(Cycle.objects.get(), by=people.committee)
    is_put_on = number % 2 == 1
    ended = {name: FORKS.Event() for name in ("committee", "department", "change", "proclaim")}

    def proclaim() -> None:
        """Both are about to sign: whoever waits for them asks again, until nobody does anything any more."""
        decision = Decision.objects.get(pk=version.decision_id)
        while True:
            is_last = is_put_on or all(ended[name].is_set() for name in ("committee", "department", "change"))
            try:
                decision_steps.proclaim(decision, by=people.committee, document_number=f"平组通〔2027〕{number}号")
                return
            except Refusal:
                if is_last:
                    raise
                time.sleep(0.01)

    def change() -> None:
        case = Candidacy.objects.get(pk=further if is_put_on else on_it[-1])
        action = Action.PROPOSE if is_put_on else Action.RETRACT
        advance(case, action, by=people.committee, note="再议。")

    found = together(
        {
            "committee": lambda: decision_steps.sign(version, by=people.committee),
            "department": lambda: decision_steps.sign(version, by=people.department),
            "change": change,
            "proclaim": proclaim,
        },
        ended,
        waits={"proclaim": "change"} if is_put_on else TAKEN_OFF[number // 2 % 3],
    )
    return {name: word for name, (word, _, _) in found.items()} | stale(version, cases, found)


def stale(version: DecisionVersion, cases: list[int], found: dict[str, Any]) -> dict[str, Any]:
    named = set(Candidacy.objects.filter(pk__in=cases, state=State.NAMED).values_list("pk", flat=True))
    listed = {row["candidacy"] for row in DecisionVersion.objects.get(pk=version.pk).rows}
    changed_before = found["change"][0] == "done" and found["change"][2] <= found["proclaim"][1]
    return {"named": len(named), "stale": bool(named) and (changed_before or named != listed)}


def main() -> dict[str, Any]:
    asked = json.loads(sys.stdin.read())
    if not asked["guarded"]:
        signing.Standing.is_cosigned = property(lambda self: True)  # type: ignore[assignment, method-assign]
        decision_steps.signing.standing = lambda version: signing.Standing(version, True, {})  # type: ignore[assignment]
    with clock.moved_to(factories.IN_JANUARY):
        people, cases = prepare(asked["pairs"])
        rounds = []
        for number in range(asked["pairs"]):
            rounds.append(a_round(people, cases[OF_A_ROUND * number :][:OF_A_ROUND], number))
            for case in Candidacy.objects.filter(pk__in=cases, state=State.PROPOSED):
                advance(case, Action.RETRACT, by=people.committee, note="下一轮。")
        return {"rounds": rounds}


if __name__ == "__main__":
    sys.stdout.write(f"{json.dumps(main())}\n")
