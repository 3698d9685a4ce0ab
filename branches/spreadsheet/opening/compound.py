"""Compound files (OLE), in which Office keeps a workbook that was saved encrypted: the streams of one, by name.

Only what a file of a few megabytes needs; chains that go round or lead outside are refused.
"""

import struct
from collections.abc import Collection

_END = 0xFFFFFFFA
"""Sector numbers from here on are marks."""
_HEADER, _ENTRY = 512, 128


class NotCompound(Exception):
    """The file does not hold together."""


def streams(data: bytes, wanted: Collection[str]) -> dict[str, bytes]:
    """The streams of these names, whatever folder they lie in: any number of others might share the same sectors."""
    try:
        return _streams(data, wanted)
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise NotCompound from error


def _streams(data: bytes, wanted: Collection[str]) -> dict[str, bytes]:
    shift, mini_shift = struct.unpack_from("<HH", data, 30)
    if shift not in (9, 12) or mini_shift != 6:
        raise NotCompound
    size = 1 << shift
    sectors = [data[at : at + size] for at in range(size if shift == 12 else _HEADER, len(data), size)]
    first_folder, _, cutoff, first_mini = struct.unpack_from("<IIII", data, 48)
    fat = _numbers(b"".join(sectors[number] for number in _fat_sectors(data, sectors)))
    minis = _numbers(_chain(sectors, fat, first_mini))
    folder = _chain(sectors, fat, first_folder)
    entries = [folder[at : at + _ENTRY] for at in range(0, len(folder) - _ENTRY + 1, _ENTRY)]
    root = next((entry for entry in entries if entry[66] == 5), None)
    small = _chain(sectors, fat, _start(root)) if root else b""
    pieces = [small[at : at + 64] for at in range(0, len(small), 64)]
    found = {}
    for name, entry in _named(entries, wanted).items():
        (length,) = struct.unpack_from("<I", entry, 120)
        chain = _chain(pieces, minis, _start(entry)) if length < cutoff else _chain(sectors, fat, _start(entry))
        found[name] = chain[:length]
    return found


def _named(entries: list[bytes], wanted: Collection[str]) -> dict[str, bytes]:
    """The last entry of each name."""
    named = {_name(entry): entry for entry in entries if entry[66] == 2}
    return {name: named[name] for name in wanted if name in named}


def _name(entry: bytes) -> str:
    (length,) = struct.unpack_from("<H", entry, 64)
    return entry[: max(length - 2, 0)].decode("utf-16-le", "replace")


def _fat_sectors(data: bytes, sectors: list[bytes]) -> list[int]:
    """Where the table of sectors itself stands; large files continue the list in sectors of its own."""
    listed = list(struct.unpack_from("<109I", data, 76))
    (following,) = struct.unpack_from("<I", data, 68)
    seen: set[int] = set()
    while following < _END and following not in seen:
        seen.add(following)
        *more, following = _numbers(sectors[following])
        listed += more
    used = [number for number in listed if number < _END]
    if len(used) > len(sectors):
        raise NotCompound
    return used


def _start(entry: bytes) -> int:
    (number,) = struct.unpack_from("<I", entry, 116)
    return int(number)


def _numbers(data: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4]))


def _chain(sectors: list[bytes], following: list[int], number: int) -> bytes:
    parts = []
    while number < _END:
        parts.append(sectors[number])
        number = following[number]
        if len(parts) > len(sectors):
            raise NotCompound
    return b"".join(parts)
