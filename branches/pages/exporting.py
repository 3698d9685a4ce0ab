"""What leaves the system as a whole: every file with many people or branches in it is written into the audit trail first."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict

from branches import audit
from branches.models import User

VERB = "导出"
_NO_FILTERS = frozenset({"export", "page", "after", "whole", "sort"})


class Rows:
    """Rows on their way into a file, of which nobody knows before how many there are."""

    def __init__(self, rows: Iterable[Sequence[Any]]) -> None:
        self.rows, self.number = rows, 0

    def __iter__(self) -> Iterator[Sequence[Any]]:
        for row in self.rows:
            self.number += 1
            yield row


@dataclass(frozen=True)
class Sheet:
    """A table that is to become a file: called `name` and the day, `total` rows as far as that is known beforehand.

    `rows` are not asked for before the file is made. `title` is the name of the sheet where it is not that of the file.
    """

    name: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Any]]
    total: int
    title: str = ""


class Export(HttpResponse):
    """What a view answers that gives out a table. It makes no file: `branches.jobs.exports` has it made, as a job."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__()
        self.sheet = sheet


def record(request: HttpRequest, name: str, *, rows: int, filters: str | None = None) -> None:
    """Who took out what, chosen how: by the filters in the address, or those of the address it was asked for at."""
    by = request.user if isinstance(request.user, User) else None
    audit.record(VERB, name, by=by, rows=rows, filters=chosen(request.GET) if filters is None else filters)


def chosen(asked: QueryDict) -> str:
    """The filters as they stand in the address."""
    pairs = [f"{key}={value}" for key, value in asked.items() if value and key not in _NO_FILTERS]
    return "，".join(pairs)[:200]
