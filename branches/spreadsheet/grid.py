"""The cells of one spreadsheet. Painted cells without a value do not count, however many; a value far away is refused."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from branches.spreadsheet.opening.archive import Archive, Attributes
from branches.spreadsheet.opening.book import Book, Listed
from branches.spreadsheet.unreadable import Long, Unreadable

ROWS_LIMIT = 20_000
COLUMNS_LIMIT = 60
_PLACE = re.compile(r"([A-Za-z]{1,7})([0-9]{1,9})")
_ODD = "文件内部结构异常。请新建一个表格，把内容复制进去后再上传。"


@dataclass(frozen=True)
class Fault:
    """What stands in a cell instead of a value, and what to do about it."""

    shown: str
    reason: str

    def __str__(self) -> str:
        return self.shown


@dataclass
class Spreadsheet:
    """The rows of one table from its first line on; `rows[0]` is line 1. Hidden lines and columns are counted from 1."""

    name: str
    rows: list[list[Any]]
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[tuple[int, ...]] = field(default_factory=list)
    """First line, first column, last line, last column of cells that were merged."""


def letters(column: int) -> str:
    """1 → A, 28 → AB."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def read_cells(archive: Archive, book: Book, listed: Listed, most: int = ROWS_LIMIT) -> Spreadsheet:
    """Raises Long at the first value below line `most`."""
    reading = _Reading(book, Spreadsheet(listed.name, []), most)
    archive.parse(listed.part, reading.start, reading.end, reading.text)
    return reading.found


class _Reading:
    """Goes through a spreadsheet's part, cell by cell."""

    def __init__(self, book: Book, found: Spreadsheet, most: int) -> None:
        self.book, self.found, self.most = book, found, most
        self.row = self.column = 0
        self.kind = self.style = self.tag = ""
        self.value: list[str] = []
        self.has_formula = self.in_reading = False

    def start(self, tag: str, attributes: Attributes) -> None:
        self.tag = tag
        if tag == "c":
            self._start_cell(attributes)
        elif tag == "row":
            self.row = int(attributes["r"]) if attributes.get("r", "").isdecimal() else self.row + 1
            self.column = 0
            if attributes.get("hidden") in ("1", "true"):
                self.found.hidden_rows.add(self.row)
        elif tag == "f":
            self.has_formula = True
        elif tag == "rPh":
            self.in_reading = True
        elif tag == "col" and attributes.get("hidden") in ("1", "true"):
            first, last = int(attributes.get("min", "0")), int(attributes.get("max", "0"))
            self.found.hidden_columns.update(range(first, min(last, COLUMNS_LIMIT) + 1))
        elif tag == "mergeCell" and len(self.found.merged) < ROWS_LIMIT:
            ends = [_place(end) for end in attributes.get("ref", "").split(":")]
            if len(ends) == 2:
                self.found.merged.append((*ends[0], *ends[1]))

    def text(self, piece: str) -> None:
        if self.tag in ("v", "t") and not self.in_reading:
            self.value.append(piece)

    def end(self, tag: str) -> None:
        self.tag = ""
        if tag == "c":
            self._put()
        elif tag == "rPh":
            self.in_reading = False

    def _start_cell(self, attributes: Attributes) -> None:
        self.column += 1
        if place := attributes.get("r"):
            self.row, self.column = _place(place)
        self.kind, self.style = attributes.get("t", "n"), attributes.get("s", "")
        self.value, self.has_formula = [], False

    def _put(self) -> None:
        raw = "".join(self.value)
        if raw == "" and not self.has_formula:
            return
        if not (0 < self.row <= ROWS_LIMIT and 0 < self.column <= COLUMNS_LIMIT):
            raise Unreadable(
                f"表太大：单元格{letters(self.column)}{self.row}超出了{ROWS_LIMIT:,}行、{COLUMNS_LIMIT}列。"
                "请删去名册以外的内容，或分成几个文件导入。"
            )
        if self.row > self.most:
            raise Long
        rows = self.found.rows
        while len(rows) < self.row:
            rows.append([])
        cells = rows[self.row - 1]
        cells.extend([None] * (self.column - len(cells)))
        cells[self.column - 1] = self._understood(raw)

    def _understood(self, raw: str) -> Any:
        if self.kind == "e":
            return Fault(raw, f"公式有错误（{raw}），请改成文字或数字")
        if raw == "":
            return Fault("", "公式没有结果，请打开原来的文件算出结果，或直接填写")
        if self.kind == "s":
            number = int(raw)
            return self.book.texts[number] if 0 <= number < len(self.book.texts) else None
        if self.kind == "b":
            return raw in ("1", "true")
        if self.kind == "n":
            number_given = float(raw)
            if self.style.isdecimal() and int(self.style) in self.book.day_styles:
                return _day(number_given, self.book.since_1904)
            return int(number_given) if number_given.is_integer() else number_given
        return raw


def _place(text: str) -> tuple[int, int]:
    match = _PLACE.fullmatch(text.replace("$", ""))
    if not match:
        raise Unreadable(_ODD)
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column


def _day(number: float, since_1904: bool) -> Any:
    """Days since the end of 1899, as spreadsheets count them; a number that is no day stays one."""
    if not 1 <= number < 2_958_466:
        return number
    first = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30)
    return first + timedelta(seconds=round(number * 86_400))
