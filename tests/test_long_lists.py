"""Every list that somebody can open, as if it were longer than lists are counted."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from branches.pages import paging
from branches.pages.tables import Listing
from evaluation.progress.views.units import Units
from tests.plugins.databases import ROOT
from tests.support.lists import OpenList, every_list

FEW = 4
TEMPLATES = ROOT / "templates"


@pytest.fixture
def lists(db: None) -> list[OpenList]:
    call_command("seed_scale", units=6, branches=40, years=3)
    return every_list(FEW)


def test_each_row_comes_once_and_what_is_ordered_by_stands_in_the_table(
    lists: list[OpenList], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "COUNTED", FEW)
    monkeypatch.setattr(paging, "PAGE_SIZE", FEW // 2)
    assert len({type(listing) for *_, listing in lists}) > 8
    for client, address, whole in lists:
        columns = {field.name for field in whole.everything.model._meta.concrete_fields if not field.null}
        columns |= {f"{name}_id" for name in columns} | {"pk"}
        assert {name.removeprefix("-") for name in whole.long_order} <= columns, type(whole)
        assert len({name.startswith("-") for name in whole.long_order}) <= 1, type(whole)
        assert list(_walked(client, address, whole)) == [row.pk for row in whole.matching.order_by(*_order(whole))], (
            address
        )


def test_whoever_prints_a_list_gets_all_of_it_at_the_price_of_a_page(
    lists: list[OpenList], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "PAGE_SIZE", FEW // 2)
    monkeypatch.setattr(Units, "size", None)
    for client, address, listing in lists:
        own = listing.request.GET.dict()
        with CaptureQueriesContext(connection) as page:
            first = client.get(address, own)
        with CaptureQueriesContext(connection) as whole:
            answer = client.get(address, own | {"whole": "1"})
        assert "打印全部" in first.content.decode(), address
        shown = answer.context["listing"]
        assert [row.pk for row in shown.page] == [row.pk for row in listing.chosen], address
        assert not shown.page.has_other_pages(), address
        assert "data-print" in answer.content.decode() and "打印全部" not in answer.content.decode(), address
        # What to show instead is asked once more where any of the cases hides its last move.
        assert len(whole) <= len(page) + (address == reverse("evaluation:candidacy_list")), address


def test_what_is_too_long_to_print_says_how_long_it_is_and_leads_to_the_export(
    lists: list[OpenList], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "COUNTED", FEW)
    for client, address, listing in lists:
        answer = client.get(address, listing.request.GET.dict() | {"whole": "1"})
        text = answer.content.decode()
        assert f"共{listing.matching.count():,}条，一次最多打印{FEW}条" in text, address
        assert "export=xlsx" in text and "data-print" not in text, address
        assert len(list(answer.context["listing"].page)) == FEW, address


def test_every_page_with_a_pager_prints_the_whole_but_those_that_look_at_people_page_by_page() -> None:
    """What each of those owes is asked for a page of people alone; 催办 has a print of its own."""
    texts = {path: path.read_text() for path in TEMPLATES.rglob("*.html")}
    paged = {path.name for path, text in texts.items() if "components/pager.html" in text}
    printed = {path.name for path, text in texts.items() if "components/whole.html" in text}
    assert paged - printed == {"nudge.html", "preview.html"}


def _order(whole: Listing) -> list[str]:
    return paging.with_number(whole.long_order)


def _walked(client: Client, address: str, whole: Listing) -> Iterator[Any]:
    """The numbers of the rows from the first page on, as 下一页 leads."""
    asked: dict[str, Any] | None = {}
    while asked is not None:
        listing = client.get(address, whole.request.GET.dict() | asked).context["listing"]
        yield from (row.pk for row in listing.page)
        if listing.page.number and listing.page.has_next():
            asked = {"page": listing.page.next_page_number()}
        else:
            asked = {"after": listing.last_row} if listing.last_row else None
