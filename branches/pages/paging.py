"""Pages of a list at the same price however long the list is.

Rows are counted up to a bound, and as far as that pages have numbers; from there on one page follows the other, each
found by the last row of the one before it. Of a list that is longer, or whose lines show what is fetched apart, the
numbers of a page's rows are fetched first and then those rows alone, so that what a line shows is worked out for no other.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import F, IntegerField, Model, QuerySet, Subquery
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from django.http import QueryDict

from branches.incoming.numbers import number

Row = TypeVar("Row", bound=Model)
Fetch = Callable[[Sequence[int]], list[Any]]
"""The rows with these numbers, in the order of the numbers, with what their lines show."""

PAGE_SIZE = 50
AT_ONCE = 1000
COUNTED, COUNTED_IN_SEARCH = 1000, 200
"""So far a list is counted and pages have numbers: up to there it is sorted as one likes."""


class NumberedPages(Paginator):  # type: ignore[type-arg] # it takes none while it runs
    """The pages of `matching`, at most `most` rows of it; `fetch` says what their lines show, if need be of a short list, too."""

    def __init__(self, matching: QuerySet[Any], fetch: Fetch, most: int, size: int | None, *, is_apart: bool) -> None:
        super().__init__(matching.order_by("pk"), size or PAGE_SIZE)
        self.matching, self.fetch, self.most, self.is_apart = matching, fetch, most, is_apart

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

    def of(self, chosen: QuerySet[Any]) -> "NumberedPages":
        """The same rows in their order."""
        self.object_list = chosen
        return self

    def _get_page(self, part: Any, number: Any, pages: Any) -> Page[Any]:
        by_number = self.is_more or self.is_apart
        return Page(self.fetch(list(part.values_list("pk", flat=True))) if by_number else list(part), number, self)


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


class Paged(ABC):
    """The pages of a list, and which of them is `asked` for: whoever inherits says of which rows and in what order."""

    asked: QueryDict
    everything: QuerySet[Any]
    """All rows there are."""
    size: int | None = None
    """Rows a page, as far as pages have numbers; None: as many as elsewhere."""
    is_apart = False
    """Whether its lines show what `matching` does not have: what `fetched` says of them."""
    is_exported = False
    """Whether the page gives its rows out as a file, too."""

    @property
    @abstractmethod
    def matching(self) -> QuerySet[Any]:
        """The rows of the list, in no order."""

    @property
    def words(self) -> str:
        """That are sought."""
        return self.asked.get("q", "").strip()[:100]

    @property
    def is_asked_whole(self) -> bool:
        """Whether all rows are wanted at once: whoever prints a list wants the list."""
        return "whole" in self.asked

    @property
    def is_whole(self) -> bool:
        return self.is_asked_whole and not self.is_long

    @cached_property
    def too_many(self) -> int:
        """How many rows there are where they are wanted at once and are more than that."""
        return self.matching.order_by().values("pk").count() if self.is_asked_whole and self.is_long else 0

    @property
    def most(self) -> int:
        """So many are counted."""
        return COUNTED_IN_SEARCH if self.words and not self.is_asked_whole else COUNTED

    @property
    @abstractmethod
    def order_now(self) -> list[str]:
        """Columns; of a long list its own ones in one direction, the number last."""

    @property
    def chosen(self) -> QuerySet[Any]:
        """All rows that match, in order."""
        return self.matching.order_by(*self.order_now)

    def fetched(self, keys: Sequence[int]) -> list[Any]:
        """The rows with these numbers, in the order of the numbers, with what their lines show."""
        return fetched(self.everything, keys)

    @cached_property
    def numbered(self) -> NumberedPages:
        pages = NumberedPages(self.matching, self.fetched, self.most, self.size, is_apart=self.is_apart)
        if self.is_asked_whole and not pages.is_more:
            pages.per_page = pages.most
        return pages

    @property
    def is_long(self) -> bool:
        """Whether more rows match than are counted."""
        return self.numbered.is_more

    @property
    def count(self) -> int:
        """Of the rows that match, as far as they are counted."""
        return self.numbered.count

    @cached_property
    def page(self) -> Page[Any] | FurtherPage:
        last = number(self.asked.get("after"))
        behind = last and self.is_long and self._further(last)
        return behind or self.numbered.of(self.chosen).get_page(self.asked.get("page"))

    def _further(self, last: int) -> FurtherPage | None:
        """The rows behind the one with the number `last`, which may have left the list; None where no such row is.

        The order of a long list is that of columns of the table itself, all in one direction, the number last.
        """
        names = [name.removeprefix("-") for name in self.order_now]
        place = self.everything.order_by().filter(pk=last).values_list(*names).first()
        if place is None:
            return None
        behind = TupleLessThan if self.order_now[0].startswith("-") else TupleGreaterThan
        rows = self.matching.filter(behind(Tuple(*map(F, names)), place)).order_by(*self.order_now)
        keys = list(rows.values_list("pk", flat=True)[: PAGE_SIZE + 1])
        return FurtherPage(self.fetched(keys[:PAGE_SIZE]), keys[PAGE_SIZE - 1] if len(keys) > PAGE_SIZE else None)

    @property
    def pages(self) -> list[Any]:
        """Their numbers, as the pager shows them; none on a page that has none itself."""
        if self.page.number is None:
            return []
        return list(self.numbered.get_elided_page_range(self.page.number, on_each_side=1, on_ends=1))

    @property
    def last_row(self) -> int | None:
        """Of a page behind which rows are left that are on no page with a number."""
        page = self.page
        if isinstance(page, FurtherPage):
            return page.last
        return page.object_list[-1].pk if self.is_long and not page.has_next() else None


class Kept:
    """The pages of rows that are in memory already, all of them on one where they are asked for as a whole."""

    def __init__(self, rows: Sequence[Any], asked: QueryDict) -> None:
        self.is_whole = "whole" in asked
        self.numbered = Paginator(rows, max(len(rows), 1) if self.is_whole else PAGE_SIZE)
        self.page = self.numbered.get_page(asked.get("page"))
        self.pages = list(self.numbered.get_elided_page_range(self.page.number))


def fetched(rows: QuerySet[Row], keys: Sequence[int]) -> list[Row]:
    """Those of `rows` with these numbers, in the order of the numbers."""
    by_key = {row.pk: row for row in rows.order_by().filter(pk__in=keys)} if keys else {}
    return [by_key[key] for key in keys if key in by_key]


def each(fetch: Fetch, keys: Sequence[int]) -> Iterator[Any]:
    """The rows with these numbers, so many in memory at a time.

    The database is asked anew for each part: a cursor that stays open would need a connection of its own.
    """
    for start in range(0, len(keys), AT_ONCE):
        yield from fetch(keys[start : start + AT_ONCE])


def batches(rows: QuerySet[Row], size: int) -> Iterator[list[Row]]:
    """All of them in the order of their numbers, a batch in memory at a time."""
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:size]):
        yield batch
        last = batch[-1].pk


@dataclass(frozen=True)
class SoMany:
    """How many rows there are, as far as lists are counted; in words 12个, or 1,000个以上."""

    count: int
    is_more: bool

    @classmethod
    def of(cls, rows: QuerySet[Any]) -> "SoMany":
        return cls.from_number(rows.order_by().values("pk")[: COUNTED + 1].count())

    @classmethod
    def of_each(cls, one: QuerySet[Any], **rows: QuerySet[Any]) -> dict[str, "SoMany"]:
        """Of several lists at once, in a query for `one` row, whatever it is."""
        numbers = {name: _Number(some.order_by().values("pk")[: COUNTED + 1]) for name, some in rows.items()}
        return {name: cls.from_number(found) for name, found in one.values(**numbers).get().items()}

    @classmethod
    def from_number(cls, found: int) -> "SoMany":
        return cls(min(found, COUNTED), found > COUNTED)

    def __bool__(self) -> bool:
        return self.count > 0

    @property
    def measure(self) -> str:
        """What stands behind the number."""
        return "个以上" if self.is_more else "个"

    def __str__(self) -> str:
        return f"{self.count:,}{self.measure}"


class _Number(Subquery):
    """Of the rows of a query, as a column of another."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()
    empty_result_set_value = 0


def with_number(order: Sequence[str]) -> list[str]:
    """The order with the number of the row at its end, in the direction of what stands before it."""
    last = order[-1] if order else "pk"
    if last.removeprefix("-") in ("pk", "id"):
        return list(order) or ["pk"]
    return [*order, "-pk" if last.startswith("-") else "pk"]
