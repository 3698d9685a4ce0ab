"""A list and a home page cost the same in a city and in a country: what PostgreSQL looks at, for each there is.

By `make soak`, in years of 20,000 and of 100,000 branches.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from branches import clock
from branches.accounts.demo import ACCOUNTS
from tests.bench.pages import signed_in
from tests.plugins.databases import ON_POSTGRESQL
from tests.plugins.soak import Measured
from tests.support import large
from tests.support.buffers import Reads, reads
from tests.support.guards import rule
from tests.support.lists import OpenList, every_list

MOST, MOST_OF_A_BOARD = 1100, 2500
"""Blocks of 8 KB, in all queries of a page together."""
BOARDS = frozenset({"reinspections"})
"""Lists whose lines show what everybody has done, as those of naming and pool do."""
MOST_QUERIES = 15
LONG, FEWEST = 1000, 5
Lists = list[OpenList]
pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(not ON_POSTGRESQL, reason="blocks are counted on PostgreSQL"),
]


@pytest.fixture
def lists(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Lists]:
    """Those that are long in years of so many branches."""
    with django_db_blocker.unblock(), large.years(request.param), clock.moved_to(datetime.now(clock.SHANGHAI)):
        yield every_list(LONG - 1)


@pytest.mark.parametrize("lists", [20_000], indirect=True)
def test_no_list_grows_with_its_table_and_without_its_index_one_does(lists: Lists) -> None:
    assert len(lists) > FEWEST
    assert dict(dear(lists)) == {}
    with without("candidacy_by_unit"):
        grown = list(dear(lists))
    assert any("/candidacies/" in page for page, _ in grown)


@pytest.mark.parametrize("lists", [20_000], indirect=True)
def test_no_home_grows_with_the_city_and_without_its_indexes_one_does(lists: Lists) -> None:
    assert dear_homes() == {}
    with without("list_given_back", "candidacy_own_assessment"):
        assert dear_homes().keys() == {"work_committee"}


@pytest.mark.figure(28, "a page of any list among 100,000 branches: at most 1,100 blocks, of a board 2,500")
@pytest.mark.parametrize("lists", [100_000], indirect=True)
def test_no_list_is_dear_among_a_hundred_thousand_branches(lists: Lists, measured: Measured) -> None:
    assert len(lists) > FEWEST
    assert dict(dear(lists)) == {}
    assert dear_homes() == {}
    measured(f"{len(lists)} lists, the dearest page {max(blocks for _, blocks, _ in costs(lists)):,}")


@contextmanager
def without(*indexes: str) -> Iterator[None]:
    with transaction.atomic():
        rule(*(f"DROP INDEX {index}" for index in indexes), "ANALYZE evaluation_candidacy")
        yield
        transaction.set_rollback(True)


def dear_homes() -> dict[str, Reads]:
    """Of every account, the second time: what is looked up for good has been looked up."""
    found = {}
    for account in ACCOUNTS:
        client = signed_in(account.username)
        client.get("/")
        found[account.username] = reads(partial(client.get, "/"))
    return {who: seen for who, seen in found.items() if seen.buffers > MOST or seen.count > MOST_QUERIES}


def dear(lists: Lists) -> list[tuple[str, int]]:
    return [(page, blocks) for page, blocks, most in costs(lists) if blocks > most]


def costs(lists: Lists) -> Iterator[tuple[str, int, int]]:
    """Of the first page, of the last that has a number, and of the one behind it; each with what it may cost."""
    for client, address, listing in lists:
        own = listing.request.GET.dict()
        last = {"page": str(listing.numbered.num_pages)}
        behind = client.get(address, own | last).context["listing"].last_row
        for asked in ({}, last, {"after": str(behind)} if behind else {}):
            seen = reads(partial(client.get, address, own | asked))
            most = MOST_OF_A_BOARD if BOARDS & set(address.split("/")) else MOST
            yield f"{address} {asked} {seen.dearest}", seen.buffers, most
