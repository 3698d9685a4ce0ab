"""Files that nobody should keep, each with the cause for which it is refused."""

import struct
import zlib
from collections.abc import Callable

from tests.support.files import image
from tests.support.uploads.hostile_office import OLE, hostile_office
from tests.support.uploads.hostile_pdfs import HTML, hostile_pdfs
from tests.support.uploads.office import word
from tests.support.uploads.pdfs import raw

Maker = Callable[[], bytes]


def hostile() -> dict[str, tuple[str, Maker, str]]:
    """What it is → (file name, maker, name of the cause)."""
    made = {**hostile_pdfs(), **hostile_office(), **_others(), **_pictures()}
    return {what: (_name(what), make, cause) for what, (make, cause) in made.items()}


def _name(what: str) -> str:
    return "../../../etc/cron.d/材料.pdf" if "PDF" in what else "材料.docx"


def _others() -> dict[str, tuple[Maker, str]]:
    beginnings = {
        "a vector drawing": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        "a page": HTML,
        "a text": "支部总结".encode(),
        "a table as text": b"=cmd|' /C calc'!A0,1",
        "a script": b"#!/bin/sh\nrm -rf /",
        "a script of the web": b"<?php system($_GET['c']); ?>",
        "a program": b"MZ\x90\0" + bytes(300),
        "a program of Linux": b"\x7fELF" + bytes(300),
        "a program of Java": b"\xca\xfe\xba\xbe" + bytes(100),
        "a film": b"\0\0\0\x18ftypmp42" + bytes(200),
        "a compressed file": b"\x1f\x8b\x08" + bytes(50),
        "a RAR": b"Rar!\x1a\x07\x01\0" + bytes(50),
        "a 7z": b"7z\xbc\xaf\x27\x1c" + bytes(50),
        "a rich text": b"{\\rtf1 hello}",
        "a page before a picture": HTML + image("PNG"),
    }
    return {
        **{what: (lambda data=data: data, "TYPE") for what, data in beginnings.items()},
        "nothing": (lambda: b"", "EMPTY"),
        "a page before a PDF": (lambda: HTML + raw(), "TYPE"),
        "a page before a document": (lambda: HTML + word().bytes(), "TYPE"),
        "an old document": (lambda: OLE, "OLD_OFFICE"),
        "an old document with a password": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "LOCKED"),
        "a PDF that is too big": (lambda: raw() + b" " * (20 * 1024 * 1024), "TOO_BIG"),
    }


def _pictures() -> dict[str, tuple[Maker, str]]:
    return {
        "a moving picture": (lambda: image("GIF"), "TYPE"),
        "a picture of the web": (lambda: image("WEBP"), "TYPE"),
        "half a picture": (lambda: image("PNG", (300, 300))[:-60], "BROKEN"),
        "half a photograph": (lambda: image("JPEG", (600, 600), quality=95)[:700], "BROKEN"),
        "a picture whose sum is wrong": (lambda: image("PNG").replace(b"IHDR\0\0\0", b"IHDR\0\0\1"), "BROKEN"),
        "a picture of a thousand million dots": (lambda: wide_png(50_000, 50_000), "SWOLLEN"),
        "a picture with a text that unfolds": (text_bomb_png, "BROKEN"),
        "a photograph in passes without end": (_in_passes, "SWOLLEN"),
        "a photograph with a script": (lambda: b"\xff\xd8\xff<?php system('id'); ?>", "BROKEN"),
    }


def wide_png(width: int, height: int) -> bytes:
    """A picture that is small in the file and enormous on the canvas."""
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + _chunk(b"IDAT", zlib.compress(bytes(1000))) + _chunk(b"IEND", b"")


def _in_passes() -> bytes:
    """The last pass over the picture again and again: small in the file, long to unpack."""
    data = image("JPEG", (600, 600), progressive=True)
    last = data.rindex(b"\xff\xda")
    return data[:-2] + data[last:-2] * 200 + data[-2:]


def text_bomb_png() -> bytes:
    png = image("PNG")
    return png[:33] + _chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(5_000_000))) + png[33:]


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
