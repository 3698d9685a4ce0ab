"""What makes each row dear is taken off the tables while a large year is written, and put back as the catalogue had it.

Off go the triggers that note each write in the journal, keep the candidates between both bodies or say whose progress has
changed, foreign keys, indexes that hold nothing unique, and of the products, in which nobody looks a row up, the keys too;
the guards stay. Afterwards keys are checked over all rows, and the journal notes every row once. What triggers would have
kept is written by whoever wrote the cases (`kept.py`).
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from branches.journal import steps as journal_steps

PRODUCTS = [f"evaluation_{name}" for name in ("declaration", "score", "selfrating", "submission", "verification")]
"""Written by one statement each, and not looked into before the end."""
LONGEST = ["branches_journalline", "evaluation_transition", *PRODUCTS]

# What takes a thing off, and what puts it back: triggers go first and come last.
_OFF = {
    "postgresql": r"""
        WITH bare AS (
            SELECT oid, oid::regclass::text AS name FROM pg_class
            WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' AND starts_with(relname, %(app)s)
        )
        SELECT format('DROP TRIGGER %%I ON %%s', tgname, name), pg_get_triggerdef(t.oid), 1
        FROM pg_trigger t JOIN bare ON bare.oid = tgrelid
        WHERE tgname ~ '^(journal|candidate_of|progress_of)_'
        UNION ALL
        SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', name, conname),
            format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', name, conname, pg_get_constraintdef(c.oid)),
            CASE contype WHEN 'f' THEN 2 ELSE 3 END
        FROM pg_constraint c JOIN bare ON bare.oid = conrelid
        WHERE contype = 'f' OR contype IN ('p', 'u') AND name = ANY (%(products)s)
        UNION ALL
        SELECT format('DROP INDEX %%s', indexrelid::regclass), pg_get_indexdef(indexrelid), 3
        FROM pg_index JOIN bare ON bare.oid = indrelid WHERE NOT indisunique
        ORDER BY 3, 1
    """,
    "sqlite": r"""
        SELECT 'DROP ' || type || ' ' || name, sql, type = 'index' FROM sqlite_master
        WHERE substr(tbl_name, 1, length(%(app)s)) = %(app)s
            AND CASE type
                WHEN 'trigger' THEN substr(name, 1, instr(name, '_') - 1) IN ('journal', 'candidate', 'progress')
                WHEN 'index' THEN sql LIKE 'CREATE INDEX%%'
            END
        ORDER BY 3, 1
    """,
}
# No table is altered over rows whose foreign keys are still to be checked. Of each row a guard asks the same: it is
# planned once. What can be done by two processors is. Long texts are packed three times as fast by LZ4 where the server
# knows it.
_BEFORE = """
    SET CONSTRAINTS ALL IMMEDIATE;
    SET LOCAL jit = off;
    SET LOCAL plan_cache_mode = force_generic_plan;
    SET LOCAL parallel_setup_cost = 0;
    SET LOCAL parallel_tuple_cost = 0;
    SET LOCAL work_mem = '1GB';
    SET LOCAL maintenance_work_mem = '1GB';
    SELECT set_config(name, 'lz4', true) FROM pg_settings
    WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals)
"""
# A table that is laid out anew leaves nothing in the log of a server with `wal_level = minimal` until the commit.
_ANEW = "ALTER TABLE {0} SET UNLOGGED; ALTER TABLE {0} SET LOGGED"
_AFTER = "SET CONSTRAINTS ALL DEFERRED; ANALYZE"


@contextmanager
def bare(app: str) -> Iterator[None]:
    """Of the tables of one app, inside a transaction of whoever owns them."""
    is_postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        if is_postgresql:
            cursor.execute(_BEFORE)
        cursor.execute(_OFF[connection.vendor], {"app": f"{app}_", "products": PRODUCTS})
        things = cursor.fetchall()
        for off, _, _ in things:
            cursor.execute(off)
        if is_postgresql:
            for table in LONGEST:
                if table.startswith(app):
                    cursor.execute(_ANEW.format(table))
    yield
    with connection.cursor() as cursor:
        for _, on, _ in reversed(things):
            cursor.execute(on)
        if is_postgresql:
            cursor.execute(_AFTER)
    journal_steps.note_all()
