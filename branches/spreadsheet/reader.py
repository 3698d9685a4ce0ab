"""Reads an uploaded table (.xlsx or .csv) into rows of cells, without trusting anything it says about itself.

Knows nothing of the register: of several spreadsheets it takes the one asked for, else the one with the headings asked for.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from branches.spreadsheet import cells
from branches.spreadsheet.grid import ROWS_LIMIT, Spreadsheet, read_cells
from branches.spreadsheet.opening import book as workbooks
from branches.spreadsheet.opening.archive import Archive
from branches.spreadsheet.opening.unlocking import unlocked
from branches.spreadsheet.text import read_text
from branches.spreadsheet.unreadable import OPEN_AND_SAVE_AS, Long, Unreadable

__all__ = ["FILE_LIMIT", "Long", "Spreadsheet", "Unreadable", "read"]

FILE_LIMIT = 5 * 1024 * 1024
_XLSX, _COMPOUND, _PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"
_LOOKED_AT = 30


def read(data: bytes, *, preferred: str = "", headings: Collection[str] = (), most: int = ROWS_LIMIT) -> Spreadsheet:
    """The table in `data`; of several filled spreadsheets the one named `preferred`, else the one with `headings`.

    Raises Long where it has more than `most` lines, without reading them all.
    """
    if not data:
        raise Unreadable("文件是空的，请重新选择。")
    if len(data) > FILE_LIMIT:
        raise Unreadable(f"文件超过{FILE_LIMIT // 1024 // 1024}MB，请删去图片等无关内容，或分成几个文件导入。")
    if data.startswith(_COMPOUND):
        data = unlocked(data)
    if data.startswith(_PDF):
        raise Unreadable("这是PDF文件，不是表格。请上传.xlsx或.csv文件。")
    found = _workbook(data, preferred, headings, most) if data.startswith(_XLSX) else read_text(data, headings)
    while found.rows and not any(map(_filled, found.rows[-1])):
        found.rows.pop()
    if not found.rows:
        raise Unreadable("表里没有内容，请填写后再上传。")
    if len(found.rows) > ROWS_LIMIT:
        raise Unreadable(f"表超过{ROWS_LIMIT:,}行，请分成几个文件导入。")
    if len(found.rows) > most:
        raise Long
    return found


def _filled(cell: Any) -> bool:
    return cell is not None and str(cell).strip() != ""


def _workbook(data: bytes, preferred: str, headings: Collection[str], most: int) -> Spreadsheet:
    try:
        archive = Archive(data)
        return _chosen(archive, workbooks.opened(archive), preferred, headings, most)
    except Unreadable:
        raise
    except Exception as error:
        # A damaged or hostile archive makes its readers raise almost anything; whatever it was, this is no table.
        raise Unreadable(f"文件打不开，可能已损坏或设了密码。{OPEN_AND_SAVE_AS}") from error


def _chosen(
    archive: Archive, book: workbooks.Book, preferred: str, headings: Collection[str], most: int
) -> Spreadsheet:
    """A fault in a spreadsheet that is not taken does not matter; hidden ones are lists of choices, seldom the table."""
    named = [one for one in book.listed if cells.plain(one.name) == preferred]
    wanted = next(filter(_has_cells, (read_cells(archive, book, one, most) for one in named)), None)
    others = [one for one in book.listed if one not in named]
    return wanted or _fitting(archive, book, others, preferred, headings, most)


def _fitting(
    archive: Archive,
    book: workbooks.Book,
    others: Sequence[workbooks.Listed],
    preferred: str,
    headings: Collection[str],
    most: int,
) -> Spreadsheet:
    """The one with the headings; where none has them, the only one that is filled."""
    filled, faults = _filled_ones(archive, book, [one for one in others if not one.is_hidden] or others, most)
    fitting = [one for one in filled if _fits(one, headings)]
    if faults and not fitting:
        raise faults[0]
    if len(filled) > 1 and len(fitting) != 1:
        raise Unreadable(f"文件里有{len(filled)}张有内容的表。请只留一张，或把要导入的一张命名为“{preferred}”。")
    return next(iter(fitting or filled), Spreadsheet("", []))


def _filled_ones(
    archive: Archive, book: workbooks.Book, listed: Iterable[workbooks.Listed], most: int
) -> tuple[list[Spreadsheet], list[Unreadable]]:
    filled, faults = [], []
    for one in listed:
        try:
            found = read_cells(archive, book, one, most)
        except Unreadable as fault:
            faults.append(fault)
        else:
            filled += [found] if _has_cells(found) else []
    return filled, faults


def _has_cells(found: Spreadsheet) -> bool:
    return any(_filled(cell) for row in found.rows for cell in row)


def _fits(found: Spreadsheet, headings: Collection[str]) -> bool:
    """At least two of the headings stand near the top."""
    top = {cells.heading(cell) for row in found.rows[:_LOOKED_AT] for cell in row}
    return len(top.intersection(headings)) > 1
