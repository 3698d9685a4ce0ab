"""A database that is not there: the connection of the test is put aside, and whoever asks finds nobody listening."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections

from tests.plugins.databases import ON_POSTGRESQL

KEPT = {"connection", "in_atomic_block", "savepoint_ids", "atomic_blocks", "needs_rollback", "closed_in_transaction"}


@contextmanager
def away() -> Iterator[None]:
    """Nobody listens where the database was."""
    database = connections["default"]
    # The connection of the test, with its transaction, is put aside: whoever asks needs a new one.
    before = {
        name: list(value) if isinstance(value, list) else value
        for name, value in vars(database).items()
        if name in KEPT
    }
    found = dict(database.settings_dict)
    database.connection = None
    database.settings_dict |= {"HOST": "127.0.0.1", "PORT": "1"} if ON_POSTGRESQL else {"NAME": "/nowhere/db.sqlite3"}
    try:
        yield
    finally:
        database.settings_dict |= found
        vars(database).update(before)
