"""Chains of records, recomputed: numbered without a gap, each beginning where the last ended and covering its digest."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from evaluation.cases.records import digest

CHUNK = 2000


@dataclass
class Result:
    """One check: its name, how many things it looked at, and what is wrong, a line each."""

    name: str
    count: int = 0
    problems: list[str] = field(default_factory=list)

    def add(self, problems: list[str]) -> "Result":
        self.problems += problems
        return self


def check(found: Result, records: QuerySet[Any], owners: QuerySet[Any], owner: str, start: str) -> Result:
    """Hold the records of every owner against each other and against the owner's own state and version.

    `owner` is both the name of the records' foreign key and what a problem calls it; `start` is the state at birth.
    """
    ends: dict[int, tuple[int, str, str]] = {}
    first, key = (0, start, ""), f"{owner}_id"
    word = {"candidacy": "case", "reinspection": "re-inspection"}[owner]
    for row in stream(records.order_by(key, "number")):
        found.count += 1
        pk = getattr(row, key)
        number, state, previous = ends.get(pk, first)
        name = f"{word} {pk}, move {row.number}"
        if row.number != number + 1:
            found.problems.append(f"{name}: follows move {number}")
        if row.before != state:
            found.problems.append(f"{name}: begins at {row.before}, the {word} was {state}")
        if row.digest != digest(row, previous):
            found.problems.append(f"{name}: the digest is not that of its words")
        ends[pk] = (row.number, row.after, row.digest)
    for pk, version, state in stream(owners.order_by("pk").values_list("pk", "version", "state")):
        number, after, _ = ends.get(pk, first)
        if version != number:
            found.problems.append(f"{word} {pk}: counts {version} moves, {number} are on record")
        if state != after:
            found.problems.append(f"{word} {pk}: is {state}, its last move ended at {after}")
    return found


def heads(records: QuerySet[Any], owner: str) -> list[tuple[int, str]]:
    """The last digest of every chain, by owner."""
    found: dict[int, str] = {}
    for pk, mark in stream(records.order_by(f"{owner}_id", "number").values_list(f"{owner}_id", "digest")):
        found[pk] = mark
    return sorted(found.items())


def stream(rows: QuerySet[Any]) -> Iterator[Any]:
    return rows.iterator(chunk_size=CHUNK)
