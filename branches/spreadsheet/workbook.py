"""The one writer of Excel files. No cell it writes is ever taken for a formula."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from itertools import chain, islice
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from branches.clock import SHANGHAI

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

# Spreadsheets also take the full-width signs for formulas once an input method or a CSV round trip has had them.
_DANGEROUS = re.compile(r"^\s*[=+\-@|%＝＋－＠]")
_GUARDED = re.compile(r"^'(?=\s*[=+\-@|%＝＋－＠])")
_WIDEST = 60
MEASURED = 1000
_FRAME = Border(**{side: Side(style="medium", color="A61B1B") for side in ("left", "right", "top", "bottom")})
_WRAPPED, _BOLD = Alignment(wrap_text=True, vertical="top"), Font(bold=True)
_TINT = PatternFill("solid", fgColor="FDE7E7")


def guarded(text: str) -> str:
    """`text` so that no spreadsheet evaluates it, not even after saving as CSV: an apostrophe goes before it."""
    text = ILLEGAL_CHARACTERS_RE.sub("", text)
    return f"'{text}" if _DANGEROUS.match(text) or (text[:1] in "\t\r\n" and text) else text


def unguarded(text: str) -> str:
    """What was `guarded`, when a file of ours comes back."""
    return _GUARDED.sub("", text)


def write(
    title: str,
    headers: Sequence[str],
    rows: Iterable[Sequence[Any]],
    marks: Mapping[tuple[int, int], str] | None = None,
) -> bytes:
    """One sheet with a bold, frozen header row. `marks` frames cells in red, by line and column, with a comment each.

    Rows are taken one by one: widths go by the first of them, so that no number of rows is ever in memory.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", "", title)[:31] or "Sheet1")
    sheet.freeze_panes = "A2"
    lines = iter(rows)
    first = list(islice(lines, MEASURED))
    for position, header in enumerate(headers):
        longest = max([_width(header), *(_width(line[position]) for line in first)])
        sheet.column_dimensions[get_column_letter(position + 1)].width = min(longest + 3, _WIDEST)
    sheet.append([_cell(sheet, header, bold=True) for header in headers])
    for number, line in enumerate(chain(first, lines)):
        cells = [_cell(sheet, value) for value in line]
        for position, cell in enumerate(cells):
            if marks and (mark := marks.get((number, position))):
                cell.border, cell.fill, cell.comment = _FRAME, _TINT, Comment(mark, "名册导入")
        sheet.append(cells)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def response(name: str, data: bytes) -> HttpResponse:
    """`data` as a download called `name`.xlsx."""
    answer = HttpResponse(data, content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = f"attachment; filename=\"export.xlsx\"; filename*=UTF-8''{quote(name)}.xlsx"
    return answer


def _cell(sheet: Any, value: Any, *, bold: bool = False) -> WriteOnlyCell:
    if isinstance(value, datetime):
        value = value.astimezone(SHANGHAI).replace(tzinfo=None) if value.tzinfo else value
    elif value is None:
        value = ""
    elif not isinstance(value, int | float | Decimal | date):
        value = guarded(str(value))
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"
        cell.alignment = _WRAPPED
    if isinstance(value, datetime):
        cell.number_format = "yyyy-mm-dd hh:mm"
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    if bold:
        cell.font = _BOLD
    return cell


def _width(value: Any) -> int:
    """In columns of a half-width digit; Chinese characters take two."""
    text = f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else str(value if value is not None else "")
    return max((sum(1 if ord(char) < 0x2E80 else 2 for char in line) for line in text.split("\n")), default=0)
