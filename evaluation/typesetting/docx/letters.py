"""A 公文 in a word processor: the same parts in the same order as on its PDF."""

from docx.document import Document as Docx
from docx.shared import Mm, Pt

from evaluation.typesetting.docx import parts
from evaluation.typesetting.docx.lists import listing
from evaluation.typesetting.docx.parts import BODY, CENTRE, LEFT, RIGHT, SPREAD, paragraph
from evaluation.typesetting.fonts import Role
from evaluation.typesetting.heading import break_heading
from evaluation.typesetting.layout.grid import HEADING_CAPACITY, PT, WIDTH
from evaluation.typesetting.layout.mark import GAP, NARROWEST, mark
from evaluation.typesetting.layout.paragraphs import LEVELS
from evaluation.typesetting.layout.paragraphs import paragraph as levelled
from evaluation.typesetting.layout.signature import signature
from evaluation.typesetting.letter import Annex, Layout, Letter

FIRST_LINE = {"firstLine": 2.0}
ROLES = {level: role for _, level, role in LEVELS}


def write(letter: Letter) -> Docx:
    document = parts.blank()
    is_letter = letter.layout is Layout.LETTER
    parts.footers(document, bare_first=is_letter)
    _mark(document, letter)
    _number(document, letter)
    _title(document, letter.title, letter.issuers, blank_above=2)
    if letter.recipients:
        paragraph(document)
        paragraph(document, f"{letter.recipients}：", names=letter.names)
    elif letter.title:
        paragraph(document)
    _text(document, letter.body, letter.names)
    _notes(document, letter)
    if letter.attendance:
        paragraph(document)
        for label, people in letter.attendance:
            added = paragraph(document, f"{label}：", role=Role.HEI, chars={"left": 5, "hanging": 3})
            parts.write(added, people, names=letter.names)
    else:
        _signature(document, letter)
    if letter.note:
        paragraph(document, f"（{letter.note}）", names=letter.names, chars=FIRST_LINE)
    for number, annex in enumerate(letter.annexes, start=1):
        _annex(document, annex, f"附件{number}" if len(letter.annexes) > 1 else "附件", letter.names)
    _imprint(document, letter)
    return document


def _mark(document: Docx, letter: Letter) -> None:
    """The red head. Joint issuers stand in rows of equal width beside 文件."""
    is_joint = letter.layout is Layout.NORMAL and len(letter.mark) > 1
    pieces = mark(letter.mark, 0, has_word=letter.layout is Layout.NORMAL).pieces
    size = pieces[0].size / PT
    above = 0.0 if letter.layout is Layout.LETTER else 35.0
    if letter.layout is Layout.LETTER:
        # 30 mm from the edge of the paper.
        document.sections[0].top_margin = Mm(30)
    if not is_joint:
        added = paragraph(document, align=CENTRE, pitch=size * 1.2)
        added.paragraph_format.space_before = Mm(above)
        parts.write(added, pieces[0].text, size=size, role=Role.TITLE, red=True, scale=max(pieces[0].scale, NARROWEST))
        if letter.layout is Layout.LETTER:
            parts.rule(added, red=True, width=0.7, double="thickThinSmallGap")
        return
    spacer = paragraph(document, pitch=35.0 / PT)
    spacer.paragraph_format.space_before = Pt(0)
    word = pieces[-1]
    widths = (WIDTH - GAP - 2 * word.size * word.scale, GAP + 2 * word.size * word.scale)
    made = parts.table(document, widths, grid=False)
    rows = [parts.row(made, widths) for _ in letter.mark]
    for cells, name, piece in zip(rows, letter.mark, pieces, strict=False):
        added = paragraph(cells[0], align=SPREAD, pitch=size * 1.3)
        parts.write(added, name, size=size, role=Role.TITLE, red=True, scale=piece.scale)
    merged = rows[0][1].merge(rows[-1][1])
    added = paragraph(merged, align=CENTRE, pitch=word.size / PT * 1.3)
    parts.write(added, word.text, size=word.size / PT, role=Role.TITLE, red=True, scale=word.scale)


def _number(document: Docx, letter: Letter) -> None:
    if letter.layout is Layout.LETTER:
        paragraph(document, letter.number, align=RIGHT)
        return
    for _ in range(2):
        paragraph(document)
    if letter.signer:
        added = paragraph(document, letter.number, align=LEFT, chars={"left": 1, "right": 1})
        added.paragraph_format.tab_stops.add_tab_stop(Mm(WIDTH - BODY * PT), parts.RIGHT_TAB)
        parts.write(added, "\t签发人：")
        parts.write(added, letter.signer, role=Role.KAI, names=(letter.signer,))
    else:
        added = paragraph(document, letter.number, align=CENTRE)
    if letter.layout is Layout.MINUTES:
        added = paragraph(document, letter.issuers[0], align=LEFT, chars={"left": 1, "right": 1})
        added.paragraph_format.tab_stops.add_tab_stop(Mm(WIDTH - BODY * PT), parts.RIGHT_TAB)
        parts.write(added, f"\t{letter.dated_on}")
    parts.rule(added, red=True)


def _title(document: Docx, title: str, keep: tuple[str, ...], blank_above: int) -> None:
    for _ in range(blank_above):
        paragraph(document)
    if title:
        lines = break_heading(title, HEADING_CAPACITY, keep)
        paragraph(document, "\n".join(lines), size=22, role=Role.TITLE, align=CENTRE)


def _text(document: Docx, body: tuple[str, ...], names: tuple[str, ...]) -> None:
    for text in body:
        role = ROLES.get(levelled(text, ()).level, Role.BODY)
        added = paragraph(document, text, role=role, names=names, chars=FIRST_LINE)
        added.paragraph_format.keep_with_next = role is not Role.BODY


def _notes(document: Docx, letter: Letter) -> None:
    """附件说明."""
    for number, annex in enumerate(letter.annexes, start=1):
        label = "附件：" if number == 1 else ""
        ordinal = f"{number}. " if len(letter.annexes) > 1 else ""
        if number == 1:
            paragraph(document)
        hang = 3 + (1.25 if ordinal else 0)
        chars = {"left": 2 + hang, "hanging": hang} if label else {"left": 2 + hang, "hanging": hang - 3}
        paragraph(document, f"{label}{ordinal}{annex.title}", names=letter.names, chars=chars)


def _signature(document: Docx, letter: Letter) -> None:
    """Issuers and date at the places that the PDF gives them: rows with tab stops."""
    block = signature(letter.issuers, letter.dated_on, letter.is_sealed)
    for _ in range(block.above):
        paragraph(document).paragraph_format.keep_with_next = True
    for line in range(block.rows):
        added = paragraph(document, align=LEFT)
        added.paragraph_format.keep_with_next = line + 1 < block.rows
        for part in (part for part in block.parts if part.row == line):
            added.paragraph_format.tab_stops.add_tab_stop(Mm(part.x))
            parts.write(added, f"\t{part.text}", names=letter.names, scale=part.scale)


def _annex(document: Docx, annex: Annex, label: str, names: tuple[str, ...]) -> None:
    paragraph(document, label, role=Role.HEI).paragraph_format.page_break_before = True
    _title(document, annex.title, names, blank_above=1)
    paragraph(document)
    _text(document, annex.body, names)
    if annex.table:
        listing(document, annex.table, names)


def _imprint(document: Docx, letter: Letter) -> None:
    """版记 at the foot of the page on which the text ends; a 信函 has neither rules nor 印发机关."""
    is_plain = letter.layout is Layout.LETTER
    printed_by = "" if is_plain else letter.printed_by
    if not (letter.copies_to or printed_by):
        return
    made = parts.table(document, (WIDTH,), grid=False)
    if letter.copies_to:
        (cell,) = parts.row(made, (WIDTH,))
        chars = {"left": 4.0, "right": 1, "hanging": 3}
        paragraph(cell, f"抄送：{letter.copies_to}。", size=14, names=letter.names, pitch=21, chars=chars)
        if not is_plain:
            parts.border(cell, top=0.35, bottom=0.25 if printed_by else 0.35)
    if printed_by:
        (cell,) = parts.row(made, (WIDTH,))
        added = paragraph(cell, printed_by, size=14, align=LEFT, pitch=21, chars={"left": 1, "right": 1})
        added.paragraph_format.tab_stops.add_tab_stop(Mm(WIDTH - 14 * PT), parts.RIGHT_TAB)
        parts.write(added, f"\t{letter.printed_on}印发", size=14)
        parts.border(cell, **({} if letter.copies_to else {"top": 0.35}), bottom=0.35)
    parts.at_foot(made)
    paragraph(document, pitch=1)
