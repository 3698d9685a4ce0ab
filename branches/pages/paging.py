"""Pages of a list at the same price however long the list is.

Rows are counted up to a bound, and as far as that pages have numbers; from there on one page follows the other, each
found by the last row of the one before it. Of a list that is longer the numbers of a page's rows are fetched first and
then those rows alone, so that what a line shows is worked out for no other.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import F, Model, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan

Row = TypeVar("Row", bound=Model)

PAGE_SIZE = 50
AT_ONCE = 1000


class NumberedPages(Paginator):  # type: ignore[type-arg] # it takes none while it runs
    """The pages of `matching`, at most `most` rows of it; `rows` are all that there are, with what their lines show."""

    def __init__(self, matching: QuerySet[Any], rows: QuerySet[Any], most: int) -> None:
        super().__init__(matching.order_by("pk"), PAGE_SIZE)
        self.matching, self.rows, self.most = matching, rows, most

    @cached_property
    def found(self) -> int:
        """How many there are, or one more than `most`."""
        return self.matching.order_by().values("pk")[: self.most + 1].count()

    @cached_property
    def count(self) -> int:
        return min(self.found, self.most)

    @property
    def is_more(self) -> bool:
        """Whether rows are left behind the last page that has a number."""
        return self.found > self.most

    def in_order(self, order: Sequence[str]) -> "NumberedPages":
        self.object_list = self.matching.order_by(*order)
        return self

    def _get_page(self, part: Any, number: Any, pages: Any) -> Page[Any]:
        rows = fetched(self.rows, list(part.values_list("pk", flat=True))) if self.is_more else list(part)
        return Page(rows, number, self)


@dataclass(frozen=True)
class FurtherPage:
    """A page behind all that have numbers; `last` is the number of its last row where more rows follow."""

    object_list: list[Any]
    last: int | None
    has_other_pages = True
    number = None

    def __iter__(self) -> Any:
        return iter(self.object_list)

    def __len__(self) -> int:
        return len(self.object_list)


def further(matching: QuerySet[Any], rows: QuerySet[Any], order: Sequence[str], last: int) -> FurtherPage | None:
    """The rows behind the one with the number `last`, which may have left the list; None where no such row is.

    `order` names columns of the table itself, all in one direction, the number last.
    """
    names = [name.removeprefix("-") for name in order]
    place = rows.order_by().filter(pk=last).values_list(*names).first()
    if place is None:
        return None
    behind = TupleLessThan if order[0].startswith("-") else TupleGreaterThan
    found = matching.filter(behind(Tuple(*map(F, names)), place)).order_by(*order).values_list("pk", flat=True)
    keys = list(found[: PAGE_SIZE + 1])
    return FurtherPage(fetched(rows, keys[:PAGE_SIZE]), keys[PAGE_SIZE - 1] if len(keys) > PAGE_SIZE else None)


def fetched(rows: QuerySet[Any], keys: Sequence[int]) -> list[Model]:
    """Those of `rows` with these numbers, in the order of the numbers."""
    by_key = {row.pk: row for row in rows.order_by().filter(pk__in=keys)} if keys else {}
    return [by_key[key] for key in keys if key in by_key]


def each(rows: QuerySet[Any], keys: Sequence[int]) -> Iterator[Any]:
    """Those of `rows` with these numbers, in the order of the numbers, so many in memory at a time.

    The database is asked anew for each part: a cursor that stays open would need a connection of its own.
    """
    for start in range(0, len(keys), AT_ONCE):
        yield from fetched(rows, keys[start : start + AT_ONCE])


def batches(rows: QuerySet[Row], size: int) -> Iterator[list[Row]]:
    """All of them in the order of their numbers, a batch in memory at a time."""
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:size]):
        yield batch
        last = batch[-1].pk


def with_number(order: Sequence[str]) -> list[str]:
    """The order with the number of the row at its end, in the direction of what stands before it."""
    last = order[-1] if order else "pk"
    if last.removeprefix("-") in ("pk", "id"):
        return list(order) or ["pk"]
    return [*order, "-pk" if last.startswith("-") else "pk"]
