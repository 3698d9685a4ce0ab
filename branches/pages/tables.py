"""Lists as data: search, filters, sorting, pages and export, all in the URL and all from one declaration.

The rows come in already restricted to what the person may see; nothing here widens them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.urls import reverse
from django_filters import Filter, FilterSet

from branches.pages import exporting, paging
from branches.pages.exporting import Sheet
from branches.pages.filters import FilterForm, choose_or_seek
from branches.pages.paging import Paged
from branches.search.rows import matching
from branches.templatetags.furniture import MISSING, day, moment

A_WORD = 4
"""So many characters are not broken over two lines."""
Accessor = str | Callable[[Any], Any]


@dataclass(frozen=True)
class Column:
    """One column: where its value comes from, how it sorts and looks, and whether page and export have it.

    `whole`: a value stands on one line, as a telephone number does.
    """

    label: str
    value: Accessor = ""
    sort: str = ""
    numeric: bool = False
    whole: bool = False
    status: bool = False
    url: Callable[[Any], str] | None = None
    export: Accessor | None = None
    template: str = ""
    exported: bool = True
    shown: bool = True

    def read(self, row: Any) -> Any:
        return _read(self.value, row)

    def exported_value(self, row: Any) -> Any:
        value = _read(self.export or self.value, row)
        return getattr(value, "label", value)


@dataclass(frozen=True)
class Cell:
    """One value of one row, ready for the template."""

    column: Column
    value: Any
    url: str = ""
    html: str = ""

    @property
    def text(self) -> str:
        """As the page shows it; dates with their weekday, nothing as a dash."""
        if self.value is None or self.value == "":
            return MISSING
        if isinstance(self.value, bool):
            return "是" if self.value else "否"
        if hasattr(self.value, "hour"):
            return moment(self.value)
        if hasattr(self.value, "weekday"):
            return day(self.value)
        if self.column.numeric and isinstance(self.value, int):
            return f"{self.value:,}"
        return str(self.value)

    @property
    def breaks(self) -> str:
        """Chinese may break anywhere: a word stands on one line, a day may go on with its weekday on the next."""
        if self.column.whole or (not self.html and len(self.text) <= A_WORD):
            return "text-nowrap"
        return "a-day" if hasattr(self.value, "weekday") else ""


@dataclass(frozen=True)
class Heading:
    """A column's head: the link that sorts by it, and which way it is sorted now."""

    column: Column
    query: str = ""
    direction: str = ""


class Listing(Paged):
    """Declare a subclass; see the attributes. Two queries a page whatever it shows, three where the list is long.

    `from_links` names filters that only links set (a unit's number); they are kept, but no input shows them. `given`
    names those that the page sets by itself where nobody does (the year that runs).
    `long_order` takes the place of `order` where more rows match than are counted: columns of the table itself, in one
    direction, which an index has.
    """

    title = "列表"
    search: Sequence[str] = ()
    search_label = "搜索"
    filters: Mapping[str, Filter] = {}
    from_links: Sequence[str] = ()
    given: Sequence[str] = ()
    columns: Sequence[Column] = ()
    order: Sequence[str] = ()
    long_order: Sequence[str] = ()
    nothing = "这里还没有内容。"
    is_exported = True
    action: tuple[str, str] | None = None

    def __init__(self, request: HttpRequest, rows: QuerySet[Any]) -> None:
        self.request, self.asked = request, request.GET
        self.everything = rows

    @cached_property
    def filterset(self) -> FilterSet:
        meta = type("Meta", (), {"model": self.everything.model, "fields": [], "form": FilterForm})
        made: type[FilterSet] = type("Filters", (FilterSet,), {"Meta": meta, **self.filters})
        filterset = made(self.request.GET, queryset=self.everything, request=self.request)
        for name, field in filterset.form.fields.items():
            if name in self.from_links:
                field.widget = forms.HiddenInput()
            elif isinstance(field.widget, forms.SelectMultiple):
                field.widget = forms.CheckboxSelectMultiple(choices=field.choices)
            elif isinstance(field, forms.ModelChoiceField):
                choose_or_seek(field)
        return filterset

    @cached_property
    def matching(self) -> QuerySet[Any]:
        """All rows that match, in no order."""
        return matching(self.filterset.qs, self.words, self.search)

    @cached_property
    def order_now(self) -> list[str]:
        if self.is_long:
            return paging.with_number(self.long_order)
        key = self.sort_key
        return paging.with_number([key, *self.order] if key else self.order)

    @cached_property
    def sort_key(self) -> str:
        """The asked-for order, if a column offers it and the list is not too long."""
        asked = self.request.GET.get("sort", "")
        offered = {column.sort for column in self.columns if column.sort}
        return asked if asked.removeprefix("-") in offered and not self.is_long else ""

    @property
    def is_filtered(self) -> bool:
        return bool(self.words or self.filterset.form.changed_data)

    @property
    def is_worth_filtering(self) -> bool:
        """Not where one row is shown that nobody has looked for, or there is no other one at all; a complaint is shown."""
        if self.count > 1 or self.filterset.form.errors:
            return True
        if not self.is_filtered:
            return False
        looked_for = self.words or set(self.filterset.form.changed_data) - set(self.given)
        is_alone = self.count == 1 and not looked_for
        return not is_alone and self.everything.order_by().values("pk")[:2].count() > 1

    @property
    def action_url(self) -> str:
        return reverse(self.action[1]) if self.action else ""

    @property
    def sorts(self) -> list[tuple[str, str]]:
        """The orders on offer, for where there are no column heads to click."""
        offered = [column for column in self.columns if column.sort and not self.is_long]
        return [
            pair for c in offered for pair in ((c.sort, f"{c.label}（升序）"), (f"-{c.sort}", f"{c.label}（降序）"))
        ]

    @cached_property
    def headings(self) -> list[Heading]:
        return [self._heading(column) for column in self.columns if column.shown]

    @cached_property
    def rows(self) -> list[list[Cell]]:
        return [[self._cell(column, row) for column in self.columns if column.shown] for row in self.page]

    def response(
        self, template: str = "components/list_page.html", context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The page, or the table for a workbook when the URL asks for one."""
        if self.request.GET.get("export") == "xlsx":
            return self.export()
        return render(self.request, template, {"listing": self, **(context or {})})

    def export(self) -> HttpResponse:
        """Exactly the rows the filters leave, all pages of them; none is read before the file is made."""
        columns = [column for column in self.columns if column.exported]
        keys = list(self.chosen.values_list("pk", flat=True))
        rows = ([column.exported_value(row) for column in columns] for row in paging.each(self.fetched, keys))
        return exporting.Export(Sheet(self.title, [column.label for column in columns], rows, len(keys)))

    def _heading(self, column: Column) -> Heading:
        if not column.sort or self.is_long:
            return Heading(column)
        direction = {column.sort: "ascending", f"-{column.sort}": "descending"}.get(self.sort_key, "")
        query = self.request.GET.copy()
        query["sort"] = f"-{column.sort}" if direction == "ascending" else column.sort
        query.pop("page", None), query.pop("after", None)
        return Heading(column, f"?{query.urlencode()}", direction)

    def _cell(self, column: Column, row: Model) -> Cell:
        html = get_template(column.template).render({"row": row, "request": self.request}) if column.template else ""
        return Cell(column, "" if column.template else column.read(row), column.url(row) if column.url else "", html)


def _read(accessor: Accessor, row: Any) -> Any:
    """Follow a dotted path, calling what can be called; a missing link gives None."""
    if callable(accessor):
        return accessor(row)
    value = row
    for name in accessor.split("."):
        if value is None:
            return None
        value = value.get(name) if isinstance(value, Mapping) else getattr(value, name)
        if callable(value) and not isinstance(value, type):
            value = value()
    return value
