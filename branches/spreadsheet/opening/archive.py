"""Opens an uploaded workbook's archive without trusting anything it says about itself.

Sizes are added up before unpacking and kept to while unpacking. Parts are found by name whatever way their folders are
separated; nothing is ever written to the disk, and what no table needs is not unpacked at all.
"""

import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any
from xml.parsers import expat

from branches.spreadsheet.unreadable import SAVE_AS, Unreadable

UNPACKED_LIMIT = 60 * 1024 * 1024
PARTS_LIMIT = 200
ELEMENTS_LIMIT = 1_500_000
_FIRST_PIECE = 256 * 1024

ODD = Unreadable("文件内部结构异常。请新建一个表格，把内容复制进去后再上传。")
Attributes = dict[str, str]


class Archive:
    """The parts of a workbook, by name in lower case with / between folders."""

    def __init__(self, data: bytes) -> None:
        self._zip = zipfile.ZipFile(BytesIO(data))
        self._parts: dict[str, zipfile.ZipInfo] = {}
        self._elements = 0
        parts = self._zip.infolist()
        if len(parts) > PARTS_LIMIT:
            raise ODD
        for part in parts:
            name = _safe(part)
            if name in self._parts:
                raise ODD
            self._parts[name] = part
        if sum(part.file_size for part in parts) > UNPACKED_LIMIT:
            limit = UNPACKED_LIMIT // 1024 // 1024
            raise Unreadable(f"文件解开后超过{limit}MB，不能导入。请只保留名册内容后再上传。")

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._parts

    def names(self) -> list[str]:
        return list(self._parts)

    def parse(
        self,
        name: str,
        start: Callable[[str, Attributes], None],
        end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
    ) -> None:
        """Go through a part once, a piece at a time. Names come without their namespace; a DTD is refused."""
        parser = expat.ParserCreate()
        parser.buffer_text = True

        def started(tag: str, attributes: Attributes) -> None:
            self._elements += 1
            if self._elements > ELEMENTS_LIMIT:
                raise Unreadable("表太大，不能导入。请只保留名册内容，或分成几个文件导入。")
            start(tag.rpartition(":")[2], attributes)

        parser.StartElementHandler = started
        if end:
            parser.EndElementHandler = lambda tag: end(tag.rpartition(":")[2])
        if text:
            parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = _refuse
        part = self._parts[name.lower()]
        with self._zip.open(part) as file:
            # Never more than the size declared, which has been added up already.
            left, size = part.file_size, _FIRST_PIECE
            while left > 0 and (piece := file.read(min(left, size))):
                left -= len(piece)
                # Ever larger: a very long token is begun anew with every piece.
                size *= 2
                parser.Parse(piece, False)
        parser.Parse(b"", True)


def _safe(part: zipfile.ZipInfo) -> str:
    """The name of a part; some systems write \\ between folders."""
    name = part.filename.replace("\\", "/").lower()
    if name.startswith("/") or ".." in name.split("/") or ":" in name or "\x00" in part.orig_filename:
        raise ODD
    if "vbaproject" in name:
        raise Unreadable("文件带有宏，不能导入。请另存为普通的.xlsx后再上传。")
    if part.flag_bits & 1:
        raise Unreadable(f"文件设了密码。请取消密码，{SAVE_AS}")
    if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ODD
    return name


def _refuse(*_: Any) -> None:
    raise ODD
