"""What the database is made of, held against what the migrations make of an empty one.

Tables, columns, constraints, indexes, triggers, functions, rules and policies, each with the digest of its definition,
stand in one list for each engine, which `make catalogue` writes and a test holds against a migrated database. Whatever
was switched off or is not yet valid counts as changed. What no migration makes (settings of roles, rights) is said here
and in `rights.py`.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from django.db import connection

from evaluation.integrity import rights

FOLDER = Path(__file__).parent
# A definition ends in what the engine says besides: disabled, not valid.
_PRESENT = {
    "postgresql": """
        WITH ours AS (
            SELECT pg_class.* FROM pg_class WHERE relnamespace = current_schema()::regnamespace
        )
        SELECT 'table ' || relname, concat_ws(' ', relkind, relpersistence, relrowsecurity, relforcerowsecurity,
            reloptions, CASE relkind WHEN 'v' THEN pg_get_viewdef(oid) WHEN 'm' THEN pg_get_viewdef(oid) END)
        FROM ours WHERE relkind NOT IN ('i', 'I', 'S', 't')
        UNION ALL
        SELECT 'column ' || relname || '.' || attname, concat_ws(' ', format_type(atttypid, atttypmod), attnotnull,
            attidentity, attgenerated, attcollation::regcollation, pg_get_expr(adbin, adrelid))
        FROM ours JOIN pg_attribute ON attrelid = oid
        LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
        WHERE attnum > 0 AND NOT attisdropped AND relkind NOT IN ('i', 'I', 'S', 't')
        UNION ALL
        SELECT 'constraint ' || conname || ' on ' || relname, pg_get_constraintdef(c.oid) || CASE WHEN EXISTS (
            SELECT FROM pg_trigger WHERE tgconstraint = c.oid AND tgisinternal AND tgenabled <> 'O'
        ) THEN ' DISABLED' ELSE '' END
        FROM ours JOIN pg_constraint c ON conrelid = ours.oid WHERE contype NOT IN ('n', 't')
        UNION ALL
        SELECT 'index ' || ours.relname || ' on ' || t.relname,
            concat_ws(' ', pg_get_indexdef(ours.oid), indisvalid, indisready, indislive, indimmediate)
        FROM ours JOIN pg_index ON indexrelid = ours.oid JOIN pg_class t ON t.oid = indrelid
        UNION ALL
        SELECT 'trigger ' || tgname || ' on ' || relname, concat_ws(' ', pg_get_triggerdef(pg_trigger.oid), tgenabled)
        FROM ours JOIN pg_trigger ON tgrelid = ours.oid WHERE NOT tgisinternal
        UNION ALL
        SELECT 'function ' || p.oid::regprocedure::text, concat_ws(' ', prokind, prorettype::regtype, lanname, prosecdef,
            provolatile, proconfig, prosrc, proargdefaults IS NULL)
        FROM pg_proc p JOIN pg_language l ON l.oid = prolang WHERE pronamespace = current_schema()::regnamespace
        UNION ALL
        SELECT 'rule ' || rulename || ' on ' || relname, concat_ws(' ', pg_get_ruledef(pg_rewrite.oid), ev_enabled)
        FROM ours JOIN pg_rewrite ON ev_class = ours.oid WHERE relkind = 'r'
        UNION ALL
        SELECT 'policy ' || policyname || ' on ' || tablename, concat_ws(' ', permissive, roles, cmd, qual, with_check)
        FROM pg_policies WHERE schemaname = current_schema()
        UNION ALL
        SELECT 'heir ' || inhrelid::regclass::text || ' of ' || relname, ''
        FROM ours JOIN pg_inherits ON inhparent = ours.oid
        UNION ALL
        SELECT 'operator ' || oid::regoperator::text, oprcode::text
        FROM pg_operator WHERE oprnamespace = current_schema()::regnamespace
        UNION ALL
        SELECT 'event trigger ' || evtname, concat_ws(' ', evtevent, evtfoid::regproc, evtenabled) FROM pg_event_trigger
    """,
    "sqlite": """
        SELECT type || ' ' || name || CASE type WHEN 'table' THEN '' ELSE ' on ' || tbl_name END, sql
        FROM sqlite_master WHERE sql IS NOT NULL AND name <> 'sqlite_sequence'
    """,
}
# What stands for a session before it runs anything of ours; who may change it for others is the server's ruler.
_SETTINGS = {
    "postgresql": "SELECT name, setting FROM pg_settings WHERE name IN ('session_replication_role', 'row_security')",
    "sqlite": """
        SELECT 'foreign_keys', foreign_keys FROM pragma_foreign_keys
        UNION ALL SELECT 'recursive_triggers', recursive_triggers FROM pragma_recursive_triggers
        UNION ALL SELECT 'ignore_check_constraints', ignore_check_constraints FROM pragma_ignore_check_constraints
        UNION ALL SELECT 'writable_schema', writable_schema FROM pragma_writable_schema
    """,
}
_AS_SET: dict[str, dict[str, str | int]] = {
    "postgresql": {"session_replication_role": "origin", "row_security": "on"},
    "sqlite": {"foreign_keys": 1, "recursive_triggers": 1, "ignore_check_constraints": 0, "writable_schema": 0},
}
# Settings that are bound to a role or to the database, by whoever rules the server.
_BOUND = """
    SELECT coalesce(rolname, 'every role'), unnest(setconfig)
    FROM pg_db_role_setting LEFT JOIN pg_roles ON pg_roles.oid = setrole
    WHERE setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
"""
_LETTERS = "SELECT datctype FROM pg_database WHERE datname = current_database()"
"""By which it goes what a letter is. Under C none of Chinese is, and no word of it goes into the index of the search."""
HARMLESS = frozenset(
    {
        "client_encoding",
        "idle_in_transaction_session_timeout",
        "jit",
        "lock_timeout",
        "statement_timeout",
        "timezone",
        "work_mem",
    }
)
"""Settings that may be bound to a role: they change how long something takes. `jit=off` is what we recommend."""


def wrong() -> list[str]:
    """Where the database is not what the migrations make of it, a line each that names the thing."""
    return [*wrong_within(), *rights.wrong()]


def wrong_within() -> list[str]:
    """The same without what other roles may, which there is nothing to say of in a database that they never enter."""
    return [*differences(expected(), present()), *settings()]


def differences(expected: Mapping[str, str], present: Mapping[str, str]) -> list[str]:
    return [
        f"{name} {_said(name in expected, name in present)}"
        for name in sorted(expected.keys() | present.keys())
        if expected.get(name) != present.get(name)
    ]


def _said(is_expected: bool, is_present: bool) -> str:
    if is_expected and is_present:
        return "is changed or switched off"
    return "is missing" if is_expected else "is not of ours"


def expected() -> dict[str, str]:
    """Digest by name, as `make catalogue` wrote them down."""
    lines = path(connection.vendor).read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def path(vendor: str) -> Path:
    return FOLDER / f"catalogue.{vendor}.sha256"


def present() -> dict[str, str]:
    """Digest by name, as the database says it."""
    with connection.cursor() as cursor:
        cursor.execute(_PRESENT[connection.vendor])
        return {name: hashlib.sha256(_plain(words).encode()).hexdigest()[:16] for name, words in cursor.fetchall()}


# PostgreSQL reads back what it printed as the same with the casts elsewhere: a restored database prints the second form.
_CAST_LIST = re.compile(r"\(ARRAY\[((?:'(?:[^']|'')*'::character varying(?:, )?)+)\]\)::text\[\]")
_CAST = re.compile(r"('(?:[^']|'')*'::character varying)")


def _plain(words: str) -> str:
    return _CAST_LIST.sub(_each_cast, words)


def _each_cast(found: re.Match[str]) -> str:
    each = _CAST.sub(r"(\1)::text", found[1])
    return f"ARRAY[{each}]"


def settings() -> Iterator[str]:
    """Settings under which guards and constraints would not hold, or would look elsewhere."""
    with connection.cursor() as cursor:
        cursor.execute(_SETTINGS[connection.vendor])
        for name, value in cursor.fetchall():
            if value != _AS_SET[connection.vendor][name]:
                yield f"setting {name} is {value}"
        if connection.vendor == "postgresql":
            cursor.execute(_BOUND)
            for role, words in cursor.fetchall():
                if words.partition("=")[0].lower() not in HARMLESS:
                    yield f"setting {words} is bound to {role}"
            cursor.execute(_LETTERS)
            if cursor.fetchone() == ("C",):
                yield "LC_CTYPE is C: the search finds no Chinese; restore into a database made with LC_CTYPE C.UTF-8"
