"""The handbook as somebody follows it: its blocks of commands, as they stand, on servers of their own; the rest is marked."""

import re
import ssl
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts import handbook
from scripts.handbook import PAGES
from tests.plugins.databases import ON_POSTGRESQL, Scratch
from tests.support.machine import Machine, machine

pytestmark = pytest.mark.skipif(not ON_POSTGRESQL, reason="a site on PostgreSQL")
BLOCKS = [block for page in PAGES for block in handbook.blocks(page.read_text())]


@pytest.fixture(scope="module")
def followed(migrated: Scratch) -> Iterator[tuple[Machine, dict[str, str]]]:
    """A machine on which every block was run that can be, with what each printed."""
    with machine() as one:
        said = {}
        for block in BLOCKS:
            if "manage.py migrate" in block.commands:
                one.fill(migrated)
            if not block.mark:
                said[block.commands] = one.run(block.commands)
            elif "systemctl" in block.commands:
                one.in_place_of_systemd(block.commands)
        yield one, said


def of(said: dict[str, str], words: str) -> str:
    """What the one block printed in which these words are."""
    (found,) = [output for commands, output in said.items() if words in commands]
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_no_test_runs_is_marked_and_nothing_else(page: Path) -> None:
    assert handbook.written(page.read_text()) == page.read_text(), "make docs"


def test_a_missing_mark_and_one_too_many_are_noticed() -> None:
    """The twin."""
    page = "```sh\ndocker compose up\n```\n\n```sh\n# Not run by the tests: needs a container engine.\nmkdir x\n```\n"
    mended = handbook.written(page)
    assert [block.is_marked for block in handbook.blocks(page)] == [False, True]
    assert [block.is_marked for block in handbook.blocks(mended)] == [True, False]
    assert handbook.written(mended) == mended


def test_most_of_the_handbook_is_run() -> None:
    assert len(BLOCKS) > 20
    assert all("```" not in block.commands for block in BLOCKS)
    assert sum(not block.mark for block in BLOCKS) >= 14


def test_followed_from_the_first_line_to_the_last_it_is_a_site_that_works(
    followed: tuple[Machine, dict[str, str]],
) -> None:
    one, said = followed
    assert '"ok": true' in of(said, "/readyz")
    asked = urllib.request.Request(f"https://127.0.0.1:{one.secure}/login/", headers={"Host": "party.example"})
    with urllib.request.urlopen(asked, context=ssl._create_unverified_context(), timeout=30) as answer:  # its own
        assert answer.status == 200 and "登录" in answer.read().decode()
    assert {name for name, process in one.processes.items() if process.poll() is not None} == set()
    assert len(one.processes) == 6


def test_the_backup_of_the_handbook_was_encrypted_tried_and_restored(
    followed: tuple[Machine, dict[str, str]],
) -> None:
    _, said = followed
    assert of(said, "manage.py backup /var/backups/sizhiqiang )").count(".tar.age") == 2, "and its copy"
    for words in ("--trial", "manage.py restore"):
        assert re.search(r"^rows +[1-9][\d,]* +intact$", of(said, words), re.MULTILINE), of(said, words)
        assert " wrong" not in of(said, words)


def test_guards_put_up_by_hand_are_those_of_the_migrations(followed: tuple[Machine, dict[str, str]]) -> None:
    _, said = followed
    assert re.search(r"^database +[\d,]+ +intact$", of(said, "for guards in"), re.MULTILINE)


def test_a_block_that_is_wrong_is_noticed(followed: tuple[Machine, dict[str, str]]) -> None:
    """The twin: an option that does not exist, and a command whose end nobody looks at."""
    one, _ = followed
    right = "psql --dbname postgres --command 'SELECT 1'"
    assert "1 row" in one.run(right)
    for wrong in (right.replace("--dbname", "--dbnme"), right.replace("SELECT", "CHOOSE") + " | cat"):
        with pytest.raises(AssertionError):
            one.run(wrong)
