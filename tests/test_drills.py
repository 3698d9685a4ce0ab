"""Whatever is killed by -9 in the midst of things: what was acknowledged is there, and the site is back within ten seconds."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.plugins.databases import ON_POSTGRESQL, ROOT, Scratch, copy, drop
from tests.plugins.sites import serving
from tests.plugins.soak import Measured
from tests.plugins.workers import Process, own_redis, wait_for
from tests.support import servers
from tests.support.writers import Person, killed, writing

BACK = 10
"""Seconds from a kill to the next acknowledged write."""
BRIEF = 2
"""Seconds that a page may take while the queue is away."""
PASSWORDS = {f"POSTGRES_{role}_PASSWORD": role.lower() for role in ("OWNER", "RUN", "BACKUP")}
CLOSED = (
    "REVOKE CONNECT, TEMPORARY ON DATABASE sizhiqiang FROM PUBLIC",
    "GRANT CONNECT ON DATABASE sizhiqiang TO sizhiqiang_run, sizhiqiang_backup",
)
FOUND = """
from evaluation.models import PromotionActivity
print("\\n".join(PromotionActivity.objects.values_list("title", flat=True)))
"""
FINISHED = (
    "from branches.models import Job; print('finished', Job.objects.exclude(finished_at=None).exclude(file='').count())"
)


@pytest.fixture
def scratch(demo_site: Scratch) -> Iterator[Scratch]:
    made = copy(demo_site)
    yield made
    drop(made)


def lost(writers: Sequence[Any], scratch: Scratch, **variables: str) -> list[str]:
    """What was acknowledged and is not there."""
    there = set(scratch.manage("shell", "--no-imports", "--command", FOUND, **variables).splitlines())
    return [title for one in writers for title in one.acknowledged if title not in there]


def test_twin_what_is_acknowledged_and_not_there_is_missed(scratch: Scratch) -> None:
    writer = SimpleNamespace(acknowledged=["从未登记"])
    assert lost([writer], scratch) == ["从未登记"]


# The web server


def test_a_web_server_killed_thrice_loses_nothing_that_was_acknowledged(scratch: Scratch) -> None:
    _kill_the_web(scratch, 3)


@pytest.mark.soak
@pytest.mark.figure(27, "the web server killed 10 times during writes: 0 lost, back within 10 s")
def test_soak_a_web_server_killed_ten_times(scratch: Scratch, measured: Measured) -> None:
    measured(f"back within {_kill_the_web(scratch, 10):.1f} s")


def _kill_the_web(scratch: Scratch, times: int) -> float:
    with serving(scratch) as site:

        def kill() -> None:
            site.kill()
            site.start()

        with writing(site, 2) as writers:
            longest = killed(writers, kill, times, every=5)
    assert lost(writers, scratch) == []
    assert " wrong" not in scratch.manage("verify")
    assert longest <= BACK
    return longest


# PostgreSQL


@contextmanager
def durable(scratch: Scratch) -> Iterator[tuple[Path, dict[str, str]]]:
    """A PostgreSQL of its own with the database of `scratch`: its folder, and what its clients are told."""
    root = Path(mkdtemp())  # not among pytest's folders, which are closed to the user of PostgreSQL
    root.chmod(0o755)
    (port,) = servers.free_ports(1)
    folder = root / "postgresql"
    try:
        with servers.postgresql(folder, port, is_durable=True) as superuser:
            environment = os.environ | superuser | PASSWORDS
            psql = ["psql", "--quiet", "--no-psqlrc", "--output=/dev/null", "--set=ON_ERROR_STOP=1"]
            subprocess.run([*psql, "--command=CREATE DATABASE sizhiqiang"], check=True, env=environment)
            into = [*psql, "--dbname=sizhiqiang"]
            subprocess.run([*into, f"--file={ROOT / 'deploy/roles.sql'}"], check=True, env=environment)
            # What a role may do to a database as a whole is in no dump of it.
            for right in CLOSED:
                subprocess.run([*into, f"--command={right}"], check=True, env=environment)
            dump = root / "dump.sql"
            subprocess.run(["pg_dump", f"--file={dump}", scratch.url_as("sizhiqiang_backup")], check=True)
            subprocess.run([*into, f"--file={dump}"], check=True, env=environment)
            at = f"127.0.0.1:{port}/sizhiqiang"
            yield (
                folder,
                {
                    "DATABASE_URL": f"postgres://sizhiqiang_run:run@{at}",
                    "MIGRATE_DATABASE_URL": f"postgres://sizhiqiang_owner:owner@{at}",
                },
            )
    finally:
        shutil.rmtree(root, ignore_errors=True)


@pytest.mark.skipif(not ON_POSTGRESQL, reason="the server that is killed")
def test_postgresql_killed_under_four_writers_loses_nothing_that_was_acknowledged(scratch: Scratch) -> None:
    _kill_postgresql(scratch, writers=4, times=2)


@pytest.mark.soak
@pytest.mark.figure(13, "PostgreSQL killed 3 times under 20 writers: 0 lost, 0 torn, back within 10 s")
@pytest.mark.skipif(not ON_POSTGRESQL, reason="the server that is killed")
def test_soak_postgresql_killed_under_twenty_writers(scratch: Scratch, measured: Measured) -> None:
    measured(f"back within {_kill_postgresql(scratch, writers=20, times=3):.1f} s")


def _kill_postgresql(scratch: Scratch, *, writers: int, times: int) -> float:
    with durable(scratch) as (folder, variables):

        def kill() -> None:
            servers.kill(folder)
            servers.start(folder)

        with serving(scratch, **variables) as site, writing(site, writers) as people:
            longest = killed(people, kill, times, every=5)
        assert lost(people, scratch, **variables) == []
        assert " wrong" not in scratch.manage("verify", **variables), "nothing is torn"
    assert longest <= BACK
    return longest


# Redis


def test_with_redis_killed_pages_are_brief_and_what_was_asked_for_is_done_when_it_is_back(scratch: Scratch) -> None:
    with own_redis(scratch.data_dir) as (broker, url):
        variables = {"REDIS_URL": url}
        with serving(scratch, **variables) as site:
            person = Person(site, "work_committee")
            person.open("/").close()
            os.kill(broker.info("server")["process_id"], signal.SIGKILL)
            assert _seconds(person, "/") < BRIEF
            started = time.monotonic()
            with person.open("/candidacies/?export=xlsx") as answer:
                assert "/jobs/" in answer.url, "the export is long and waits for a worker"
            assert time.monotonic() - started < BRIEF
            assert "finished 0" in _told(scratch)
            folder = scratch.data_dir / "redis"
            folder.mkdir()
            with servers.redis(folder, urlsplit(url).port or 0):
                _until_done(scratch, scratch.environment | variables)


def _seconds(person: Person, path: str) -> float:
    started = time.monotonic()
    person.open(path).close()
    return time.monotonic() - started


def _told(scratch: Scratch) -> str:
    return scratch.manage("shell", "--no-imports", "--command", FINISHED)


def _until_done(scratch: Scratch, environment: dict[str, str]) -> None:
    """Worker and clock come up behind the queue; nobody asks again."""
    app, log = "--app tests.support.processes.quick", scratch.data_dir / "celery.log"
    worker = Process(f"{app} worker --queues imports --concurrency 1 --loglevel INFO", environment, log)
    beat = Process(f"{app} beat --schedule {scratch.data_dir}/beat --pidfile= --max-interval 1", environment, log)
    try:
        wait_for(lambda: "finished 1" in _told(scratch), "the export")
    finally:
        worker.stop()
        beat.stop()
