"""Makes PDFs: byte by byte where spelling matters, by pikepdf where structure does."""

import re
import zlib
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Pdf, String

from tests.support.uploads.sealing import signed

HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
PAGES: dict[int, bytes] = {
    1: b"<< /Type /Catalog /Pages 2 0 R >>",
    2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
}


def raw(changes: Mapping[int, bytes] = {}, *, trailer: bytes = b"", between: bytes = b"") -> bytes:
    """A file of one page with objects changed or added by number; `between` stands before the table."""
    return _appended(HEAD, {**PAGES, **changes}, trailer, between)


def catalog(entries: bytes, **more: bytes) -> bytes:
    """A file with entries in the catalog; `more` adds objects as o9=…"""
    objects = {int(name[1:]): content for name, content in more.items()}
    return raw({1: PAGES[1][:-2] + entries + b" >>", **objects})


def page(entries: bytes, **more: bytes) -> bytes:
    objects = {int(name[1:]): content for name, content in more.items()}
    return raw({3: PAGES[3][:-2] + entries + b" >>", **objects})


def link(action: bytes, **more: bytes) -> bytes:
    note = b"/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 99 99] /A %s >>]" % action
    return page(note, **more)


def stream(content: bytes, entries: bytes = b"", *, packed: bool = True) -> bytes:
    data = zlib.compress(content) if packed else content
    said = entries + (b" /Filter /FlateDecode" if packed else b"")
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (said, len(data), data)


def updated(data: bytes, objects: Mapping[int, bytes]) -> bytes:
    """A later version of a file written behind it, as everything that signs or comments does."""
    before = int(re.findall(rb"startxref\s+(\d+)", data)[-1])
    return _appended(data, objects, b"/Prev %d" % before)


def made(change: Callable[[Pdf], Any] = lambda pdf: None, *, pages: int = 1, **options: Any) -> bytes:
    """As a program writes it; `options` are those of pikepdf's save."""
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page(page_size=(595, 842))
        change(pdf)
        file = BytesIO()
        pdf.save(file, **options)
    return file.getvalue()


def in_object_streams(change: Callable[[Pdf], Any]) -> bytes:
    return made(change, object_stream_mode=ObjectStreamMode.generate)


def action(kind: str, **entries: Any) -> Dictionary:
    return Dictionary(S=Name(f"/{kind}"), **entries)


def opens_with(act: Dictionary) -> Callable[[Pdf], None]:
    def change(pdf: Pdf) -> None:
        pdf.Root.OpenAction = pdf.make_indirect(act)

    return change


def noted(**entries: Any) -> Callable[[Pdf], None]:
    """The first page with an annotation."""

    def change(pdf: Pdf) -> None:
        note = Dictionary(Type=Name.Annot, Rect=Array([0, 0, 99, 99]), **entries)
        pdf.pages[0].Annots = Array([pdf.make_indirect(note)])

    return change


def attached(pdf: Pdf) -> None:
    pdf.attachments["附件.exe"] = b"MZ\x90\0"


def sealed(times: int = 1) -> bytes:
    """Signed in a version of its own each time, over every byte but the signature's, as a seal is put under a file."""
    data = made(pages=2)
    for number in range(times):
        data = _signed(data, 40 + 10 * number)
    return data


def _signed(data: bytes, at: int) -> bytes:
    with pikepdf.open(BytesIO(data)) as pdf:
        root, first = pdf.Root.objgen[0], pdf.pages[0].objgen[0]
        parent = pdf.Root.Pages.objgen[0]
        fields = [field.objgen[0] for field in pdf.Root.get("/AcroForm", Dictionary(Fields=Array())).Fields]
    room = 6000
    objects = {
        at: b"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached /M (D:20261129080000+08'00') "
        b"/ByteRange [0 %010d %010d %010d] /Contents <" % (0, 0, 0) + b"0" * room + b"> >>",
        at
        + 1: b"<< /Type /Annot /Subtype /Widget /FT /Sig /T (Seal%d) /V %d 0 R /P %d 0 R /F 132 /Rect [300 100 420 220] "
        b"/AP << /N %d 0 R >> >>" % (at, at, first, at + 2),
        at + 2: stream(b"1 0 0 RG 4 w 10 10 100 100 re S", b"/Type /XObject /Subtype /Form /BBox [0 0 120 120]"),
    }
    listed = b" ".join(b"%d 0 R" % number for number in [*fields, at + 1])
    objects[root] = (
        b"<< /Type /Catalog /Pages %d 0 R /AcroForm << /Fields [%s] /SigFlags 3 >> "
        b"/Perms << /DocMDP %d 0 R >> >>" % (parent, listed, at)
    )
    objects[first] = b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] /Annots [%s] >>" % (parent, listed)
    whole = bytearray(updated(data, objects))
    start = whole.rindex(b"/Contents <") + len(b"/Contents ")
    end = start + room + 2
    told = whole.rindex(b"/ByteRange [")
    said = b"/ByteRange [0 %010d %010d %010d]" % (start, end, len(whole) - end)
    whole[told : told + len(said)] = said
    seal = signed(bytes(whole[:start] + whole[end:])).hex().encode()
    whole[start + 1 : start + 1 + len(seal)] = seal
    return bytes(whole)


def _appended(data: bytes, objects: Mapping[int, bytes], trailer: bytes = b"", between: bytes = b"") -> bytes:
    file, places = bytearray(data), {}
    for number, content in objects.items():
        places[number] = len(file)
        file += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    file += between
    table = len(file)
    file += b"xref\n0 1\n0000000000 65535 f \n" if b"/Prev" not in trailer else b"xref\n"
    for number, place in sorted(places.items()):
        file += b"%d 1\n%010d 00000 n \n" % (number, place)
    root = next((number for number, content in objects.items() if b"/Type /Catalog" in content), 1)
    file += b"trailer\n<< /Size 200 /Root %d 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (root, trailer, table)
    return bytes(file)


def text(value: str) -> String:
    return String(value)
