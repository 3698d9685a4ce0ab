"""A connection to a database of its own as whoever rules the server, in which whatever is done is taken back."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, connections

from tests.plugins.databases import ON_POSTGRESQL, Scratch

ALIAS = "ruler"


@contextmanager
def ruling(scratch: Scratch, *modules: Any, **settings: Any) -> Iterator[Any]:
    """The modules' own `connection` is this one meanwhile."""
    ruler = connection.copy(ALIAS)
    ruler.settings_dict.update(
        {"NAME": scratch.database, **({"USER": "postgres"} if ON_POSTGRESQL else {}), **settings}
    )
    connections[ALIAS] = ruler
    before = [module.connection for module in modules]
    for module in modules:
        module.connection = ruler
    try:
        yield ruler
    finally:
        for module, own in zip(modules, before, strict=True):
            module.connection = own
        ruler.close()
        del connections[ALIAS]


@contextmanager
def taken_back(ruler: Any, *statements: str) -> Iterator[None]:
    """The statements have been carried out, and never were."""
    with ruler.cursor() as cursor:
        cursor.execute("BEGIN")
        try:
            for statement in statements:
                cursor.execute(statement)
            yield
        finally:
            cursor.execute("ROLLBACK")
