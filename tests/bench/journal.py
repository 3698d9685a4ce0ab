"""What the journal costs, a row and a transaction, with the triggers and without."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from django.db import connection, transaction

from branches import clock
from branches.journal import queries as journal_queries
from branches.models import AuditEntry
from tests.bench.timing import timed
from tests.support import guards

ROWS_AT_ONCE, ROW_MOST, ACT_MOST = 1000, 0.3, 1.5


def lines() -> Iterator[str]:
    """Comes last: it leaves rows that no line accounts for."""
    with_it = rows_and_transactions()
    start = perf_counter()
    found = journal_queries.problems()
    yield f"Journal: {journal_queries.count():,} lines checked in {perf_counter() - start:.1f} s, {len(found)} wrong."
    with unwatched():
        without = rows_and_transactions()
    row, act = (noted - plain for noted, plain in zip(with_it, without, strict=True))
    yield f"It costs {row:.3f} ms a row (at most {ROW_MOST}), {act:.2f} ms a transaction of three writes (at most {ACT_MOST})."


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
