"""Files of any number of rows: a part of them in memory at a time, and the same rows in the same order whatever the part."""

import io
import weakref
from collections.abc import Callable, Iterator
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from branches.models import AuditEntry, Branch, User
from branches.pages import paging
from branches.people.exchange import template
from branches.permissions import Role
from branches.register import exchange
from branches.spreadsheet import workbook
from tests.support import factories


class Row(list[Any]):
    """One that can be watched."""


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Callable[[], tuple[Iterator[Row], list[int]]]:
    """Fifty rows, and how many of them were in memory whenever one more was taken."""
    monkeypatch.setattr(workbook, "MEASURED", 5)

    def make() -> tuple[Iterator[Row], list[int]]:
        alive: weakref.WeakValueDictionary[int, Row] = weakref.WeakValueDictionary()
        seen: list[int] = []

        def rows() -> Iterator[Row]:
            for number in range(50):
                row = Row([number, f"第{number}支部"])
                alive[number] = row
                seen.append(len(alive))
                yield row

        return rows(), seen

    return make


def test_no_more_rows_are_in_memory_than_the_widths_are_measured_by(watched: Any) -> None:
    rows, seen = watched()
    book = openpyxl.load_workbook(io.BytesIO(workbook.write("表", ["号", "支部"], rows)))
    assert [row[0].value for row in list(book.active)[1:]] == list(range(50))
    assert max(seen) <= workbook.MEASURED + 2


def test_a_list_of_them_would_be_noticed(watched: Any) -> None:
    """The twin."""
    rows, seen = watched()
    workbook.write("表", ["号", "支部"], list(rows))
    assert max(seen) == 50


@pytest.fixture
def people(db: None) -> None:
    """Units with more and fewer branches than a part has, secretaries with one post, with two and with none."""
    for number in range(4):
        unit = factories.unit(f"第{number}局")
        factories.appointed(Role.ORGAN_OFFICER, unit, name=f"专干{number}")
        for other in range(number):
            own = factories.branch(unit, f"{other}支部", secretary_name="刘继")
            if other:
                secretary = factories.appointed(Role.SECRETARY, own, name=f"书记{number}{other}", own_branch=own)
                factories.access.grant(secretary, Role.LEADING_GROUP, unit, starts_on=factories.IN_DECEMBER, by=None)
        factories.person(f"无职{number}")


def everything() -> list[Any]:
    return [
        list(exchange.rows_of(Branch.objects.all())),
        list(template.rows_of(User.objects.all())),
        list(template.template_rows()),
    ]


@pytest.mark.parametrize("size", [1, 2, 3])
def test_the_parts_are_the_whole_in_its_order(people: None, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    whole = everything()
    assert min(map(len, whole)) > 5
    monkeypatch.setattr(paging, "AT_ONCE", size)
    monkeypatch.setattr(template, "BATCH", size)
    assert everything() == whole


@pytest.mark.parametrize("url_name", ["branches:people_export", "branches:people_template", "branches:register_export"])
def test_the_trail_says_how_many_rows_left(people: None, client: Client, system_admin: User, url_name: str) -> None:
    client.force_login(system_admin)
    answer = client.get(reverse(url_name))
    book = openpyxl.load_workbook(io.BytesIO(answer.content), read_only=True)
    entry = AuditEntry.objects.filter(verb="导出").latest("pk")
    assert entry.detail["rows"] == len(list(book.active.iter_rows())) - 1 > 5
