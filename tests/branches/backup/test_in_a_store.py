"""A site whose files are in an S3 store: backed up into one, destroyed, made again in it and on a disk, and verified."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyrage
import pytest

from tests.plugins.databases import ON_POSTGRESQL, ROOT, Scratch, copy, drop, empty
from tests.support import stores

ISSUED = """
from branches.journal import steps as journal_steps
from evaluation.documents import queue
from tests.support import factories
from tests.support.certificates import certificates
certificates(factories.person("李工委"), 2)
journal_steps.chain()
print(queue.work())
"""
FILES = "files/party/files"


@pytest.fixture
def s3() -> Iterator[stores.Store]:
    with stores.running() as one:
        yield one


@pytest.fixture
def site(migrated: Scratch) -> Iterator[Scratch]:
    scratch = copy(migrated)
    yield scratch
    drop(scratch)


@pytest.fixture
def again() -> Iterator[Scratch]:
    scratch = empty("restored")
    yield scratch
    drop(scratch)


def ended(site: Scratch, *arguments: str, **variables: str) -> tuple[int, str]:
    role = site.url_as("sizhiqiang_backup") if ON_POSTGRESQL else ""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments], check=False, cwd=ROOT, stdin=subprocess.DEVNULL,
        env=site.environment | {"BACKUP_DATABASE_URL": role} | variables,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    return done.returncode, done.stdout


def issued(site: Scratch, s3: stores.Store) -> dict[str, bytes]:
    """The documents of the site, typeset by a worker that knows no disk."""
    code, said = ended(site, "shell", "--no-imports", "-c", ISSUED, **s3.environment)
    assert (code, said.split()[-1:]) == (0, ["2"]), said
    held = s3.held(FILES)
    assert len(held) == 2 and not (site.data_dir / "files").exists()
    return held


def test_a_site_is_made_again_from_the_copy_in_the_store_alone(
    site: Scratch, again: Scratch, s3: stores.Store, tmp_path: Path
) -> None:
    held = issued(site, s3)
    key = pyrage.x25519.Identity.generate()
    (tmp_path / "identity").write_text(str(key))
    whole = s3.environment | s3.copies | {"BACKUP_RECIPIENT": str(key.to_public())}
    (tmp_path / "backups").mkdir()
    code, said = ended(site, "backup", str(tmp_path / "backups"), **whole)
    assert code == 0, said
    (path,) = (tmp_path / "backups").iterdir()
    assert f"/copies/{path.name}" in said and s3.held("copies") == {path.name: path.read_bytes()}
    assert b'"done_at": "2' in s3.held("files/party/backup")["state.json"], "told where every machine reads it"
    identity = f"--identity={tmp_path / 'identity'}"
    code, said = ended(again, "restore", path.name, identity, **whole)
    assert code == 1 and "/files/party is not empty" in said, said
    bucket = s3.bucket(FILES)
    for name in held:
        bucket.delete(name)
    path.unlink()
    code, said = ended(again, "restore", path.name, identity, **whole)
    assert code == 0 and "earlier                 intact" in said and "wrong" not in said, said
    assert s3.held(FILES) == held
    assert [one.name for one in again.data_dir.iterdir() if one.name not in {"keys", "db.sqlite3"}] == []
    first = next(iter(held))
    bucket.delete(first)
    code, said = ended(again, "verify", **whole)
    assert code == 1 and "the file cannot be read" in said, said


def test_from_the_store_back_to_a_disk_and_a_trial_touches_neither_store(
    site: Scratch, again: Scratch, s3: stores.Store, tmp_path: Path
) -> None:
    held = issued(site, s3)
    code, said = ended(site, "backup", str(tmp_path), **s3.environment)
    assert code == 0, said
    (path,) = tmp_path.iterdir()
    if not ON_POSTGRESQL:  # there whoever rules the server makes the database of the trial (test_restoring)
        code, said = ended(site, "backup", str(tmp_path), "--trial", **s3.environment)
        assert code == 0 and "earlier                 intact" in said, said
    assert s3.held(FILES) == held
    code, said = ended(again, "restore", str(path))
    assert code == 0 and "wrong" not in said, said
    folder = again.data_dir / "files"
    assert {one.relative_to(folder).as_posix(): one.read_bytes() for one in folder.rglob("*.pdf")} == held


def test_what_cannot_be_restored_leaves_the_store_empty(
    site: Scratch, again: Scratch, s3: stores.Store, tmp_path: Path
) -> None:
    """The database refuses after the files were put in: they go again."""
    held = issued(site, s3)
    code, said = ended(site, "backup", str(tmp_path), **s3.environment)
    assert code == 0, said
    (path,) = tmp_path.iterdir()
    for name in held:
        s3.bucket(FILES).delete(name)
    nowhere = (
        "postgres://nobody@127.0.0.1:1/nowhere" if ON_POSTGRESQL else f"sqlite:///{again.data_dir}/nowhere/db.sqlite3"
    )
    own = {"DATABASE_URL": nowhere, "MIGRATE_DATABASE_URL": "", "BACKUP_DATABASE_URL": ""}
    code, said = ended(again, "restore", str(path), **s3.environment, **own)
    assert code == 1 and "Traceback" not in said, said
    assert s3.held(FILES) == {}


def test_while_the_second_place_is_away_the_backup_stands_and_the_copy_is_told_as_missing(
    site: Scratch, s3: stores.Store, tmp_path: Path
) -> None:
    s3.stop()
    code, said = ended(site, "backup", str(tmp_path), **s3.copies)
    assert code == 1 and "BACKUP_TO: 127.0.0.1" in said and "Traceback" not in said, said
    assert len(list(tmp_path.iterdir())) == 1
    state = (site.data_dir / "backup" / "state.json").read_text()
    assert '"backup": {"done_at": "2' in state and '"copy": {"done_at": null' in state
