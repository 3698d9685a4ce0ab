"""The file of a backup: whatever was altered, cut or does not belong in it is found before anything is in its place."""

import io
import tarfile
from collections.abc import Callable
from pathlib import Path

import pyrage
import pytest
from django.test import override_settings

from branches.backup import archive, encryption
from branches.backup.archive import Manifest
from branches.backup.problems import NotDone

DUMP = bytes(range(256)) * 40
CONTENT = {"evidence/1.pdf": b"%PDF-1.7 " * 50, "evidence/empty": b"", "notices/2.pdf": b"%PDF-1.4 " * 70}


@pytest.fixture(params=["open", "encrypted"])
def keys(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, Path | None]:
    """The recipient, and the file of the identity."""
    if request.param == "open":
        return "", None
    identity = pyrage.x25519.Identity.generate()
    path = tmp_path / "identity"
    path.write_text(f"# created: once\n{identity}\n")
    return str(identity.to_public()), path


def written(folder: Path, recipient: str) -> Path:
    files, path = folder / "files", folder / "backup"
    for name, data in CONTENT.items():
        (files / name).parent.mkdir(parents=True, exist_ok=True)
        (files / name).write_bytes(data)
    with path.open("wb") as file, encryption.encrypted(file, recipient) as target:
        writer = archive.Writer(target)
        writer.add_database(io.BytesIO(DUMP))
        with override_settings(MEDIA_ROOT=files):
            writer.add_files()
        writer.finish(Manifest("0.8.0", "sqlite", "2026-12-01T03:00:00+08:00", "417.9f2c"))
    return path


def read(path: Path, identity: Path | None, into: Path) -> tuple[Manifest, bytes]:
    with encryption.opened(path, identity) as source:
        manifest = archive.unpack(source, into, path.name)
    database = io.BytesIO()
    with encryption.opened(path, identity) as source:
        archive.database(source, database, path.name)
    return manifest, database.getvalue()


def test_what_was_written_is_read_again_in_pieces(
    tmp_path: Path, keys: tuple[str, Path | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "PIECE", 4096)
    manifest, database = read(written(tmp_path, keys[0]), keys[1], tmp_path / "out")
    assert database == DUMP
    unpacked = [path for path in (tmp_path / "out").rglob("*") if path.is_file()]
    assert {path.relative_to(tmp_path / "out").as_posix(): path.read_bytes() for path in unpacked} == CONTENT
    assert len(manifest.parts) == 3 + len(CONTENT) and manifest.anchor == "417.9f2c"


def spots(path: Path, is_open: bool) -> list[int]:
    """Bytes to flip: in an encrypted file any; in a tar those of heads and contents, since what fills it up is nothing."""
    if not is_open:
        return list(range(0, path.stat().st_size, 997))
    with tarfile.open(path) as tar:
        return [at for part in tar for at in (part.offset + 3, part.offset_data + part.size // 2) if part.size]


def test_a_flipped_byte_is_found_wherever_it_is(tmp_path: Path, keys: tuple[str, Path | None]) -> None:
    path = written(tmp_path, keys[0])
    whole = path.read_bytes()
    for number, at in enumerate(spots(path, not keys[0])):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        with pytest.raises(NotDone, match=r"damaged|cut short|no part of a backup|another recipient"):
            read(path, keys[1], tmp_path / f"out{number}")


def ends(path: Path, is_open: bool) -> int:
    """Where what counts ends: a tar is filled up with nothing."""
    if not is_open:
        return path.stat().st_size
    with tarfile.open(path) as tar:
        last = tar.getmembers()[-1]
        return last.offset_data + last.size


@pytest.mark.parametrize("left", [0.1, 0.5, 0.9, 0.97, 0.9999])
def test_a_backup_that_was_cut_is_found(tmp_path: Path, keys: tuple[str, Path | None], left: float) -> None:
    path = written(tmp_path, keys[0])
    path.write_bytes(path.read_bytes()[: int(ends(path, not keys[0]) * left)])
    with pytest.raises(NotDone, match=r"damaged|cut short"):
        read(path, keys[1], tmp_path / "out")


def test_an_encrypted_backup_opens_for_its_own_identity_alone(tmp_path: Path) -> None:
    own, other = (pyrage.x25519.Identity.generate() for _ in range(2))
    path, wrong = written(tmp_path, str(own.to_public())), tmp_path / "wrong"
    assert b"%PDF" not in path.read_bytes() and b"manifest" not in path.read_bytes()
    wrong.write_text(str(other))
    for identity, said in (
        (None, "name the file of its age identity by --identity"),
        (wrong, "encrypted for another recipient"),
        (tmp_path / "nowhere", "cannot be read"),
        (path, "cannot be read"),
    ):
        with pytest.raises(NotDone, match=said):
            read(path, identity, tmp_path / "out")
    with pytest.raises(NotDone, match="begins with age1"):
        written(tmp_path, "age1nobody")


def forged(folder: Path, name: str, kind: bytes = tarfile.REGTYPE) -> Path:
    path = folder / "forged"
    with tarfile.open(path, "w") as tar:
        part = tarfile.TarInfo(name)
        part.type, part.linkname = kind, "/etc/passwd"
        tar.addfile(part)
    return path


@pytest.mark.parametrize("name", ["files/../../out", "files//etc/passwd", "files/", "elsewhere/x", "/files/x"])
def test_nothing_is_written_outside_the_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(NotDone, match=r"no part of a backup|cut short"):
        read(forged(tmp_path, name), None, tmp_path / "in" / "it")
    assert [path for path in tmp_path.rglob("*") if path.is_file() and path.name != "forged"] == []


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE])
def test_a_link_or_a_device_is_no_part(tmp_path: Path, kind: bytes) -> None:
    with pytest.raises(NotDone):
        read(forged(tmp_path, "files/x", kind), None, tmp_path / "out")


class Full(io.RawIOBase):
    """A disk with room for so much."""

    def __init__(self, room: int) -> None:
        self.room = room

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        self.room -= len(bytes(data))  # type: ignore[call-overload]
        if self.room < 0:
            raise OSError(28, "No space left on device")
        return len(bytes(data))  # type: ignore[call-overload]


def filling(recipient: str, writing: Callable[[archive.Writer], None]) -> None:
    with encryption.encrypted(Full(200_000), recipient) as target:  # type: ignore[arg-type]
        writing(archive.Writer(target))


def test_a_disk_that_is_full_half_way_is_told_through_the_encryption_too(keys: tuple[str, Path | None]) -> None:
    with pytest.raises((NotDone, OSError), match="No space left"):
        filling(keys[0], lambda writer: writer.add_database(io.BytesIO(bytes(9_000_000))))
