"""The second place of backups: a folder on another disk, or a bucket of an S3 store."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.files.base import File

from branches.backup import folders
from branches.backup.problems import NotDone
from branches.files.addresses import is_bucket
from branches.files.bucket import Bucket


def copy(path: Path) -> str:
    """The backup in the second place too, read again there; where it is."""
    if not is_bucket(settings.BACKUP_TO):
        return folders.copy(path, Path(settings.BACKUP_TO))
    bucket = _bucket()
    try:
        with path.open("rb") as file:
            bucket.save(path.name, File(file))
        found = hashlib.sha256()
        for piece in bucket.pieces(path.name):
            found.update(piece)
        if found.hexdigest() != folders.digest(path):
            bucket.delete(path.name)
            raise NotDone(f"BACKUP_TO: {bucket.place.place}: what is read there is not what was written")
        for name in folders.too_old(kept.name for kept in bucket.everything()):
            bucket.delete(name)
    except OSError as error:
        raise NotDone(f"BACKUP_TO: {bucket.place.place}: {error}") from error
    return f"{bucket.place.place}/{path.name}"


@contextmanager
def fetched(path: Path) -> Iterator[Path]:
    """The backup itself where it is on this machine; else the copy of this name, out of the bucket for as long as needed."""
    if path.exists() or not is_bucket(settings.BACKUP_TO):
        yield path
        return
    with folders.scratch(Path(settings.DATA_DIR)) as folder:
        local = folder / path.name
        try:
            with local.open("xb") as file:
                for piece in _bucket().pieces(path.name):
                    file.write(piece)
        except OSError as error:
            raise NotDone(f"{path} is not here, and from BACKUP_TO it cannot be fetched: {error}") from error
        yield local


def _bucket() -> Bucket:
    return Bucket(
        settings.BACKUP_TO, settings.BACKUP_TO_ACCESS_KEY, settings.BACKUP_TO_SECRET_KEY, settings.BACKUP_TO_REGION
    )
