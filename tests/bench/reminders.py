"""How long it takes two workers to remind everybody, and how much memory."""

import os
from collections.abc import Iterator
from datetime import date
from time import perf_counter, process_time
from typing import Any, NamedTuple

from django.db import connection

from branches import clock
from evaluation.messages.sending import remind as reminding
from tests.bench.moves import FORKED
from tests.support import many

PEOPLE = int(os.environ.get("PEOPLE", "100000"))
WORKERS, MOST = 2, 60


class Share(NamedTuple):
    """What one worker did: people told, seconds at work, and megabytes held at first, after a tenth and at most."""

    told: int
    busy: float
    sizes: tuple[int, int, int]


def lines() -> Iterator[str]:
    """Everybody at once, on the day when every secretary of a large province is a week from the deadline."""
    day = many.make(PEOPLE)
    connection.close()
    shares: Any = FORKED.Queue()
    workers = [FORKED.Process(target=remind, args=(part, day, shares)) for part in range(WORKERS)]
    start = perf_counter()
    for one in workers:
        one.start()
    found = [shares.get() for _ in workers]
    took = perf_counter() - start
    for one in workers:
        one.join()
    told, busy = sum(one.told for one in found), sum(one.busy for one in found)
    seconds = f"{took:.0f} s" if took <= MOST else f"**{took:.0f} s**"
    yield f"{told:,} people reminded by {WORKERS} workers in {seconds} (at most {MOST}), each {busy / WORKERS:.0f} s at work."
    first, tenth, most = max((one.sizes for one in found), key=max)
    yield f"Resident in the larger of them: {first} MB before, {tenth} MB after a tenth, {most} MB at most."


def remind(part: int, day: date, shares: Any) -> None:
    first, sizes = many.resident(), []
    plain = reminding._remind

    def watched(people: Any) -> int:
        told = plain(people)
        sizes.append(many.resident())
        return told

    reminding._remind = watched
    busy = process_time()
    with clock.moved_to(day):
        told = reminding.sweep(part, WORKERS)
    shares.put(Share(told, process_time() - busy, (first, sizes[len(sizes) // 10], max(sizes))))
