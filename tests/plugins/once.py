"""What the tests of a module look at, built once: each works in a savepoint, and what it does is taken back."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from branches import clock
from branches.journal import acts
from branches.journal.acts import Acting
from evaluation.workdays import workdays
from tests.support import factories

Once = Callable[[Callable[[], object]], None]


@pytest.fixture(scope="module")
def once(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Once]:
    """Build in December 2026 what stands until the module ends: `once(lambda: call_command("seed_scale"))`.

    Its constraints are checked and its act is sealed, as if it had been committed. Files are not taken back.
    """

    def build(make: Callable[[], object]) -> None:
        cache.clear()
        workdays.forget()
        with clock.moved_to(factories.IN_DECEMBER):
            make()
            acts.seal()
        connection.check_constraints()

    with django_db_blocker.unblock(), transaction.atomic():
        yield build
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def no_act_goes_on(request: pytest.FixtureRequest) -> Iterator[None]:
    """An act that a test began there is gone with its lines, and the next one begins its own."""
    yield
    if "once" in request.fixturenames:
        cast(Acting, connection).act = ""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Nobody finds standing there what he has not asked for: he comes before it."""
    order: dict[Path, int] = {}
    for item in items:
        order.setdefault(item.path, len(order))
    items.sort(key=lambda item: (order[item.path], "once" in getattr(item, "fixturenames", ())))
