"""The three roles of a PostgreSQL database and what each of them may; on SQLite there are none.

`sizhiqiang_owner` migrates and owns. `sizhiqiang_run` is the web server, the workers and the clock: it reads and writes
rows, never the tables themselves, and of what is append-only it changes nothing but the columns in `append_only.py`.
`sizhiqiang_backup` reads. `deploy/roles.sql` makes them; what they may is given after each migration, as a difference
between what they should have and what they have, and the same difference is what `verify` complains of.
"""

from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection
from environ import Env

from evaluation.integrity.append_only import CHANGEABLE

RUN, BACKUP = "sizhiqiang_run", "sizhiqiang_backup"
READ_ONLY = frozenset({"auth_permission", "branches_journalline", "django_content_type", "django_migrations"})
"""Tables in which only migrations write, or only triggers, whose function is the owner's."""


class Right(NamedTuple):
    """What a role may do to a table, to one of its columns, or to a sequence."""

    role: str
    privilege: str
    name: str
    column: str = ""

    def __str__(self) -> str:
        return f"{self.role}: {self.privilege} on {self.name}{self.column and '.' + self.column}"


_HELD = """
    SELECT coalesce(rolname, 'PUBLIC'), privilege_type, relname, attname
    FROM (
        SELECT relname, '' AS attname, relowner, relacl AS acl, relnamespace FROM pg_class WHERE relacl IS NOT NULL
        UNION ALL
        SELECT relname, attname, relowner, attacl, relnamespace
        FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid WHERE attacl IS NOT NULL
    ) AS named, aclexplode(acl) LEFT JOIN pg_roles ON pg_roles.oid = grantee
    WHERE relnamespace = current_schema()::regnamespace AND grantee <> relowner
"""
_RELATIONS = """
    SELECT relname::text, relkind = 'S', array_remove(array_agg(attname::text), NULL)
    FROM pg_class LEFT JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped
    WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'S')
    GROUP BY relname, relkind
"""
# What a role has besides its rights on tables: of its own, by being in another role, over the database and its schema.
_BEYOND = """
    SELECT rolname || ': is superuser, or may make roles or databases, or replicate' FROM pg_roles
    WHERE rolname = ANY (%(roles)s) AND (rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls)
    UNION ALL
    SELECT member::regrole::text || ': is in the role ' || roleid::regrole::text FROM pg_auth_members
    WHERE member::regrole::text = ANY (%(roles)s)
    UNION ALL
    SELECT rolname || ': ' || may || ' on the database' FROM pg_roles, unnest(ARRAY['CREATE', 'TEMPORARY']) AS may
    WHERE rolname = ANY (%(roles)s) AND has_database_privilege(rolname, current_database(), may)
    UNION ALL
    SELECT rolname || ': CREATE on the schema' FROM pg_roles
    WHERE rolname = ANY (%(roles)s) AND has_schema_privilege(rolname, current_schema(), 'CREATE')
    UNION ALL
    SELECT rolname || ': may set session_replication_role' FROM pg_roles
    WHERE rolname = ANY (%(roles)s) AND has_parameter_privilege(rolname, 'session_replication_role', 'SET')
    UNION ALL
    SELECT relname || ': belongs to ' || relowner::regrole::text FROM pg_class, pg_database
    WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'S')
        AND datname = current_database() AND relowner <> datdba
    UNION ALL
    SELECT pg_proc.oid::regprocedure::text || ': belongs to ' || proowner::regrole::text FROM pg_proc, pg_database
    WHERE pronamespace = current_schema()::regnamespace AND datname = current_database() AND proowner <> datdba
"""


def become_owner() -> None:
    """Go on as the role that owns the tables, where the installation names one (MIGRATE_DATABASE_URL)."""
    if settings.MIGRATE_DATABASE_URL:
        connection.close()
        connection.settings_dict.update(Env.db_url_config(settings.MIGRATE_DATABASE_URL))


def are_apart() -> bool:
    """Whether the role in use is another than the owner of the tables; on SQLite there is nobody else to be."""
    return connection.vendor != "postgresql" or not _rows(
        "SELECT 1 FROM pg_class WHERE oid = 'django_migrations'::regclass AND pg_has_role(relowner, 'MEMBER')"
    )


def wrong() -> list[str]:
    """Rights that a role lacks or has too many, a line each. Where the roles were never made, none is missed."""
    if not exist():
        return []
    missing, beyond = _differences()
    lines = [f"{one} is missing" for one in missing] + [f"{one} is too much" for one in beyond]
    return sorted(lines) + sorted(str(line) for (line,) in _rows(_BEYOND, roles=[RUN, BACKUP]))


def give() -> bool:
    """Make the rights what they should be, as the owner. Says whether there are roles to give them to."""
    if not exist():
        return False
    missing, beyond = _differences()
    name = connection.ops.quote_name
    statements = [
        f"REVOKE CONNECT, CREATE, TEMPORARY ON DATABASE {name(connection.settings_dict['NAME'])} FROM PUBLIC",
        f"GRANT CONNECT ON DATABASE {name(connection.settings_dict['NAME'])} TO {RUN}, {BACKUP}",
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        f"GRANT USAGE ON SCHEMA public TO {RUN}, {BACKUP}",
        *(f"REVOKE {_words(one)} FROM {_role(one)}" for one in beyond),
        *(f"GRANT {_words(one)} TO {_role(one)}" for one in missing),
    ]
    with connection.cursor() as cursor:
        cursor.execute("; ".join(statements))
    return True


def exist() -> bool:
    return connection.vendor == "postgresql" and bool(
        _rows("SELECT 1 FROM pg_roles WHERE rolname = ANY (%(roles)s) HAVING count(*) = 2", roles=[RUN, BACKUP])
    )


def _differences() -> tuple[list[Right], list[Right]]:
    """(rights that are missing, rights that are too many)"""
    held = {Right(*row) for row in _rows(_HELD)}
    wanted = {right for row in _rows(_RELATIONS) for right in _wanted(*row)}
    return sorted(wanted - held), sorted(held - wanted)


def _wanted(name: str, is_sequence: bool, columns: list[str]) -> list[Right]:
    """Rows draw their numbers from identity columns, for which nobody needs a right on the sequence."""
    reads = [Right(BACKUP, "SELECT", name)]
    if is_sequence:
        return reads
    if name in READ_ONLY:
        return [*reads, Right(RUN, "SELECT", name)]
    if name not in CHANGEABLE:
        return [*reads, *(Right(RUN, privilege, name) for privilege in ("SELECT", "INSERT", "UPDATE", "DELETE"))]
    changeable = sorted(CHANGEABLE[name].intersection(columns))
    return [
        *reads,
        *(Right(RUN, privilege, name) for privilege in ("SELECT", "INSERT")),
        *(Right(RUN, "UPDATE", name, column) for column in changeable),
    ]


def _words(right: Right) -> str:
    quoted = connection.ops.quote_name
    column = f" ({quoted(right.column)})" if right.column else ""
    return f"{right.privilege}{column} ON {quoted(right.name)}"


def _role(right: Right) -> str:
    return right.role if right.role == "PUBLIC" else str(connection.ops.quote_name(right.role))


def _rows(query: str, **values: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        found: list[Any] = cursor.fetchall()
        return found
