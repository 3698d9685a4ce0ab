"""A table as text: CSV as Excel and WPS write it, in UTF-8, GB 18030 or UTF-16 (“Unicode 文本”)."""

import csv
import re
from collections.abc import Collection
from io import StringIO

from branches.spreadsheet.grid import COLUMNS_LIMIT, Spreadsheet
from branches.spreadsheet.unreadable import SAVE_AS, Unreadable

_ODD_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_WEB_PAGE = re.compile(r"\s*(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body|table|meta|div)\b", re.I | re.S)
_MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SEPARATORS = ",\t;，；"
_LOOKED_AT = 30


def read_text(data: bytes, headings: Collection[str]) -> Spreadsheet:
    """The separator is the one by which a line near the top has most of `headings`, or most cells."""
    text = _decoded(data)
    if _WEB_PAGE.match(text):
        raise Unreadable(f"这是网页，只是扩展名写成了.xls或.csv，不是表格。请用Excel或WPS打开它，{SAVE_AS}")
    if text.lstrip().startswith(("<?xml", "<Workbook")):
        raise Unreadable(f"这是XML文件，不是.xlsx表格。请{SAVE_AS}")
    if _ODD_CONTROL.search(text):
        raise Unreadable("这不是表格文件。请上传.xlsx或.csv文件。")
    top = "\n".join(text.split("\n", _LOOKED_AT)[:_LOOKED_AT])
    separator = max(_SEPARATORS, key=lambda one: _fit(top, one, headings))
    try:
        rows = [list(row) for row in csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)]
    except csv.Error as error:
        raise Unreadable(f"CSV文件的引号不成对或单元格过长。请{SAVE_AS}") from error
    if any(len(row) > COLUMNS_LIMIT and any(row[COLUMNS_LIMIT:]) for row in rows):
        raise Unreadable(f"表超过{COLUMNS_LIMIT}列。请删去名册以外的内容后再上传。")
    return Spreadsheet("", rows)


def _decoded(data: bytes) -> str:
    marked = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)
    for encoding in (marked,) if marked else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(f"看不出文件的文字编码。请{SAVE_AS}")


def _fit(text: str, separator: str, headings: Collection[str]) -> tuple[int, int]:
    cells = [[cell.strip('"\r ') for cell in line.split(separator)] for line in text.split("\n")]
    return max(sum(cell in headings for cell in line) for line in cells), max(map(len, cells))
