"""What the database itself refuses, on both engines: more seats than a cap, a seat of another unit, a changed record.

SQLite drops a table's triggers when a migration rebuilds the table: every such migration ends with `install`.
"""

import re
from typing import Any

from django.db import connection

_SEAT_OVER_CAP = "NEW.number > (SELECT cap FROM evaluation_recommendationlist WHERE id = NEW.list_id)"
_CAP_UNDER_SEATS = "EXISTS (SELECT 1 FROM evaluation_seat WHERE list_id = NEW.id AND number > NEW.cap)"
# A seat belongs to the case's own unit and year, or to the pool that this unit's list joined.
_FOREIGN_SEAT = """NEW.seat_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM evaluation_seat s
    JOIN evaluation_recommendationlist own ON own.cycle_id = NEW.cycle_id AND own.unit_id = NEW.unit_id
    WHERE s.id = NEW.seat_id AND s.list_id IN (own.id, own.pool_id)
)"""
_SEAT_MOVED = "NEW.list_id <> OLD.list_id"
# What was frozen when recommendation opened: whose list it is, its base (which may only shrink), and membership of the
# pool while one of the unit's branches sits there (D2, D3).
_LIST_THAWED = """NEW.cycle_id <> OLD.cycle_id OR NEW.base > OLD.base
OR NOT (NEW.unit_id IS NOT DISTINCT FROM OLD.unit_id)
OR (NOT (NEW.pool_id IS NOT DISTINCT FROM OLD.pool_id) AND EXISTS (
    SELECT 1 FROM evaluation_candidacy c JOIN evaluation_seat s ON s.id = c.seat_id
    WHERE c.cycle_id = OLD.cycle_id AND c.unit_id = OLD.unit_id AND s.list_id = OLD.pool_id
))"""
_FILE_CHANGED = "OLD.file <> '' AND (NEW.file <> OLD.file OR NEW.sha256 <> OLD.sha256)"

_SERIES_SHRINKS = "NEW.last < OLD.last OR NEW.code <> OLD.code OR NEW.year <> OLD.year"
# Of a document only the file is added, once; and what its typesetting needs until then.
_FROZEN_COLUMNS = (
    "id", "kind", "cycle_id", "number", "dated_on", "fingerprint", "token", "by_id", "at", "candidacy_id", "list_id",
    "public_notice_id", "decision_id", "honour_id", "report_id", "unit_id", "corrects_id", "correction",
)  # fmt: skip
_DOCUMENT_CHANGED = (
    " OR ".join(f"NOT (NEW.{column} IS NOT DISTINCT FROM OLD.{column})" for column in _FROZEN_COLUMNS)
    + " OR CAST(NEW.data AS TEXT) <> CAST(OLD.data AS TEXT)"
    + " OR (OLD.file <> '' AND (NEW.file <> OLD.file OR NEW.sha256 <> OLD.sha256))"
)


def _announced_only(subject: str) -> str:
    """Of a record nothing may change but that it was announced."""
    columns = ("id", subject, "number", "action", "before", "after", "by_id", "note", "is_late", "at", "digest")
    return (
        " AND ".join(f"NEW.{column} IS NOT DISTINCT FROM OLD.{column}" for column in columns)
        + " AND CAST(NEW.data AS TEXT) = CAST(OLD.data AS TEXT)"
        + " AND OLD.announced_at IS NULL AND NEW.announced_at IS NOT NULL"
    )


# name: (table, when, condition under which the change is refused, message)
GUARDS = {
    "seat_within_cap_i": ("evaluation_seat", "INSERT", _SEAT_OVER_CAP, "seat over cap"),
    "seat_within_cap_u": ("evaluation_seat", "UPDATE", f"{_SEAT_OVER_CAP} OR {_SEAT_MOVED}", "seat over cap"),
    "cap_covers_seats": ("evaluation_recommendationlist", "UPDATE", _CAP_UNDER_SEATS, "cap below seats"),
    "list_frozen": ("evaluation_recommendationlist", "UPDATE", _LIST_THAWED, "frozen at opening"),
    "candidacy_seat_i": ("evaluation_candidacy", "INSERT", _FOREIGN_SEAT, "seat of another list"),
    "candidacy_seat_u": ("evaluation_candidacy", "UPDATE", _FOREIGN_SEAT, "seat of another list"),
    "transition_kept_u": ("evaluation_transition", "UPDATE", f"NOT ({_announced_only('candidacy_id')})", "append-only"),
    "transition_kept_d": ("evaluation_transition", "DELETE", "TRUE", "append-only"),
    "record_kept_u": (
        "evaluation_reinspectionrecord",
        "UPDATE",
        f"NOT ({_announced_only('reinspection_id')})",
        "append-only",
    ),
    "record_kept_d": ("evaluation_reinspectionrecord", "DELETE", "TRUE", "append-only"),
    "report_kept_u": ("evaluation_reinspectionreport", "UPDATE", "TRUE", "append-only"),
    "report_kept_d": ("evaluation_reinspectionreport", "DELETE", "TRUE", "append-only"),
    "submission_kept_u": ("evaluation_submission", "UPDATE", "TRUE", "append-only"),
    "submission_kept_d": ("evaluation_submission", "DELETE", "TRUE", "append-only"),
    "evidence_kept_u": ("evaluation_evidence", "UPDATE", _FILE_CHANGED, "a kept file never changes"),
    "notice_kept_u": ("evaluation_notice", "UPDATE", _DOCUMENT_CHANGED, "a document never changes"),
    "notice_kept_d": ("evaluation_notice", "DELETE", "TRUE", "append-only"),
    "series_grows": ("evaluation_documentseries", "UPDATE", _SERIES_SHRINKS, "a number is never given again"),
    "series_kept_d": ("evaluation_documentseries", "DELETE", "TRUE", "append-only"),
    "audit_kept_u": ("branches_auditentry", "UPDATE", "TRUE", "append-only"),
    "audit_kept_d": ("branches_auditentry", "DELETE", "TRUE", "append-only"),
}


def install(schema_editor: Any) -> None:
    """Create anew every guard of the tables that this migration has reached."""
    uninstall(schema_editor)
    for name, (table, when, condition, message) in _reached(schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF {condition} THEN RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; "
                f"END IF; RETURN {'OLD' if when == 'DELETE' else 'NEW'}; END $$"
            )
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {when} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
            )
        else:
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {when} ON {table} FOR EACH ROW WHEN {_sqlite(condition)} "
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            )


def uninstall(schema_editor: Any) -> None:
    for name, (table, *_) in _reached(schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {name}()")
        else:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")


def _reached(schema_editor: Any) -> list[tuple[str, tuple[str, str, str, str]]]:
    """The guards whose table and columns exist by now."""
    reader = schema_editor.connection.introspection
    with schema_editor.connection.cursor() as cursor:
        columns = {
            table: {column.name for column in reader.get_table_description(cursor, table)}
            for table in set(reader.table_names(cursor)) & {guard[0] for guard in GUARDS.values()}
        }
    return [
        (name, guard)
        for name, guard in GUARDS.items()
        if guard[0] in columns and set(re.findall(r"NEW\.(\w+)", guard[2])) <= columns[guard[0]]
    ]


def missing() -> set[str]:
    """Names of guards that are not in the database."""
    catalogue = (
        "SELECT tgname FROM pg_trigger"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(catalogue)
        return set(GUARDS) - {row[0] for row in cursor.fetchall()}


def _sqlite(condition: str) -> str:
    return condition.replace("IS NOT DISTINCT FROM", "IS")
