"""How many moves a second go through the one door, each in a transaction of its own with all rules, locks and the journal.

By one process and by two, while PostgreSQL forces every commit to the disk, as on a real site. A person who moves a case
on and back again is asked for his rights once.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import cycle as round_and_round
from multiprocessing import get_context
from time import perf_counter
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import psycopg2
from django.db import connection
from django.db.models import Exists, OuterRef

from branches import access
from branches.models import User
from branches.permissions import Role
from branches.queries import in_force
from evaluation.advance import Refused, advance
from evaluation.cases.columns import handed_in
from evaluation.models import Candidacy, Cycle, RecommendationList, Seat
from evaluation.vocabulary import Action, CycleState, ListState, State
from scripts.measurements import table
from tests.plugins.databases import SERVER
from tests.support import factories

CASES, SECONDS = 200, 3
FORKED = get_context("fork")
HEADINGS = ("moves a second, fsync on", "one process", "two processes", "at least")


class There(NamedTuple):
    """A case that somebody moves on and back again."""

    case: Candidacy
    by: User
    actions: tuple[Action, Action]

    def and_back(self) -> int:
        access.forget(self.by)
        for action in self.actions:
            advance(self.case, action, by=self.by, note="支部今年先打基础。")
        return len(self.actions)


def lines() -> Iterator[str]:
    year = Cycle.objects.get(state=CycleState.RECOMMENDING)
    kinds = (("out of the race and back", plain(year), 300), ("onto a seat and off it", seated(year), 200))
    with durable():
        yield table(HEADINGS, [measured(*kind) for kind in kinds])
        yield f"\nTwo processes that only put one number into a table commit it {bare():.0f} times a second."


def plain(year: Cycle) -> list[There]:
    lists = RecommendationList.objects.filter(cycle=OuterRef("cycle"), unit=OuterRef("unit"))
    drafts = Candidacy.objects.filter(~Exists(handed_in(lists)), state=State.DRAFT, cycle=year)[:CASES]
    secretaries = in_force().filter(branch__in=[case.branch_id for case in drafts]).select_related("user")
    people = {post.branch_id: post.user for post in secretaries}
    return [There(case, people[case.branch_id], (Action.NOT_APPLY, Action.RESUME)) for case in drafts]


def seated(year: Cycle) -> list[There]:
    """One case of each list with a free seat, its meeting held. What the door refuses in an attempt is left out."""
    free = Seat.objects.filter(list=OuterRef("pk"), holder=None)
    lists = RecommendationList.objects.filter(Exists(free), cycle=year, unit__isnull=False, state=ListState.OPEN)
    groups = in_force().filter(role=Role.LEADING_GROUP, unit__in=lists.values("unit")).select_related("user")
    people = {post.unit_id: post.user for post in groups}
    found = []
    for one in lists[:CASES]:
        for case in Candidacy.objects.filter(cycle=year, unit=one.unit_id, state=State.ASSESSED)[:1]:
            there = There(case, people[one.unit_id], (Action.RECOMMEND, Action.UNRECOMMEND))
            if not one.deliberations.exists():
                factories.deliberated(one, there.by)
            try:
                there.and_back()
            except Refused:
                continue
            found.append(there)
    return found


def measured(name: str, cases: Sequence[There], least: int) -> tuple[str, ...]:
    alone, both = (a_second([one.and_back for one in cases], processes) for processes in (1, 2))
    return name, f"{alone:.0f}", f"{both:.0f}" if both >= least else f"**{both:.0f}**", f"{least}"


def bare() -> float:
    """What the disk allows."""

    def commit() -> int:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO bare VALUES (1)")
        return 1

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bare (number integer)")
    found = a_second([commit, commit], 2)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE bare")
    return found


def a_second(acts: Sequence[Callable[[], int]], processes: int) -> float:
    """Of all processes together, each with acts of its own."""
    connection.close()
    ready, rates = FORKED.Barrier(processes), FORKED.Queue()
    running = [FORKED.Process(target=go, args=(acts[n::processes], ready, rates)) for n in range(processes)]
    for one in running:
        one.start()
    found = [rates.get() for _ in running]
    for one in running:
        one.join()
    return sum(found)


def go(acts: Sequence[Callable[[], int]], ready: Any, rates: Any) -> None:
    """The first comes before the clock starts: it has the SQL written."""
    acts[0]()
    ready.wait()
    start, made = perf_counter(), 0
    for act in round_and_round(acts):
        made += act()
        if (took := perf_counter() - start) > SECONDS:
            break
    connection.close()
    rates.put(made / took)


@contextmanager
def durable() -> Iterator[None]:
    """What is committed from here on is forced to the disk, which the server of the tests leaves out."""
    superuser = urlsplit(SERVER)._replace(
        netloc=f"postgres@{urlsplit(SERVER).netloc.rpartition('@')[2]}", path="/postgres"
    )
    with closing(psycopg2.connect(superuser.geturl())) as server, closing(server.cursor()) as asked:
        server.autocommit = True
        try:
            for name in ("fsync", "full_page_writes", "synchronous_commit"):
                asked.execute(f"ALTER SYSTEM SET {name} = on")
            asked.execute("SELECT pg_reload_conf()")
            yield
        finally:
            asked.execute("ALTER SYSTEM RESET ALL")
            asked.execute("SELECT pg_reload_conf()")
