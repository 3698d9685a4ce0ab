"""A 公文 in a word processor: the same parts in the same order as on its PDF."""

from docx.document import Document as Docx
from docx.shared import Mm

from evaluation.typesetting.docx import foot, head, page, parts
from evaluation.typesetting.docx.lists import listing
from evaluation.typesetting.docx.parts import CENTRE, LEFT, paragraph
from evaluation.typesetting.fonts import Role
from evaluation.typesetting.heading import break_heading
from evaluation.typesetting.layout.grid import HEADING_CAPACITY, PITCH, PT
from evaluation.typesetting.layout.paragraphs import LEVELS
from evaluation.typesetting.layout.paragraphs import paragraph as levelled
from evaluation.typesetting.layout.plan import plan
from evaluation.typesetting.layout.signature import signature
from evaluation.typesetting.letter import Annex, Layout, Letter

FIRST_LINE = {"firstLine": 2.0}
ROLES = {level: role for _, level, role in LEVELS}


def write(letter: Letter) -> Docx:
    document = page.blank()
    (page.letter_footers if letter.layout is Layout.LETTER else page.footers)(document)
    places = plan(letter)
    _title(document, letter.title, letter.issuers, above=head.write(document, letter))
    if letter.recipients and not places.recipients_at_end:
        paragraph(document)
        paragraph(document, f"{letter.recipients}：", names=letter.names)
    elif letter.title:
        paragraph(document)
    _text(document, letter.body, letter.names)
    _notes(document, letter)
    if not letter.attendance:
        _keep_together(document, letter)
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
    if places.imprint:
        foot.write(document, letter, places.imprint, places.recipients_at_end)
    return document


def _title(document: Docx, title: str, keep: tuple[str, ...], above: float) -> None:
    """A title, `above` mm under what goes before; without one the blank alone."""
    if title:
        lines = break_heading(title, HEADING_CAPACITY, keep)
        paragraph(document, "\n".join(lines), size=22, role=Role.TITLE, align=CENTRE, above=above)
    else:
        paragraph(document, pitch=above / PT)


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


def _keep_together(document: Docx, letter: Letter) -> None:
    """What has been written last goes to the next page with the signature, which never stands there alone."""
    last = next(number for number, one in enumerate(reversed(document.paragraphs)) if one.text == letter.body[-1])
    for one in document.paragraphs[-last - 1 :]:
        one.paragraph_format.keep_with_next = True


def _signature(document: Docx, letter: Letter) -> None:
    """Issuers and date at the places that the PDF gives them: rows with tab stops."""
    block = signature(letter.issuers, letter.dated_on, letter.is_sealed)
    for _ in range(block.above):
        paragraph(document).paragraph_format.keep_with_next = True
    for line in range(block.rows):
        added = paragraph(document, align=LEFT)
        added.paragraph_format.keep_with_next = line + 1 < block.rows or bool(letter.note)
        for part in (part for part in block.parts if part.row == line):
            added.paragraph_format.tab_stops.add_tab_stop(Mm(part.x))
            parts.write(added, f"\t{part.text}", names=letter.names)


def _annex(document: Docx, annex: Annex, label: str, names: tuple[str, ...]) -> None:
    paragraph(document, label, role=Role.HEI).paragraph_format.page_break_before = True
    _title(document, annex.title, names, above=PITCH)
    paragraph(document)
    _text(document, annex.body, names)
    if annex.table:
        listing(document, annex.table, names)
