"""What the role of the web server and the workers cannot do, whatever they are made to send to the database.

On SQLite there are no roles: there the triggers and constraints refuse alone, and what they cannot refuse is listed.
"""

import os
import re
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import psycopg2
import pytest
from pytest_django import DjangoDbBlocker

from branches.journal.sqlite3.base import digest
from evaluation.integrity import catalogue, rights, triggers
from evaluation.integrity.append_only import CHANGEABLE
from evaluation.migrations import guards
from tests.plugins.databases import ON_POSTGRESQL, ROOT, Scratch, copy, drop
from tests.support.ruler import ruling

REFUSED = (psycopg2.Error, sqlite3.Error)
SEATED = "(SELECT min(id) FROM evaluation_candidacy WHERE seat_id IS NOT NULL)"
FREE = "(SELECT min(id) FROM evaluation_candidacy WHERE seat_id IS NULL)"
TAKEN = "(SELECT min(seat_id) FROM evaluation_candidacy)"
OWN = "(SELECT min(id) FROM evaluation_recommendationlist WHERE unit_id IS NOT NULL AND cap > 0)"

# A year in full swing; each of these, sent by the run role, is refused.
ATTEMPTS = {
    "a state without its seat": f"UPDATE evaluation_candidacy SET state = 'named' WHERE id = {FREE}",
    "a state that does not exist": f"UPDATE evaluation_candidacy SET state = 'winner' WHERE id = {FREE}",
    "a seat taken away": f"UPDATE evaluation_candidacy SET seat_id = NULL WHERE id = {SEATED}",
    "a taken seat": f"UPDATE evaluation_candidacy SET state = 'recommended', seat_id = {TAKEN} WHERE id = {FREE}",
    "a taken seat deleted": f"DELETE FROM evaluation_seat WHERE id = {TAKEN}",
    "a seat over the cap": f"INSERT INTO evaluation_seat (list_id, number) VALUES ({OWN}, 99)",
    "a seat renumbered": f"UPDATE evaluation_seat SET number = 99 WHERE id = {TAKEN}",
    "a cap over its ratio": f"UPDATE evaluation_recommendationlist SET cap = base + 1 WHERE id = {OWN}",
    "a cap under its seats": f"UPDATE evaluation_recommendationlist SET cap = 0 WHERE id = {OWN}",
    "a base made larger": f"UPDATE evaluation_recommendationlist SET base = base + 1 WHERE id = {OWN}",
    "a list of another unit": f"UPDATE evaluation_recommendationlist SET unit_id = unit_id + 1 WHERE id = {OWN}",
    "a move reworded": "UPDATE evaluation_transition SET note = 'x'",
    "a move told again": "UPDATE evaluation_transition SET announced_at = at WHERE announced_at IS NOT NULL",
    "a move of somebody else": "UPDATE evaluation_transition SET by_id = 1",
    "a move deleted": "DELETE FROM evaluation_transition",
    "a case with its moves deleted": f"DELETE FROM evaluation_candidacy WHERE id = {SEATED}",
    "a record reworded": "UPDATE evaluation_reinspectionrecord SET note = 'x'",
    "a record deleted": "DELETE FROM evaluation_reinspectionrecord",
    "an application rewritten": "UPDATE evaluation_submission SET content = '{}'",
    "an application deleted": "DELETE FROM evaluation_submission",
    "a document rewritten": "UPDATE evaluation_notice SET data = '{}'",
    "a document deleted": "DELETE FROM evaluation_notice",
    "a document number given again": "UPDATE evaluation_documentseries SET last = 0",
    "a series deleted": "DELETE FROM evaluation_documentseries",
    "an audit entry reworded": "UPDATE branches_auditentry SET verb = 'x'",
    "an audit entry deleted": "DELETE FROM branches_auditentry",
    "a guard dropped": "DROP TRIGGER audit_kept_d" + (" ON branches_auditentry" if ON_POSTGRESQL else ""),
    "a table dropped": "DROP TABLE branches_auditentry",
    "what is unique dropped": "DROP INDEX notice_number",
    "a migration that never ran": "DELETE FROM django_migrations",
}
LET_THROUGH = set() if ON_POSTGRESQL else {
    "a guard dropped", "a table dropped", "what is unique dropped", "a migration that never ran",
}  # fmt: skip
"""On SQLite whoever may write to the file may do these; the comparison with the migrations finds them."""

BEYOND = [
    "ALTER TABLE branches_auditentry DISABLE TRIGGER ALL",
    "CREATE OR REPLACE FUNCTION audit_kept_d() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'",
    "SET session_replication_role = replica",
    "SET ROLE sizhiqiang_owner",
    "ALTER ROLE sizhiqiang_run SUPERUSER",
    "ALTER ROLE sizhiqiang_run SET session_replication_role = replica",
    "ALTER TABLE branches_auditentry OWNER TO sizhiqiang_run",
    "CREATE TABLE mine (id integer)",
    "CREATE TEMPORARY TABLE evaluation_recommendationlist (id integer, cap integer)",
    "CREATE SCHEMA mine",
    "CREATE RULE mine AS ON DELETE TO branches_auditentry DO INSTEAD NOTHING",
    "UPDATE pg_trigger SET tgenabled = 'D'",
    "LOCK TABLE branches_auditentry IN ACCESS EXCLUSIVE MODE",
    "COPY branches_auditentry TO PROGRAM 'cat'",
    *(f"TRUNCATE {table} CASCADE" for table in ("evaluation_seat", "django_session", *CHANGEABLE)),
]
"""What a role could do only with rights that this one does not have."""


@pytest.fixture(scope="module")
def year(demo_site: Scratch) -> Iterator[Scratch]:
    """With a chain, which the worker makes."""
    scratch = copy(demo_site)
    scratch.manage("shell", "--no-imports", "-c", "from branches.journal import steps; steps.chain()")
    yield scratch
    drop(scratch)


@contextmanager
def asking(scratch: Scratch, role: str) -> Iterator[Any]:
    """A cursor of that role, which knows how the journal is told of an act; of what it does nothing stays."""
    if ON_POSTGRESQL:
        opened: Any = psycopg2.connect(scratch.url_as(role), options="-c sizhiqiang.act=unsealed")
    else:
        opened = sqlite3.connect(scratch.database, isolation_level=None)
        opened.create_function("journal_act", 0, lambda: "unsealed")
        opened.create_function("journal_digest", -1, digest)
        opened.execute("PRAGMA foreign_keys = ON")
        opened.execute("BEGIN")
    with closing(opened) as connection, closing(connection.cursor()) as cursor:
        yield cursor


def send(scratch: Scratch, statement: str, role: str = "sizhiqiang_run") -> int:
    """How many rows it met, after what is checked last has been checked."""
    with asking(scratch, role) as cursor:
        cursor.execute(statement)
        met = int(cursor.rowcount)
        if ON_POSTGRESQL:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        elif cursor.execute("PRAGMA foreign_key_check").fetchone():
            raise sqlite3.IntegrityError("a foreign key leads nowhere")
        return met


def read(scratch: Scratch, query: str) -> list[Any]:
    with asking(scratch, "sizhiqiang_run") as cursor:
        cursor.execute(query)
        found: list[Any] = cursor.fetchall()
        return found


@pytest.mark.parametrize("name", sorted(ATTEMPTS.keys() - LET_THROUGH))
def test_the_run_role_is_refused(year: Scratch, name: str) -> None:
    with pytest.raises(REFUSED):
        send(year, ATTEMPTS[name])


def test_what_sqlite_cannot_refuse(year: Scratch) -> None:
    for name in LET_THROUGH:
        send(year, ATTEMPTS[name])


def test_there_are_as_many_attempts_as_are_asked_for() -> None:
    """30, all refused on PostgreSQL and 26 on SQLite."""
    assert len(ATTEMPTS) == 30
    assert len(ATTEMPTS) - len(LET_THROUGH) == (30 if ON_POSTGRESQL else 26)


def test_each_attempt_meets_rows(year: Scratch) -> None:
    """Or its refusal would prove nothing."""
    for name, statement in ATTEMPTS.items():
        if aimed := re.match(r"(?:UPDATE|DELETE FROM) (\w+)(?: SET .*?)?( WHERE .*)?$", statement):
            assert read(year, f"SELECT 1 FROM {aimed[1]}{aimed[2] or ''}"), name


def other(kind: str, column: str) -> str:
    """Another value of its kind, as SQL."""
    kind = kind.lower()
    if "int" in kind:
        return f"coalesce({column}, 0) + 1"
    if "bool" in kind:
        return f"NOT {column}"
    if "json" in kind:
        return """'{"x": 1}'"""
    if kind == "inet":
        return "'127.0.0.9'"
    return "'2000-01-01'" if "time" in kind or "date" in kind else "'x'"


def columns(scratch: Scratch, table: str) -> list[tuple[str, str]]:
    """Name and type."""
    if ON_POSTGRESQL:
        query = f"SELECT column_name, data_type FROM information_schema.columns WHERE table_name = '{table}'"
        return read(scratch, query)
    return read(scratch, f"SELECT name, type FROM pragma_table_info('{table}')")


@pytest.mark.parametrize("table", CHANGEABLE)
def test_the_triggers_and_the_list_say_the_same(year: Scratch, table: str) -> None:
    """The owner, who has every right, is refused each column by a trigger, but for those on the list."""
    kinds = dict(columns(year, table))
    assert CHANGEABLE[table] <= kinds.keys()
    for name, kind in kinds.items():
        if name in CHANGEABLE[table]:
            continue
        with pytest.raises(REFUSED, match=r"append-only|never changes|never given again"):
            send(year, f'UPDATE {table} SET "{name}" = {other(kind, name)}', role="sizhiqiang_owner")
    with pytest.raises(REFUSED, match="append-only"):
        send(year, f"DELETE FROM {table}", role="sizhiqiang_owner")


def test_every_table_whose_rows_are_never_deleted_is_on_the_list() -> None:
    statements = guards.statements(triggers.SET, "postgresql")
    kept = {one.split()[6] for one in statements if one.startswith("CREATE TRIGGER") and " BEFORE DELETE " in one}
    assert kept <= CHANGEABLE.keys()


if ON_POSTGRESQL:
    WITHOUT_TRIGGERS = [one for one in guards.statements(triggers.SET, "postgresql") if one.startswith("DROP TRIGGER")]

    @pytest.fixture(scope="module")
    def unguarded(year: Scratch) -> Iterator[Scratch]:
        """The same year, from which its owner has taken the triggers."""
        scratch = copy(year)
        with closing(psycopg2.connect(scratch.url)) as connection, connection, connection.cursor() as cursor:
            for statement in WITHOUT_TRIGGERS:
                cursor.execute(statement)
        yield scratch
        drop(scratch)

    @pytest.mark.parametrize("statement", BEYOND)
    def test_the_run_role_rules_nothing(year: Scratch, statement: str) -> None:
        with pytest.raises((psycopg2.errors.InsufficientPrivilege, psycopg2.errors.ReadOnlySqlTransaction)):
            send(year, statement)

    @pytest.mark.parametrize("table", CHANGEABLE)
    def test_without_the_triggers_the_rights_refuse_the_same(unguarded: Scratch, table: str) -> None:
        """The twin of both: either alone is enough."""
        for name, kind in columns(unguarded, table):
            statement = f'UPDATE {table} SET "{name}" = {other(kind, name)} WHERE FALSE'
            if name in CHANGEABLE[table]:
                send(unguarded, statement)
                continue
            with pytest.raises(psycopg2.errors.InsufficientPrivilege):
                send(unguarded, statement)
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            send(unguarded, f"DELETE FROM {table}")

    def test_without_triggers_and_rights_a_record_can_be_changed(unguarded: Scratch) -> None:
        """What each of them holds is held by nothing else."""
        owner = "sizhiqiang_owner"
        assert send(unguarded, ATTEMPTS["a move reworded"], role=owner) > 0
        assert send(unguarded, ATTEMPTS["an audit entry deleted"], role=owner) > 0

    def test_nobody_empties_a_guarded_table(year: Scratch, unguarded: Scratch) -> None:
        for table in ("evaluation_candidacy", "evaluation_evidence", "evaluation_seat", *CHANGEABLE):
            with pytest.raises(psycopg2.IntegrityError, match="never emptied"):
                send(year, f"TRUNCATE {table} CASCADE", role="sizhiqiang_owner")
            send(unguarded, f"TRUNCATE {table} CASCADE", role="sizhiqiang_owner")

    @pytest.mark.parametrize("statement", ["INSERT INTO django_session VALUES ('x', 'x', now())", *ATTEMPTS.values()])
    def test_the_backup_role_writes_nothing(year: Scratch, statement: str) -> None:
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            send(year, statement, role="sizhiqiang_backup")

    def test_the_backup_role_can_dump_all_of_it(year: Scratch) -> None:
        dump = subprocess.run(["pg_dump", year.url_as("sizhiqiang_backup")], check=True, capture_output=True, text=True)
        assert "COPY public.branches_auditentry" in dump.stdout

    def test_rights_that_went_astray_are_put_right(migrated: Scratch, django_db_blocker: DjangoDbBlocker) -> None:
        scratch = copy(migrated)
        with django_db_blocker.unblock(), ruling(scratch, catalogue, rights) as ruler:
            with ruler.cursor() as cursor:
                cursor.execute("GRANT DELETE ON evaluation_seat TO PUBLIC; GRANT CREATE ON SCHEMA public TO PUBLIC")
                cursor.execute("REVOKE SELECT ON evaluation_seat FROM sizhiqiang_run")
            assert len(rights.wrong()) == 4
            assert rights.give()
            assert rights.wrong() == []
        drop(scratch)

    def test_a_database_of_one_role_is_parted(migrated: Scratch, django_db_blocker: DjangoDbBlocker) -> None:
        """As a version before the roles has left it: everything belongs to whoever made it."""
        scratch = copy(migrated)
        as_postgres = scratch.url_as("postgres")
        passwords = {f"POSTGRES_{role}_PASSWORD": role for role in ("OWNER", "RUN", "BACKUP")}
        with django_db_blocker.unblock(), ruling(scratch, catalogue, rights) as ruler:
            with ruler.cursor() as cursor:
                cursor.execute(f'ALTER DATABASE "{scratch.database}" OWNER TO postgres')
                cursor.execute("SELECT format('ALTER TABLE %s OWNER TO postgres', relname) FROM pg_class"
                               " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")  # fmt: skip
                for (statement,) in cursor.fetchall():
                    cursor.execute(statement)
            assert any("belongs to sizhiqiang_owner" in line for line in rights.wrong())
            subprocess.run(
                ["psql", "--quiet", "--output=/dev/null", f"--file={ROOT / 'deploy/roles.sql'}", as_postgres],
                check=True,
                env=os.environ | passwords,
            )
            scratch.manage("migrate", "--verbosity", "0")
            assert catalogue.wrong() == []
        drop(scratch)
