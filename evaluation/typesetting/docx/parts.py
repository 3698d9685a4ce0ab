"""What a word processor's document is made of: paragraphs, runs and tables, in which the official fonts are named."""

from collections.abc import Sequence
from math import floor
from typing import Any

from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from evaluation.typesetting.fonts import Role
from evaluation.typesetting.layout.grid import HEIGHT, LINES, PT
from evaluation.typesetting.layout.grid import LEFT as MARGIN
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
SPACING = -5
"""Of the body's characters, in twentieths of a point: 28 × 15.75 pt are 441 of the 442.2 pt of a line; with −4 only 27 fit."""
BASELINE = 0.8
"""Where word processors put the baseline in a line of exact height."""
LEFT, CENTRE, RIGHT = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
RIGHT_TAB = WD_TAB_ALIGNMENT.RIGHT
BOTH, SPREAD = WD_ALIGN_PARAGRAPH.JUSTIFY, WD_ALIGN_PARAGRAPH.DISTRIBUTE

# What the schema wants behind an element: word processors refuse a file whose order is wrong.
_CELL = ("w:shd", "w:noWrap", "w:tcMar", "w:textDirection", "w:tcFitText", "w:vAlign", "w:hideMark")
_TABLE = ("w:tblW", "w:jc", "w:tblCellSpacing", "w:tblInd", "w:tblBorders", "w:shd", "w:tblLayout")
_MARKS = ("w:overflowPunct", "w:autoSpaceDE", "w:autoSpaceDN", "w:snapToGrid")
_PARAGRAPH = (*_MARKS, "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr", "w:sectPr")
BEHIND = {
    "w:spacing": ("w:w", "w:kern", "w:position", "w:sz", "w:szCs"),
    "w:w": ("w:kern", "w:position", "w:sz", "w:szCs"),
    **{mark: _PARAGRAPH[place:] for place, mark in enumerate(_MARKS, start=1)},
    "w:pBdr": ("w:shd", "w:tabs", *_PARAGRAPH),
    "w:vMerge": ("w:tcBorders", *_CELL),
    "w:tcBorders": _CELL,
    "w:vAlign": ("w:hideMark",),
    "w:tblpPr": (*_TABLE, "w:tblCellMar", "w:tblLook"),
    "w:tblInd": (*_TABLE[-3:], "w:tblCellMar", "w:tblLook"),
    "w:tblLayout": ("w:tblCellMar", "w:tblLook"),
    "w:tblCellMar": ("w:tblLook",),
}


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
    above: float = 0.0,
) -> Paragraph:
    """One paragraph, `above` mm below the one before; `chars` are its indents in characters: firstLine, left, right or hanging.

    Line ends break lines.
    """
    first = isinstance(holder, _Cell) and not holder.paragraphs[0].runs and len(holder.paragraphs) == 1
    added = holder.paragraphs[0] if first and holder.paragraphs[0].text == "" else holder.add_paragraph()
    style(added, align, pitch)
    added.paragraph_format.space_before = Mm(max(above, 0.0))
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
    properties = added._p.get_or_add_pPr()
    # No mark hangs in the margin, no blank comes between characters and figures, no line moves to the page's grid:
    # its height is exact, and one program takes two lines of the grid for whatever is larger than the text.
    for tag in _MARKS:
        add(properties, tag, val="0")


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
        name_fonts(run._element.get_or_add_rPr(), FONTS[Role.SONG if piece.rare else role])
        if red:
            run.font.color.rgb = RED
        if size == BODY:
            add(run._element.rPr, "w:spacing", val=str(SPACING))
        if scale < 1:
            # Rounded down: a head that became wider would break.
            add(run._element.rPr, "w:w", val=str(floor(scale * 100)))


def indent(added: Paragraph, chars: dict[str, float], size: float = BODY) -> None:
    """Indents in characters, with the same in twips for programs that know no characters."""
    properties: Any = added._p.get_or_add_pPr()
    ind = properties.get_or_add_ind()
    for key, count in chars.items():
        ind.set(qn(f"w:{key}Chars"), str(round(count * 100)))
        ind.set(qn(f"w:{key}"), str(round(count * size * 20)))


def rule(added: Paragraph, *, red: bool = False, width: float = 0.7, space: float = 4.0, double: str = "") -> None:
    """A rule under a paragraph: its thickness and its distance in mm, or the name of a double one."""
    borders = add(added._p.get_or_add_pPr(), "w:pBdr")
    add(
        borders,
        "w:bottom",
        val=double or "single",
        sz=str(round(width / PT * 8)),
        space=str(round(space / PT)),
        color=str(RED) if red else "000000",
    )


def table(document: Docx, widths: Sequence[float], *, grid: bool = True, side: float = 0.0, top: float = 0.0) -> Table:
    """An empty table with columns of `widths` mm, whose cells are padded by `side` and `top` mm."""
    made: Table = document.add_table(rows=0, cols=len(widths))
    if grid:
        made.style = "Table Grid"
    made.autofit = False
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Mm(width)
    _layout_fixed(made)
    margins = add(made._tbl.tblPr, "w:tblCellMar")
    for edge, width in (("top", top), ("left", side), ("bottom", top), ("right", side)):
        add(margins, f"w:{edge}", w=str(floor(width / PT * 20)), type="dxa")
    add(made._tbl.tblPr, "w:tblInd", w="0", type="dxa")
    return made


def row(
    made: Table, widths: Sequence[float], *, height: float = 0, is_head: bool = False, breaks: bool = False
) -> tuple[_Cell, ...]:
    """A row that no page tears, unless it `breaks`; a head is repeated on every page."""
    added: _Row = made.add_row()
    properties: Any = added._tr.get_or_add_trPr()
    if not breaks:
        add(properties, "w:cantSplit")
    if is_head:
        add(properties, "w:tblHeader")
    if height:
        added.height = Mm(height)
    for cell, width in zip(added.cells, widths, strict=True):
        cell.width = Mm(width)
        add(cell._tc.get_or_add_tcPr(), "w:vAlign", val="center")
    return added.cells


def at_foot(made: Table) -> None:
    """Keep a table at the foot of the type area."""
    # Counted from the edge of the paper: one program lets no table float that is as wide as the text.
    place = {"vertAnchor": "margin", "horzAnchor": "page", "tblpX": str(round(MARGIN / PT * 20)), "tblpYSpec": "bottom"}
    add(made._tbl.tblPr, "w:tblpPr", **place)


def border(cell: _Cell, **edges: float) -> None:
    """Rules of a cell by edge, in mm."""
    borders = add(cell._tc.get_or_add_tcPr(), "w:tcBorders")
    for edge in ("top", "left", "bottom", "right"):
        if edge in edges:
            add(borders, f"w:{edge}", val="single", sz=str(round(edges[edge] / PT * 8)), space="0", color="000000")


def merge_down(cells: Sequence[_Cell]) -> None:
    """One cell out of several below each other, of which only the first has text."""
    for number, cell in enumerate(cells):
        add(cell._tc.get_or_add_tcPr(), "w:vMerge", **({} if number else {"val": "restart"}))


def _layout_fixed(made: Table) -> None:
    layout = made._tbl.tblPr.find(qn("w:tblLayout"))
    (layout if layout is not None else add(made._tbl.tblPr, "w:tblLayout")).set(qn("w:type"), "fixed")


def name_fonts(properties: Any, name: str) -> None:
    fonts = properties.get_or_add_rFonts() if hasattr(properties, "get_or_add_rFonts") else add(properties, "w:rFonts")
    for key in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{key}"), name)


def add(parent: Any, tag: str, **attributes: str) -> Any:
    child = OxmlElement(tag)
    for key, value in attributes.items():
        child.set(qn(f"w:{key}"), value)
    if tag in BEHIND:
        parent.insert_element_before(child, *BEHIND[tag])
    else:
        parent.append(child)
    return child
