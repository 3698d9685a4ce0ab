"""A 进度简报 in a word processor, for pasting into a report: the bar is a row of shaded cells, the units are a table."""

from math import ceil

from docx.document import Document as Docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.table import _Cell

from evaluation.typesetting.brief import Brief
from evaluation.typesetting.docx import page, parts
from evaluation.typesetting.docx.parts import CENTRE, LEFT, RIGHT, paragraph
from evaluation.typesetting.fonts import Role
from evaluation.typesetting.layout.briefs import BAR, BLOCKS, NAME, ROWS, SIZE, TALL, TEXT, WIDTH
from evaluation.typesetting.layout.grid import PT
from evaluation.typesetting.text import width_of

SHADES = {
    "none": "FFFFFF",
    "doing": "E6E6E6",
    "applied": "8A8A8A",
    "assessed": "000000",
    "recommended": "C8C8C8",
    "named": "4A4A4A",
    "not": "DADADA",
    "out": "F2F2F2",
}
NARROWEST = 2.0
"""Of a cell of the bar, in mm: a word processor shows none that is thinner."""
GAP = 4.0
FIGURES = (9.0, 7.0, 7.0)
"""With names and gaps they fill the width of the text."""
SMALL = 10.5
LINE = 13.0


def write(brief: Brief) -> Docx:
    document = page.blank(margins=(22, 20, 18, 20))
    # Its small type stands on no grid of 28 characters by 22 lines.
    section = document.sections[0]._sectPr
    section.remove(section.find(qn("w:docGrid")))
    paragraph(document, brief.title, size=22, role=Role.TITLE, align=CENTRE, pitch=31)
    paragraph(document, f"{brief.issuer}　{brief.dated_on}", size=TEXT, align=CENTRE, names=brief.names, pitch=28)
    paragraph(document, "".join(brief.sentences), size=TEXT, pitch=22.5, chars={"firstLine": 2})
    paragraph(document, pitch=10)
    _bar(document, brief)
    legend = "　".join(f"{share.label}{share.count}" for share in brief.shares)
    paragraph(document, legend, size=SMALL, align=LEFT, pitch=20)
    _stops(document, brief)
    paragraph(document, pitch=10)
    _units(document, brief)
    added = paragraph(document, brief.remark, size=SIZE, align=LEFT, pitch=16)
    parts.write(added, f"　　{brief.contact}", size=SIZE)
    return document


def _bar(document: Docx, brief: Brief) -> None:
    if not brief.total:
        return
    natural = [max(NARROWEST, WIDTH * share.count / brief.total) for share in brief.shares]
    widths = [width * WIDTH / sum(natural) for width in natural]
    made = parts.table(document, widths)
    for cell, share in zip(parts.row(made, widths, height=BAR), brief.shares, strict=True):
        paragraph(cell, pitch=LINE)
        _shade(cell, SHADES.get(share.name, "FFFFFF"))


def _stops(document: Docx, brief: Brief) -> None:
    widths = [WIDTH / len(brief.stops)] * len(brief.stops)
    made = parts.table(document, widths, grid=False)
    for cell, stop in zip(parts.row(made, widths), brief.stops, strict=True):
        paragraph(
            cell, f"{'●' if stop.is_past else '○'}\n{stop.day}\n{stop.label}", size=SIZE, align=CENTRE, pitch=LINE
        )


def _units(document: Docx, brief: Brief) -> None:
    """Three blocks side by side, read downwards, with a narrow column between them."""
    block = (NAME, *FIGURES)
    widths = (*block, GAP, *block, GAP, *block)
    rows = max(ROWS, ceil(len(brief.units) / BLOCKS))
    height = TALL * ROWS / rows
    made = parts.table(document, widths, grid=False)
    columns = [brief.units[start : start + rows] for start in range(0, rows * BLOCKS, rows)]
    lines = [tuple(brief.head if column else () for column in columns)]
    lines += [
        tuple(column[number] if number < len(column) else () for column in columns)
        for number in range(min(rows, len(brief.units)))
    ]
    size, pitch = min(SIZE, height * 2), min(LINE, height * 2.6)
    for number, line in enumerate(lines):
        cells = parts.row(made, widths, height=height)
        for place, texts in enumerate(line):
            _unit(cells[place * 5 : place * 5 + 4], texts, Role.BODY if number else Role.HEI, size, pitch)
        for gap in (cells[4], cells[9]):
            paragraph(gap, size=size, pitch=pitch)


def _unit(cells: tuple[_Cell, ...], texts: tuple[str, ...], role: Role, size: float, pitch: float) -> None:
    for number, cell in enumerate(cells):
        text = texts[number] if texts else ""
        room = NAME - 1 if number == 0 else FIGURES[number - 1] - 0.7
        fitting = min(size, room / PT / max(width_of(text), 1))
        paragraph(cell, text, size=int(fitting * 2) / 2, role=role, align=RIGHT if number else LEFT, pitch=pitch)
        if texts:
            parts.border(cell, bottom=0.2)


def _shade(cell: _Cell, colour: str) -> None:
    shading = OxmlElement("w:shd")
    for key, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shading.set(qn(f"w:{key}"), value)
    # The schema wants it before the vertical alignment, which the row has set.
    cell._tc.get_or_add_tcPr().find(qn("w:vAlign")).addprevious(shading)
