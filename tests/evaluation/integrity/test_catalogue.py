"""Whoever rules the database changes what it is made of: each kind of change is found and named, and nothing else is."""

from collections.abc import Iterator
from typing import Any

import pytest
from pytest_django import DjangoDbBlocker

from evaluation.integrity import catalogue, rights
from tests.plugins.databases import ON_POSTGRESQL, Scratch, copy, drop
from tests.support.guards import hollowed, never_called, removed
from tests.support.ruler import ruling, taken_back

KEPT, TABLE = "transition_kept_u", "evaluation_transition"
TRIGGER = f"trigger {KEPT} on {TABLE}"
CHANGED, MISSING, FOREIGN = "is changed or switched off", "is missing", "is not of ours"

# What is done, by name, and the one line that tells it.
SQLITE: dict[str, tuple[list[str], str]] = {
    "a trigger dropped": (removed(KEPT), f"{TRIGGER} {MISSING}"),
    "a trigger hollowed": (hollowed(KEPT), f"{TRIGGER} {CHANGED}"),
    "a trigger never called": (never_called(KEPT), f"{TRIGGER} {CHANGED}"),
    "a trigger of somebody else": (
        [f"CREATE TRIGGER mine AFTER INSERT ON {TABLE} BEGIN UPDATE evaluation_seat SET number = 1; END"],
        f"trigger mine on {TABLE} {FOREIGN}",
    ),
    "an index dropped": (["DROP INDEX notice_number"], f"index notice_number on evaluation_notice {MISSING}"),
    "an index made": (["CREATE UNIQUE INDEX mine ON evaluation_seat (number)"], f"index mine on evaluation_seat {FOREIGN}"),
    "a column made": (["ALTER TABLE evaluation_seat ADD COLUMN mine text"], f"table evaluation_seat {CHANGED}"),
    "a column dropped": (
        ["ALTER TABLE django_session DROP COLUMN session_data"], f"table django_session {CHANGED}",
    ),
    "a table made": (["CREATE TABLE mine (id integer)"], f"table mine {FOREIGN}"),
    "a table dropped": (["DROP TABLE django_session"], f"table django_session {MISSING}"),
    "a view made": (["CREATE VIEW mine AS SELECT 1"], f"view mine on mine {FOREIGN}"),
    "a constraint rewritten": (
        [
            "PRAGMA writable_schema = ON",
            "UPDATE sqlite_master SET sql = replace(sql, 'CHECK (\"number\"', 'CHECK (1 OR \"number\"')"
            " WHERE name = 'evaluation_seat'",
            "PRAGMA writable_schema = RESET",
        ],
        f"table evaluation_seat {CHANGED}",
    ),
}  # fmt: skip
POSTGRESQL: dict[str, tuple[list[str], str]] = {
    "a trigger dropped": ([f"DROP TRIGGER {KEPT} ON {TABLE}"], f"{TRIGGER} {MISSING}"),
    "a trigger disabled": ([f"ALTER TABLE {TABLE} DISABLE TRIGGER {KEPT}"], f"{TRIGGER} {CHANGED}"),
    "a trigger for replicas": ([f"ALTER TABLE {TABLE} ENABLE REPLICA TRIGGER {KEPT}"], f"{TRIGGER} {CHANGED}"),
    "a trigger never called": (never_called(KEPT), f"{TRIGGER} {CHANGED}"),
    "a function hollowed": (hollowed(KEPT), f"function {KEPT}() {CHANGED}"),
    "a function looking elsewhere": (
        [f"ALTER FUNCTION {KEPT}() SET search_path = elsewhere"], f"function {KEPT}() {CHANGED}",
    ),
    "a function made": (
        ["SET LOCAL ROLE sizhiqiang_owner", "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'"],
        f"function mine() {FOREIGN}",
    ),
    "the triggers of a foreign key disabled": (
        ["ALTER TABLE evaluation_seat DISABLE TRIGGER ALL", "ALTER TABLE evaluation_seat ENABLE TRIGGER USER"],
        "constraint evaluation_seat_list_id_{} on evaluation_seat " + CHANGED,
    ),
    "a constraint dropped": (
        ["ALTER TABLE evaluation_notice DROP CONSTRAINT notice_file_with_digest"],
        f"constraint notice_file_with_digest on evaluation_notice {MISSING}",
    ),
    "a constraint not valid": (
        [
            "ALTER TABLE evaluation_notice DROP CONSTRAINT notice_file_with_digest",
            "ALTER TABLE evaluation_notice ADD CONSTRAINT notice_file_with_digest CHECK (id > 0) NOT VALID",
        ],
        f"constraint notice_file_with_digest on evaluation_notice {CHANGED}",
    ),
    "an index dropped": (["DROP INDEX notice_to_typeset"], f"index notice_to_typeset on evaluation_notice {MISSING}"),
    "an index not valid": (
        ["UPDATE pg_index SET indisvalid = FALSE WHERE indexrelid = 'notice_number'::regclass"],
        f"index notice_number on evaluation_notice {CHANGED}",
    ),
    "an index made": (["CREATE UNIQUE INDEX mine ON evaluation_seat (number)"], f"index mine on evaluation_seat {FOREIGN}"),
    "a default": (["ALTER TABLE evaluation_seat ALTER number SET DEFAULT 1"], f"column evaluation_seat.number {CHANGED}"),
    "a column that may be empty": (
        ["ALTER TABLE evaluation_seat ALTER number DROP NOT NULL"], f"column evaluation_seat.number {CHANGED}",
    ),
    "a rule": ([f"CREATE RULE mine AS ON DELETE TO {TABLE} DO INSTEAD NOTHING"], f"rule mine on {TABLE} {FOREIGN}"),
    "a policy": (["CREATE POLICY mine ON evaluation_seat USING (FALSE)"], f"policy mine on evaluation_seat {FOREIGN}"),
    "rows hidden": (["ALTER TABLE evaluation_seat ENABLE ROW LEVEL SECURITY"], f"table evaluation_seat {CHANGED}"),
    "an event trigger": (
        [
            "CREATE FUNCTION pg_temp.mine() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'",
            "CREATE EVENT TRIGGER mine ON ddl_command_end EXECUTE FUNCTION pg_temp.mine()",
        ],
        f"event trigger mine {FOREIGN}",
    ),
    "a heir": (
        [f"CREATE TEMP TABLE mine (LIKE {TABLE} INCLUDING ALL)", f"ALTER TABLE pg_temp.mine INHERIT {TABLE}"],
        f"heir mine of {TABLE} {FOREIGN}",
    ),
    "a session without triggers": (["SET LOCAL session_replication_role = replica"], "setting session_replication_role is replica"),
    "sessions of a role without triggers": (
        ["ALTER ROLE sizhiqiang_run SET session_replication_role = replica"],
        "setting session_replication_role=replica is bound to sizhiqiang_run",
    ),
    "sessions of the database without triggers": (
        ["DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET session_replication_role = replica', current_database()); END $$"],
        "setting session_replication_role=replica is bound to every role",
    ),
    "a role that looks elsewhere": (
        ["ALTER ROLE sizhiqiang_run SET search_path = elsewhere"],
        "setting search_path=elsewhere is bound to sizhiqiang_run",
    ),
    "a right too much": (
        [f"GRANT DELETE ON {TABLE} TO sizhiqiang_run"], f"sizhiqiang_run: DELETE on {TABLE} is too much",
    ),
    "a right on a column too much": (
        [f"GRANT UPDATE (note) ON {TABLE} TO sizhiqiang_run"], f"sizhiqiang_run: UPDATE on {TABLE}.note is too much",
    ),
    "a right for everybody": ([f"GRANT SELECT ON {TABLE} TO PUBLIC"], f"PUBLIC: SELECT on {TABLE} is too much"),
    "a right that is missing": (
        [f"REVOKE SELECT ON {TABLE} FROM sizhiqiang_backup"], f"sizhiqiang_backup: SELECT on {TABLE} is missing",
    ),
    "a table that changed hands": (
        ["ALTER TABLE evaluation_seat OWNER TO postgres"], "evaluation_seat: belongs to postgres",
    ),
    "a function that changed hands": (
        [f"ALTER FUNCTION {KEPT}() OWNER TO sizhiqiang_run"], f"{KEPT}(): belongs to sizhiqiang_run",
    ),
    "a role raised": (
        ["ALTER ROLE sizhiqiang_run SUPERUSER"],
        "sizhiqiang_run: is superuser, or may make roles or databases, or replicate",
    ),
    "a role in another": (
        ["GRANT pg_write_all_data TO sizhiqiang_backup"], "sizhiqiang_backup: is in the role pg_write_all_data",
    ),
    "tables of its own": (["GRANT CREATE ON SCHEMA public TO sizhiqiang_run"], "sizhiqiang_run: CREATE on the schema"),
    "tables that hide ours": (
        ["DO $$ BEGIN EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO PUBLIC', current_database()); END $$"],
        "sizhiqiang_run: TEMPORARY on the database",
    ),
    "a parameter": (
        ["GRANT SET ON PARAMETER session_replication_role TO sizhiqiang_run"],
        "sizhiqiang_run: may set session_replication_role",
    ),
}  # fmt: skip
KINDS = POSTGRESQL if ON_POSTGRESQL else SQLITE


@pytest.fixture(scope="module")
def ruler(migrated: Scratch, django_db_blocker: DjangoDbBlocker) -> Iterator[Any]:
    scratch = copy(migrated)
    with django_db_blocker.unblock(), ruling(scratch, catalogue, rights) as one:
        yield one
    drop(scratch)


def test_a_database_is_what_its_migrations_make_of_it(ruler: Any) -> None:
    """As the list says that `make catalogue` writes; the control of all that is below."""
    assert catalogue.wrong() == []


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_change_is_found_and_named(ruler: Any, kind: str) -> None:
    statements, told = KINDS[kind]
    with taken_back(ruler, *statements):
        found = catalogue.wrong()
    assert any(line == told or line.startswith(told.split("{")[0]) for line in found), found
    assert len(found) <= 6, found


if ON_POSTGRESQL:

    @pytest.mark.parametrize("setting", ["jit = off", "statement_timeout = '60s'"])
    def test_what_only_takes_time_may_be_set(ruler: Any, setting: str) -> None:
        with taken_back(ruler, f"ALTER ROLE sizhiqiang_run SET {setting}"):
            assert catalogue.wrong() == []
