"""The file itself: a tar of the database in pieces, the files, and last the manifest with the digest of each of them.

What was cut has no manifest; what was altered differs from it. `tar --extract --to-stdout --file BACKUP database` gives
the database to whoever has nothing but tar.
"""

import hashlib
import json
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO, Any, BinaryIO

from branches.backup.problems import NotDone
from branches.files import store

PIECE = 16 * 1024 * 1024
"""A tar says the length of a part before it: of the database nobody knows it, so it comes in pieces."""
DATABASE, FILES, MANIFEST, SEAL = "database", "files", "manifest.json", "manifest.sha256"
_BUFFER = 1 << 20


@dataclass
class Manifest:
    """What a backup is of: version and engine, when it was taken, the head of the chain, each part with its digest."""

    version: str
    engine: str
    taken_at: str
    anchor: str
    parts: dict[str, str] = field(default_factory=dict)


class Writer:
    """Writes one part after the other, and what it wrote."""

    def __init__(self, target: BinaryIO) -> None:
        # Not tarfile's own stream, which writes once more when it is thrown away.
        self._tar = tarfile.TarFile(fileobj=_Counting(target), mode="w", format=tarfile.PAX_FORMAT)  # type: ignore[arg-type]
        self.parts: dict[str, str] = {}

    def add_database(self, dump: IO[bytes]) -> None:
        number = 0
        while piece := dump.read(PIECE):
            self._add_bytes(f"{DATABASE}/{number:05}", piece)
            number += 1

    def add_files(self) -> None:
        """All of the site. One that goes meanwhile belongs to no record that is in the database already."""
        for kept in store.everything():
            try:
                with store.opened(kept.name) as file:
                    self._add(f"{FILES}/{kept.name}", file, file.size)
            except FileNotFoundError:
                continue

    def finish(self, manifest: Manifest) -> None:
        manifest.parts = dict(self.parts)
        words = json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode()
        self._add_bytes(MANIFEST, words)
        self._add_bytes(SEAL, hashlib.sha256(words).hexdigest().encode())
        self._tar.close()

    def _add_bytes(self, name: str, data: bytes) -> None:
        self._add(name, BytesIO(data), len(data))

    def _add(self, name: str, file: IO[bytes], size: int) -> None:
        part = tarfile.TarInfo(name)
        part.size, part.mode = size, 0o600
        reader = _Digesting(file)
        self._tar.addfile(part, reader)  # type: ignore[arg-type]
        self.parts[name] = reader.digest


def unpack(source: BinaryIO, files: Path, name: str) -> Manifest:
    """Writes the files below `files` and proves every part, the database's too. Raises NotDone where one is not as it was."""
    found: dict[str, str] = {}
    words = seal = b""
    with _damage_told(name):
        for part, reader in _parts(source, name):
            if part == MANIFEST:
                words = reader.read()
            elif part == SEAL:
                seal = reader.read()
            else:
                found[part] = _keep(reader, _place(files, part, name))
    if not seal:
        raise NotDone(f"{name}: the backup was cut short: its end is missing. Take another one")
    if hashlib.sha256(words).hexdigest().encode() != seal:
        raise NotDone(f"{name}: the manifest is damaged: take another backup")
    held = json.loads(words)
    manifest = Manifest(**{one.name: held[one.name] for one in fields(Manifest)})
    wrong = sorted(part for part in found.keys() | manifest.parts.keys() if found.get(part) != manifest.parts.get(part))
    if wrong:
        raise NotDone(f"{name}: {len(wrong)} parts are damaged, the first is {wrong[0]}: take another backup")
    return manifest


def database(source: BinaryIO, target: IO[bytes], name: str) -> None:
    """The pieces of the database, which come first, one after the other."""
    with _damage_told(name):
        for part, reader in _parts(source, name):
            if not part.startswith(f"{DATABASE}/"):
                return
            while data := reader.read(_BUFFER):
                target.write(data)


def _parts(source: BinaryIO, name: str) -> Iterator[tuple[str, Any]]:
    with tarfile.open(fileobj=source, mode="r|", bufsize=_BUFFER) as tar:
        for part in tar:
            reader = tar.extractfile(part) if part.isreg() else None
            if reader is None:
                raise NotDone(f"{name}: {part.name} is no part of a backup")
            yield part.name, reader


@contextmanager
def _damage_told(name: str) -> Iterator[None]:
    try:
        yield
    except (tarfile.TarError, EOFError) as error:
        raise NotDone(f"{name}: the backup is damaged or was cut short: take another one") from error


def _place(files: Path, part: str, name: str) -> Path | None:
    """Where a part is written to; nowhere the database's."""
    kind, _, rest = part.partition("/")
    if kind == DATABASE:
        return None
    if kind != FILES or not rest or PurePosixPath(rest).is_absolute() or ".." in PurePosixPath(rest).parts:
        raise NotDone(f"{name}: {part} is no part of a backup")
    return files / rest


def _keep(reader: IO[bytes], path: Path | None) -> str:
    counted = _Digesting(reader)
    if path is None:
        while counted.read(_BUFFER):
            """Only its digest is asked for."""
        return counted.digest
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        while data := counted.read(_BUFFER):
            file.write(data)
    return counted.digest


class _Counting:
    """What a tar needs of the file it is written to."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._written = file, 0

    def write(self, data: bytes) -> None:
        self._file.write(data)
        self._written += len(data)

    def tell(self) -> int:
        return self._written


class _Digesting:
    """A file that knows the digest of what was read of it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._total = file, hashlib.sha256()

    def read(self, length: int) -> bytes:
        data = self._file.read(length)
        self._total.update(data)
        return data

    @property
    def digest(self) -> str:
        return self._total.hexdigest()
