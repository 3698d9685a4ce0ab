"""Makes a site of a backup: into an empty database and an empty folder, all of it or nothing."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

from branches import audit
from branches.backup import archive, databases, encryption, folders
from branches.backup.archive import Manifest
from branches.backup.problems import NotDone
from branches.files import store

TRIAL = "--trial"
VERB = "恢复备份"


def restore(path: Path, identity: Path | None) -> Manifest:
    """What the backup was of, when it is in its place and proved. Raises NotDone, and then the target is as it was."""
    files = Path(settings.MEDIA_ROOT)
    try:
        _demand_empty()
        folders.demand_room(files.parent, path.stat().st_size)
        with _beside(files) as unfinished:
            with encryption.opened(path, identity) as source:
                manifest = archive.unpack(source, unfinished, path.name)
            _demand_own(manifest, path.name)
            with (
                store.filled(unfinished),
                databases.filled() as target,
                encryption.opened(path, identity) as source,
            ):
                archive.database(source, target, path.name)
    except (OSError, DatabaseError) as error:
        raise NotDone(f"{path}: the backup cannot be restored: {error}".strip()) from error
    return manifest


def record(path: Path, manifest: Manifest) -> None:
    """The act by which everybody knows from which backup this database comes, and where its chain then ended."""
    audit.record(VERB, path.name, by=None, taken_at=manifest.taken_at, head=manifest.anchor)


def _demand_empty() -> None:
    if not databases.is_empty():
        raise NotDone(
            f"The database {connection.settings_dict['NAME']} is not empty: restore into a new one (docs/operations.md)"
        )
    if any(store.everything()):
        place = store.place() or settings.MEDIA_ROOT
        raise NotDone(f"{place} is not empty: move what is there away, nothing is ever written over it")


def _demand_own(manifest: Manifest, name: str) -> None:
    if manifest.version != settings.VERSION:
        raise NotDone(
            f"{name}: the backup is of version {manifest.version}, this is {settings.VERSION}: restore it with version"
            f" {manifest.version}, then upgrade"
        )
    if manifest.engine != connection.vendor:
        raise NotDone(f"{name}: the backup is of {manifest.engine}, DATABASE_URL names {connection.vendor}")


@contextmanager
def _beside(files: Path) -> Iterator[Path]:
    """A folder on the same disk, whose files get to their place or go."""
    unfinished = files.with_name(f"{files.name}.restoring")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    try:
        yield unfinished
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
