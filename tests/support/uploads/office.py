"""Makes packages of Word and Excel part by part, as the programs write them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from docx import Document
from openpyxl import Workbook

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
MICROSOFT = "http://schemas.microsoft.com/office"
WPS = "http://www.wps.cn/officeDocument"
FORMATS = "application/vnd.openxmlformats-officedocument"
WORD, SHEET = f"{FORMATS}.wordprocessingml", f"{FORMATS}.spreadsheetml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
W = f'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="{OFFICE}"'
S = f'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{OFFICE}"'


@dataclass
class Package:
    """A package in the making: its parts, their kinds and the relations between them."""

    main: str
    kind: str
    parts: dict[str, bytes] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    endings: dict[str, str] = field(
        default_factory=lambda: {
            "rels": "application/vnd.openxmlformats-package.relationships+xml",
            "xml": "application/xml",
        }
    )
    relations: dict[str, list[str]] = field(default_factory=dict)
    encoding: str = "utf-8"
    """Of the relations and of the list of kinds."""

    def add(self, name: str, content: str | bytes, kind: str = "") -> "Package":
        self.parts[name] = content.encode() if isinstance(content, str) else content
        if kind:
            self.kinds[name] = kind
        return self

    def relate(self, kind: str, target: str, *, of: str | None = None, mode: str = "") -> "Package":
        """A relation of a part, of the main one unless told; of the package itself for ""."""
        listed = self.relations.setdefault(self.main if of is None else of, [])
        said = f' TargetMode="{mode}"' if mode else ""
        listed.append(f'<Relationship Id="rId{len(listed) + 1}" Type="{kind}" Target="{target}"{said}/>')
        return self

    def bytes(self, *, separator: str = "/", compression: int = ZIP_DEFLATED, comment: str = "") -> bytes:
        file = BytesIO()
        with ZipFile(file, "w", compression) as archive:
            archive.writestr("[Content_Types].xml", self._said(self.types()))
            for part, listed in self.relations.items():
                folder, _, name = part.rpartition("/")
                place = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
                text = f'{HEAD}<Relationships xmlns="{PACKAGE}">{"".join(listed)}</Relationships>'
                archive.writestr(place.replace("/", separator), self._said(text))
            for name, content in self.parts.items():
                archive.writestr(name.replace("/", separator), content)
            archive.comment = comment.encode()
        return file.getvalue()

    def types(self) -> str:
        lines = [f'<Default Extension="{key}" ContentType="{kind}"/>' for key, kind in self.endings.items()]
        lines += [f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in self.kinds.items()]
        space = "http://schemas.openxmlformats.org/package/2006/content-types"
        return f'{HEAD}<Types xmlns="{space}">{"".join(lines)}</Types>'

    def _said(self, text: str) -> bytes:
        return text.replace("UTF-8", "UTF-16" if "16" in self.encoding else "UTF-8").encode(self.encoding)


def word(body: str = "<w:p><w:r><w:t>支部工作总结</w:t></w:r></w:p>", *, name: str = "word/document.xml") -> Package:
    package = Package(name, f"{WORD}.document.main+xml")
    package.relate(f"{OFFICE}/officeDocument", name, of="")
    return package.add(name, f"{HEAD}<w:document {W}><w:body>{body}</w:body></w:document>", package.kind)


def book(rows: str = '<row r="1"><c r="A1" t="inlineStr"><is><t>支部</t></is></c></row>', more: str = "") -> Package:
    """`more` stands in the workbook after the list of sheets."""
    package = Package("xl/workbook.xml", f"{SHEET}.sheet.main+xml")
    package.relate(f"{OFFICE}/officeDocument", package.main, of="")
    package.relate(f"{OFFICE}/worksheet", "worksheets/sheet1.xml")
    sheets = '<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets>'
    package.add(package.main, f"{HEAD}<workbook {S}>{sheets}{more}</workbook>", package.kind)
    sheet = f"{HEAD}<worksheet {S}><sheetData>{rows}</sheetData></worksheet>"
    return package.add("xl/worksheets/sheet1.xml", sheet, f"{SHEET}.worksheet+xml")


def field_of(*codes: str, result: str = "1") -> str:
    """A paragraph with a field whose code is split over runs."""
    runs = "".join(f'<w:r><w:instrText xml:space="preserve">{code}</w:instrText></w:r>' for code in codes)
    marks = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    return f"<w:p>{marks[0]}{runs}{marks[1]}<w:r><w:t>{result}</w:t></w:r>{marks[2]}</w:p>"


def written(change: Callable[..., object] = lambda document: None) -> bytes:
    """A document as python-docx writes it, after Word's own template."""
    document = Document()
    document.add_heading("党支部工作总结", 1)
    document.add_paragraph("一年来，支部扎实开展工作。")
    change(document)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def tabled(change: Callable[..., object] = lambda book: None) -> bytes:
    """A workbook as openpyxl writes it."""
    made = Workbook()
    for number in range(3):
        made.active.append([f"党员{number}", number])
    change(made)
    file = BytesIO()
    made.save(file)
    return file.getvalue()
