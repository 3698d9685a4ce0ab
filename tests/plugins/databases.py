"""Databases for tests whose code runs in processes of its own: built once as a template, then copied.

Tests that stay in one process take pytest-django's `db`. A copy is a folder (the DATA_DIR of the processes pointed at
it) and a database: on SQLite a file in that folder, on PostgreSQL one that the server creates from the template's.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg2
import pytest

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
    def url(self) -> str:
        if ON_POSTGRESQL:
            return urlsplit(SERVER)._replace(path=f"/{_prefix()}{self.name}").geturl()
        return f"sqlite:///{self.data_dir / 'db.sqlite3'}"

    @property
    def environment(self) -> dict[str, str]:
        """The environment in which any process of the system works on this database, with the real settings."""
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "sizhiqiang.settings",
            "DEMO": "1",
            "DATABASE_URL": self.url,
            "DATA_DIR": str(self.data_dir),
        }

    def manage(self, *arguments: str) -> str:
        """Run a management command on it; its output, or an error that shows it."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            check=False,
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert done.returncode == 0, f"manage.py {' '.join(arguments)} failed:\n{done.stdout}"
        return done.stdout


def template(name: str, *commands: tuple[str, ...], base: Scratch | None = None) -> Scratch:
    """The template of that name; whichever worker comes first builds it, the others wait for it."""
    scratch = Scratch(name)
    ready = scratch.data_dir.with_suffix(".ready")
    with _alone(scratch.data_dir.with_suffix(".lock")):
        if not ready.exists():
            drop(scratch)
            _create(scratch, base)
            for command in commands:
                scratch.manage(*command)
            ready.touch()
    return scratch


def copy(source: Scratch) -> Scratch:
    scratch = Scratch(f"{source.name}_{uuid4().hex[:12]}")
    _create(scratch, source)
    return scratch


def drop(scratch: Scratch) -> None:
    if ON_POSTGRESQL:
        _execute(f'DROP DATABASE IF EXISTS "{_prefix()}{scratch.name}" WITH (FORCE)')
    shutil.rmtree(scratch.data_dir, ignore_errors=True)


def _create(scratch: Scratch, source: Scratch | None) -> None:
    if source:
        shutil.copytree(source.data_dir, scratch.data_dir)
    else:
        scratch.data_dir.mkdir(parents=True)
    if ON_POSTGRESQL:
        original = f"{_prefix()}{source.name}" if source else "template1"
        _execute(f'CREATE DATABASE "{_prefix()}{scratch.name}" TEMPLATE "{original}"')


def _execute(statement: str) -> list[tuple[str, ...]]:
    """One statement on the server itself, outside any transaction."""
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
        for (name,) in _execute(f"SELECT datname FROM pg_database WHERE starts_with(datname, '{_prefix()}')"):
            _execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def migrated() -> Scratch:
    """The template of an empty, migrated database."""
    return template("migrated", ("migrate", "--verbosity", "0"))


@pytest.fixture
def scratch_database(migrated: Scratch) -> Iterator[str]:
    """The URL of a fresh, migrated database for one test; pass it on as DATABASE_URL."""
    scratch = copy(migrated)
    yield scratch.url
    drop(scratch)
