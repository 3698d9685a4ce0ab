"""PDFs that mean harm, by how they hide it."""

import zlib
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

from tests.support.uploads import pdfs
from tests.support.uploads.office import word
from tests.support.uploads.pdfs import action, catalog, in_object_streams, link, made, opens_with, raw, stream, text

Maker = Callable[[], bytes]
SCRIPT = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
LAUNCH = b"<< /S /Launch /F (cmd.exe) >>"
HTML = b"<!doctype html><script>alert(1)</script>"


def hostile_pdfs() -> dict[str, tuple[Maker, str]]:
    """What it is → (maker, name of the cause)."""
    return {**_spelt(), **_hidden(), **_attached(), **_reaching(), **_broken()}


def _spelt() -> dict[str, tuple[Maker, str]]:
    """The same words in other letters."""
    return {
        "a script on opening": (lambda: catalog(b"/OpenAction " + SCRIPT), "ACTIVE"),
        "a name in hex": (lambda: catalog(b"/OpenAction << /S /J#61vaScript /JS (x) >>"), "ACTIVE"),
        "a name all in hex": (lambda: link(b"<< /S /#4c#61#75#6E#63#68 /F (cmd.exe) >>"), "ACTIVE"),
        "a key in hex": (lambda: catalog(b"/Open#41ction << /S /JavaScript /J#53 (x) >>"), "ACTIVE"),
        "a name as a string": (lambda: catalog(b"/OpenAction << /S (JavaScript) /JS (x) >>"), "ACTIVE"),
        "a script in octal": (lambda: link(b"<< /S /URI /URI (\\152avascript:alert\\050\\061\\051) >>"), "LINKED"),
        "a script in a hex string": (lambda: link(b"<< /S /URI /URI <6a6176617363726970743a31> >>"), "LINKED"),
        "a script in UTF-16": (
            lambda: link(b"<< /S /URI /URI <FEFF" + "javascript:1".encode("utf-16-be").hex().encode() + b"> >>"),
            "LINKED",
        ),
        "a script with line breaks": (lambda: link(b"<< /S /URI /URI (java\\nscript:alert) >>"), "LINKED"),
        "a file on the disk": (lambda: link(b"<< /S /URI /URI (file:///C:/Windows/x.exe) >>"), "LINKED"),
        "a share on the net": (lambda: link(b"<< /S /URI /URI (\\\\\\\\1.2.3.4\\\\x) >>"), "LINKED"),
        "a base that leads away": (lambda: catalog(b"/URI << /Base (file:///C:/) >>"), "LINKED"),
    }


def _hidden() -> dict[str, tuple[Maker, str]]:
    """Where a look at the bytes, or along the references, does not come."""

    def chained(pdf: Pdf) -> None:
        last = pdf.make_indirect(action("Launch", F=text("cmd.exe")))
        first = action("GoTo", D=Array([pdf.pages[0].obj, Name.Fit]), Next=Array([last]))
        pdf.Root.OpenAction = pdf.make_indirect(first)

    def in_a_page(pdf: Pdf) -> None:
        pdf.pages[0].AA = Dictionary(O=action("JavaScript", JS=text("x")))

    def in_an_outline(pdf: Pdf) -> None:
        pdf.Root.Outlines = Dictionary(First=Dictionary(Title=text("1"), A=action("SubmitForm", F=text("http://a"))))

    def in_a_field(pdf: Pdf) -> None:
        field = Dictionary(FT=Name.Tx, T=text("1"), AA=Dictionary(K=action("JavaScript", JS=text("x"))))
        pdf.Root.AcroForm = Dictionary(Fields=Array([pdf.make_indirect(field)]))

    def in_a_form(pdf: Pdf) -> None:
        pdf.Root.AcroForm = Dictionary(Fields=Array(), XFA=pdf.make_stream(b"<xdp/>"))

    def unknown(pdf: Pdf) -> None:
        pdf.Root.OpenAction = action("SomethingNew")

    def by_name(pdf: Pdf) -> None:
        scripts = Dictionary(Names=Array([text("1"), action("JavaScript", JS=text("x"))]))
        pdf.Root.Names = Dictionary(JavaScript=pdf.make_indirect(scripts))

    later = {1: pdfs.PAGES[1][:-2] + b"/OpenAction 9 0 R >>", 9: SCRIPT}
    return {
        "a script in an object stream": (
            lambda: in_object_streams(opens_with(action("JavaScript", JS=text("x")))),
            "ACTIVE",
        ),
        "a launch in an object stream": (
            lambda: in_object_streams(opens_with(action("Launch", F=text("x")))),
            "ACTIVE",
        ),
        "an action step by step": (
            lambda: catalog(b"/OpenAction 9 0 R", o9=b"<< /S 10 0 R /JS 11 0 R >>", o10=b"/JavaScript", o11=b"(x)"),
            "ACTIVE",
        ),
        "an action that follows another": (lambda: in_object_streams(chained), "ACTIVE"),
        "an action of a page": (lambda: in_object_streams(in_a_page), "ACTIVE"),
        "an action of an outline": (lambda: in_object_streams(in_an_outline), "ACTIVE"),
        "an action of a field": (lambda: in_object_streams(in_a_field), "ACTIVE"),
        "an action that nobody knows": (lambda: made(unknown), "ACTIVE"),
        "an action that nobody knows, step by step": (
            lambda: catalog(b"/OpenAction 9 0 R", o9=b"<< /S 10 0 R >>", o10=b"/SomethingNew"),
            "ACTIVE",
        ),
        "a page opened on opening": (lambda: catalog(b"/OpenAction << /S /URI /URI (http://a/) >>"), "ACTIVE"),
        "scripts by name": (lambda: in_object_streams(by_name), "ACTIVE"),
        "a form in XFA": (lambda: in_object_streams(in_a_form), "ACTIVE"),
        "a script that nothing refers to": (lambda: raw({9: SCRIPT}), "ACTIVE"),
        "a script outside the table": (lambda: raw(between=b"9 0 obj\n" + SCRIPT + b"\nendobj\n"), "ACTIVE"),
        "a script added later": (lambda: pdfs.updated(raw(), later), "ACTIVE"),
        "a script taken out later": (
            lambda: pdfs.updated(
                catalog(b"/OpenAction 9 0 R", o9=b"<< /S /J#61vaScript /JS (x) >>"), {1: pdfs.PAGES[1]}
            ),
            "ACTIVE",
        ),
        "a launch under a seal": (lambda: pdfs.updated(pdfs.sealed(), {90: LAUNCH}), "ACTIVE"),
        "an object stream outside the table": (lambda: raw(between=_lost_stream()), "BROKEN"),
        "a picture that runs": (lambda: raw({9: stream(b"{}", b"/Type /XObject /Subtype /PS")}), "ACTIVE"),
    }


def _attached() -> dict[str, tuple[Maker, str]]:
    def by_note(pdf: Pdf) -> None:
        file = Dictionary(EF=Dictionary(F=pdf.make_stream(b"MZ")), F=text("a.exe"))
        pdfs.noted(Subtype=Name.FileAttachment, FS=file)(pdf)

    def playing(kind: str) -> Callable[[Pdf], None]:
        return pdfs.noted(Subtype=Name(f"/{kind}"))

    def bundled(pdf: Pdf) -> None:
        pdf.Root.Collection = Dictionary(View=Name.D)

    def associated(pdf: Pdf) -> None:
        pdf.Root.AF = Array([Dictionary(F=text("a.xml"))])

    return {
        "an attachment by name": (lambda: made(pdfs.attached), "STOWED"),
        "an attachment in an object stream": (lambda: in_object_streams(pdfs.attached), "STOWED"),
        "an attachment by note": (lambda: in_object_streams(by_note), "STOWED"),
        "an associated file": (lambda: in_object_streams(associated), "STOWED"),
        "a portfolio": (lambda: in_object_streams(bundled), "STOWED"),
        **{
            f"something that plays: {kind}": (lambda kind=kind: in_object_streams(playing(kind)), "ACTIVE")
            for kind in ("RichMedia", "Screen", "Movie", "Sound", "3D")
        },
    }


def _reaching() -> dict[str, tuple[Maker, str]]:
    """What makes a reader go elsewhere of itself, and tell who reads."""

    def opening(kind: str) -> Maker:
        return lambda: in_object_streams(opens_with(action(kind, F=text("\\\\1.2.3.4\\x.pdf"), D=Array([0, Name.Fit]))))

    far = b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Ref << /F (\\\\\\\\1.2.3.4\\\\x.pdf) /Page 0 >> /Length 0 >>"
    return {
        "a place in another file": (opening("GoToR"), "LINKED"),
        "a place in an attached file": (opening("GoToE"), "LINKED"),
        "a thread in another file": (opening("Thread"), "LINKED"),
        "a form that is sent": (opening("SubmitForm"), "ACTIVE"),
        "data that is fetched": (opening("ImportData"), "ACTIVE"),
        "something that is played": (opening("Rendition"), "ACTIVE"),
        "a picture that lies elsewhere": (lambda: raw({9: stream(b"", b"/F (\\\\\\\\1.2.3.4\\\\x)")}), "LINKED"),
        "a page of another file": (lambda: raw({9: far + b"\nstream\n\nendstream"}), "LINKED"),
    }


def _broken() -> dict[str, tuple[Maker, str]]:
    def locked(password: str) -> Maker:
        return lambda: made(encryption=pikepdf.Encryption(owner="x", user=password))

    return {
        "a PDF with a password": (locked("secret"), "LOCKED"),
        "a PDF that only its owner may change": (locked(""), "LOCKED"),
        "half a PDF": (lambda: pdfs.made(pages=9)[:700], "BROKEN"),
        "a PDF without pages": (lambda: made(pages=0), "BROKEN"),
        "the head of a PDF": (lambda: b"%PDF-1.7\n%%EOF", "BROKEN"),
        "a PDF of nothing": (lambda: b"%PDF-1.7\n" + bytes(range(256)) * 20 + b"\n%%EOF", "BROKEN"),
        "a PDF and a page": (lambda: raw() + HTML, "BROKEN"),
        "a page within the head of a PDF": (lambda: b"%PDF-1.7\n%" + HTML + b"\n" + raw()[9:], "BROKEN"),
        "a PDF and an archive": (lambda: raw() + word().bytes(), "BROKEN"),
        "a PDF and an archive that ends as a PDF": (lambda: raw() + word().bytes(comment="%%EOF"), "BROKEN"),
        "a PDF that unfolds without end": (_bomb, "BROKEN"),
        "pages that contain themselves": (
            lambda: raw({2: b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 >>"}),
            "BROKEN",
        ),
        "a PDF nested without end": (lambda: raw({9: b"[" * 100_000 + b"]" * 100_000}), "INTRICATE"),
    }


def _lost_stream() -> bytes:
    body = b"1 0 " + b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (x) >> >>"
    return b"99 0 obj\n" + stream(body, b"/Type /ObjStm /N 1 /First 4") + b"\nendobj\n"


def _bomb() -> bytes:
    """An object stream of two thousand million spaces in two megabytes."""
    packer = zlib.compressobj(9)
    head = packer.compress(b"9 0 " + b" " * (1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    more = packer.compress(b" " * (1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = head + more * 2000
    said = b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>" % len(packed)
    return raw({9: said + b"\nstream\n" + packed + b"\nendstream"})
