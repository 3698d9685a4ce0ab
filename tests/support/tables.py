"""Makes register files for tests: good ones, and bad ones of every sort."""

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook

from branches.pages.exporting import Sheet
from branches.register.roster import HEADINGS
from branches.spreadsheet import workbook

GOOD: dict[str, Any] = {
    "单位名称": "市财政局",
    "党支部全称": "中共平顶山市财政局预算科支部委员会",
    "党支部简称": "预算科党支部",
    "成立日期": date(2005, 2, 13),
    "最近换届日期": date(2026, 3, 1),
    "支部书记": "王建国",
    "正式党员数": 12,
    "预备党员数": 1,
    "是否第一支部": "否",
    "上年度述职评议等次": "好",
}
SECOND = GOOD | {"党支部全称": "中共平顶山市财政局办公室支部委员会", "党支部简称": "办公室党支部"}


def written(sheet: Sheet) -> bytes:
    """The file that a job makes of it."""
    return workbook.write(sheet.title or sheet.name, sheet.headings, sheet.rows)


def xlsx(*lines: dict[str, Any], headings: Sequence[str] = HEADINGS, sheet: str = "党支部名册", **more: Any) -> bytes:
    """A workbook with these lines; `more` adds sheets by name, as rows of cells."""
    book = Workbook()
    first = book.active
    first.title = sheet
    first.append(list(headings))
    for line in lines:
        first.append([line.get(heading, "") for heading in headings])
    for name, rows in more.items():
        other = book.create_sheet(name)
        for row in rows:
            other.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def csv(*lines: dict[str, Any], encoding: str = "utf-8-sig", delimiter: str = ",") -> bytes:
    rows = [HEADINGS, *([str(line.get(heading, "")) for heading in HEADINGS] for line in lines)]
    return "\r\n".join(delimiter.join(row) for row in rows).encode(encoding)


def repacked(data: bytes, change: Callable[[str, bytes], bytes | None], extra: dict[str, bytes] | None = None) -> bytes:
    """The workbook with its parts changed (None drops one) and others added."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            content = change(part.filename, source.read(part))
            if content is not None:
                target.writestr(part.filename, content)
        for name, content in (extra or {}).items():
            target.writestr(name, content)
    return file.getvalue()


def in_sheet(old: bytes, new: bytes) -> Callable[[str, bytes], bytes | None]:
    return lambda name, content: content.replace(old, new, 1) if name.endswith("sheet1.xml") else content


def zip_bomb() -> bytes:
    """Declares and holds 70 MB of nothing in a few kilobytes."""
    return repacked(xlsx(GOOD), lambda name, content: content, {"xl/worksheets/sheet9.xml": b" " * 70_000_000})


def far_cell() -> bytes:
    """One cell in the last corner: a reader that lays out all between would need 17 thousand million cells."""
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    return repacked(xlsx(GOOD), in_sheet(b"</sheetData>", far))


def entities() -> bytes:
    lol = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "cc"><!ENTITY d "&b;&b;&b;&b;">]>'
    return repacked(
        xlsx(GOOD), lambda name, content: lol + content.split(b"?>", 1)[-1] if name.endswith("sheet1.xml") else content
    )


def understated() -> bytes:
    """A part longer than the archive says."""
    data = bytearray(xlsx(GOOD))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        part = archive.getinfo("xl/worksheets/sheet1.xml")
    size = part.file_size.to_bytes(4, "little")
    at = data.rfind(size)
    data[at : at + 4] = (part.file_size // 2).to_bytes(4, "little")
    return bytes(data)


def merged() -> bytes:
    book = Workbook()
    book.active.append(list(HEADINGS))
    for line in (GOOD, SECOND):
        book.active.append(list(line.values()))
    book.active.merge_cells("A2:A3")
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def formula_error() -> bytes:
    broken = b'<c r="G2" t="e"><f>1/0</f><v>#DIV/0!</v></c></row></sheetData>'
    return repacked(xlsx(GOOD), in_sheet(b"</row></sheetData>", broken))


def bad(**cells: Any) -> bytes:
    """The good line with some cells spoilt."""
    return xlsx(GOOD | cells)


def two(**cells: Any) -> bytes:
    """The two good lines with some cells of the second spoilt."""
    return xlsx(GOOD, SECOND | cells)


BAD_FILES: dict[str, tuple[bytes | Callable[[], bytes], str]] = {
    "empty": (b"", "文件是空的"),
    "too big": (b"x" * (5 * 1024 * 1024 + 1), "超过5MB"),
    "pdf": (b"%PDF-1.7 ...", "PDF"),
    "old or locked": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "取消密码"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "另存为.xlsx"),
    "binary": (bytes(100), "这不是表格文件"),
    "broken zip": (xlsx(GOOD)[:-200], "打不开"),
    "zip without a workbook": (
        lambda: repacked(xlsx(GOOD), lambda name, content: content if "sheet" in name else None),
        "这不是Excel表格",
    ),
    "macros": (lambda: repacked(xlsx(GOOD), lambda name, content: content, {"xl/vbaProject.bin": b"x"}), "带有宏"),
    "zip bomb": (zip_bomb, "解开后超过"),
    "too many parts": (
        lambda: repacked(xlsx(GOOD), lambda name, content: content, {f"xl/p{n}.xml": b"<a/>" for n in range(201)}),
        "内部结构异常",
    ),
    "far cell": (far_cell, "表太大"),
    "entities": (entities, "内部结构异常"),
    "understated size": (understated, "打不开"),
    "formula error": (formula_error, "公式有错误（#DIV/0!）"),
    "two tables": (lambda: xlsx(GOOD, sheet="甲", 乙=[list(HEADINGS), list(GOOD.values())]), "2张有内容的表"),
    "no headings": (xlsx(headings=["甲", "乙"]), "没有找到列名"),
    "web page": (b"<html><body>404 Not Found</body></html>", "这是网页"),
    "only headings": (xlsx(), "没有党支部"),
    "missing column": (xlsx(GOOD, headings=[name for name in HEADINGS if name != "支部书记"]), "缺少列：支部书记"),
    "state smuggled in": (xlsx(GOOD, headings=[*HEADINGS, "状态"]), "不认识的列：状态"),
    "role smuggled in": (xlsx(GOOD, headings=[*HEADINGS, "role"]), "不认识的列：role"),
    "doubled column": (xlsx(GOOD, headings=[*HEADINGS, "支部书记"]), "列重复：支部书记"),
    "too many rows": (lambda: csv(*[GOOD] * 20_001), "20,000行"),
    "too many columns": (lambda: csv(GOOD | {"支部书记": "," * 70}), "60列"),
    "unclosed quote": (csv(GOOD | {"支部书记": '"王'}), "引号不成对"),
    "no unit": (bad(单位名称=""), "没有填写"),
    "merged cells": (merged, "取消合并"),
    "no full name": (bad(党支部全称="　"), "没有填写"),
    "no short name": (bad(党支部简称=None), "没有填写"),
    "long name": (bad(党支部简称="很" * 41), "最多40字"),
    "unprintable name": (bad(支部书记="王\ue000"), "不能显示"),
    "no founding day": (bad(成立日期=""), "没有填写"),
    "a year alone": (bad(成立日期="2005年"), "不是完整的日期"),
    "impossible day": (bad(成立日期="2005-02-30"), "2005年2月没有30日"),
    "impossible month": (bad(成立日期="2005.13.1"), "没有13月"),
    "serial number": (bad(成立日期=38396), "不是完整的日期"),
    "before the Party": (bad(成立日期="1905-02-13"), "早于1921年7月1日"),
    "far future": (bad(最近换届日期="2062-01-01"), "比今天晚一年以上"),
    "members in words": (bad(正式党员数="十二"), "不是人数"),
    "negative members": (bad(正式党员数=-3), "不是人数"),
    "half a member": (bad(预备党员数=1.5), "不是人数"),
    "too many members": (bad(正式党员数=120_000), "超过9,999人"),
    "no members": (bad(预备党员数=""), "没有请填0"),
    "maybe first": (bad(是否第一支部="可能"), "请填“是”或“否”"),
    "unknown grade": (bad(上年度述职评议等次="优秀"), "好、较好、一般、差"),
    "twice": (xlsx(GOOD, GOOD), "与第2行重复"),
    "same short name": (two(党支部简称="预算科党支部"), "与第2行的简称相同"),
    "two first branches": (xlsx(GOOD | {"是否第一支部": "是"}, SECOND | {"是否第一支部": "是"}), "只能有一个"),
    "one bad among good": (two(正式党员数="?"), "不是人数"),
    "the city": (bad(单位名称="平顶山市"), "是全市，不是单位"),
    "unit out of use": (bad(单位名称="市老单位"), "已停用"),
    "foreign branch": (bad(党支部全称="中共市教育局人事科支部委员会"), "属于“市教育局”"),
    "dissolved branch": (
        bad(单位名称="市教育局", 党支部全称="中共市教育局旧科支部委员会", 党支部简称="旧科党支部"),
        "已于2020-01-01撤销",
    ),
    "short name taken": (bad(单位名称="市教育局", 党支部简称="人事科党支部"), "另有同名"),
    "first branch taken": (bad(单位名称="市教育局", 是否第一支部="是"), "是本单位的第一支部"),
}
