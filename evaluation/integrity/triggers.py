"""What the database itself refuses, on both engines: more seats than a cap, a seat of another unit, a changed record.

The SQL stands in `evaluation/migrations/guards`, word for word, and nowhere else. SQLite drops a table's triggers when a
migration rebuilds the table: every such migration ends with `guards.install`.
"""

from django.db import connection

from evaluation.migrations import guards

SET = "0006"
"""The set in force, named by the migration that brought it."""

# What the catalogue says of each trigger, in the words of the files. The function counts with what it was set to: with
# another search path it would look at other tables.
_CATALOGUE = {
    "postgresql": """
        SELECT tgname, unnest(ARRAY[
            pg_get_triggerdef(t.oid, true) || CASE tgenabled WHEN 'O' THEN '' ELSE ' DISABLED' END,
            format('CREATE FUNCTION %s RETURNS %s LANGUAGE %s AS $$%s$$', tgfoid::regprocedure, prorettype::regtype,
                lanname, prosrc) || coalesce(' SET ' || array_to_string(proconfig, ' '), '')
        ])
        FROM pg_trigger t JOIN pg_proc p ON p.oid = tgfoid JOIN pg_language l ON l.oid = prolang
        WHERE NOT tgisinternal AND pg_table_is_visible(tgrelid)
    """,
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
}


def installed() -> list[tuple[str, str]]:
    """(guard, statement that creates it or its function) of the set in force."""
    statements = guards.statements(SET, connection.vendor)
    return [(one.split()[2].removesuffix("()"), one) for one in statements if one.startswith("CREATE ")]


def names() -> set[str]:
    return {name for name, _ in installed()}


def wrong() -> dict[str, str]:
    """What is wrong with each guard that does not stand in the database as its migration installed it."""
    with connection.cursor() as cursor:
        cursor.execute(_CATALOGUE[connection.vendor])
        standing = set(cursor.fetchall())
    there = {name for name, _ in standing}
    return {
        name: "is changed or switched off" if name in there else "is missing"
        for name, statement in installed()
        if (name, statement) not in standing
    }
