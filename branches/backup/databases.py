"""Out of the database at one moment, and back into an empty one, on both engines."""

import os
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection, transaction
from environ import Env

from branches.backup.problems import NotDone
from branches.journal import queries as journal_queries

TRIAL = "_trial"
"""Ends the name of the database that the trial restore goes into; it belongs to the role of the backup."""
_HEAD = "SELECT number || '.' || digest FROM branches_journallink ORDER BY number DESC LIMIT 1"
_GONE = "DROP SCHEMA IF EXISTS public, extensions CASCADE; CREATE SCHEMA public"


def become(url: str) -> None:
    """Go on as the role of this URL, where one is given; on SQLite there is one role."""
    if url and connection.vendor == "postgresql":
        connection.close()
        connection.settings_dict.update(Env.db_url_config(url))


def size() -> int:
    """In bytes, with what the copy needs beside itself while it is made."""
    if connection.vendor != "postgresql":
        return 2 * Path(connection.settings_dict["NAME"]).stat().st_size
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])


@contextmanager
def dumped(scratch: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """The head of the chain and the dump of the same moment. Whoever writes meanwhile is not held up."""
    if connection.vendor != "postgresql":
        copy = scratch / "database.sqlite3"
        ours = f"file:{connection.settings_dict['NAME']}?mode=ro"
        with closing(sqlite3.connect(ours, uri=True)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
            head = target.execute(_HEAD).fetchone()
        with copy.open("rb") as file:
            yield head[0] if head else "", file
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        command = ["pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
        with _running(command) as process:
            yield journal_queries.anchor(), cast(IO[bytes], process.stdout)


def is_empty() -> bool:
    """Whether there is nothing that a restore would come upon."""
    return not connection.introspection.table_names()


@contextmanager
def filled() -> Iterator[IO[bytes]]:
    """Takes a dump into the empty database: all of it or nothing."""
    if connection.vendor != "postgresql":
        path = Path(connection.settings_dict["NAME"])
        connection.close()
        unfinished = path.with_name(f"{path.name}.restoring")
        try:
            with unfinished.open("wb") as file:
                yield file
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
        return
    name = connection.settings_dict["NAME"]
    connection.close()
    command = ["pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
    with _running([*command, f"--dbname={name}"]) as process:
        target = cast(IO[bytes], process.stdin)
        with suppress(BrokenPipeError), closing(target):
            yield target


def trial_url(scratch: Path) -> str:
    """Where the trial restore goes: the database beside ours, on SQLite a file in this folder."""
    if connection.vendor != "postgresql":
        return f"sqlite:///{scratch / 'trial.sqlite3'}"
    url = urlsplit(settings.BACKUP_DATABASE_URL or settings.DATABASE_URL)
    return url._replace(path=f"{url.path}{TRIAL}").geturl()


def clear(url: str) -> None:
    """Nothing stays in the database of the trial; whatever else it is called, it is not touched."""
    if connection.vendor != "postgresql" or not urlsplit(url).path.endswith(TRIAL):
        return
    ours = {**connection.settings_dict}
    try:
        become(url)
        with connection.cursor() as cursor:
            cursor.execute(_GONE)
    finally:
        connection.close()
        connection.settings_dict.update(ours)


@contextmanager
def _running(command: list[str]) -> Iterator[subprocess.Popen[bytes]]:
    """A program of PostgreSQL's on our database; its own words when it fails."""
    with TemporaryFile() as said:
        try:
            process = subprocess.Popen(  # noqa: S603 - its words are ours
                command,
                env=os.environ | _whereabouts(connection.settings_dict),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=said,
            )
        except FileNotFoundError as error:
            raise NotDone(f"{command[0]} is missing: install PostgreSQL's client (postgresql-client)") from error
        try:
            yield process
        except BaseException:
            process.kill()
            process.communicate()
            raise
        if process.wait():
            said.seek(0)
            words = said.read().decode(errors="replace").strip().splitlines()[-3:]
            raise NotDone(f"{command[0]} failed: {' '.join(words)}")


def _whereabouts(here: Mapping[str, Any]) -> dict[str, str]:
    """By the environment, since others on the machine can read a command line."""
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    told = {name: str(here[key]) for name, key in names.items() if here.get(key)}
    tls = {f"PG{key.upper()}": str(value) for key, value in here.get("OPTIONS", {}).items() if key.startswith("ssl")}
    return told | tls
