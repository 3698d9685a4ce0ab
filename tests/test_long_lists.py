"""Every list that somebody can open, as if it were longer than lists are counted."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from branches.accounts.demo import ACCOUNTS
from branches.models import User
from branches.pages import paging, tables
from branches.pages.tables import Listing

FEW = 4


@pytest.fixture
def lists(db: None) -> list[tuple[Client, str, Listing]]:
    """(client, address, list) of each list with more than a few rows, for the first account that may open it."""
    call_command("seed_scale", units=6, branches=40, years=3)
    found: dict[str, tuple[Client, str, Listing]] = {}
    for account in ACCOUNTS:
        client = Client()
        client.force_login(User.objects.get(username=account.username))
        for address in set(_addresses()) - found.keys():
            answer = client.get(address, follow=True)
            listing = answer.context and answer.context.get("listing")
            if answer.status_code == 200 and isinstance(listing, Listing) and listing.count > FEW:
                found[address] = client, answer.request["PATH_INFO"], listing
    return list(found.values())


def _addresses() -> Iterator[str]:
    """Of every page that needs no number."""
    for space, (_, resolver) in get_resolver().namespace_dict.items():
        for name in {name for name in resolver.reverse_dict if isinstance(name, str)}:
            try:
                yield reverse(f"{space}:{name}")
            except NoReverseMatch:
                continue


def test_each_row_comes_once_and_what_is_ordered_by_stands_in_the_table(
    lists: list[tuple[Client, str, Listing]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "COUNTED", FEW)
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
