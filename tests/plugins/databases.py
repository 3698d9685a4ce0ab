"""Databases for tests: migrated once, then copied, so that nobody waits for the migrations and every guard is there.

Tests that stay in one process take pytest-django's `db`, a copy too (on SQLite in memory). For code that runs in
processes of its own a copy is a folder (their DATA_DIR) and a database: on SQLite a file in that folder, on PostgreSQL
one that the server creates from the template's.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import django
import psycopg2
import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from pytest_django import DjangoDbBlocker

ROOT = Path(__file__).resolve().parents[2]
SERVER = os.environ.get("DATABASE_URL", "")
ON_POSTGRESQL = SERVER.startswith("postgres")


@dataclass(frozen=True)
class Scratch:
    """A database and the folder that belongs to it."""

    name: str

    @property
    def data_dir(self) -> Path:
        return Path(os.environ["TEST_DATA_DIR"]) / "scratch" / self.name

    @property
    def database(self) -> str:
        """Its name on the server; on SQLite its file."""
        return f"{_prefix()}{self.name}" if ON_POSTGRESQL else str(self.data_dir / "db.sqlite3")

    @property
    def url(self) -> str:
        """As whoever owns the tables."""
        if ON_POSTGRESQL:
            return urlsplit(SERVER)._replace(path=f"/{self.database}").geturl()
        return f"sqlite:///{self.database}"

    def url_as(self, role: str) -> str:
        """As another role of the database, on SQLite as the only one there is."""
        return self.url.replace("//sizhiqiang_owner@", f"//{role}@")

    @property
    def environment(self) -> dict[str, str]:
        """The environment in which any process of the system works on this database, with the real settings."""
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "sizhiqiang.settings",
            "DEMO": "1",
            "DATABASE_URL": self.url_as("sizhiqiang_run"),
            "MIGRATE_DATABASE_URL": self.url if ON_POSTGRESQL else "",
            "DATA_DIR": str(self.data_dir),
        }

    def process(self, name: str, *arguments: str, **variables: str) -> str:
        """What `tests.support.processes.<name>` says that worked on it, or an error that shows what it complained of."""
        done = subprocess.run(
            [sys.executable, "-m", f"tests.support.processes.{name}", *arguments],
            check=False,
            cwd=ROOT,
            env=self.environment | variables,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr[-4000:]
        return done.stdout

    def manage(self, *arguments: str, **variables: str) -> str:
        """Run a management command on it, with further variables; its output, or an error that shows it."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            check=False,
            cwd=ROOT,
            env=self.environment | variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert done.returncode == 0, f"manage.py {' '.join(arguments)} failed:\n{done.stdout}"
        return done.stdout


def template(name: str, *commands: tuple[str, ...], base: Scratch | None = None, kept: Path | None = None) -> Scratch:
    """The template of that name; whichever worker comes first builds it, the others wait for it.

    `kept` is its database from an earlier run, which is taken if it is there, else put there.
    """
    scratch = Scratch(name)
    ready = scratch.data_dir.with_suffix(".ready")
    with _alone(scratch.data_dir.with_suffix(".lock")):
        if not ready.exists():
            drop(scratch)
            _create(scratch, base)
            if kept and kept.exists():
                _restore(scratch, kept)
            else:
                for command in commands:
                    scratch.manage(*command)
                if kept:
                    _keep(scratch, kept)
            ready.touch()
    return scratch


def copy(source: Scratch) -> Scratch:
    scratch = Scratch(f"{source.name}_{uuid4().hex[:12]}")
    _create(scratch, source)
    return scratch


def empty(name: str) -> Scratch:
    """Neither tables nor files, as whoever restores finds it."""
    scratch = Scratch(f"{name}_{uuid4().hex[:12]}")
    _create(scratch, None)
    return scratch


def drop(scratch: Scratch) -> None:
    if ON_POSTGRESQL:
        execute(f'DROP DATABASE IF EXISTS "{scratch.database}" WITH (FORCE)')
    shutil.rmtree(scratch.data_dir, ignore_errors=True)


def _create(scratch: Scratch, source: Scratch | None) -> None:
    if source:
        shutil.copytree(source.data_dir, scratch.data_dir)
    else:
        scratch.data_dir.mkdir(parents=True)
    if ON_POSTGRESQL:
        original = source.database if source else "template1"
        execute(f'CREATE DATABASE "{scratch.database}" TEMPLATE "{original}"')
        # What a role may do to a database as a whole is not copied with it.
        execute(f'REVOKE CONNECT, TEMPORARY ON DATABASE "{scratch.database}" FROM PUBLIC')
        execute(f'GRANT CONNECT ON DATABASE "{scratch.database}" TO sizhiqiang_run, sizhiqiang_backup')


def _keep(scratch: Scratch, kept: Path) -> None:
    """The file appears whole or not at all, whoever else keeps it at the same time."""
    unfinished = kept.with_name(uuid4().hex)
    if ON_POSTGRESQL:
        how = ["--format=custom", "--compress=0", f"--file={unfinished}"]
        subprocess.run(["pg_dump", *how, scratch.url_as("sizhiqiang_backup")], check=True)
    else:
        shutil.copyfile(scratch.database, unfinished)
    unfinished.replace(kept)


def _restore(scratch: Scratch, kept: Path) -> None:
    if ON_POSTGRESQL:
        # Indexes are most of the work: two are built at once, in memory.
        how = ["--jobs=2", "--exit-on-error", f"--dbname={scratch.url}"]
        memory = {"PGOPTIONS": "-c maintenance_work_mem=512MB -c max_parallel_maintenance_workers=0"}
        subprocess.run(["pg_restore", *how, kept], check=True, env=os.environ | memory)
    else:
        shutil.copyfile(kept, scratch.database)


def execute(statement: str) -> list[tuple[str, ...]]:
    """One statement on the server itself, outside any transaction, as whoever owns the databases."""
    with closing(psycopg2.connect(urlsplit(SERVER)._replace(path="/postgres").geturl())) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []


def _prefix() -> str:
    """Tells the databases of this run from those of another on the same server."""
    return f"scratch_{Path(os.environ['TEST_DATA_DIR']).name.rpartition('-')[2]}_"


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def pytest_unconfigure(config: pytest.Config) -> None:
    """The first process outlives its workers: it drops what the run left on the server."""
    if ON_POSTGRESQL and not hasattr(config, "workerinput") and Scratch("").data_dir.exists():
        for (name,) in execute(f"SELECT datname FROM pg_database WHERE starts_with(datname, '{_prefix()}')"):
            execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def digest(places: Iterable[Path]) -> str:
    """Of the code in these folders and files, and of what runs it."""
    total = hashlib.sha256(f"{django.get_version()} {sqlite3.sqlite_version}".encode())
    for place in places:
        paths = [place] if place.is_file() else place.rglob("*")
        for path in sorted(path for path in paths if path.suffix in (".py", ".sql")):
            total.update(f"\0{path.relative_to(place)}\0".encode() + path.read_bytes())
    return total.hexdigest()


def makers() -> list[Path]:
    """What decides what migrations make of an empty database, and how that is kept."""
    folders = [Path(app.path) / "migrations" for app in apps.get_app_configs()]
    rights = [ROOT / "evaluation" / "integrity" / name for name in ("append_only.py", "rights.py")]
    return [*folders, *rights, ROOT / "sizhiqiang", Path(__file__)]


@pytest.fixture(scope="session")
def migrated(pytestconfig: pytest.Config) -> Scratch:
    """The template of an empty, migrated database, which outlasts the run until a migration changes."""
    key = digest(makers())
    kept = pytestconfig.cache.mkdir("migrated") / f"{key}.{connection.vendor}"
    return template("migrated", ("migrate", "--verbosity", "0"), kept=kept)


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker, migrated: Scratch
) -> Iterator[None]:
    """In the place of pytest-django's, which migrates: the database of `db` is a copy of the migrated one."""
    with django_db_blocker.unblock():
        if ON_POSTGRESQL:
            scratch = copy(migrated)
            connection.settings_dict["NAME"] = scratch.database
        else:
            connection.settings_dict["NAME"] = "file:memorydb_default?mode=memory&cache=shared"
            connection.ensure_connection()
            with closing(sqlite3.connect(migrated.database)) as source:
                source.backup(connection.connection)
        # A process asks for each kind once. Whichever test comes first would count that query as its own.
        ContentType.objects.get_for_models(*apps.get_models())
    yield
    if ON_POSTGRESQL:
        with django_db_blocker.unblock():
            connection.close()
        drop(scratch)


@pytest.fixture
def scratch_database(migrated: Scratch) -> Iterator[str]:
    """The URL of a fresh, migrated database for one test; pass it on as DATABASE_URL."""
    scratch = copy(migrated)
    yield scratch.url
    drop(scratch)
