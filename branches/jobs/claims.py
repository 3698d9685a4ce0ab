"""Rows that wait for a worker: of all who see one free, one gets it, and it is free again once that one has died."""

from typing import Any, TypeVar

from django.db.models import F, Model, Q, QuerySet

from branches import clock
from branches.models import job as jobs

Row = TypeVar("Row", bound=Model)


def next_free(waiting: "QuerySet[Row]") -> Row | None:
    """The next row that nobody is at, now claimed. Those that failed before come last, and after a pause."""
    free = Q(claimed_at=None) | Q(claimed_at__lt=clock.now() - jobs.CLAIM)
    while row := waiting.filter(free, attempts__lt=jobs.ATTEMPTS).order_by("attempts", "pk").first():
        if claim(waiting.filter(pk=row.pk), row):
            return row
    return None


def claim(rows: "QuerySet[Any]", row: Any, *, is_asked_for: bool = False) -> bool:
    """Compare and set; `row` then carries the claim. A person's wish does not wait for the pause."""
    if is_asked_for and _is_busy(row):
        return False
    now = clock.now()
    unchanged = rows.filter(attempts=row.attempts, claimed_at=row.claimed_at)
    if not unchanged.update(claimed_at=now, attempts=F("attempts") + 1, failure=""):
        return False
    row.claimed_at, row.attempts = now, row.attempts + 1
    return True


def _is_busy(row: Any) -> bool:
    return row.claimed_at is not None and row.claimed_at > clock.now() - jobs.CLAIM and not row.failure
