"""Every list that somebody can open, as if it were longer than lists are counted."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from branches.pages import paging
from branches.pages.tables import Listing
from tests.support.lists import every_list

FEW = 4


def test_each_row_comes_once_and_what_is_ordered_by_stands_in_the_table(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    call_command("seed_scale", units=6, branches=40, years=3)
    lists = every_list(FEW)
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
