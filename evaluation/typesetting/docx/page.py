"""The sheet of a word processor's document: type area, grid of 22 lines, page numbers, and what runs off the first page."""

from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.document import Document as Docx
from docx.enum.section import WD_SECTION
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from evaluation.typesetting.docx import parts
from evaluation.typesetting.docx.parts import BODY, FONTS, LEFT, PITCH, RIGHT, add
from evaluation.typesetting.fonts import Role
from evaluation.typesetting.layout.grid import LEFT as MARGIN
from evaluation.typesetting.layout.grid import PAPER, PT, WIDTH
from evaluation.typesetting.layout.head import LETTER_FOOT, LETTER_WIDTH, THICKNESS
from evaluation.typesetting.text import Run

NUMBER_FOOT, SHEET, HEADER = 25.0, 297.0, 12.0
"""From the page number to the lower edge of the paper; height of the paper; from its upper edge to the header."""


def blank(width: float = 210, height: float = SHEET, margins: Sequence[float] = (37, 26, 35, 28)) -> Docx:
    """An empty document of one section with the type area of a 公文: `margins` are top, right, bottom and left in mm."""
    document = Document()
    _bare(document)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = map(Mm, margins)
    section.header_distance, section.footer_distance = Mm(HEADER), Mm(NUMBER_FOOT)
    grid = section._sectPr.find(qn("w:docGrid"))
    grid = grid if grid is not None else add(section._sectPr, "w:docGrid")
    # A grid of characters would give each a cell of its own; so the runs carry the spacing, and the grid only the lines.
    grid.attrib.clear()
    for key, value in (("type", "lines"), ("linePitch", round(PITCH * 20))):
        grid.set(qn(f"w:{key}"), str(value))
    style: Any = document.styles["Normal"]
    style.font.size = Pt(BODY)
    parts.name_fonts(style.element.get_or_add_rPr(), FONTS[Role.BODY])
    return document


def _bare(document: Docx) -> None:
    """Without what the library's template brings along and no 公文 needs."""
    for holder, name in ((document.part, "stylesWithEffects"), (document.part.package, "thumbnail")):
        for key in [key for key, one in holder.rels.items() if one.reltype.endswith(name)]:
            del holder.rels[key]
    for one in document.settings.element.iter(qn("w:compatSetting")):
        if one.get(qn("w:name")) == "compatibilityMode":
            # From 15 on the rules of a table, not its text, stand at the margin.
            one.set(qn("w:val"), "15")


def footers(document: Docx) -> None:
    """Page numbers, odd ones one character in from the right, even ones from the left."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    for footer, align, side in ((section.footer, RIGHT, "right"), (section.even_page_footer, LEFT, "left")):
        footer.is_linked_to_previous = False
        added = footer.paragraphs[0]
        parts.style(added, align, 14)
        parts.indent(added, {side: 1}, 14)
        _page_number(added)


def letter_footers(document: Docx) -> None:
    """Those of a 信函: on page 1 the second pair of rules, thin over thick, and no number."""
    footers(document)
    section = document.sections[0]
    # Its text begins under the rules and not on the grid of the page; one program would begin it lower for the grid's sake.
    section._sectPr.remove(section._sectPr.find(qn("w:docGrid")))
    section.different_first_page_header_footer = True
    section.footer_distance = Mm(SHEET - LETTER_FOOT)
    for footer in (section.footer, section.even_page_footer):
        footer.paragraphs[0].paragraph_format.space_after = Mm(NUMBER_FOOT - SHEET + LETTER_FOOT)
    section.first_page_footer.is_linked_to_previous = False
    added = section.first_page_footer.paragraphs[0]
    parts.style(added, LEFT, 1)
    beyond(added)
    parts.rule(added, red=True, width=THICKNESS, space=0, double="thinThickSmallGap")


def beyond(added: Paragraph) -> None:
    """A paragraph as wide as the rules of a 信函, which stand out on both sides."""
    ind = added._p.get_or_add_pPr().get_or_add_ind()
    left = (PAPER - LETTER_WIDTH) / 2 - MARGIN
    right = (PAPER - LETTER_WIDTH) / 2 - (PAPER - MARGIN - WIDTH)
    for tag, width in (("w:left", left), ("w:right", right)):
        ind.set(qn(tag), str(round(width / PT * 20)))


def without_numbers(document: Docx) -> None:
    """A blank page and the one after it for the 版记: neither has a number (GB/T 9704-2012, 7.5)."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    for footer in (section.footer, section.even_page_footer):
        footer.is_linked_to_previous = False
        parts.style(footer.paragraphs[0], LEFT, 14)


def _page_number(added: Paragraph) -> None:
    """“— 1 —” in 四号宋体."""
    for content in ("— ", "PAGE", " —"):
        if content == "PAGE":
            field = add(added._p, "w:fldSimple", instr=" PAGE ")
            run = add(field, "w:r")
            parts.name_fonts(add(run, "w:rPr"), FONTS[Role.SONG])
            add(run.find(qn("w:rPr")), "w:sz", val="28")
            add(run, "w:t").text = "1"
        else:
            parts.write(added, (Run(content, False),), size=14, role=Role.SONG)
