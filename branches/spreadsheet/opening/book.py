"""What a workbook says of its spreadsheets: their names, parts, shared texts, and which number formats mean a day."""

import posixpath
import re
from dataclasses import dataclass, field

from branches.spreadsheet.opening.archive import Archive, Attributes
from branches.spreadsheet.unreadable import SAVE_AS, Unreadable

_DAYS_BUILT_IN = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_NO_PART_OF_A_DAY = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_NOT_EXCEL = "这不是Excel表格。请上传.xlsx或.csv文件。"


@dataclass(frozen=True)
class Listed:
    """One spreadsheet as the workbook lists it."""

    name: str
    part: str
    is_hidden: bool


@dataclass
class Book:
    """A workbook without its cells."""

    listed: list[Listed] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    day_styles: set[int] = field(default_factory=set)
    since_1904: bool = False


def opened(archive: Archive) -> Book:
    """Find the workbook by its relations, not by its usual name."""
    if "[Content_Types].xml" not in archive:
        if "content.xml" in archive:
            raise Unreadable(f"这是OpenDocument表格（.ods）。请{SAVE_AS}")
        raise Unreadable(_NOT_EXCEL)
    root = _relations(archive, "")
    part = next((one.target for one in root.values() if one.kind == "officeDocument"), "xl/workbook.xml")
    if part.endswith(".bin"):
        raise Unreadable(f"这是.xlsb格式的表格。请{SAVE_AS}")
    if part not in archive:
        raise Unreadable(_NOT_EXCEL)
    book = Book()
    related = _relations(archive, part)
    tags: set[str] = set()

    def start(tag: str, attributes: Attributes) -> None:
        tags.add(tag)
        if tag == "workbookPr":
            book.since_1904 = attributes.get("date1904", "") in ("1", "true")
        elif tag == "sheet":
            key = next((value for name, value in attributes.items() if name.rpartition(":")[2] == "id"), "")
            if (one := related.get(key)) and one.kind == "worksheet" and one.target in archive:
                is_hidden = attributes.get("state", "visible") != "visible"
                book.listed.append(Listed(attributes.get("name", ""), one.target, is_hidden))

    archive.parse(part, start)
    if "workbook" not in tags:
        raise Unreadable(_NOT_EXCEL)
    for one in related.values():
        if one.target in archive and one.kind == "sharedStrings":
            book.texts = _texts(archive, one.target)
        elif one.target in archive and one.kind == "styles":
            book.day_styles = _day_styles(archive, one.target)
    return book


@dataclass(frozen=True)
class _Relation:
    kind: str
    target: str


def _relations(archive: Archive, part: str) -> dict[str, _Relation]:
    """What a part refers to inside the archive; what lies outside is never followed."""
    folder, name = posixpath.split(part)
    place = posixpath.join(folder, "_rels", f"{name}.rels")
    found: dict[str, _Relation] = {}

    def start(tag: str, attributes: Attributes) -> None:
        if tag == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "").replace("\\", "/")
            inside = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
            kind = attributes.get("Type", "").rpartition("/")[2]
            found[attributes.get("Id", "")] = _Relation(kind, inside.lstrip("/"))

    if place in archive:
        archive.parse(place, start)
    return found


def _texts(archive: Archive, part: str) -> list[str]:
    """The shared texts; their readings (ruby) are no part of them."""
    texts: list[str] = []
    pieces: list[str] = []
    inside: list[str] = []

    def start(tag: str, _: Attributes) -> None:
        inside.append(tag)
        if tag == "si":
            pieces.clear()

    def text(piece: str) -> None:
        if inside and inside[-1] == "t" and "rPh" not in inside:
            pieces.append(piece)

    def end(tag: str) -> None:
        inside.pop()
        if tag == "si":
            texts.append("".join(pieces))

    archive.parse(part, start, end, text)
    return texts


def _day_styles(archive: Archive, part: str) -> set[int]:
    """The numbers of the cell styles that show a number as a day."""
    formats: dict[str, str] = {}
    used: list[str] = []
    inside: list[str] = []

    def start(tag: str, attributes: Attributes) -> None:
        inside.append(tag)
        if tag == "numFmt":
            formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif tag == "xf" and "cellXfs" in inside:
            used.append(attributes.get("numFmtId", "0"))

    archive.parse(part, start, inside.remove)
    return {number for number, style in enumerate(used) if _means_a_day(style, formats)}


def _means_a_day(style: str, formats: dict[str, str]) -> bool:
    if style in formats:
        return bool(re.search("[ymdhYMDH年月日]", _NO_PART_OF_A_DAY.sub("", formats[style])))
    return style.isdecimal() and int(style) in _DAYS_BUILT_IN
