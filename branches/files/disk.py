"""A folder on the disk of this machine."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn
from uuid import uuid4

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage

from branches.files.kept import Kept, NoAddress

_UNFINISHED = ".part"


class Disk(FileSystemStorage):
    """A file appears under its name whole and on the disk, or not at all; one that is there is replaced in one step."""

    def __init__(self, location: str | None = None) -> None:
        super().__init__(location=location, allow_overwrite=True)

    def _save(self, name: str, content: File) -> str:  # type: ignore[type-arg]
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{uuid4().hex}{_UNFINISHED}")
        try:
            with part.open("xb") as file:
                for piece in content.chunks():
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
            if self.file_permissions_mode is not None:
                part.chmod(self.file_permissions_mode)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
        _keep_names(path.parent)
        return name

    def everything(self, folder: str = "") -> Iterator[Kept]:
        """The files of a folder and of all folders in it, in order. What a killed process left half done is none."""
        root = Path(self.location)
        for parent, folders, names in os.walk(root / folder):
            folders.sort()
            for path in (Path(parent, name) for name in sorted(names) if not name.endswith(_UNFINISHED)):
                try:
                    found = path.stat()
                except FileNotFoundError:
                    continue
                changed_at = datetime.fromtimestamp(found.st_mtime, UTC)
                yield Kept(path.relative_to(root).as_posix(), found.st_size, changed_at)

    @contextmanager
    def filled(self, folder: Path) -> Iterator[None]:
        """All files of a folder on the same disk take the place of none, if what is done meanwhile succeeds."""
        yield
        shutil.rmtree(self.location, ignore_errors=True)
        folder.replace(self.location)

    def url(self, name: str | None) -> NoReturn:
        raise NoAddress


def _keep_names(folder: Path) -> None:
    """What was renamed in it stays renamed, also where the power goes."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
