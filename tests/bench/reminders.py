"""How long it takes to remind everybody, and how much memory."""

import os
from collections.abc import Iterator
from time import perf_counter, process_time
from typing import Any

from branches import clock
from evaluation.messages.sending import remind as reminding
from tests.support import many

PEOPLE = int(os.environ.get("PEOPLE", "100000"))


def lines() -> Iterator[str]:
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
    yield f"{told:,} people reminded in {took:.0f} s, {busy:.0f} s of them at work."
    yield f"Resident: {resident} MB before, {sizes[len(sizes) // 10]} MB after a tenth, {max(sizes)} MB at most."
