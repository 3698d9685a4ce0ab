"""Files as offices make them, with Word, Excel, WPS, LibreOffice, scanners, phones, seals: all of them are kept."""

from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_STORED

from docx import Document
from docx.oxml import OxmlElement
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image as SheetImage
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table
from pikepdf import Array, Dictionary, Name, OutlineItem, Pdf
from PIL import Image
from weasyprint import HTML

from branches.spreadsheet import workbook
from evaluation.typesetting import docx
from tests.support.files import image, xlsx
from tests.support.typesetting.payloads import FACTS
from tests.support.uploads import ofds, pdfs
from tests.support.uploads.office import (
    FORMATS,
    HEAD,
    MICROSOFT,
    OFFICE,
    PACKAGE,
    SHEET,
    STRICT,
    WORD,
    WPS,
    Package,
    S,
    W,
    book,
    field_of,
    tabled,
    word,
    written,
)

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1h7v7H1z"/></svg>'
PROPERTIES = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
    'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property '
    'fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="KSOProductBuildVer"><vt:lpwstr>2052-12.1.0.18912'
    "</vt:lpwstr></property></Properties>"
)
Maker = Callable[[], bytes]


def good() -> dict[str, tuple[str, Maker]]:
    """What it is → (file name, maker)."""
    kinds: dict[str, dict[str, Maker]] = {
        "材料.docx": _documents(),
        "台账.xlsx": _workbooks(),
        "总结.pdf": _pdfs(),
        "照片.jpg": _photographs(),
        "截图.png": _screenshots(),
        "公文.ofd": {"an OFD": ofds.plain, "an OFD with a seal": ofds.sealed, "an OFD with a link": ofds.linked},
    }
    found = {what: (name, make) for name, makers in kinds.items() for what, make in makers.items()}
    return found | {
        "a PDF that is called a picture": ("总结.png", pdfs.made),
        "a picture that is called a program": ("a.exe", lambda: image("PNG")),
        "a picture with a very long name": ("长" * 300 + ".jpg", lambda: image("JPEG")),
    }


def _documents() -> dict[str, Maker]:
    return {
        "a document": written,
        "a document that this system gave out": lambda: docx.render("certificate", FACTS["certificate"]),
        "a document with pictures": lambda: written(lambda it: it.add_picture(BytesIO(image("JPEG")))),
        "a document with a table": lambda: written(lambda it: it.add_table(3, 4)),
        "a document with header and page number": lambda: written(_with_header),
        "a document with a link": lambda: written(_with_link),
        "a document with contents": lambda: word(
            field_of(' TOC \\o "1-3" \\h \\z \\u ')
            + field_of(" HYPERLINK ", ' \\l "_Toc1" ')
            + field_of("PAGEREF _Toc1 \\h")
        ).bytes(),
        "a document with a chart": lambda: charted().bytes(),
        "a document of Word online": lambda: word(name="word/document2.xml").bytes(),
        "a strict document": _strict,
        "a document with comments": _commented,
        "a document with fonts and a drawing": _with_fonts,
        "a document with text boxes": lambda: word(
            '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" href="https://party.example/" id="a">'
            "<v:textbox/></v:shape></w:pict></w:r></w:p>"
        ).bytes(),
        "a document that is signed": _signed,
        "a document not compressed": lambda: word().bytes(compression=ZIP_STORED),
        "a document in UTF-16": _in_utf_16,
        "a document with marks before its texts": _marked,
        "a long document": lambda: word("<w:p><w:r><w:t>支部</w:t></w:r></w:p>" * 20_000).bytes(),
        "a document of WPS": lambda: of_wps(word()).bytes(),
        "a document of WPS with a pasted picture": lambda: of_wps(
            word(field_of(' INCLUDEPICTURE \\d "C:\\\\Users\\\\Public\\\\QQ\\\\1.png" \\* MERGEFORMATINET '))
        ).bytes(),
        "a document of WPS with fields in fields": lambda: word(
            field_of(" TOC ", result=f"</w:t></w:r></w:p>{field_of('PAGE')}<w:p><w:r><w:t>")
            + field_of(" EQ \\o\\ac(○,1) ")
            + field_of(' QUOTE "x" ')
        ).bytes(),
        "a document of WPS with a formula": lambda: of_wps(
            word(field_of(" EQ \\f(1,2) ") + field_of(" =SUM(ABOVE) "))
        ).bytes(),
        "a document of LibreOffice": _of_libre_office,
    }


def _workbooks() -> dict[str, Maker]:
    return {
        "a workbook that this system gave out": lambda: workbook.write("名单", ["支部"], [["=1"]], {(0, 0): "请核对"}),
        "an empty workbook": lambda: xlsx(0),
        "a workbook": tabled,
        "a workbook of a thousand lines": lambda: xlsx(1000),
        "a workbook with everything": lambda: tabled(_with_everything),
        "a workbook with comments in old drawings": _with_old_comments,
        "a workbook with check boxes": _with_boxes,
        "a workbook with pictures in cells": lambda: with_cell_pictures().bytes(),
        "a workbook of WPS shared online": _shared_by_wps,
        "a workbook with backslashes": lambda: of_wps(book()).bytes(separator="\\"),
        "a workbook of Excel with threads": _with_threads,
    }


def _pdfs() -> dict[str, Maker]:
    return {
        "a PDF": pdfs.made,
        "a PDF of forty pages": lambda: pdfs.made(pages=40),
        "a PDF typeset": lambda: HTML(
            string="<h1>党支部总结</h1><p><a href='https://party.example/'>共产党员网</a>"
        ).write_pdf(),
        "a PDF for the archive": lambda: HTML(string="<h1>党支部总结</h1>").write_pdf(pdf_variant="pdf/a-2b"),
        "a PDF in object streams": lambda: pdfs.in_object_streams(_with_outline),
        "a PDF for the web": lambda: pdfs.made(_with_outline, linearize=True),
        "a PDF with a form": lambda: pdfs.made(_with_form),
        "a PDF with tags": lambda: pdfs.made(_with_tags),
        "a PDF with a mailbox": lambda: pdfs.link(b"<< /S /URI /URI (mailto:dj@pds.gov.cn) >>"),
        "a PDF that a scanner made": lambda: image("PDF", (1240, 1754), "L"),
        "a PDF that a scanner made of several pages": _scanned,
        "a PDF whose table is off": lambda: pdfs.raw().replace(b"startxref\n", b"startxref\n1"),
        "a PDF with a remark added": lambda: pdfs.updated(
            pdfs.raw(),
            {3: pdfs.PAGES[3][:-2] + b"/Annots [<< /Subtype /Highlight /Rect [0 0 9 9] /Contents (ok) >>] >>"},
        ),
        "a PDF with a seal": pdfs.sealed,
        "a PDF with two seals": lambda: pdfs.sealed(2),
        "a PDF with zeros after its end": lambda: pdfs.raw() + b"\r\n\0\0",
    }


def _photographs() -> dict[str, Maker]:
    turned = Image.Exif()
    turned[0x0112] = 6
    return {
        **{f"a photograph in {mode}": lambda mode=mode: image("JPEG", mode=mode) for mode in ("L", "RGB", "CMYK")},
        "a photograph held upright": lambda: image("JPEG", (60, 20), exif=turned),
        "a large photograph": lambda: image("JPEG", (3000, 2500)),
        "a photograph in passes": lambda: image("JPEG", progressive=True),
    }


def _screenshots() -> dict[str, Maker]:
    modes = ("1", "L", "LA", "P", "RGB", "RGBA", "I;16")
    return {
        **{f"a screenshot in {mode}": lambda mode=mode: image("PNG", mode=mode) for mode in modes},
        "a screenshot of a phone": lambda: image("PNG", (1080, 2400)),
        "a thin screenshot": lambda: image("PNG", (1, 5000)),
    }


def charted(workbook: bytes | None = None, *, name: str = "Microsoft_Excel_Worksheet.xlsx") -> Package:
    """A document with a chart, behind which Word keeps a workbook."""
    made, chart = word(), "word/charts/chart1.xml"
    made.relate(f"{OFFICE}/chart", "charts/chart1.xml")
    space = "http://schemas.openxmlformats.org/drawingml/2006/chart"
    text = f'{HEAD}<c:chartSpace xmlns:c="{space}"><c:f>Sheet1!$A$1:$A$3</c:f></c:chartSpace>'
    made.add(chart, text, f"{FORMATS}.drawingml.chart+xml")
    made.relate(f"{OFFICE}/package", f"../embeddings/{name}", of=chart)
    made.endings["xlsx"] = f"{SHEET}.sheet"
    return made.add(f"word/embeddings/{name}", tabled() if workbook is None else workbook)


def of_wps(made: Package) -> Package:
    """With what WPS leaves: its own property, and kinds of parts that it names without having any."""
    made.endings |= {"bin": f"{FORMATS}.oleObject", "wdp": "image/vnd.ms-photo", "vml": f"{FORMATS}.vmlDrawing"}
    made.endings |= {"jpeg": "image/jpeg", "emf": "image/x-emf"}
    made.relate(f"{OFFICE}/custom-properties", "docProps/custom.xml", of="")
    made.relate(f"{OFFICE}/extended-properties", "docProps/app.xml", of="")
    made.relate(f"{PACKAGE}/metadata/core-properties", "docProps/core.xml", of="")
    made.add("docProps/custom.xml", PROPERTIES, f"{FORMATS}.custom-properties+xml")
    made.add(
        "docProps/app.xml",
        "<Properties><Application>WPS Office</Application></Properties>",
        f"{FORMATS}.extended-properties+xml",
    )
    made.add("docProps/core.xml", "<coreProperties/>", "application/vnd.openxmlformats-package.core-properties+xml")
    made.relate(f"{OFFICE}/customXml", "../customXml/item1.xml")
    space = f"{WPS}/2013/wpsCustomData"
    made.add(
        "customXml/item1.xml", f'<s:customData xmlns="{space}" xmlns:s="{space}"><customSectProps/></s:customData>'
    )
    made.relate(f"{OFFICE}/customXmlProps", "itemProps1.xml", of="customXml/item1.xml")
    return made.add("customXml/itemProps1.xml", "<datastoreItem/>", f"{FORMATS}.customXmlProperties+xml")


def with_cell_pictures() -> Package:
    made = of_wps(
        book('<row r="1"><c r="A1" t="str"><f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v></c></row>')
    )
    made.relate(f"{WPS}/2020/cellImage", "cellimages.xml")
    images = f'<etc:cellImages xmlns:etc="{WPS}/2017/etCustomData"/>'
    made.add("xl/cellimages.xml", HEAD + images, "application/vnd.wps-officedocument.cellimage+xml")
    made.relate(f"{OFFICE}/image", "media/image1.jpeg", of="xl/cellimages.xml")
    # WPS keeps the ending of the file that was pasted, whatever the picture is.
    return made.add("xl/media/image1.jpeg", image("PNG"))


def _with_header(document: Document) -> None:
    section = document.sections[0]
    section.header.paragraphs[0].text = "中共平顶山市委市直机关工委"
    run = section.footer.paragraphs[0].add_run()
    for kind, text in (("begin", ""), ("", " PAGE "), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}fldCharType", kind)
        part.text = text
        run._r.append(part)


def _with_link(document: Document) -> None:
    document.part.relate_to("https://party.example/?a=1&b=2", f"{OFFICE}/hyperlink", is_external=True)


def _strict() -> bytes:
    made = Package("word/document.xml", f"{WORD}.document.main+xml")
    made.relate(f"{STRICT}/officeDocument", made.main, of="").relate(f"{STRICT}/styles", "styles.xml")
    made.add("word/styles.xml", "<w:styles xmlns:w='w'/>", f"{WORD}.styles+xml")
    return made.add(made.main, f"{HEAD}<w:document {W}/>", made.kind).bytes()


def _commented() -> bytes:
    made, space = word(), f"{MICROSOFT}/%s/relationships"
    for kind, name, said in (
        (f"{OFFICE}/comments", "comments", "comments"),
        (f"{space % 2011}/commentsExtended", "commentsExtended", "commentsExtended"),
        (f"{space % 2011}/people", "people", "people"),
        (f"{space % '2016/09'}/commentsIds", "commentsIds", "commentsIds"),
        (f"{OFFICE}/footnotes", "footnotes", "footnotes"),
        (f"{OFFICE}/settings", "settings", "settings"),
    ):
        made.relate(kind, f"{name}.xml").add(f"word/{name}.xml", f"<w:{name} {W}/>", f"{WORD}.{said}+xml")
    return made.bytes()


def _with_fonts() -> bytes:
    made = word()
    made.relate(f"{OFFICE}/fontTable", "fontTable.xml").relate(f"{OFFICE}/image", "media/image1.svg")
    made.add("word/fontTable.xml", f"<w:fonts {W}/>", f"{WORD}.fontTable+xml")
    made.relate(f"{OFFICE}/font", "fonts/font1.odttf", of="word/fontTable.xml")
    made.endings |= {"odttf": f"{FORMATS}.obfuscatedFont", "svg": "image/svg+xml"}
    return made.add("word/fonts/font1.odttf", bytes(range(1, 200))).add("word/media/image1.svg", SVG).bytes()


def _signed() -> bytes:
    made, kind = word(), "application/vnd.openxmlformats-package.digital-signature"
    made.relate(f"{PACKAGE}/digital-signature/origin", "_xmlsignatures/origin.sigs", of="")
    made.endings["sigs"] = f"{kind}-origin"
    made.add("_xmlsignatures/origin.sigs", b"").add(
        "_xmlsignatures/sig1.xml", "<Signature/>", f"{kind}-xmlsignature+xml"
    )
    return made.relate(f"{PACKAGE}/digital-signature/signature", "sig1.xml", of="_xmlsignatures/origin.sigs").bytes()


def _in_utf_16() -> bytes:
    made = word()
    made.encoding = "utf-16"
    return made.bytes()


def _marked() -> bytes:
    made = word()
    made.encoding = "utf-8-sig"
    return made.add("word/document.xml", f"\ufeff{HEAD}<w:document {W}/>", made.kind).bytes()


def _of_libre_office() -> bytes:
    made = word(field_of(" PAGE "))
    for name in ("styles", "fontTable", "settings"):
        made.relate(f"{OFFICE}/{name}", f"{name}.xml").add(f"word/{name}.xml", f"<w:{name} {W}/>", f"{WORD}.{name}+xml")
    made.relate(f"{PACKAGE}/metadata/core-properties", "docProps/core.xml", of="")
    return made.add("docProps/core.xml", "<a/>", "application/vnd.openxmlformats-package.core-properties+xml").bytes()


def _with_everything(made) -> None:
    sheet = made.active
    sheet["C1"], sheet["C2"] = "=SUM(B1:B3)", '=IF(B1>0,"有|无","是")'
    sheet["D1"].hyperlink = "mailto:dj@pds.gov.cn"
    sheet["D2"].comment = Comment("请核对", "组织科")
    sheet.add_image(SheetImage(BytesIO(image("PNG"))), "F1")
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=3))
    sheet.add_chart(chart, "F9")
    sheet.add_data_validation(DataValidation(type="list", formula1='"是,否"'))
    sheet.conditional_formatting.add(
        "B1:B9", FormulaRule(formula=["B1>5"], fill=PatternFill("solid", fgColor="FFFF00"))
    )
    other = made.create_sheet("表")
    other.append(["支部", "人数"])
    other.append(["一支部", 3])
    other.add_table(Table(displayName="表1", ref="A1:B2"))


def _with_old_comments() -> bytes:
    made, sheet = book(), "xl/worksheets/sheet1.xml"
    made.relate(f"{OFFICE}/vmlDrawing", "../drawings/vmlDrawing1.vml", of=sheet)
    made.relate(f"{OFFICE}/printerSettings", "../printerSettings/printerSettings1.bin", of=sheet)
    made.endings |= {"vml": f"{FORMATS}.vmlDrawing", "bin": f"{SHEET}.printerSettings"}
    made.add("xl/drawings/vmlDrawing1.vml", "<xml><div>请<br>核对</div></xml>")
    return made.add("xl/printerSettings/printerSettings1.bin", b"H\0P\0 \0L\0a\0s\0e\0r\0").bytes()


def _with_boxes() -> bytes:
    made, sheet = book(), "xl/worksheets/sheet1.xml"
    made.relate(f"{OFFICE}/ctrlProp", "../ctrlProps/ctrlProp1.xml", of=sheet)
    text = f'<formControlPr xmlns="{MICROSOFT}/spreadsheetml/2009/9/main" objectType="CheckBox" checked="Checked"/>'
    made.add("xl/ctrlProps/ctrlProp1.xml", text, "application/vnd.ms-excel.controlproperties+xml")
    made.relate(f"{MICROSOFT}/2022/11/relationships/FeaturePropertyBag", "featurePropertyBag/featurePropertyBag.xml")
    kind = "application/vnd.ms-excel.featurepropertybag+xml"
    return made.add("xl/featurePropertyBag/featurePropertyBag.xml", "<FeaturePropertyBags/>", kind).bytes()


def _with_threads() -> bytes:
    made = book(more='<definedNames><definedName name="_xlnm.Print_Area">Sheet1!$A$1:$C$9</definedName></definedNames>')
    made.relate(f"{MICROSOFT}/2017/10/relationships/person", "persons/person.xml")
    made.add("xl/persons/person.xml", "<personList/>", "application/vnd.ms-excel.person+xml")
    sheet = "xl/worksheets/sheet1.xml"
    made.relate(f"{MICROSOFT}/2017/10/relationships/threadedComment", "../threadedComments/c1.xml", of=sheet)
    return made.add("xl/threadedComments/c1.xml", "<a/>", "application/vnd.ms-excel.threadedcomments+xml").bytes()


def _shared_by_wps() -> bytes:
    made = of_wps(book())
    made.relate(f"{WPS}/2023/relationships/woinfos", "woinfos.xml").add("xl/woinfos.xml", f"<woInfos {S}/>")
    made.relate(f"{WPS}/2023/relationships/customStorage", "customStorage/customStorage.xml")
    return made.add("xl/customStorage/customStorage.xml", "<customStorage/>").bytes()


def _with_outline(pdf: Pdf) -> None:
    with pdf.open_outline() as outline:
        outline.root.append(OutlineItem("第一部分", 0))
    pdf.Root.OpenAction = Dictionary(S=Name.GoTo, D=Array([pdf.pages[0].obj, Name.Fit]))
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D)]))
    pdf.pages[0].Trans = Dictionary(S=Name.Dissolve)


def _with_form(pdf: Pdf) -> None:
    box = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=pdfs.text("姓名"), Rect=Array([9, 9, 99, 29]))
    one = pdf.make_indirect(box)
    pdf.pages[0].Annots = Array([one])
    pdf.Root.AcroForm = Dictionary(Fields=Array([one]), NeedAppearances=True)


def _with_tags(pdf: Pdf) -> None:
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    looks = Dictionary(O=Name.Layout, Placement=Name.Block)
    root.K = Array([pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.P, P=root, A=looks))])
    pdf.Root.StructTreeRoot, pdf.Root.MarkInfo = root, Dictionary(Marked=True)


def _scanned() -> bytes:
    file, pages = BytesIO(), [Image.new("1", (1240, 1754), 1) for _ in range(3)]
    pages[0].save(file, "PDF", save_all=True, append_images=pages[1:], resolution=150)
    return file.getvalue()
