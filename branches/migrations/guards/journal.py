"""What a migration does around tables that the journal covers. Frozen, like the migrations.

A migration that alters a covered table begins with `lift` (what stands in the tables is what was noted, or nothing goes
on) and ends with `install`, which puts up the triggers of its own set and notes anew each row that now reads otherwise.
The sets are files, two for each, written by `manage.py write_journal`.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
_TRIGGERS = {
    "postgresql": "SELECT tgname, tgrelid::regclass::text, '' FROM pg_trigger WHERE tgname LIKE 'journal\\_%%' ORDER BY 2",
    "sqlite": "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'journal\\_%%' ESCAPE '\\'"
    " ORDER BY tbl_name",
}
_NOTE = """
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act) VALUES (%s, %s, %s, %s, %s, %s)
"""


def statements(name: str, vendor: str) -> list[str]:
    """The statements of a set, for `sqlite` or `postgresql`, each without its semicolon."""
    lines = (FOLDER / f"journal_{name}.{vendor}.sql").read_text(encoding="utf-8").splitlines()
    text = "\n".join(line for line in lines if not line.startswith("--"))
    return [statement.strip().removesuffix(";") for statement in text.split("\n\n") if statement.strip()]


def lift(apps: Any, schema_editor: Any) -> None:
    """For RunPython: every covered row is the one that was last noted; then the triggers go."""
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        last = _last(cursor)
        wrong = [
            f"{table} {row}"
            for table, expression in _covered(cursor, connection.vendor)
            for row, _, _ in _differing(cursor, table, expression, last.get(table, {}))
        ]
        if wrong:
            raise RuntimeError(f"not as it was noted: {', '.join(wrong[:20])}; run verify of the version before")
        cursor.execute(_TRIGGERS[connection.vendor])
        for name, table, _ in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if connection.vendor == "postgresql" else ""))


def install(name: str) -> Callable[[Any, Any], None]:
    """For RunPython: the set as it stands in its files, and what is not noted as it stands is noted."""

    def run(apps: Any, schema_editor: Any) -> None:
        connection = schema_editor.connection
        for statement in statements(name, connection.vendor):
            schema_editor.execute(statement, params=None)
        with connection.cursor() as cursor:
            last = _last(cursor)
            lines = [
                (table, row, "N" if after else "D", before, after)
                for table, expression in _covered(cursor, connection.vendor)
                for row, before, after in _differing(cursor, table, expression, last.get(table, {}))
            ]
            if lines:
                act = connection.name_act()
                cursor.executemany(_NOTE, [(*line, act) for line in lines])

    return run


def _covered(cursor: Any, vendor: str) -> list[tuple[str, str]]:
    """Each table with a trigger of the journal, and the expression of a row's digest there."""
    cursor.execute(_TRIGGERS[vendor])
    found = {}
    for _, table, text in cursor.fetchall():
        digest = re.search(r"journal_digest\(.*\)", text)
        found[table] = (
            digest[0].replace("OLD.", "t.").replace("NEW.", "t.")
            if digest
            else "encode(sha256(convert_to(t::text, 'UTF8')), 'hex')"
        )
    return list(found.items())


def _last(cursor: Any) -> dict[str, dict[int, str]]:
    """What was last noted of each row, by table; rows that are gone have none."""
    cursor.execute("SELECT table_name, row_id, after FROM branches_journalline ORDER BY id")
    found: dict[str, dict[int, str]] = {}
    for table, row, after in cursor.fetchall():
        found.setdefault(table, {})[row] = after
    return found


def _differing(cursor: Any, table: str, expression: str, last: dict[int, str]) -> Iterator[tuple[int, str, str]]:
    """(row, digest noted, digest there) where the two differ; "" for none."""
    cursor.execute(f'SELECT t.id, {expression} FROM "{table}" t ORDER BY t.id')
    there = dict(cursor.fetchall())
    for row in sorted(there.keys() | last.keys()):
        if last.get(row, "") != there.get(row, ""):
            yield row, last.get(row, ""), there.get(row, "")
