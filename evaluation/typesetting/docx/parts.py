"""What a word processor's document is made of: the page of a 公文, its paragraphs and its tables, fonts named officially."""

from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from evaluation.typesetting.fonts import Role
from evaluation.typesetting.layout.grid import HEIGHT, LINES, PT, SPACING
from evaluation.typesetting.text import Run, runs

FONTS = {
    Role.TITLE: "方正小标宋简体",
    Role.BODY: "仿宋_GB2312",
    Role.HEI: "黑体",
    Role.KAI: "楷体_GB2312",
    Role.SONG: "宋体",
}
RED = RGBColor(0xE6, 0x00, 0x12)
BODY = 16.0
"""三号, in pt."""
PITCH = int(HEIGHT / PT / LINES * 20) / 20
"""Of the 22 lines of a page, in pt."""
LEFT, CENTRE, RIGHT = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
RIGHT_TAB = WD_TAB_ALIGNMENT.RIGHT
BOTH, SPREAD = WD_ALIGN_PARAGRAPH.JUSTIFY, WD_ALIGN_PARAGRAPH.DISTRIBUTE

# What the schema wants behind an element: word processors refuse a file whose order is wrong.
_CELL = ("w:shd", "w:noWrap", "w:tcMar", "w:textDirection", "w:tcFitText", "w:vAlign", "w:hideMark")
_TABLE = ("w:tblW", "w:jc", "w:tblCellSpacing", "w:tblInd", "w:tblBorders", "w:shd", "w:tblLayout")
BEHIND = {
    "w:w": ("w:kern", "w:position", "w:sz", "w:szCs"),
    "w:pBdr": ("w:shd", "w:tabs", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr", "w:sectPr"),
    "w:vMerge": ("w:tcBorders", *_CELL),
    "w:tcBorders": _CELL,
    "w:vAlign": ("w:hideMark",),
    "w:tblpPr": (*_TABLE, "w:tblCellMar", "w:tblLook"),
    "w:tblLayout": ("w:tblCellMar", "w:tblLook"),
}


def blank(width: float = 210, height: float = 297, margins: Sequence[float] = (37, 26, 35, 28)) -> Docx:
    """An empty document of one section with the type area of a 公文: `margins` are top, right, bottom and left in mm."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = map(Mm, margins)
    section.footer_distance = Mm(25)
    grid = section._sectPr.find(qn("w:docGrid"))
    grid = grid if grid is not None else _add(section._sectPr, "w:docGrid")
    for key, value in (("type", "linesAndChars"), ("linePitch", round(PITCH * 20)), ("charSpace", _char_space())):
        grid.set(qn(f"w:{key}"), str(value))
    style: Any = document.styles["Normal"]
    style.font.size = Pt(BODY)
    _name_fonts(style.element.get_or_add_rPr(), FONTS[Role.BODY])
    return document


def _char_space() -> int:
    """What each character gives way so that 28 fit the line, in 4096ths of a point."""
    return round(SPACING * BODY * 4096)


def paragraph(
    holder: Docx | _Cell,
    text: str | Sequence[Run] = "",
    *,
    size: float = BODY,
    role: Role = Role.BODY,
    align: WD_ALIGN_PARAGRAPH = BOTH,
    names: tuple[str, ...] = (),
    pitch: float = PITCH,
    chars: dict[str, float] | None = None,
    red: bool = False,
) -> Paragraph:
    """One paragraph; `chars` are its indents in characters: firstLine, left, right or hanging. Line ends break lines."""
    first = isinstance(holder, _Cell) and not holder.paragraphs[0].runs and len(holder.paragraphs) == 1
    added = holder.paragraphs[0] if first and holder.paragraphs[0].text == "" else holder.add_paragraph()
    style(added, align, pitch)
    if chars:
        indent(added, chars, size)
    write(added, text, size=size, role=role, names=names, red=red)
    return added


def style(added: Paragraph, align: WD_ALIGN_PARAGRAPH, pitch: float = PITCH) -> None:
    form = added.paragraph_format
    form.alignment = align
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    form.line_spacing = Pt(pitch)
    form.widow_control = False


def write(
    added: Paragraph,
    text: str | Sequence[Run],
    *,
    size: float = BODY,
    role: Role = Role.BODY,
    names: tuple[str, ...] = (),
    red: bool = False,
    scale: float = 1.0,
) -> None:
    """Append `text`; a name with characters that 仿宋 lacks is set whole in 宋体."""
    pieces = runs(text, names, role) if isinstance(text, str) else text
    for piece in (piece for piece in pieces if piece.text):
        # Tabs and line ends become elements of their own.
        run = added.add_run(piece.text)
        run.font.size = Pt(size)
        _name_fonts(run._element.get_or_add_rPr(), FONTS[Role.SONG if piece.rare else role])
        if red:
            run.font.color.rgb = RED
        if scale < 1:
            _add(run._element.rPr, "w:w", val=str(round(scale * 100)))


def indent(added: Paragraph, chars: dict[str, float], size: float = BODY) -> None:
    """Indents in characters, with the same in twips for programs that know no characters."""
    properties: Any = added._p.get_or_add_pPr()
    ind = properties.get_or_add_ind()
    for key, count in chars.items():
        ind.set(qn(f"w:{key}Chars"), str(round(count * 100)))
        ind.set(qn(f"w:{key}"), str(round(count * size * 20)))


def rule(added: Paragraph, *, red: bool = False, width: float = 0.7, space: float = 4.0, double: str = "") -> None:
    """A rule under a paragraph: its thickness and its distance in mm, or the name of a double one."""
    borders = _add(added._p.get_or_add_pPr(), "w:pBdr")
    _add(
        borders,
        "w:bottom",
        val=double or "single",
        sz=str(round(width / PT * 8)),
        space=str(round(space / PT)),
        color=str(RED) if red else "000000",
    )


def page_number(added: Paragraph) -> None:
    """“— 1 —” in 四号宋体."""
    for content in ("— ", "PAGE", " —"):
        if content == "PAGE":
            field = _add(added._p, "w:fldSimple", instr=" PAGE ")
            run = _add(field, "w:r")
            _name_fonts(_add(run, "w:rPr"), FONTS[Role.SONG])
            _add(run.find(qn("w:rPr")), "w:sz", val="28")
            _add(run, "w:t").text = "1"
        else:
            write(added, (Run(content, False),), size=14, role=Role.SONG)


def footers(document: Docx, *, bare_first: bool = False) -> None:
    """Page numbers, odd ones one character in from the right, even ones from the left; `bare_first`: none on page 1."""
    section = document.sections[0]
    document.settings.odd_and_even_pages_header_footer = True
    section.different_first_page_header_footer = bare_first
    for footer, align, side in ((section.footer, RIGHT, "right"), (section.even_page_footer, LEFT, "left")):
        footer.is_linked_to_previous = False
        added = footer.paragraphs[0]
        style(added, align, 14)
        indent(added, {side: 1}, 14)
        page_number(added)
    if bare_first:
        section.first_page_footer.is_linked_to_previous = False


def table(document: Docx, widths: Sequence[float], *, grid: bool = True) -> Table:
    """An empty table with columns of `widths` mm."""
    made: Table = document.add_table(rows=0, cols=len(widths))
    if grid:
        made.style = "Table Grid"
    made.autofit = False
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Mm(width)
    _layout_fixed(made)
    return made


def row(made: Table, widths: Sequence[float], *, height: float = 0, is_head: bool = False) -> tuple[_Cell, ...]:
    """A row that no page tears; a head is repeated on every page."""
    added: _Row = made.add_row()
    properties: Any = added._tr.get_or_add_trPr()
    _add(properties, "w:cantSplit")
    if is_head:
        _add(properties, "w:tblHeader")
    if height:
        added.height = Mm(height)
    for cell, width in zip(added.cells, widths, strict=True):
        cell.width = Mm(width)
        _add(cell._tc.get_or_add_tcPr(), "w:vAlign", val="center")
    return added.cells


def at_foot(made: Table) -> None:
    """Keep a table at the foot of the type area."""
    _add(made._tbl.tblPr, "w:tblpPr", horzAnchor="margin", vertAnchor="margin", tblpXSpec="left", tblpYSpec="bottom")


def border(cell: _Cell, **edges: float) -> None:
    """Rules of a cell by edge, in mm."""
    borders = _add(cell._tc.get_or_add_tcPr(), "w:tcBorders")
    for edge in ("top", "left", "bottom", "right"):
        if edge in edges:
            _add(borders, f"w:{edge}", val="single", sz=str(round(edges[edge] / PT * 8)), space="0", color="000000")


def merge_down(cells: Sequence[_Cell]) -> None:
    """One cell out of several below each other, of which only the first has text."""
    for number, cell in enumerate(cells):
        _add(cell._tc.get_or_add_tcPr(), "w:vMerge", **({} if number else {"val": "restart"}))


def _layout_fixed(made: Table) -> None:
    layout = made._tbl.tblPr.find(qn("w:tblLayout"))
    (layout if layout is not None else _add(made._tbl.tblPr, "w:tblLayout")).set(qn("w:type"), "fixed")


def _name_fonts(properties: Any, name: str) -> None:
    fonts = properties.get_or_add_rFonts() if hasattr(properties, "get_or_add_rFonts") else _add(properties, "w:rFonts")
    for key in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{key}"), name)


def _add(parent: Any, tag: str, **attributes: str) -> Any:
    child = OxmlElement(tag)
    for key, value in attributes.items():
        child.set(qn(f"w:{key}"), value)
    if tag in BEHIND:
        parent.insert_element_before(child, *BEHIND[tag])
    else:
        parent.append(child)
    return child
