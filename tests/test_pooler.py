"""PostgreSQL behind PgBouncer in transaction mode: nothing of ours counts on meeting the same session again."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.plugins.databases import ON_POSTGRESQL, ROOT, Scratch, copy, drop
from tests.support.poolers import SESSIONS, pgbouncer

pytestmark = [
    pytest.mark.skipif(not ON_POSTGRESQL, reason="a pool of PostgreSQL"),
    pytest.mark.skipif(shutil.which("pgbouncer") is None, reason="PgBouncer is not installed"),
]

MET = "print(len({read('SELECT pg_backend_pid()') for _ in range(6)}))"
PART_BY_PART = "print(sum(1 for _ in Permission.objects.iterator(chunk_size=5)))"
AS_DJANGO_HAS_IT = "del DatabaseWrapper.chunked_cursor"
BEFORE = """
import django
django.setup()
from django.contrib.auth.models import Permission
from django.db import connection
from branches.journal.postgresql.base import DatabaseWrapper
def read(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]
"""


@pytest.fixture
def pooled(migrated: Scratch, tmp_path: Path) -> Iterator[dict[str, str]]:
    scratch = copy(migrated)
    with pgbouncer(scratch, tmp_path) as environment:
        yield environment
    drop(scratch)


def run(environment: dict[str, str], *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command], check=False, cwd=ROOT, env=environment, capture_output=True, text=True
    )


def said(environment: dict[str, str], *lines: str) -> str:
    done = run(environment, "-c", BEFORE + "\n".join(lines))
    return done.stdout.strip() or done.stderr


def test_each_transaction_may_meet_another_session(pooled: dict[str, str]) -> None:
    """Otherwise the tests below would prove nothing."""
    assert int(said(pooled, MET)) == SESSIONS


def test_what_is_read_part_by_part_outside_a_transaction_is_read_whole(pooled: dict[str, str]) -> None:
    assert int(said(pooled, PART_BY_PART)) > 20


def test_twin_a_cursor_on_the_server_is_lost_between_two_parts(pooled: dict[str, str]) -> None:
    assert "InvalidCursorName" in said(pooled, AS_DJANGO_HAS_IT, PART_BY_PART)


def test_verify_finds_every_row_of_a_race_through_the_pool_as_it_was_written(pooled: dict[str, str]) -> None:
    """Each move is sealed in the transaction that it is, whichever session that one meets."""
    race = run(pooled, "-m", "tests.support.processes.racing", json.dumps({"processes": 8, "attempts": 3, "caps": [3]}))
    assert race.returncode == 0, race.stderr[-4000:]
    found = json.loads(race.stdout.splitlines()[-1])
    assert (found["errors"], found["over"], found["drift"], found["taken"]) == ({}, 0, 0, [3])
    verified = run(pooled, "manage.py", "verify").stdout
    assert re.search(r"^database +[\d,]+ +intact\nrows +[\d,]+ +intact$", verified, re.MULTILINE), verified
