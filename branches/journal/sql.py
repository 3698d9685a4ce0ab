"""Writes the triggers of all covered tables for both databases, from the models; what is installed is frozen SQL.

The files lie in `branches/migrations/guards`; a test holds the newest set equal to what comes out here.
"""

from collections.abc import Iterator

from django.apps import apps

from branches.journal import coverage

SET = "5"
"""The set in force, which a migration installs."""

# Named here, never imported: the other app depends on this one.
APPS = ("branches", "evaluation")
LETTERS = {"i": "INSERT", "u": "UPDATE", "d": "DELETE"}

_HEAD = (
    "-- What notes every write of a covered row in the journal, and what keeps the journal. Written by write_journal.\n"
)
_NOTE = """
DROP FUNCTION IF EXISTS journal_note() CASCADE;

CREATE FUNCTION journal_note() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    act text := coalesce(current_setting('sizhiqiang.act', true), '');
    row_id bigint;
    before text := '';
    after text := '';
BEGIN
    IF act = '' THEN
        RAISE EXCEPTION 'a write without an act' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP <> 'INSERT' THEN
        before := encode(sha256(convert_to(OLD::text, 'UTF8')), 'hex');
        row_id := OLD.id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        after := encode(sha256(convert_to(NEW::text, 'UTF8')), 'hex');
        row_id := NEW.id;
    END IF;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES (TG_TABLE_NAME, row_id, left(TG_OP, 1), before, after, act);
    RETURN NULL;
END
$$ SECURITY DEFINER SET search_path=public, pg_temp;
"""
_KEPT = """
DROP FUNCTION IF EXISTS journal_kept() CASCADE;

CREATE FUNCTION journal_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal is append-only' USING ERRCODE = 'integrity_constraint_violation';
END
$$;
"""


def tables() -> dict[str, list[str]]:
    """Each covered table with its columns, the primary key first."""
    models = [model for app in APPS for model in apps.get_app_config(app).get_models(include_auto_created=True)]
    return {
        model._meta.db_table: [str(field.column) for field in model._meta.concrete_fields]
        for model in sorted(models, key=lambda model: model._meta.db_table)
        if coverage.is_covered(model._meta.db_table)
    }


def installation(vendor: str) -> str:
    """The file of a set: each statement ends with a blank line."""
    write = _for_postgresql if vendor == "postgresql" else _for_sqlite
    return _HEAD + "\n\n".join(statement.strip() for statement in write()) + "\n"


def _for_postgresql() -> Iterator[str]:
    yield _NOTE
    yield _KEPT
    for table in coverage.APPEND_ONLY:
        name = f"{table.removeprefix('branches_')}_kept"
        yield f"CREATE TRIGGER {name} BEFORE DELETE OR UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION journal_kept();"
    for table in tables():
        yield (
            f"CREATE TRIGGER {name_of(table)} AFTER INSERT OR DELETE OR UPDATE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION journal_note();"
        )


def _for_sqlite() -> Iterator[str]:
    for table in coverage.APPEND_ONLY:
        for letter in "ud":
            name = f"{table.removeprefix('branches_')}_kept_{letter}"
            yield f"DROP TRIGGER IF EXISTS {name};"
            yield (
                f"CREATE TRIGGER {name} BEFORE {LETTERS[letter]} ON {table} FOR EACH ROW\n"
                "BEGIN\n    SELECT RAISE(ABORT, 'the journal is append-only');\nEND;"
            )
    for table, columns in tables().items():
        new, old = _digest("NEW", columns), _digest("OLD", columns)
        for letter, row, before, after in (("i", "NEW", "''", new), ("u", "NEW", old, new), ("d", "OLD", old, "''")):
            yield f"DROP TRIGGER IF EXISTS {name_of(table)}_{letter};"
            yield (
                f"CREATE TRIGGER {name_of(table)}_{letter} AFTER {LETTERS[letter]} ON {table} FOR EACH ROW\n"  # noqa: S608
                "BEGIN\n"
                "    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;\n"
                "    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)\n"
                f"    VALUES ('{table}', {row}.id, '{letter.upper()}',\n"
                f"        {before},\n        {after},\n        journal_act());\n"
                "END;"
            )


def _digest(row: str, columns: list[str]) -> str:
    return "journal_digest({})".format(", ".join(f'{row}."{column}"' for column in columns))


def name_of(table: str) -> str:
    """Of its trigger. On PostgreSQL triggers fire in the order of their names; this one only watches."""
    return f"journal_{table}"
