"""Zip archives: whole, unlocked, of sane size, every part in its place and nothing between the parts."""

import struct
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo
from zlib import error as CorruptStream

from evaluation.uploads.causes import Cause, Unfit

_MOST_ENTRIES = 3000
_MOST_BYTES = 200 * 1024 * 1024
_MOST_SWELLING = 150
_SWELLING_MATTERS = 20 * 1024 * 1024
_HEADER, _END_RECORD = 30, 22
_DESCRIPTOR = 24
"""Bytes; what may follow a part's data: its size and sum once more."""


class Archive:
    """The parts of an archive by name, with / between folders and whatever the case; folders themselves are left out."""

    def __init__(self, data: bytes) -> None:
        """Raises Unfit."""
        # A comment, or anything else after the end, would be another file in disguise.
        if data.rfind(b"PK\x05\x06") != len(data) - _END_RECORD:
            raise Unfit(Cause.BROKEN)
        try:
            self._zip = ZipFile(BytesIO(data))
            entries = self._zip.infolist()
            _check(entries, data, self._zip.start_dir)
        except (BadZipFile, NotImplementedError, ValueError, OSError, struct.error) as broken:
            raise Unfit(Cause.BROKEN) from broken
        self.names = [name for name in map(_name, entries) if not name.endswith("/")]
        self._entries = {_name(entry).lower(): entry for entry in entries}

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._entries

    def read(self, name: str) -> bytes:
        """A part's content, checked against the size and sum that the archive declares. Raises Unfit."""
        entry = self._entries[name.lower()]
        try:
            with self._zip.open(entry) as part:
                content = part.read(entry.file_size + 1)
                # The sum is compared when the end is reached.
                part.read(1)
        except (BadZipFile, CorruptStream, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as broken:
            raise Unfit(Cause.BROKEN) from broken
        if len(content) != entry.file_size:
            raise Unfit(Cause.BROKEN)
        return content


def _check(entries: list[ZipInfo], data: bytes, directory: int) -> None:
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise Unfit(Cause.LOCKED)
    unpacked = sum(entry.file_size for entry in entries)
    swells = unpacked > _SWELLING_MATTERS and unpacked > len(data) * _MOST_SWELLING
    if len(entries) > _MOST_ENTRIES or unpacked > _MOST_BYTES or swells:
        raise Unfit(Cause.SWOLLEN)
    names = [_name(entry) for entry in entries]
    # Word and Excel take parts for the same whatever the case of their names.
    if len({name.lower() for name in names}) != len(names) or not all(map(_is_in_place, names)):
        raise Unfit(Cause.BROKEN)
    if any(entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for entry in entries):
        raise Unfit(Cause.BROKEN)
    if not _lie_side_by_side(entries, data, directory):
        raise Unfit(Cause.BROKEN)


def _name(entry: ZipInfo) -> str:
    """Some systems write \\ between folders."""
    return entry.filename.replace("\\", "/")


def _is_in_place(name: str) -> bool:
    """Not outside the archive, on no drive, with nothing that ends a name early."""
    return not (name.startswith("/") or ".." in name.split("/") or any(char in name for char in ":\0\r\n"))


def _lie_side_by_side(entries: list[ZipInfo], data: bytes, directory: int) -> bool:
    """From the first byte on, one part after the other up to the directory: none shares its data, no gap hides any."""
    at = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if not at <= entry.header_offset <= at + (_DESCRIPTOR if at else 0):
            return False
        name, extra = struct.unpack_from("<HH", data, entry.header_offset + 26)
        at = entry.header_offset + _HEADER + name + extra + entry.compress_size
    return bool(entries) and at <= directory <= at + _DESCRIPTOR
