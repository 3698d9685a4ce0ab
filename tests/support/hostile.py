"""Workbooks that mean harm, each with the sentence that it is answered with."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

from tests.support.locked import agile, compound
from tests.support.tables import GOOD, entities, far_cell, in_sheet, repacked, understated, xlsx, zip_bomb

GOOD_FILE = xlsx(GOOD)
ODD, BROKEN, NO_TABLE = "内部结构异常", "打不开", "这不是Excel表格"
SHEET = "xl/worksheets/sheet1.xml"


def same(name: str, content: bytes) -> bytes:
    return content


def with_parts(**parts: bytes) -> bytes:
    return repacked(GOOD_FILE, same, {name.replace("__", "/"): content for name, content in parts.items()})


def part_called(name: str) -> bytes:
    return repacked(GOOD_FILE, same, {name: b"<a/>"})


def in_part(wanted: str, change: Callable[[bytes], bytes]) -> bytes:
    return repacked(GOOD_FILE, lambda name, content: change(content) if name == wanted else content)


def cells(text: bytes) -> bytes:
    """The good sheet with these cells instead of its rows."""
    return in_part(
        SHEET, lambda content: content.split(b"<sheetData>")[0] + b"<sheetData>" + text + b"</sheetData></worksheet>"
    )


def added(row: bytes) -> bytes:
    return repacked(GOOD_FILE, in_sheet(b"</sheetData>", row + b"</sheetData>"))


def before(text: bytes, part: str = SHEET) -> bytes:
    return in_part(part, lambda content: text + content.split(b"?>", 1)[-1])


def many_elements() -> bytes:
    """8 MB of cells without a value: each costs a little, all together too much."""
    return cells(b'<row r="1">' + b"<c/>" * 1_600_000 + b"</row>")


def bomb(size: int, name: str) -> Callable[[], bytes]:
    return lambda: repacked(GOOD_FILE, same, {name: b" " * size})


def archive_inside() -> bytes:
    """A good workbook that carries a bomb of another archive: nobody opens it."""
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("0.xml", b" " * 80_000_000)
    return repacked(GOOD_FILE, same, {"xl/inner.zip": inner.getvalue()})


def twice(name: str) -> bytes:
    file = io.BytesIO(GOOD_FILE)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(name, b"<worksheet/>")
    return file.getvalue()


def flagged(offset: int, value: int) -> bytes:
    """A field of every entry's header in the central directory, set to `value`."""
    data = bytearray(GOOD_FILE)
    at = 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        data[at + offset : at + offset + 2] = struct.pack("<H", value)
        at += 4
    return bytes(data)


def overlapping() -> bytes:
    """Every entry of the directory points at the same data, as the flat zip bomb does."""
    data = bytearray(GOOD_FILE)
    at = 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        data[at + 42 : at + 46] = bytes(4)
        at += 4
    return bytes(data)


def gzipped() -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return packer.compress(b"," * 80_000_000) + packer.flush()


def listed_again() -> bytes:
    """A compound file whose table of sectors is said to lie in one sector a million times over."""
    data = bytearray(compound({"EncryptionInfo": bytes(5000)}))
    sectors, more = len(data) // 512 - 1, 8000
    data[68:72] = struct.pack("<I", sectors)
    one = struct.pack("<I", sectors - 1) * 127
    return (
        bytes(data) + b"".join(one + struct.pack("<I", sectors + number) for number in range(1, more)) + b"\xff" * 512
    )


LOL = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
PARAMETER = b'<?xml version="1.0"?><!DOCTYPE l SYSTEM "http://127.0.0.1/x.dtd">'
LINKED = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
    b'Target="%s" TargetMode="%s"/></Relationships>'
)
RELATIONS = "xl/_rels/workbook.xml.rels"

HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "zip bomb": (zip_bomb, "解开后超过"),
    "bomb in the texts": (bomb(70_000_000, "xl/other.xml"), "解开后超过"),
    "bomb in a picture": (bomb(70_000_000, "xl/media/image1.png"), "解开后超过"),
    "parts that share their data": (overlapping, BROKEN),
    "a compressed stream": (gzipped, "编码"),
    "understated size": (understated, BROKEN),
    "millions of empty cells": (many_elements, "表太大"),
    "five hundred parts": (lambda: repacked(GOOD_FILE, same, {f"xl/p{n}.xml": b"<a/>" for n in range(500)}), ODD),
    "a part twice": (lambda: twice(SHEET), ODD),
    "a part twice in other letters": (lambda: twice("XL/Worksheets/SHEET1.xml"), ODD),
    "a part twice by its backslashes": (lambda: twice("xl\\worksheets\\sheet1.xml"), ODD),
    "upwards": (lambda: part_called("../../../etc/cron.d/x"), ODD),
    "upwards by backslashes": (lambda: part_called("..\\..\\windows\\x"), ODD),
    "upwards inside": (lambda: part_called("xl/../../x"), ODD),
    "from the root": (lambda: part_called("/etc/x"), ODD),
    "on a drive": (lambda: part_called("C:\\x"), ODD),
    "macros": (lambda: part_called("xl/vbaProject.bin"), "带有宏"),
    "macros elsewhere": (lambda: part_called("macro/VbaProject.BIN"), "带有宏"),
    "macros by backslashes": (lambda: part_called("xl\\vbaProject.bin"), "带有宏"),
    "entities": (entities, ODD),
    "a billion laughs": (lambda: before(LOL), ODD),
    "an entity from outside": (lambda: before(OUTSIDE), ODD),
    "a DTD from outside": (lambda: before(PARAMETER), ODD),
    "a DTD in the workbook": (lambda: before(LOL, "xl/workbook.xml"), ODD),
    "a DTD in the relations": (lambda: before(LOL, RELATIONS), ODD),
    "a DTD in the styles": (lambda: before(LOL, "xl/styles.xml"), ODD),
    "far cell": (far_cell, "表太大"),
    "a row too far": (lambda: added(b'<row r="20001"><c r="A20001"><v>1</v></c></row>'), "表太大"),
    "a column too far": (lambda: added(b'<row r="3"><c r="BJ3"><v>1</v></c></row>'), "表太大"),
    "a row beyond all numbers": (lambda: added(b'<row r="999999999"><c><v>1</v></c></row>'), "表太大"),
    "a cell with no place": (lambda: added(b'<row r="3"><c r="?"><v>1</v></c></row>'), ODD),
    "the row before the first": (lambda: added(b'<row r="0"><c r="A0"><v>1</v></c></row>'), "表太大"),
    "a number that is none": (lambda: added(b'<row r="3"><c r="A3"><v>1.2.3</v></c></row>'), BROKEN),
    "XML cut in two": (lambda: in_part(SHEET, lambda content: content[: len(content) // 2]), BROKEN),
    "deep XML": (lambda: cells(b"<a>" * 100_000), BROKEN),
    "no XML at all": (lambda: in_part(SHEET, lambda content: bytes(range(256))), BROKEN),
    "encrypted parts": (lambda: flagged(8, 1), "密码"),
    "packed in an unknown way": (lambda: flagged(10, 14), ODD),
    "the sheet on the net": (
        lambda: in_part(RELATIONS, lambda _: LINKED % (b"http://127.0.0.1/s.xml", b"External")),
        "没有内容",
    ),
    "the sheet on the disk": (
        lambda: in_part(RELATIONS, lambda _: LINKED % (b"file:///etc/passwd", b"Internal")),
        "没有内容",
    ),
    "the sheet above": (
        lambda: in_part(RELATIONS, lambda _: LINKED % (b"../../../../etc/passwd", b"Internal")),
        "没有内容",
    ),
    "a document for a table": (
        lambda: repacked(
            GOOD_FILE, lambda name, content: None if name.startswith("xl/") else content, {"word/document.xml": b"<w/>"}
        ),
        NO_TABLE,
    ),
    "an archive of anything": (lambda: repacked(GOOD_FILE, lambda name, content: None, {"a.txt": b"x"}), NO_TABLE),
    "streams that share their sectors": (lambda: compound({"a": b"a" * 1_000_000}, shared=8000), "旧版.xls"),
    "a table of sectors a million times over": (listed_again, "旧版.xls"),
    "a key without measure": (lambda: agile(GOOD_FILE, key_bits=8 * 10**12), "密码"),
    "one word of fifteen megabytes": (
        lambda: cells(b'<row r="1"><c r="A1" t="' + b"x" * 15_000_000 + b'"/></row>'),
        "没有内容",
    ),
    "a binary workbook": (
        lambda: in_part("_rels/.rels", lambda content: content.replace(b"workbook.xml", b"workbook.bin")),
        "xlsb",
    ),
}
