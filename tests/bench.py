"""What pages and moves cost on a large year, as times and as ratios to what they could cost at the least.

`make bench`, or `BRANCHES=100000 make bench`. Times differ from machine to machine, ratios much less: one column holds a
page against a bare Django view behind the same middleware, the other against bare SQL for the same number of rows.
"""

# ruff: noqa: E402 - Django comes up before its models are imported

import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from time import perf_counter, process_time
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

django.setup()

from django.db import connection, transaction
from django.test import Client
from django.test.utils import setup_test_environment
from django.urls import reverse

from branches import clock
from branches.accounts.demo import ACCOUNTS
from branches.journal import queries as journal_queries
from branches.models import AuditEntry, Unit, User
from evaluation.advance import advance
from evaluation.messages.sending import remind as reminding
from evaluation.models import Candidacy, Cycle
from evaluation.vocabulary import Action, CycleState, State
from tests.plugins.databases import ROOT, digest, makers, template
from tests.support import guards, many

BRANCHES = int(os.environ.get("BRANCHES", "3000"))
PEOPLE = int(os.environ.get("PEOPLE", "100000"))
KEPT = ROOT / ".cache" / "bench"
RUNS, MOVES = 15, 200
ROWS_AT_ONCE, ROW_MOST, ACT_MOST = 1000, 0.3, 1.5
ROWS = """
SELECT * FROM evaluation_candidacy c
JOIN branches_branch b ON b.id = c.branch_id
JOIN branches_unit u ON u.id = c.unit_id
WHERE c.cycle_id = %s ORDER BY c.unit_id, c.branch_id LIMIT %s
"""


def main() -> None:
    setup_test_environment()
    logging.disable(logging.CRITICAL)
    start = perf_counter()
    years()
    say(f"{connection.vendor}, {BRANCHES:,} branches, 3 years, there in {perf_counter() - start:.0f} s\n")
    pages()
    moves()
    reminders()
    journal()


def years() -> None:
    """Large years, kept until tomorrow, or until a migration or the seeds change; this process works on them."""
    KEPT.mkdir(parents=True, exist_ok=True)
    size = f"{connection.vendor}-{BRANCHES}"
    kept = KEPT / f"{size}-{clock.today()}-{digest([*makers(), ROOT / 'evaluation' / 'seeds'])}"
    for old in set(KEPT.glob(f"{size}-*")) - {kept}:
        old.unlink()
    seeded = ("seed_scale", f"--units={max(2, BRANCHES // 10)}", f"--branches={BRANCHES}", "--years=3")
    made = template(f"bench_{BRANCHES}", ("migrate", "--verbosity", "0"), seeded, kept=kept)
    connection.settings_dict["NAME"] = made.database
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def pages() -> None:
    cycle = Cycle.objects.get(state=CycleState.RECOMMENDING)
    home = Unit.objects.exclude(kind=Unit.Kind.CITY).earliest("pk")
    case = Candidacy.objects.filter(cycle=cycle, unit=home, state=State.ASSESSED).first()
    assert case
    committee = signed_in("work_committee")
    bare = timed(partial(committee.get, reverse("evaluation:live")))
    say(f"{'':<34}{'ms':>8}{'× bare view':>14}{'× bare SQL':>14}")
    say(f"{'bare view':<34}{bare:>8.1f}")
    all_cases = {"cycle": str(cycle.year)}
    for name, url, rows in (
        ("cases, 50 rows", reverse("evaluation:candidacy_list"), 50),
        ("branches, 50 rows", reverse("branches:branches"), 50),
        ("units, 50 rows", reverse("branches:units"), 50),
        ("titles, 50 rows", reverse("evaluation:honours"), 50),
        ("progress, 50 of all units", reverse("evaluation:cycle_progress", args=[cycle.year]), BRANCHES),
        ("case file", reverse("evaluation:case", args=[case.pk]), 0),
        ("who is urged, 100 people a page", reverse("evaluation:nudge"), 100),
        ("reminders, 100 people a page", reverse("evaluation:reminders_preview"), 100),
        ("board of a unit", reverse("evaluation:recommendation_board", args=[cycle.year, home.pk]), 20),
    ):
        sought = all_cases if "candidacies" in url and url.endswith("candidacies/") else {}
        line(
            name,
            timed(partial(committee.get, url, sought)),
            bare,
            bare_sql(cycle, rows) if rows else 0,
        )
    for account in ACCOUNTS:
        client = signed_in(account.username)
        line(f"home of {account.username}", timed(partial(client.get, "/")), bare)


def moves() -> None:
    """Through the door, one transaction each: out of the race and back into it."""
    drafts = list(Candidacy.objects.filter(state=State.DRAFT).select_related("branch")[: MOVES // 2])
    people = {
        user.appointments.get().branch_id: user for user in User.objects.filter(appointments__branch__isnull=False)
    }
    start, made = perf_counter(), 0
    for case in drafts:
        for action in (Action.NOT_APPLY, Action.RESUME):
            advance(case, action, by=people[case.branch_id], note="支部今年先打基础。")
            made += 1
    say(f"\n{made} moves through advance: {made / (perf_counter() - start):.0f} a second, by one process")


def journal() -> None:
    """What a row costs and what a transaction, with the triggers and without. Comes last: it leaves rows unnoted."""
    with_it = rows_and_transactions()
    start = perf_counter()
    found = journal_queries.problems()
    say(f"\n{journal_queries.count():,} lines checked in {perf_counter() - start:.1f} s, {len(found)} wrong")
    with unwatched():
        without = rows_and_transactions()
    row, act = (noted - plain for noted, plain in zip(with_it, without, strict=True))
    say(f"journal: {row:.3f} ms a row (≤ {ROW_MOST}), {act:.2f} ms a transaction of three writes (≤ {ACT_MOST})")


def rows_and_transactions() -> list[float]:
    """Milliseconds: for each of many rows in one transaction, and for a transaction of three writes."""

    def many_rows() -> None:
        AuditEntry.objects.bulk_create(AuditEntry(verb="x", subject="x", at=clock.now()) for _ in range(ROWS_AT_ONCE))

    def three_writes() -> None:
        with transaction.atomic():
            for _ in range(3):
                AuditEntry.objects.create(verb="x", subject="x", at=clock.now())

    return [timed(many_rows) / ROWS_AT_ONCE, timed(three_writes)]


@contextmanager
def unwatched() -> Iterator[None]:
    """Without the triggers and without acts, as if there were no journal."""
    guards.lift()
    naming = connection.execute_wrappers.pop(0)
    yield
    connection.execute_wrappers.insert(0, naming)
    guards.restore()


def reminders() -> None:
    """Everybody at once, on the day when every secretary of a large province is a week from the deadline."""
    asked = many.make(PEOPLE)
    resident, sizes = many.resident(), []
    plain = reminding._remind

    def watched(people: Any) -> int:
        told = plain(people)
        sizes.append(many.resident())
        return told

    reminding._remind = watched
    start, busy = perf_counter(), process_time()
    with clock.moved_to(asked):
        told = reminding.sweep()
    took, busy = perf_counter() - start, process_time() - busy
    say(f"\n{told:,} people reminded in {took:.0f} s, {busy:.0f} s of them at work")
    say(f"resident: {resident} MB before, {sizes[len(sizes) // 10]} MB after a tenth, {max(sizes)} MB at most")


def signed_in(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client


def timed(act: Callable[[], object]) -> float:
    """Milliseconds, the best of some runs after a first one: what else the machine does is left out."""
    act()
    times = []
    for _ in range(RUNS):
        start = perf_counter()
        act()
        times.append((perf_counter() - start) * 1000)
    return min(times)


def bare_sql(cycle: Cycle, rows: int) -> float:
    def fetch() -> None:
        with connection.cursor() as cursor:
            cursor.execute(ROWS, [cycle.pk, rows])
            cursor.fetchall()

    return timed(fetch)


def line(name: str, time: float, bare: float, sql: float = 0) -> None:
    say(f"{name:<34}{time:>8.1f}{time / bare:>14.1f}" + (f"{time / sql:>14.1f}" if sql else ""))


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
