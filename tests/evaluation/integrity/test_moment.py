"""Whoever checks many tables sees them as they stood at one moment, and holds up nobody who writes meanwhile."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, nullcontext
from typing import Any

import psycopg2
import pytest
from pytest_django import DjangoDbBlocker

from evaluation.integrity import catalogue, moment, rights
from tests.plugins.databases import ON_POSTGRESQL, Scratch, copy, drop
from tests.support.ruler import ruling


@pytest.fixture
def scratch(migrated: Scratch) -> Iterator[Scratch]:
    scratch = copy(migrated)
    yield scratch
    drop(scratch)


def write(scratch: Scratch) -> None:
    opened: Any = (
        psycopg2.connect(scratch.url_as("sizhiqiang_run")) if ON_POSTGRESQL else sqlite3.connect(scratch.database, 1)
    )
    with closing(opened) as connection, connection, closing(connection.cursor()) as cursor:
        cursor.execute("INSERT INTO django_session VALUES ('x', 'x', '2027-01-01')")


def counted(ruler: Any) -> int:
    with ruler.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_session")
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize("is_held", [True, False], ids=["one moment", "the twin"])
def test_what_others_write_meanwhile_is_not_seen(
    scratch: Scratch, django_db_blocker: DjangoDbBlocker, is_held: bool
) -> None:
    with django_db_blocker.unblock(), ruling(scratch, moment) as ruler:
        with moment.one_moment() if is_held else nullcontext():
            assert counted(ruler) == 0
            write(scratch)
            assert counted(ruler) == (0 if is_held else 1)
        assert counted(ruler) == 1


if not ON_POSTGRESQL:

    def test_a_connection_whose_triggers_miss_what_replaces_is_told_of(
        scratch: Scratch, django_db_blocker: DjangoDbBlocker
    ) -> None:
        with django_db_blocker.unblock(), ruling(scratch, catalogue, rights, OPTIONS={}):
            assert catalogue.wrong() == ["setting recursive_triggers is 0"]
