"""A form in a word processor."""

from docx.document import Document as Docx
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.shared import Mm

from evaluation.typesetting.docx import page, parts
from evaluation.typesetting.docx.lists import RULE, listing
from evaluation.typesetting.docx.parts import CENTRE, LEFT, RIGHT, paragraph
from evaluation.typesetting.fonts import Role
from evaluation.typesetting.form import Box, Fields, Form, Listing
from evaluation.typesetting.heading import break_heading
from evaluation.typesetting.layout.forms import LABEL, NARROW, SCALE, WIDE, box_lines
from evaluation.typesetting.layout.forms import label as labelled
from evaluation.typesetting.layout.grid import HEADING_CAPACITY, PT
from evaluation.typesetting.layout.tables import PADDING

SIZE = SCALE.size / PT
LINE = SCALE.line / PT
TOP = (SCALE.row - RULE - SCALE.line) / 2
SPARE, SIGNED, INSET = 3.0, 70.0, 8.0
"""Under the date of a box; from its right edge to where a signature begins; to where the date ends. In mm, as in the PDF."""


def write(form: Form) -> Docx:
    document = page.blank()
    page.footers(document)
    if form.number:
        paragraph(document, f"编号：{form.number}", size=SIZE, align=RIGHT, pitch=LINE)
    paragraph(document, "\n".join(break_heading(form.title, HEADING_CAPACITY)), size=22, role=Role.TITLE, align=CENTRE)
    if form.subtitle:
        paragraph(document, form.subtitle, align=CENTRE)
    paragraph(document)
    for block in form.blocks:
        if isinstance(block, Fields):
            _fields(document, block, form.names)
        elif isinstance(block, Listing):
            paragraph(document, block.heading, size=14, role=Role.HEI).paragraph_format.keep_with_next = True
            listing(document, block.table, form.names)
        else:
            _box(document, block, form.names)
    # A paragraph has to follow the last table: of usual height it would begin a page that is otherwise empty.
    paragraph(document, size=1, pitch=1)
    return document


def _fields(document: Docx, block: Fields, names: tuple[str, ...]) -> None:
    widths = (LABEL, NARROW, LABEL, NARROW)
    made = parts.table(document, widths, side=PADDING, top=TOP)
    for entries in block.rows:
        cells = parts.row(made, widths, height=SCALE.row - RULE)
        if len(entries) == 1:
            cells = (cells[0], cells[1].merge(cells[3]))
        for entry, label, value in zip(entries, cells[::2], cells[1::2], strict=False):
            paragraph(label, "\n".join(labelled(entry.label)), size=SIZE, align=CENTRE, pitch=LINE)
            paragraph(value, entry.value, size=SIZE, align=LEFT, pitch=LINE, names=(*names, entry.value))


def _box(document: Docx, box: Box, names: tuple[str, ...]) -> None:
    made = parts.table(document, (LABEL, WIDE), side=PADDING, top=TOP)
    laid_out = box_lines(box, names)
    label, opinion = parts.row(made, (LABEL, WIDE), height=laid_out.height)
    opinion.vertical_alignment = WD_ALIGN_VERTICAL.TOP
    paragraph(label, "\n".join(labelled(box.title)), size=SIZE, align=CENTRE, pitch=LINE)
    paragraph(opinion, box.text, size=SIZE, pitch=LINE, names=names, chars={"firstLine": 2})
    signed = box.signed_by or "　" * 6
    added = opinion.add_paragraph()
    parts.style(added, LEFT, LINE)
    # Down to the foot of the box, with room for the seal above it.
    lines = max(len(laid_out.lines), 1)
    added.paragraph_format.space_before = Mm(laid_out.height - 2 * TOP - (lines + 2) * SCALE.line - SPARE)
    added.paragraph_format.left_indent = Mm(WIDE - 2 * PADDING - SIGNED)
    parts.write(added, f"签字（盖章）：{signed}", size=SIZE, names=(*names, box.signed_by))
    added = opinion.add_paragraph()
    parts.style(added, RIGHT, LINE)
    added.paragraph_format.right_indent = Mm(INSET)
    parts.write(added, box.dated_on or "　　　年　　月　　日", size=SIZE)
