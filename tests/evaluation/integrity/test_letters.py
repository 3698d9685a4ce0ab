"""A database under whose LC_CTYPE no Chinese character is a letter is refused: its search would find nothing."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from evaluation.integrity import catalogue
from tests.plugins.databases import ON_POSTGRESQL, Scratch, drop, execute
from tests.support.ruler import ruling

pytestmark = pytest.mark.skipif(not ON_POSTGRESQL, reason="SQLite has no such setting")


@pytest.fixture(params=["C", "C.UTF-8"])
def letters(request: pytest.FixtureRequest) -> Iterator[tuple[str, Scratch]]:
    """An empty database that was made with it; its name says which, for another worker makes the other meanwhile."""
    scratch = Scratch(f"letters_{request.param}")
    drop(scratch)
    scratch.data_dir.mkdir(parents=True)
    execute(f"CREATE DATABASE \"{scratch.database}\" LC_CTYPE '{request.param}' TEMPLATE template0")
    yield request.param, scratch
    drop(scratch)


def test_a_database_without_chinese_letters_is_told_of(
    letters: tuple[str, Scratch], django_db_blocker: DjangoDbBlocker
) -> None:
    """The twin is the second: what the sentence says holds of the first and not of it."""
    name, scratch = letters
    with django_db_blocker.unblock(), ruling(scratch, catalogue) as ruler:
        told = [line for line in catalogue.settings() if "LC_CTYPE" in line]
        with ruler.cursor() as cursor:
            cursor.execute("CREATE EXTENSION pg_trgm")
            cursor.execute("SELECT cardinality(show_trgm('交通'))")
            (groups,) = cursor.fetchone()
    assert bool(groups) == (name == "C.UTF-8")
    expected = "LC_CTYPE is C: the search finds no Chinese; restore into a database made with LC_CTYPE C.UTF-8"
    assert told == ([] if groups else [expected])
