"""Every transaction that writes is an act: named by itself, sealed before its commit, and gone with what it wrote."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, connection, connections, transaction
from django.db.utils import load_backend
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from branches import clock
from branches.journal import acts, coverage, seals
from branches.journal import queries as journal_queries
from branches.journal import steps as journal_steps
from branches.journal.acts import Acting
from branches.models import Act, JournalLine, Setting, Unit
from tests.plugins.databases import ON_POSTGRESQL, ROOT, Scratch, copy, drop
from tests.support import factories, guards

KILLED = """
import os, signal
from branches import clock
from branches.journal.acts import Acting
from branches.models import Setting
Acting.seal = lambda self: os.kill(os.getpid(), signal.SIGKILL)
Setting.objects.create(name="phone", value="1", at=clock.now())
"""


@pytest.fixture
def scratch(migrated: Scratch) -> Iterator[Scratch]:
    one = copy(migrated)
    yield one
    drop(one)


@pytest.fixture
def committing(scratch: Scratch, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The tests' connection, but to a database of its own, in which transactions end."""
    usual = connections["default"]
    settings = usual.settings_dict | {"NAME": scratch.database}
    with django_db_blocker.unblock():
        connections["default"] = load_backend(settings["ENGINE"]).DatabaseWrapper(settings, "default")
        yield
        connections["default"].close()
        connections["default"] = usual


def put(value: str, name: str = "phone") -> Setting:
    return Setting.objects.create(name=name, value=value, at=clock.now())


def sealed() -> list[int]:
    """How many lines each act has."""
    assert journal_queries.problems() == []
    return list(Act.objects.order_by("pk").values_list("lines", flat=True))


def test_what_ends_is_sealed_and_what_is_taken_back_leaves_nothing(committing: None) -> None:
    before = len(sealed())
    row = put("1")  # without a transaction around it: an act of its own, whose answer is there after the commit
    assert row.pk == Setting.objects.latest("pk").pk
    Setting.objects.bulk_create([Setting(name="phone", value=value, at=row.at) for value in "abc"])
    with transaction.atomic(durable=True):
        put("2")
        with pytest.raises(IntegrityError), transaction.atomic():
            put("3")
            raise IntegrityError
        put("4")
        with transaction.atomic():
            put("5")
    with pytest.raises(ValueError, match="half-way"), transaction.atomic():
        put("6")
        raise ValueError("half-way")
    assert sealed()[before:] == [1, 3, 3]


def put_after_a_savepoint() -> None:
    with transaction.atomic():
        with pytest.raises(ValueError, match="half-way"), transaction.atomic():
            put("1")
            raise ValueError("half-way")
        put("2")


def test_an_act_begun_in_a_savepoint_that_is_rolled_back_goes_on(committing: None) -> None:
    before = len(sealed())
    put_after_a_savepoint()
    assert sealed()[before:] == [1]


if ON_POSTGRESQL:

    def test_unless_it_is_named_again_after_a_savepoint_nothing_can_be_written(
        committing: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The twin: what the triggers are told goes with the savepoint."""
        monkeypatch.delattr(Acting, "_savepoint_rollback")
        with pytest.raises(IntegrityError, match="a write without an act"):
            put_after_a_savepoint()


def unsealable(acting: Acting) -> None:
    raise OSError("no key")


def put_twice() -> None:
    with transaction.atomic():
        put("1")
        put("2", name="address")


@pytest.mark.parametrize("write", [put_twice, lambda: put("1")], ids=["a transaction", "a statement"])
def test_what_cannot_be_sealed_is_not_committed(
    committing: None, monkeypatch: pytest.MonkeyPatch, write: Callable[[], object]
) -> None:
    before = Setting.objects.count(), JournalLine.objects.count(), sealed()
    with monkeypatch.context() as without:
        without.setattr(Acting, "seal", unsealable)
        with pytest.raises(OSError, match="no key"):
            write()
    assert (Setting.objects.count(), JournalLine.objects.count(), sealed()) == before
    write()
    assert len(sealed()) == len(before[2]) + 1, "the connection goes on as if nothing had been"


def test_what_is_committed_without_a_seal_is_named(committing: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The twin: a commit that does not wait for its seal."""
    with monkeypatch.context() as without:
        without.delattr(Acting, "_commit")
        put_twice()
        connection.close()  # what was not sealed is not sealed by the next one either
    assert journal_queries.problems() == [
        f"branches_setting {pk}: was written without a seal"
        for pk in Setting.objects.order_by("pk").values_list("pk", flat=True)
    ]


def test_what_is_done_after_the_commit_is_an_act_of_its_own(committing: None) -> None:
    before = len(sealed())
    with transaction.atomic():
        transaction.on_commit(lambda: put("after"))
        put("within")
    assert sealed()[before:] == [1, 1]


def test_statements_by_hand_are_acts_like_all_others(committing: None) -> None:
    put("1")
    before = len(sealed())
    with connection.cursor() as cursor:
        cursor.execute("UPDATE branches_setting SET value = 'x'")
        assert cursor.rowcount >= 1
        cursor.execute("INSERT INTO branches_setting (name, value, at) SELECT name, 'y', at FROM branches_setting")
        cursor.executemany("DELETE FROM branches_setting WHERE value = %s", [["y"], ["x"]])
    assert len(sealed()[before:]) == 3
    assert not Setting.objects.exists()


def test_reading_and_what_is_not_covered_leave_no_act(committing: None) -> None:
    before = sealed()
    with transaction.atomic():
        list(Setting.objects.select_for_update())
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM branches_attempt")
        assert acts.open_act() == ""
    assert sealed() == before


def test_the_chain_takes_each_act_once(committing: None) -> None:
    put("1")
    put("2")
    assert journal_steps.chain() == len(sealed())
    assert journal_steps.chain() == 0
    known = journal_queries.anchor()
    put("3")
    assert journal_steps.chain() == 1
    number, _, digest = known.partition(".")
    assert journal_queries.has_link(int(number), digest)
    assert journal_queries.problems() == []


def test_a_worker_killed_before_the_seal_leaves_nothing_behind(scratch: Scratch, committing: None) -> None:
    """The twin: without the triggers and the seal the row would be there, and nothing would tell of it."""
    before = Setting.objects.count(), JournalLine.objects.count(), sealed()
    killed = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", KILLED],
        cwd=ROOT, env=os.environ | scratch.environment, capture_output=True, check=False,
    )  # fmt: skip
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert (Setting.objects.count(), JournalLine.objects.count(), sealed()) == before


@pytest.mark.django_db
def test_a_write_is_noted_and_costs_no_query_that_is_counted() -> None:
    with CaptureQueriesContext(connection) as queries:
        put("1")
    assert len(queries) == 1
    assert JournalLine.objects.latest("pk").table_name == "branches_setting"
    assert journal_queries.problems() == []


@pytest.mark.django_db
def test_nothing_of_a_row_can_be_read_in_the_journal() -> None:
    factories.person("王明", username="a-name-to-look-for")
    line = JournalLine.objects.latest("pk")
    told = {name: value for name, value in vars(line).items() if name != "_state"}
    assert "a-name-to-look-for" not in str(told)
    assert len(line.after) == 64


@pytest.mark.django_db
def test_the_journal_itself_is_only_added_to() -> None:
    put("1")
    acts.seal()
    journal_steps.chain()
    for table in coverage.APPEND_ONLY:
        for statement in (f"UPDATE {table} SET id = id + 1000", f"DELETE FROM {table}"):
            with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)


@pytest.mark.django_db
def test_what_is_written_while_nothing_notes_it_is_found() -> None:
    """The twin of all the others: the triggers find it, not the application."""
    row = put("1")
    guards.lift()
    Setting.objects.filter(pk=row.pk).update(value="2")
    guards.restore()
    assert journal_queries.problems() == [f"branches_setting {row.pk}: has changed"]


@pytest.mark.parametrize(
    ("statement", "is_covered"),
    [
        ('INSERT INTO "branches_unit" ("name") VALUES (%s)', True),
        ('INSERT OR IGNORE INTO "branches_unit" ("name") VALUES (%s)', True),
        ("update only evaluation_seat set number = 2", True),
        ("\n  DELETE FROM evaluation_seat", True),
        ("WITH gone AS (DELETE FROM evaluation_seat RETURNING id) SELECT * FROM gone", True),
        ("TRUNCATE evaluation_seat", True),
        ("WITH some AS (SELECT 1) SELECT * FROM some", False),
        ('UPDATE "django_session" SET "session_data" = %s', False),
        ('INSERT INTO "branches_attempt" ("who") VALUES (%s)', False),
        ('SELECT * FROM "branches_unit" FOR UPDATE', False),
        ("SAVEPOINT x", False),
    ],
)
def test_a_statement_that_writes_covered_rows_is_told_from_all_others(statement: str, is_covered: bool) -> None:
    assert coverage.writes(statement) is is_covered


def test_nothing_is_written_under_an_empty_key(unit: Unit, settings: Any) -> None:
    """Commands that only read start without SEAL_KEY: what they wrote would be sealed by nobody."""
    settings.SEAL_KEY = ""
    with pytest.raises(ImproperlyConfigured, match="without it nothing can be written"):
        acts.seal()
    with pytest.raises(ImproperlyConfigured):
        seals.link("", "token", "seal")
