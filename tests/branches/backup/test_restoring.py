"""A site is destroyed and made again of its backup, on whichever database; what cannot be done leaves everything as it was."""

import json
import resource
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from shutil import rmtree
from urllib.parse import urlsplit

import psycopg2
import pyrage
import pytest
from django.conf import settings

from branches.backup import archive
from branches.backup.archive import Manifest
from tests.plugins.databases import ON_POSTGRESQL, ROOT, SERVER, Scratch, copy, drop, empty
from tests.plugins.soak import Measured

CHAINED = """
from branches.journal import queries as journal_queries
from branches.journal import steps as journal_steps
from tests.support import factories
unit = factories.unit("{name}")
factories.branch(unit)
journal_steps.chain()
print(journal_queries.anchor())
"""
WRITING = """
import sys
from branches.journal import steps as journal_steps
from tests.support import factories
print("begun", flush=True)
while True:
    factories.branch(factories.unit())
    journal_steps.chain()
"""
TYPESET = """
from evaluation import tasks
tasks.typeset()
"""
FILES = {"evidence/7/计划.pdf": b"%PDF-1.7" * 1000, "notices/1.pdf": b"%PDF-1.4" * 99}


@contextmanager
def held(scratch: Scratch) -> Iterator[Scratch]:
    try:
        yield scratch
    finally:
        drop(scratch)


@pytest.fixture
def site(migrated: Scratch) -> Iterator[Scratch]:
    with held(copy(migrated)) as scratch:
        for name, data in FILES.items():
            path = scratch.data_dir / "files" / name
            path.parent.mkdir(parents=True)
            path.write_bytes(data)
        yield scratch


def anchor(site: Scratch, name: str) -> str:
    return site.manage("shell", "--no-imports", "-c", CHAINED.format(name=name)).split()[-1]


def ended(site: Scratch, *arguments: str, largest: int = 0, **variables: str) -> tuple[int, str]:
    """How a command ended and what it said, with no file larger than that."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        check=False,
        cwd=ROOT,
        env=backing(site) | variables,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=(lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))) if largest else None,
    )
    return done.returncode, done.stdout


def backing(site: Scratch) -> dict[str, str]:
    """`backup` is the role that reads, `restore` the owner: as on a site."""
    return site.environment | {"BACKUP_DATABASE_URL": site.url_as("sizhiqiang_backup") if ON_POSTGRESQL else ""}


def made(site: Scratch, folder: Path, **variables: str) -> Path:
    folder.mkdir(exist_ok=True)
    code, said = ended(site, "backup", str(folder), **variables)
    assert code == 0, said
    (path,) = folder.iterdir()
    return path


def state(site: Scratch) -> dict[str, dict[str, str]]:
    told: dict[str, dict[str, str]] = json.loads((site.data_dir / "backup" / "state.json").read_text())
    return told


def files(site: Scratch) -> dict[str, bytes]:
    folder = site.data_dir / "files"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def is_untouched(site: Scratch) -> bool:
    """Neither a table nor a file nor a folder that was begun."""
    left = [path.name for path in site.data_dir.iterdir() if "restoring" in path.name]
    if ON_POSTGRESQL:
        with closing(psycopg2.connect(site.url)) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
            tables = cursor.fetchone()[0]
    else:
        with closing(sqlite3.connect(site.database)) as file:
            tables = file.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    return not left and not tables and not files(site)


def test_a_site_that_is_destroyed_while_it_writes_comes_back_with_all_digests_equal(
    site: Scratch, tmp_path: Path
) -> None:
    """The database is of one moment though rows arrive all the time; later anchors are told from changed ones."""
    known = anchor(site, "市财政局")
    writer = subprocess.Popen(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", WRITING],
        cwd=ROOT, env=site.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert writer.stdout and writer.stdout.readline() == "begun\n"
        path = made(site, tmp_path / "backups")
        assert writer.poll() is None, "it wrote all the time"
    finally:
        writer.kill()
        writer.communicate()
    later = anchor(site, "市教育局")
    drop(site)
    with held(empty("restored")) as again:
        code, said = ended(again, "restore", str(path))
        assert code == 0 and "earlier                 intact" in said and "wrong" not in said, said
        assert files(again) == FILES
        code, said = ended(again, "verify", "--anchor", f"anchor       {known}")
        assert code == 0, said
        code, said = ended(again, "verify", "--anchor", f'{{"message": "Anchor of the records: {later}"}}')
        assert code == 1 and f"later than the restored backup {path.name}" in said and "    CHANGED" not in said, said
        number = known.partition(".")[0]
        code, said = ended(again, "verify", "--anchor", f"{number}\n{'0' * 12}", SEAL_KEY="")
        assert code == 1 and "CHANGED since" in said, said
        assert "SEAL_KEY is not given" in said and said.count("wrong") == 0, said
        code, said = ended(again, "restore", str(path))
        assert code == 1 and "is not empty: restore into a new one" in said, said


def test_what_cannot_be_restored_leaves_the_target_empty(site: Scratch, tmp_path: Path) -> None:
    """Encrypted: no identity, the wrong one, a flipped byte, cut half-way; then the right one is enough."""
    own, other = (pyrage.x25519.Identity.generate() for _ in range(2))
    for name, key in (("own", own), ("other", other)):
        (tmp_path / name).write_text(str(key))
    path = made(site, tmp_path / "backups", BACKUP_RECIPIENT=str(own.to_public()))
    whole = path.read_bytes()
    spoilt = tmp_path / path.name
    right = f"--identity={tmp_path / 'own'}"
    with held(empty("restored")) as again:
        for words, data, identity in (
            ("name the file of its age identity", whole, []),
            ("encrypted for another recipient", whole, [f"--identity={tmp_path / 'other'}"]),
            ("damaged or was cut short", whole[: len(whole) // 2], [right]),
            ("damaged or was cut short", whole[:-9000] + bytes([whole[-9000] ^ 1]) + whole[-8999:], [right]),
        ):
            spoilt.write_bytes(data)
            code, said = ended(again, "restore", str(spoilt), *identity)
            assert code == 1 and words in said and "Traceback" not in said, said
            assert is_untouched(again), words
        code, said = ended(again, "restore", str(path), right)
        assert code == 0 and files(again) == FILES, said


def test_a_backup_of_another_version_or_engine_and_a_folder_with_files_are_refused(tmp_path: Path) -> None:
    with held(empty("restored")) as again:
        for version, engine, words in (
            ("0.1.0", "sqlite", "restore it with version 0.1.0, then upgrade"),
            (settings.VERSION, "oracle", "the backup is of oracle"),
        ):
            path = tmp_path / f"{engine}.tar"
            with path.open("wb") as file:
                archive.Writer(file).finish(Manifest(version, engine, "2026-12-01T03:00:00+08:00", ""))
            code, said = ended(again, "restore", str(path))
            assert code == 1 and words in said and is_untouched(again), said
        (again.data_dir / "files").mkdir(exist_ok=True)
        (again.data_dir / "files" / "x").touch()
        code, said = ended(again, "restore", str(path))
        assert code == 1 and "nothing is ever written over it" in said, said


def test_a_disk_that_is_full_leaves_no_half_backup_and_the_last_success_stays_known(
    site: Scratch, tmp_path: Path
) -> None:
    good = made(site, tmp_path / "backups")
    at = state(site)["backup"]["done_at"]
    with (site.data_dir / "files" / "large").open("wb") as file:
        file.truncate(1 << 43)
    code, said = ended(site, "backup", str(tmp_path / "backups"))
    assert code == 1 and "are needed and" in said and "make room first" in said, said
    (site.data_dir / "files" / "large").unlink()
    code, said = ended(site, "backup", str(tmp_path / "backups"), largest=50_000)
    assert code == 1 and "cannot be made" in said and "Traceback" not in said, said
    assert list((tmp_path / "backups").iterdir()) == [good]
    assert state(site)["backup"]["done_at"] == at and state(site)["backup"]["failed_at"] > at


@pytest.fixture
def trial(site: Scratch) -> Iterator[None]:
    """The database of the trial, which whoever rules the server makes once for the role of the backup."""
    if not ON_POSTGRESQL:
        yield
        return
    name = f"{site.database}_trial"
    with closing(psycopg2.connect(urlsplit(SERVER)._replace(path="/postgres").geturl(), user="postgres")) as ruler:
        ruler.autocommit = True
        with ruler.cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}" OWNER sizhiqiang_backup TEMPLATE template0')
            yield
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_the_newest_backup_is_tried_without_any_secret_and_nothing_of_it_stays(
    site: Scratch, trial: None, tmp_path: Path
) -> None:
    anchor(site, "市财政局")
    keyless = {"SEAL_KEY": "", "DATABASE_URL": site.url_as("sizhiqiang_backup")}
    path = made(site, tmp_path / "backups", **keyless)
    for _ in ("this month", "next month"):
        code, said = ended(site, "backup", str(tmp_path / "backups"), "--trial", **keyless)
        assert code == 0 and "earlier                 intact" in said and "SEAL_KEY is not given" in said, said
    assert list((tmp_path / "backups").iterdir()) == [path] and state(site)["trial"]["problem"] == ""
    path.write_bytes(path.read_bytes()[:-30_000])
    code, said = ended(site, "backup", str(tmp_path / "backups"), "--trial", **keyless)
    assert code == 1 and "could not be restored" in said and "cut short" in said, said
    assert "cut short" in state(site)["trial"]["problem"]
    assert list((tmp_path / "backups").iterdir()) == [path]
    rmtree(tmp_path / "backups")
    code, said = ended(site, "backup", str(tmp_path / "backups"), **keyless)
    assert code == 1 and "make the folder, or mount" in said, said


@pytest.mark.soak
@pytest.mark.figure(26, "restore drill: all digests equal; a flipped byte is caught")
def test_soak_a_year_in_full_swing_is_destroyed_and_made_again(
    demo_site: Scratch, tmp_path: Path, measured: Measured
) -> None:
    with held(copy(demo_site)) as whole:
        whole.manage("shell", "--no-imports", "-c", TYPESET)
        path, kept = made(whole, tmp_path / "backups"), files(whole)
    with held(empty("restored")) as again:
        began = time.monotonic()
        code, said = ended(again, "restore", str(path))
        seconds = time.monotonic() - began
        assert code == 0 and "wrong" not in said and files(again) == kept and len(kept) > 10, said
        flipped = again.data_dir / "files" / min(name for name in kept if name.startswith("notices/"))
        content = flipped.read_bytes()
        flipped.write_bytes(content[:-9] + bytes([content[-9] ^ 1]) + content[-8:])
        code, said = ended(again, "verify")
        assert code == 1 and "the file has changed" in said, said
    measured(f"{len(kept):,} files and every record equal after {seconds:.0f} s; the flipped byte was found")
