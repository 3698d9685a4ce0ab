"""Many processes at the lists of one year, on a database of their own: `python -m tests.support.processes.racing '{…}'`.

Everything goes through the real steps. The processes are forked, meet at a barrier, act at random from a recorded seed,
and report; the last line of the output is one JSON object of what they did and what the database then holds.
"""

import json
import multiprocessing
import random
import sys
import time
from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import Any

import django
from django.conf import settings

if not settings.configured:
    django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import PermissionDenied
from django.db import connection, connections, models
from django.db.models import F

from branches import clock
from branches.models import Branch, Unit
from branches.permissions import Role
from evaluation import advance as door
from evaluation.cases import locks
from evaluation.models import Candidacy, Cycle, RecommendationList, Seat, Transition
from evaluation.procedure.lives import HOLDS_SEAT
from evaluation.recommendation.steps import list as list_steps
from evaluation.vocabulary import CycleState, State
from tests.support import factories, guards
from tests.support.processes import random_moves

EXPECTED = (door.Refused, PermissionDenied)


@dataclass(frozen=True)
class Race:
    """What is to be run. `caps`: one list for each, with ten branches for every place."""

    processes: int = 8
    attempts: int = 10
    seed: int = 1
    caps: list[int] = field(default_factory=lambda: [3])
    kind: str = "recommend"
    guarded: bool = True


@dataclass
class Outcome:
    """What was done, and what the database holds afterwards."""

    did: dict[str, int]
    errors: dict[str, int]
    caps: list[int]
    taken: list[int]
    seats: list[int]
    over: int
    drift: int
    seconds: float


def main(race: Race) -> Outcome:
    with clock.moved_to(factories.IN_JANUARY):
        prepare(race.caps)
        if not race.guarded:
            unguard()
        connections.close_all()
        started = time.monotonic()
        done, over = _run(race)
        return measure(done, over, time.monotonic() - started)


def prepare(caps: list[int]) -> None:
    """A recommending year with assessed cases, and for each list somebody who picks and somebody who verifies."""
    year = factories.cycle(state=CycleState.RECOMMENDING)
    factories.appointed(Role.WORK_COMMITTEE, username="committee")
    factories.appointed(Role.WORK_COMMITTEE, username="second")
    for number, places in enumerate(caps, 1):
        unit = factories.unit(f"市第{number}单位")
        own = factories.recommendation_list(year, unit, base=10 * places)
        factories.deliberated(own, factories.appointed(Role.LEADING_GROUP, unit, username=f"group{unit.pk}"))
        factories.appointed(Role.ORGAN_OFFICER, unit, username=f"officer{unit.pk}")
        branches = Branch.objects.bulk_create(
            Branch(unit=unit, full_name=f"{unit}{n}", short_name=f"第{n}党支部", established_on=year.base_on)
            for n in range(1, 10 * places + 1)
        )
        Candidacy.objects.bulk_create(
            Candidacy(cycle=year, branch=branch, unit=unit, state=State.ASSESSED, since=clock.now())
            for branch in branches
        )


def sessions(count: int) -> dict[str, Any]:
    """Sessions of people signed in who may all pick on the first list, its cases and its address."""
    with clock.moved_to(factories.IN_JANUARY):
        unit = Unit.objects.exclude(kind=Unit.Kind.CITY).earliest("pk")
        people = [factories.appointed(Role.LEADING_GROUP, unit) for _ in range(count)]
    keys = []
    for user in people:
        store = SessionStore()
        store[SESSION_KEY] = str(user.pk)
        store[BACKEND_SESSION_KEY] = "branches.access.Accounts"
        store[HASH_SESSION_KEY] = user.get_session_auth_hash()
        store.create()
        keys.append(store.session_key)
    # The server reads the real clock: the year's last day has to lie ahead of it.
    today = clock.today()
    Cycle.objects.update(
        recommendation_due=today,
        pool_due=today,
        naming_on=today,
        assessment_due=today,
        self_assessment_due=today,
        self_assessment_opens_on=today - timedelta(days=1),
    )
    cases = list(Candidacy.objects.filter(unit=unit).values_list("pk", flat=True))
    return {
        "sessions": keys,
        "cases": cases,
        "path": f"/cycles/{Cycle.objects.get().year}/units/{unit.pk}/recommendation/",
    }


def unguard() -> None:
    """Take away what holds the cap: triggers, the constraint that ties state to seat, and the seat's uniqueness."""
    ties = {one.name: one for one in Candidacy._meta.constraints}
    single = Candidacy._meta.get_field("seat")
    loose = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True)
    loose.set_attributes_from_name("seat")
    loose.model = Candidacy
    with connection.schema_editor() as editor:
        guards.lift()
        editor.remove_constraint(Candidacy, ties["candidacy_seat_iff_recommended"])
        editor.alter_field(Candidacy, single, loose)


def _run(race: Race) -> tuple[Counter[str], int]:
    """Fork, let them go at once, watch from outside until all have ended."""
    context = multiprocessing.get_context("fork")
    start, chosen = context.Barrier(race.processes), context.Barrier(race.processes, timeout=10)
    answers: Any = context.Queue()
    workers = [context.Process(target=_work, args=(race, n, start, chosen, answers)) for n in range(race.processes)]
    for worker in workers:
        worker.start()
    done: Counter[str] = Counter()
    over = 0
    waiting = race.processes
    while waiting:
        over = max(over, overfull())
        connections.close_all()
        while waiting and not answers.empty():
            done += answers.get()
            waiting -= 1
        time.sleep(0.05)
    for worker in workers:
        worker.join()
    return done, max(over, overfull())


def _work(race: Race, number: int, start: Any, chosen: Any, answers: Any) -> None:
    dice = random.Random(f"{race.seed}/{number}")
    done: Counter[str] = Counter()
    recommend = list_steps.recommend
    if not race.guarded:
        vars(locks)["lock_lists"] = lambda case: None
        if connection.vendor == "sqlite":
            # There a transaction already queues whole: the control goes without.
            vars(door)["Life"].make = door.Life.make.__wrapped__  # type: ignore[attr-defined]
            vars(door)["Life"].choose = _together(door.Life.choose, chosen)
            recommend = list_steps.recommend.__wrapped__  # type: ignore[attr-defined]
    start.wait()
    for _ in range(race.attempts):
        act = random_moves.mixed(dice) if race.kind == "mixed" else random_moves.recommend_one
        try:
            done[act(dice, recommend) or "nothing"] += 1
        except EXPECTED as refused:
            done["refused" if isinstance(refused, door.Refused) else "denied"] += 1
        except Exception as error:
            done[f"error: {type(error).__name__}: {str(error).splitlines()[0][:80]}"] += 1
    connections.close_all()
    answers.put(done)


def _together(choose: Any, chosen: Any) -> Any:
    """Everybody has chosen the first move before anybody writes it: without guards the race is lost for certain."""
    waits = iter([chosen.wait])

    def wait_once(*args: Any, **kwargs: Any) -> Any:
        move = choose(*args, **kwargs)
        next(waits, int)()
        return move

    return wait_once


def overfull() -> int:
    """By how many the lists are over their caps, in one statement and so at one instant."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COALESCE(SUM(CASE WHEN held > cap THEN held - cap ELSE 0 END), 0) FROM ("
            "SELECT l.cap, (SELECT COUNT(*) FROM evaluation_candidacy c WHERE c.cycle_id = l.cycle_id"
            " AND c.unit_id = l.unit_id AND c.state IN ('recommended', 'proposed', 'named', 'not_named')) AS held"
            " FROM evaluation_recommendationlist l WHERE l.unit_id IS NOT NULL) AS counted"
        )
        return int(cursor.fetchone()[0])


def measure(done: Counter[str], over: int, seconds: float) -> Outcome:
    lists = list(RecommendationList.objects.exclude(unit=None).order_by("pk"))
    seated = Candidacy.objects.filter(seat__isnull=False)
    unseated = Candidacy.objects.filter(state__in=sorted(HOLDS_SEAT), seat=None)
    drift = seated.exclude(state__in=sorted(HOLDS_SEAT)).count() + unseated.count()
    drift += Candidacy.objects.exclude(version=0).count() - _with_whole_record()
    drift += Seat.objects.filter(number__gt=F("list__cap")).count()
    return Outcome(
        did={name: n for name, n in done.items() if not name.startswith("error")},
        errors={name: n for name, n in done.items() if name.startswith("error")},
        caps=[one.cap for one in lists],
        taken=[Candidacy.objects.filter(unit=one.unit, state__in=sorted(HOLDS_SEAT)).count() for one in lists],
        seats=[Seat.objects.filter(list=one).count() for one in lists],
        over=over,
        drift=drift,
        seconds=round(seconds, 1),
    )


def _with_whole_record() -> int:
    """How many cases have exactly as many records as moves."""
    records = Transition.objects.values("candidacy").annotate(n=models.Count("pk"), top=models.Max("number"))
    counted = {row["candidacy"]: (row["n"], row["top"]) for row in records}
    moved = Candidacy.objects.exclude(version=0).values_list("pk", "version")
    return sum(counted.get(pk) == (version, version) for pk, version in moved)


if __name__ == "__main__":
    asked = json.loads(sys.argv[1])
    if "sessions" in asked:
        with clock.moved_to(factories.IN_JANUARY):
            prepare(asked["caps"])
        answer: Any = sessions(asked["sessions"])
    else:
        answer = asdict(main(Race(**asked)))
    sys.stdout.write(f"{json.dumps(answer)}\n")
