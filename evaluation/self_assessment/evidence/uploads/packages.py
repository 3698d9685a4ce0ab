"""Zip packages of office documents: which kind, unlocked, whole, of sane size, and without macros or stowaways."""

import re
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from evaluation.self_assessment.evidence.uploads.causes import Cause, Unfit

_MOST_ENTRIES = 3000
_MOST_BYTES = 200 * 1024 * 1024
_MOST_SWELLING = 150
_SWELLING_MATTERS = 20 * 1024 * 1024
_END_RECORD = 22

_OFFICE = "[Content_Types].xml"
_KINDS = (
    (
        "word/document.xml",
        b"wordprocessingml.document.main+xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ".docx",
    ),
    (
        "xl/workbook.xml",
        b"spreadsheetml.sheet.main+xml",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ".xlsx",
    ),
)
_STOWAWAYS = re.compile(
    r"\.(exe|dll|com|scr|bat|cmd|ps1|vbs?|vbe|jse?|wsf|hta|html?|xhtml|mht|jar|lnk|msi|zip|rar|7z)$"
    r"|vbaproject|vbadata|activex/|embeddings/.*\.bin$|xl/macrosheets/|attachedtoolbars",
    re.IGNORECASE,
)
_MACROS = re.compile(rb"macroEnabled|vbaProject|macrosheet|activeX", re.IGNORECASE)
_REACHES_OUT = re.compile(
    rb"<Relationship\b[^>]*(attachedTemplate|oleObject|subDocument|/frame)\b[^>]*>", re.IGNORECASE
)
_COMMANDS = re.compile(rb"DDEAUTO|<ddeLink|<!DOCTYPE|<!ENTITY|<\0!\0[DE]\0", re.IGNORECASE)


def kind(data: bytes) -> tuple[str, str]:
    """(content type, ending) of a package. Raises Unfit."""
    if data.rfind(b"PK\x05\x06") != len(data) - _END_RECORD:
        raise Unfit(Cause.BROKEN)
    try:
        with ZipFile(BytesIO(data)) as package:
            entries = package.infolist()
            _check_entries(entries, len(data))
            parts = _read(package, entries)
    except (BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as broken:
        raise Unfit(Cause.BROKEN) from broken
    except Exception as broken:  # zlib's and lzma's own errors share no base class
        if isinstance(broken, Unfit):
            raise
        raise Unfit(Cause.BROKEN) from broken
    return _kind_of(entries, parts)


def _check_entries(entries: list[ZipInfo], packed: int) -> None:
    names = [entry.filename for entry in entries]
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise Unfit(Cause.LOCKED)
    if _is_swollen(entries, packed):
        raise Unfit(Cause.SWOLLEN)
    if not entries or min(entry.header_offset for entry in entries) or not _are_in_place(names):
        raise Unfit(Cause.BROKEN)
    if any(_STOWAWAYS.search(name) for name in names):
        raise Unfit(Cause.ACTIVE)


def _is_swollen(entries: list[ZipInfo], packed: int) -> bool:
    unpacked = sum(entry.file_size for entry in entries)
    swells = unpacked > _SWELLING_MATTERS and unpacked > packed * _MOST_SWELLING
    return len(entries) > _MOST_ENTRIES or unpacked > _MOST_BYTES or swells


def _are_in_place(names: list[str]) -> bool:
    """Each once, whatever its case, and none outside the package."""
    if len({name.lower() for name in names}) != len(names):
        return False
    return not any(name.startswith("/") or ".." in name.split("/") or "\\" in name or ":" in name for name in names)


def _read(package: ZipFile, entries: list[ZipInfo]) -> dict[str, bytes]:
    """Every entry read once, which checks its size and sum; the XML among them is kept for a look."""
    parts = {}
    for entry in entries:
        if entry.is_dir():
            continue
        with package.open(entry) as part:
            content = part.read(_MOST_BYTES)
        if entry.filename.endswith((".xml", ".rels")):
            if _COMMANDS.search(content):
                raise Unfit(Cause.ACTIVE)
            if entry.filename.endswith(".rels") or entry.filename in (_OFFICE, "OFD.xml"):
                parts[entry.filename] = content
    return parts


def _kind_of(entries: list[ZipInfo], parts: dict[str, bytes]) -> tuple[str, str]:
    names = {entry.filename for entry in entries}
    if "OFD.xml" in names and _OFFICE not in names:
        if b"OFD" not in parts["OFD.xml"]:
            raise Unfit(Cause.TYPE)
        return "application/ofd", ".ofd"
    declared = parts.get(_OFFICE, b"")
    if _MACROS.search(declared):
        raise Unfit(Cause.ACTIVE)
    if any(_REACHES_OUT.search(part) for name, part in parts.items() if name.endswith(".rels")):
        raise Unfit(Cause.ACTIVE)
    for main_part, main_type, content_type, ending in _KINDS:
        if main_part in names and main_type in declared:
            return content_type, ending
    raise Unfit(Cause.TYPE)
