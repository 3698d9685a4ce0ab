"""Lists as data: search, filters, sorting, pages and export, all in the URL and all from one declaration.

The rows come in already restricted to what the person may see; nothing here widens them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.urls import reverse
from django_filters import Filter, FilterSet

from branches.pages import exporting
from branches.pages.filters import FilterForm
from branches.spreadsheet import workbook
from branches.templatetags.furniture import MISSING, day, moment

Accessor = str | Callable[[Any], Any]
PAGE_SIZE = 50


@dataclass(frozen=True)
class Column:
    """One column: where its value comes from, how it sorts and looks, and whether page and export have it."""

    label: str
    value: Accessor = ""
    sort: str = ""
    numeric: bool = False
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


@dataclass(frozen=True)
class Heading:
    """A column's head: the link that sorts by it, and which way it is sorted now."""

    column: Column
    query: str = ""
    direction: str = ""


class Listing:
    """Declare a subclass; see the attributes. Two queries a page whatever it shows, one for an export.

    `from_links` names filters that only links set (a unit's number); they are kept, but no input shows them.
    """

    title = "列表"
    search: Sequence[str] = ()
    search_label = "搜索"
    filters: Mapping[str, Filter] = {}
    from_links: Sequence[str] = ()
    columns: Sequence[Column] = ()
    order: Sequence[str] = ()
    nothing = "这里还没有内容。"
    action: tuple[str, str] | None = None

    def __init__(self, request: HttpRequest, rows: QuerySet[Any]) -> None:
        self.request = request
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
        return filterset

    @property
    def words(self) -> str:
        return self.request.GET.get("q", "").strip()[:100]

    @cached_property
    def chosen(self) -> QuerySet[Any]:
        """All rows that match, in order."""
        rows: QuerySet[Any] = self.filterset.qs
        for word in self.words.split():
            rows = rows.filter(_anywhere(self.search, word))
        key = self.sort_key
        order = [key, *self.order] if key else list(self.order)
        return rows.order_by(*order, "pk")

    @property
    def sort_key(self) -> str:
        """The asked-for order, if a column offers it."""
        asked = self.request.GET.get("sort", "")
        return asked if asked.removeprefix("-") in {column.sort for column in self.columns if column.sort} else ""

    @cached_property
    def page(self) -> Page[Any]:
        return Paginator(self.chosen, PAGE_SIZE).get_page(self.request.GET.get("page"))

    @property
    def pages(self) -> list[Any]:
        return list(self.page.paginator.get_elided_page_range(self.page.number, on_each_side=1, on_ends=1))

    @property
    def count(self) -> int:
        return self.page.paginator.count

    @property
    def is_filtered(self) -> bool:
        return bool(self.words or self.filterset.form.changed_data)

    @property
    def action_url(self) -> str:
        return reverse(self.action[1]) if self.action else ""

    @property
    def sorts(self) -> list[tuple[str, str]]:
        """The orders on offer, for where there are no column heads to click."""
        offered = [column for column in self.columns if column.sort]
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
        """The page, or the workbook when the URL asks for one."""
        if self.request.GET.get("export") == "xlsx":
            return self.export()
        return render(self.request, template, {"listing": self, **(context or {})})

    def export(self) -> HttpResponse:
        """Exactly the rows the filters leave, all pages of them."""
        columns = [column for column in self.columns if column.exported]
        rows = [[column.exported_value(row) for column in columns] for row in self.chosen]
        data = workbook.write(self.title, [column.label for column in columns], rows)
        return exporting.spreadsheet(self.request, self.title, data, rows=len(rows))

    def _heading(self, column: Column) -> Heading:
        if not column.sort:
            return Heading(column)
        direction = {column.sort: "ascending", f"-{column.sort}": "descending"}.get(self.sort_key, "")
        query = self.request.GET.copy()
        query["sort"] = f"-{column.sort}" if direction == "ascending" else column.sort
        query.pop("page", None)
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


def _anywhere(fields: Sequence[str], word: str) -> Q:
    found = Q()
    for field in fields:
        found |= Q(**{f"{field}__icontains": word})
    return found
