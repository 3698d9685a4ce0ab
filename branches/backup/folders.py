"""The folders that backups lie in: one writer at a time, room asked for first, whole files only, and how long they stay."""

import fcntl
import hashlib
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from branches import clock
from branches.backup.problems import NotDone

DAYS, WEEKS, MONTHS = 14, 8, 12
SPARE = 64 * 1024 * 1024
"""What stays free beside a backup."""
_NAME = re.compile(r"sizhiqiang-(\d{8}T\d{6})\.tar(\.age)?")
_AT = "%Y%m%dT%H%M%S"
_UNFINISHED = ".unfinished-"


def name(at: datetime, *, is_encrypted: bool) -> str:
    return f"sizhiqiang-{at.astimezone(clock.SHANGHAI):{_AT}}.tar{'.age' if is_encrypted else ''}"


def backups(folder: Path) -> dict[Path, datetime]:
    """Those that lie in it, the oldest first, each with when it was taken."""
    return {folder / one: at for one, at in taken(path.name for path in folder.iterdir()).items()}


def taken(names: Iterable[str]) -> dict[str, datetime]:
    """When the backups among these names were taken, the oldest first."""
    found = {one: shape[1] for one in sorted(names) if (shape := _NAME.fullmatch(one))}
    return {one: datetime.strptime(at, _AT) for one, at in found.items()}


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Nobody else makes a backup in this folder, or tries one, until this is over. What an end in between left goes."""
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        raise NotDone(f"{folder}: {error.strerror}: make the folder, or mount what belongs there") from error
    try:
        _claim(handle, folder)
        for path in folder.glob(f"{_UNFINISHED}*"):
            shutil.rmtree(path)
        yield
    finally:
        os.close(handle)


def _claim(handle: int, folder: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise NotDone(f"{folder}: another backup is at work there: wait until it has ended") from error


@contextmanager
def scratch(folder: Path) -> Iterator[Path]:
    """A folder in this one, for the caller's eyes alone, which goes."""
    try:
        made = TemporaryDirectory(dir=folder, prefix=_UNFINISHED, ignore_cleanup_errors=True)
    except OSError as error:
        raise NotDone(f"{folder}: {error.strerror}: let the user of the backup write there") from error
    with made as path:
        yield Path(path)


@contextmanager
def whole(path: Path, scratch: Path) -> Iterator[BinaryIO]:
    """A file that appears when it is finished and on the disk, never before."""
    unfinished = scratch / path.name
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    handle = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def demand_room(folder: Path, needed: int) -> None:
    """Before anything is written."""
    free = shutil.disk_usage(folder).free
    if free < needed + SPARE:
        raise NotDone(f"{folder}: {_mb(needed + SPARE)} MB are needed and {_mb(free)} MB are free: make room first")


def _mb(size: int) -> str:
    return f"{-(-size // 1024**2):,}"


def copy(path: Path, second: Path) -> str:
    """The backup in a folder of another disk too, read again there; where it is."""
    try:
        is_same = second.stat().st_dev == path.parent.stat().st_dev
    except OSError as error:
        raise NotDone(f"BACKUP_TO: {second}: {error.strerror}: mount the second place") from error
    if is_same:
        raise NotDone(f"BACKUP_TO: {second} lies on the same disk as {path.parent}: is the second place mounted?")
    target = second / path.name
    with alone(second), scratch(second) as folder:
        demand_room(second, path.stat().st_size)
        with path.open("rb") as source, whole(target, folder) as file:
            shutil.copyfileobj(source, file, 1 << 20)
        if digest(target) != digest(path):
            target.unlink()
            raise NotDone(f"BACKUP_TO: {second}: what is read there is not what was written: look after the disk")
        forget(second)
    return str(target)


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def forget(folder: Path) -> None:
    """Only what is kept stays; files of other names are not ours."""
    for one in too_old(path.name for path in folder.iterdir()):
        (folder / one).unlink()


def too_old(names: Iterable[str]) -> list[str]:
    """The backups among these names that are kept no longer."""
    found = taken(names)
    stays = kept(found.values())
    return [one for one, at in found.items() if at not in stays]


def kept(times: Iterable[datetime]) -> set[datetime]:
    """The last of each of the last 14 days, 8 weeks and 12 months that have one: days without a backup cost none."""
    found: set[datetime] = set()
    ordered = sorted(times)
    for most, period in ((DAYS, "%Y-%m-%d"), (WEEKS, "%G-%V"), (MONTHS, "%Y-%m")):
        last = {f"{at:{period}}": at for at in ordered}
        found.update(list(last.values())[-most:])
    return found
