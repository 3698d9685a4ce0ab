"""Reads an uploaded table (.xlsx or .csv) into rows of cells, without trusting anything it says about itself.

Knows nothing of the register. Sizes are checked before unpacking and again while unpacking; what is left is packed anew,
so the fast reader never meets a bomb, a far-away cell or a part that no table needs.
"""

import csv
import re
import zipfile
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import Any
from xml.parsers import expat

from python_calamine import CalamineWorkbook

FILE_LIMIT = 5 * 1024 * 1024
UNPACKED_LIMIT = 60 * 1024 * 1024
PARTS_LIMIT = 200
ROWS_LIMIT = 20_000
COLUMNS_LIMIT = 60

_XLSX, _OLD_OR_LOCKED, _PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"
_CELL = re.compile(r"([A-Za-z]{1,7})([0-9]{1,9})")
_ODD_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")


class Unreadable(Exception):
    """The file cannot be taken as a table; the message is a sentence that says what to do."""


@dataclass(frozen=True)
class Spreadsheet:
    """The rows of one table from its first line on; `rows[0]` is line 1 of the file."""

    name: str
    rows: list[list[Any]]


def read(data: bytes, *, preferred: str = "") -> Spreadsheet:
    """The table in `data`; of several filled sheets the one named `preferred`."""
    if not data:
        raise Unreadable("文件是空的，请重新选择。")
    if len(data) > FILE_LIMIT:
        raise Unreadable(f"文件超过{FILE_LIMIT // 1024 // 1024}MB，请删去图片等无关内容，或分成几个文件导入。")
    if data.startswith(_OLD_OR_LOCKED):
        raise Unreadable("文件设了密码，或是旧版.xls。请在Excel或WPS中取消密码，另存为.xlsx后再上传。")
    if data.startswith(_PDF):
        raise Unreadable("这是PDF文件，不是表格。请上传.xlsx或.csv文件。")
    sheet = _workbook(data, preferred) if data.startswith(_XLSX) else _text(data)
    while sheet.rows and not any(map(_filled, sheet.rows[-1])):
        sheet.rows.pop()
    if not sheet.rows:
        raise Unreadable("表里没有内容，请填写后再上传。")
    if len(sheet.rows) > ROWS_LIMIT:
        raise Unreadable(f"表超过{ROWS_LIMIT:,}行，请分成几个文件导入。")
    return sheet


def _filled(cell: Any) -> bool:
    return cell is not None and str(cell).strip() != ""


def _workbook(data: bytes, preferred: str) -> Spreadsheet:
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(_repacked(data)))
        found = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    except Unreadable:
        raise
    except Exception as error:
        # A damaged or hostile archive makes its readers raise almost anything; whatever it was, this is no table.
        raise Unreadable(
            "文件打不开，可能已损坏或设了密码。请在Excel或WPS中打开，另存为.xlsx（不设密码）后再上传。"
        ) from error
    filled = {name: rows for name, rows in found.items() if any(_filled(cell) for row in rows for cell in row)}
    if len(filled) > 1 and preferred not in filled:
        raise Unreadable(f"文件里有{len(filled)}张有内容的表。请只留一张，或把要导入的一张命名为“{preferred}”。")
    name = preferred if preferred in filled else next(iter(filled), "")
    return Spreadsheet(name, [list(row) for row in filled.get(name, [])])


def _repacked(data: bytes) -> bytes:
    """The parts a table is made of, each unpacked within the limit and looked through, packed again."""
    clean = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as archive, zipfile.ZipFile(clean, "w", zipfile.ZIP_STORED) as target:
        parts = archive.infolist()
        _check_parts(parts)
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                # Never more than the size declared, which has been added up already.
                content = archive.open(part).read(part.file_size)
                _look_through(content)
                target.writestr(part.filename, content)
    return clean.getvalue()


def _check_parts(parts: list[zipfile.ZipInfo]) -> None:
    names = [part.filename for part in parts]
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        raise Unreadable("这不是Excel表格。请上传.xlsx或.csv文件。")
    if any("vbaproject" in name.lower() for name in names):
        raise Unreadable("文件带有宏，不能导入。请另存为普通的.xlsx后再上传。")
    packed = {part.compress_type for part in parts}
    if len(parts) > PARTS_LIMIT or len(set(names)) < len(names) or packed - {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise Unreadable("文件内部结构异常。请新建一个表格，把内容复制进去后再上传。")
    if sum(part.file_size for part in parts) > UNPACKED_LIMIT:
        raise Unreadable(f"文件解开后超过{UNPACKED_LIMIT // 1024 // 1024}MB，不能导入。请只保留名册内容后再上传。")


def _look_through(content: bytes) -> None:
    """Refuse entities, cells beyond the limits (the reader would reserve all between) and errors of formulas."""

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "c":
            _check_cell(attributes.get("r", ""), attributes.get("t", ""))
        elif name.rpartition(":")[2] == "row":
            _check_cell("A" + attributes.get("r", "1"), "")

    def doctype(*_: Any) -> None:
        raise Unreadable("文件内部结构异常。请新建一个表格，把内容复制进去后再上传。")

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = doctype
    parser.Parse(content, True)


def _check_cell(place: str, kind: str) -> None:
    if kind == "e":
        raise Unreadable(f"单元格{place}的公式有错误（如 #REF!）。请改成文字或数字后再上传。")
    if not place:
        return
    match = _CELL.fullmatch(place)
    if not match or _column(match[1]) > COLUMNS_LIMIT or int(match[2]) > ROWS_LIMIT:
        raise Unreadable(
            f"表太大：单元格{place}超出了{ROWS_LIMIT:,}行、{COLUMNS_LIMIT}列。请删去名册以外的内容，或分成几个文件导入。"
        )


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _text(data: bytes) -> Spreadsheet:
    """A CSV file as Excel and WPS write it: UTF-8 with or without mark, or GB 18030."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise Unreadable("看不出文件的文字编码。请在Excel或WPS中另存为.xlsx后再上传。")
    if _ODD_CONTROL.search(text):
        raise Unreadable("这不是表格文件。请上传.xlsx或.csv文件。")
    first = text.split("\n", 1)[0]
    delimiter = max(",\t;", key=first.count)
    try:
        rows = [list(row) for row in csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)]
    except csv.Error as error:
        raise Unreadable("CSV文件的引号不成对或单元格过长。请在Excel或WPS中另存为.xlsx后再上传。") from error
    if any(len(row) > COLUMNS_LIMIT for row in rows):
        raise Unreadable(f"表超过{COLUMNS_LIMIT}列。请删去名册以外的内容后再上传。")
    return Spreadsheet("", rows)
