"""What makes each row dear is taken off the tables while a large year is written, and put back as the catalogue had it.

Off go the triggers that note each write in the journal, foreign keys, and indexes that hold nothing unique; the guards
stay. Afterwards foreign keys are checked over all rows, and the journal notes every row once.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from branches.journal import steps as journal_steps

# What takes a thing off, and what puts it back: triggers go first and come last.
_OFF = {
    "postgresql": r"""
        WITH bare AS (
            SELECT oid, oid::regclass::text AS name FROM pg_class
            WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' AND starts_with(relname, %(app)s)
        )
        SELECT format('DROP TRIGGER %%I ON %%s', tgname, name), pg_get_triggerdef(t.oid), 1
        FROM pg_trigger t JOIN bare ON bare.oid = tgrelid WHERE starts_with(tgname, 'journal_')
        UNION ALL
        SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', name, conname),
            format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', name, conname, pg_get_constraintdef(c.oid)), 2
        FROM pg_constraint c JOIN bare ON bare.oid = conrelid WHERE contype = 'f'
        UNION ALL
        SELECT format('DROP INDEX %%s', indexrelid::regclass), pg_get_indexdef(indexrelid), 3
        FROM pg_index JOIN bare ON bare.oid = indrelid WHERE NOT indisunique
        ORDER BY 3, 1
    """,
    "sqlite": r"""
        SELECT 'DROP ' || type || ' ' || name, sql, type = 'index' FROM sqlite_master
        WHERE substr(tbl_name, 1, length(%(app)s)) = %(app)s
            AND (type = 'trigger' AND substr(name, 1, 8) = 'journal_' OR type = 'index' AND sql LIKE 'CREATE INDEX%%')
        ORDER BY 3, 1
    """,
}
# No table is altered over rows whose foreign keys are still to be checked. Long texts are packed three times as fast
# by LZ4 where the server knows it.
_BEFORE = """
    SET CONSTRAINTS ALL IMMEDIATE;
    SET LOCAL jit = off;
    SET LOCAL work_mem = '128MB';
    SET LOCAL maintenance_work_mem = '512MB';
    SELECT set_config(name, 'lz4', true) FROM pg_settings
    WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals)
"""
_AFTER = "SET CONSTRAINTS ALL DEFERRED; ANALYZE"


@contextmanager
def bare(app: str) -> Iterator[None]:
    """Of the tables of one app, inside a transaction of whoever owns them."""
    is_postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        if is_postgresql:
            cursor.execute(_BEFORE)
        cursor.execute(_OFF[connection.vendor], {"app": f"{app}_"})
        things = cursor.fetchall()
        for off, _, _ in things:
            cursor.execute(off)
    yield
    with connection.cursor() as cursor:
        for _, on, _ in reversed(things):
            cursor.execute(on)
        if is_postgresql:
            cursor.execute(_AFTER)
    journal_steps.note_all()
