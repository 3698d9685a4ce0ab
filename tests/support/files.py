"""Files made for tests: forty that an office sends, and more than sixty that nobody should keep."""

import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512
WORD = "wordprocessingml.document.main+xml"
SHEET = "spreadsheetml.sheet.main+xml"
DOCUMENT = '<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>支部工作总结</w:t></w:r></w:p></w:body></w:document>'


def pdf(pages: int = 1, *, width: int = 595) -> bytes:
    return _written(_pdf(pages, width))


def sent(name="总结.pdf", content=None):
    content = pdf() if content is None else content
    return SimpleUploadedFile(name, content() if callable(content) else content)


def image(form: str, size: tuple[int, int] = (40, 30), mode: str = "RGB", **options) -> bytes:
    file = BytesIO()
    Image.new(mode, size, color=1 if mode in ("1", "L", "P") else None).save(file, form, **options)
    return file.getvalue()


def package(parts: dict[str, str | bytes], *, compression: int = ZIP_DEFLATED, comment: bytes = b"") -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        archive.comment = comment
    return file.getvalue()


def types(kind: str = WORD, extra: str = "") -> str:
    return f'<Types><Override PartName="/main" ContentType="application/vnd.openxmlformats-officedocument.{kind}"/>{extra}</Types>'


def docx(**changes) -> bytes:
    """A Word document; keyword `parts` adds entries, `kind` and `extra` change what it says it is."""
    parts = {
        "[Content_Types].xml": types(changes.pop("kind", WORD), changes.pop("extra", "")),
        "word/document.xml": DOCUMENT,
    }
    parts |= changes.pop("parts", {})
    return package(parts, **changes)


def xlsx(rows: int = 3) -> bytes:
    book = Workbook()
    for number in range(rows):
        book.active.append([f"党员{number}", number])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def ofd(**parts) -> bytes:
    return package(
        {"OFD.xml": '<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016"/>', "Doc_0/Document.xml": "<a/>"} | parts
    )


def encrypted(data: bytes) -> bytes:
    """The same package with every entry marked as encrypted."""
    marked = bytearray(data)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = marked.find(signature)
        while at >= 0:
            marked[at + offset] |= 1
            at = marked.find(signature, at + 4)
    return bytes(marked)


def bomb(megabytes: int = 60) -> bytes:
    return docx(parts={"word/media/image1.png": b"\0" * megabytes * 1024 * 1024})


def lying_bomb() -> bytes:
    """An entry that declares one byte and unpacks to many."""
    data = bytearray(docx(parts={"word/zero.xml": b"\0" * 5_000_000}))
    real = struct.pack("<I", 5_000_000)
    return bytes(data.replace(real, struct.pack("<I", 1)))


def wide_png(width: int, height: int) -> bytes:
    """A picture that is small in the file and enormous on the canvas."""
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + _chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + _chunk(b"IEND", b"")
    )


def text_bomb_png() -> bytes:
    png = image("PNG")
    text = _chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"\0" * 80_000_000))
    return png[:33] + text + png[33:]


def active_pdf(kind: str) -> bytes:
    writer = _pdf()
    script = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("alert")}
    )
    launch = DictionaryObject({NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("cmd.exe")})
    if kind == "names":
        writer.root_object[NameObject("/Names")] = DictionaryObject({NameObject("/JavaScript"): DictionaryObject()})
    elif kind == "attachment":
        writer.add_attachment("tool.exe", b"MZ")
    elif kind == "open":
        writer.root_object[NameObject("/OpenAction")] = launch
    elif kind == "page":
        writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): script})
    elif kind == "hidden":
        # The name is written with an escape, so that it is not there for a plain search; the length stays.
        writer.root_object[NameObject("/OpenAction")] = script
        return _written(writer).replace(b"/JavaScript", b"/JavaScrip#74").replace(b"(alert)", b"(ale)")
    else:
        note = DictionaryObject({NameObject("/Subtype"): NameObject("/Link"), NameObject("/A"): launch})
        writer.pages[0][NameObject("/Annots")] = ArrayObject([note])
    return _written(writer)


def locked_pdf() -> bytes:
    writer = _pdf()
    writer.encrypt("secret", algorithm="RC4-128")
    return _written(writer)


Content = bytes | Callable[[], bytes]
"""What takes time to make is made when it is asked for."""


def good() -> dict[str, tuple[str, Content]]:
    """What it is → (file name, content)."""
    exif = Image.Exif()
    exif[0x0112] = 6
    pdfs = {f"pdf {n}页": (f"总结{n}.pdf", pdf(n)) for n in (1, 2, 3, 5, 8, 13, 40)}
    pngs = {
        f"png {mode}": (f"{mode}.png", image("PNG", mode=mode)) for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16")
    }
    jpgs = {f"jpg {mode}": (f"{mode}.jpg", image("JPEG", mode=mode)) for mode in ("L", "RGB", "CMYK")}
    books = {f"xlsx {n}行": (f"{n}.xlsx", xlsx(n)) for n in (0, 1, 50, 300)}
    ofds = {f"ofd {n}": (f"{n}.ofd", ofd(**{f"Doc_0/Page_{n}.xml": "<p/>"})) for n in (1, 2)}
    words = {
        "docx": docx(),
        "docx stored": docx(compression=ZIP_STORED),
        "docx image": docx(parts={"word/media/image1.png": image("PNG")}),
        "docx chart": docx(parts={"word/embeddings/Microsoft_Excel1.xlsx": xlsx()}),
        "docx folder": docx(parts={"word/media/": b""}),
        "docx link": docx(
            parts={
                "word/_rels/document.xml.rels": '<Relationship Type="x/hyperlink" TargetMode="External" Target="http://a"/>'
            }
        ),
        "docx long": lambda: docx(parts={"word/comments.xml": "<a>" + "字" * 900_000 + "</a>"}),
        "docx printer": docx(parts={"word/printerSettings1.bin": b"\1\2"}),
    }
    return {
        **pdfs,
        **pngs,
        **jpgs,
        **books,
        **ofds,
        **{name: ("材料.docx", data) for name, data in words.items()},
        "pdf padded": ("a.pdf", pdf() + b"\r\n\0\0"),
        "pdf wide": ("a.pdf", pdf(width=2000)),
        "jpg large": ("照片.jpg", lambda: image("JPEG", (4000, 3000))),
        "jpg turned": ("IMG_0001.JPG", image("JPEG", (60, 20), exif=exif)),
        "jpg progressive": ("a.jpeg", image("JPEG", progressive=True)),
        "png large": ("a.png", lambda: image("PNG", (3000, 2500), "L")),
        "png without ending": ("照片", image("PNG")),
        "pdf called png": ("总结.png", pdf()),
        "png called exe": ("a.exe", image("PNG")),
        "jpg long name": ("长" * 300 + ".jpg", image("JPEG")),
        "png thin": ("a.png", image("PNG", (1, 5000))),
    }


def hostile() -> dict[str, tuple[str, Content]]:
    """What it is → (file name, content)."""
    plain = pdf()
    page = b"<!doctype html><script>alert(1)</script>"
    texts = {
        "empty": b"",
        "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        "html": page,
        "xml": b'<?xml version="1.0"?><a/>',
        "text": "支部总结".encode(),
        "csv": b"=cmd|' /C calc'!A0,1",
        "script": b"#!/bin/sh\nrm -rf /",
        "php": b"<?php system($_GET['c']); ?>",
        "exe": b"MZ\x90\0" + b"\0" * 300,
        "elf": b"\x7fELF" + b"\0" * 300,
        "class": b"\xca\xfe\xba\xbe" + b"\0" * 100,
        "gif": image("GIF"),
        "bmp": image("BMP"),
        "webp": image("WEBP"),
        "tiff": image("TIFF"),
        "ico": image("ICO", (32, 32)),
        "mp4": b"\0\0\0\x18ftypmp42" + b"\0" * 200,
        "gzip": b"\x1f\x8b\x08" + b"\0" * 50,
        "rar": b"Rar!\x1a\x07\x01\0" + b"\0" * 50,
        "7z": b"7z\xbc\xaf\x27\x1c" + b"\0" * 50,
        "rtf": b"{\\rtf1 hello}",
        "doc": OLE,
        "doc encrypted": OLE + "EncryptedPackage".encode("utf-16-le"),
        "html before pdf": page + plain,
        "html before png": page + image("PNG"),
        "html before zip": page + docx(),
    }
    pdfs = {
        "pdf cut": plain[: len(plain) // 2],
        "pdf head only": b"%PDF-1.7\n%%EOF",
        "pdf garbage": b"%PDF-1.7\n" + bytes(range(256)) * 20 + b"\n%%EOF",
        "pdf without pages": _written(PdfWriter()),
        "pdf and html": plain + page,
        "pdf and zip": plain + docx(),
        "pdf and zip, closed again": plain + docx(comment=b"%%EOF"),
        "pdf locked": locked_pdf(),
        **{f"pdf {kind}": active_pdf(kind) for kind in ("names", "attachment", "open", "page", "hidden", "link")},
    }
    pictures = {
        "png cut": image("PNG", (300, 300))[:-60],
        "png head only": b"\x89PNG\r\n\x1a\n",
        "png wrong sum": image("PNG").replace(b"IHDR\0\0\0", b"IHDR\0\0\1"),
        "png bomb": lambda: wide_png(50_000, 50_000),
        "png enormous": lambda: wide_png(2**31 - 1, 2**31 - 1),
        "png text bomb": text_bomb_png,
        "jpg cut": image("JPEG", (600, 600), quality=95)[:700],
        "jpg head only": b"\xff\xd8\xff\xe0",
        "jpg and php": b"\xff\xd8\xff<?php system('id'); ?>",
    }
    packages = {
        "zip": package({"a.txt": "a"}),
        "zip empty": b"PK\x05\x06" + b"\0" * 18,
        "jar": package({"META-INF/MANIFEST.MF": "a", "A.class": b"\xca\xfe\xba\xbe"}),
        "apk": package({"AndroidManifest.xml": b"\3\0"}),
        "epub": package({"mimetype": "application/epub+zip"}),
        "pptx": package(
            {"[Content_Types].xml": types("presentationml.presentation.main+xml"), "ppt/presentation.xml": "<a/>"}
        ),
        "docm": docx(kind="x", extra='<Default ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>'),
        "docm called docx": docx(parts={"word/vbaProject.bin": OLE}),
        "docx vba elsewhere": docx(parts={"word/VBAPROJECT.BIN": OLE}),
        "docx activex": docx(parts={"word/activeX/activeX1.xml": "<a/>"}),
        "docx ole": docx(parts={"word/embeddings/oleObject1.bin": OLE}),
        "docx exe": docx(parts={"word/media/setup.exe": b"MZ"}),
        "docx html chunk": docx(parts={"word/afchunk.html": page}),
        "docx dde": docx(parts={"word/document.xml": "<w:instrText>DDEAUTO c:\\cmd.exe</w:instrText>"}),
        "docx entity": docx(parts={"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
        "docx remote template": docx(
            parts={
                "word/_rels/settings.xml.rels": '<Relationship Type="x/attachedTemplate" TargetMode="External" Target="http://a"/>'
            }
        ),
        "docx traversal": docx(parts={"../../etc/passwd": "a"}),
        "docx absolute": docx(parts={"/etc/passwd": "a"}),
        "docx backslash": docx(parts={"..\\..\\a": "a"}),
        "docx encrypted": encrypted(docx()),
        "docx cut": docx()[:-30],
        "docx wrong sum": docx(compression=ZIP_STORED).replace("总结".encode(), "总计".encode(), 1),
        "docx bomb": bomb,
        "docx lying bomb": lying_bomb,
        "docx twice": _twice(),
        "docx and html": docx() + page,
        "docx and html in the comment": docx(comment=page),
        "docx without document": package({"[Content_Types].xml": types()}),
        "docx many": lambda: docx(parts={f"word/{n}.xml": "" for n in range(3100)}),
        "xlsm": package(
            {"[Content_Types].xml": types(SHEET), "xl/workbook.xml": "<a/>", "xl/macrosheets/sheet1.xml": "<a/>"}
        ),
        "xlsx dde": package(
            {"[Content_Types].xml": types(SHEET), "xl/workbook.xml": "<a/>", "xl/externalLinks/e.xml": "<ddeLink/>"}
        ),
        "ofd exe": ofd(**{"Doc_0/Attachs/a.exe": b"MZ"}),
        "ofd not ofd": package({"OFD.xml": "<a/>"}),
    }
    everything = {**texts, **pdfs, **pictures, **packages}
    return {
        **{name: ("材料.pdf" if "pdf" in name else "材料.docx", data) for name, data in everything.items()},
        "too big": ("材料.pdf", lambda: pdf() + b" " * (20 * 1024 * 1024)),
        "traversal name": ("../../../etc/cron.d/x.html", page),
    }


def _pdf(pages: int = 1, width: int = 595) -> PdfWriter:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width, 842)
    return writer


def _written(writer: PdfWriter) -> bytes:
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _twice() -> bytes:
    file = BytesIO(docx())
    with ZipFile(file, "a") as archive:
        archive.writestr(ZipInfo("WORD/document.xml"), "<other/>")
    return file.getvalue()
