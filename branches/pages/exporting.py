"""What leaves the system as a whole: every file with many people or branches in it is written into the audit trail first."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict

from branches import audit, clock
from branches.models import User
from branches.spreadsheet import workbook

VERB = "导出"


class Rows:
    """Rows on their way into a file, of which nobody knows before how many there are."""

    def __init__(self, rows: Iterable[Sequence[Any]]) -> None:
        self.rows, self.number = rows, 0

    def __iter__(self) -> Iterator[Sequence[Any]]:
        for row in self.rows:
            self.number += 1
            yield row


def spreadsheet(request: HttpRequest, name: str, data: bytes, *, rows: int) -> HttpResponse:
    """`data` as a download called `name` and the day; `rows` is how many lines are in it."""
    record(request, name, rows=rows)
    return workbook.response(f"{name}{clock.today():%Y%m%d}", data)


def record(request: HttpRequest, name: str, *, rows: int) -> None:
    """Who took out what, chosen how."""
    by = request.user if isinstance(request.user, User) else None
    audit.record(VERB, name, by=by, rows=rows, filters=_chosen(request.GET))


def _chosen(asked: QueryDict) -> str:
    """The filters as they stand in the address."""
    pairs = [f"{key}={value}" for key, value in asked.items() if value and key not in {"export", "page", "sort"}]
    return "，".join(pairs)[:200]
