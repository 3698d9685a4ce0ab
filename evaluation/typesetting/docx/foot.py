"""版记 in a word processor: at the foot of the page on which it stands in the PDF, whatever is added above it."""

from docx.document import Document as Docx
from docx.shared import Mm
from docx.table import Table

from evaluation.typesetting.docx import page, parts
from evaluation.typesetting.docx.parts import LEFT, paragraph
from evaluation.typesetting.layout.grid import PT, SMALL, WIDTH
from evaluation.typesetting.layout.imprint import LINE, THICK, THIN, Imprint, Place
from evaluation.typesetting.letter import Letter

SIZE = 14.0


def write(document: Docx, letter: Letter, foot: Imprint, recipients_at_end: bool) -> None:
    if foot.place is Place.BARE:
        page.without_numbers(document)
    if foot.place is not Place.FOOT:
        paragraph(document, pitch=1).paragraph_format.page_break_before = True
    made = parts.table(document, (WIDTH,), grid=False)
    texts = (("主送：", letter.recipients if recipients_at_end else ""), ("抄送：", letter.copies_to))
    rows = [f"{label}{text}。" for label, text in texts if text]
    for text in rows:
        (cell,) = parts.row(made, (WIDTH,))
        chars = {"left": 4.0, "right": 1.0, "hanging": 3.0}
        paragraph(cell, text, size=SIZE, names=letter.names, pitch=LINE / PT, chars=chars)
    if foot.printed_by:
        (cell,) = parts.row(made, (WIDTH,))
        added = paragraph(cell, size=SIZE, align=LEFT, pitch=LINE / PT)
        added.paragraph_format.tab_stops.add_tab_stop(Mm(SMALL))
        added.paragraph_format.tab_stops.add_tab_stop(Mm(WIDTH - SMALL), parts.RIGHT_TAB)
        lines = "\n".join(f"\t{line}" for line in foot.printed_by)
        parts.write(added, f"{lines}\t{foot.printed_on}", size=SIZE)
    if not foot.is_plain:
        _rules(made, is_parted=foot.has_two_parts)
    parts.at_foot(made)
    paragraph(document, pitch=1)


def _rules(made: Table, is_parted: bool) -> None:
    """Thick ones above and below, a thin one over 印发机关."""
    cells = [row.cells[0] for row in made.rows]
    for number, cell in enumerate(cells):
        edges = {"top": THICK} if number == 0 else {}
        if number == len(cells) - 1:
            edges["bottom"] = THICK
        elif is_parted and number == len(cells) - 2:
            edges["bottom"] = THIN
        if edges:
            parts.border(cell, **edges)
