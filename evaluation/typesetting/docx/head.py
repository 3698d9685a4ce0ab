"""The red head of page 1 in a word processor: its baselines and rules stand where the PDF has them."""

from docx.document import Document as Docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from evaluation.typesetting.docx import page, parts
from evaluation.typesetting.docx.parts import BASELINE, CENTRE, LEFT, RIGHT, SPREAD, paragraph
from evaluation.typesetting.fonts import Role
from evaluation.typesetting.layout.grid import BODY, CHARACTER, PITCH, PT, TOP, WIDTH
from evaluation.typesetting.layout.head import APART, THICKNESS, THIN, Head
from evaluation.typesetting.layout.head import head as places
from evaluation.typesetting.layout.mark import GAP, Piece
from evaluation.typesetting.letter import Layout, Letter
from evaluation.typesetting.metrics import face

LINE, ROW = 1.2, 1.3
"""Height of the line of a mark, and of each of several, in its size."""
DOUBLE = THICKNESS + APART + THIN


def write(document: Docx, letter: Letter) -> float:
    """Mark, number and rule; how many mm below them the title begins."""
    head = places(letter)
    if letter.layout is Layout.PLAIN:
        return head.below
    if letter.layout is Layout.LETTER:
        end = _in_header(document, head)
    elif letter.layout is Layout.NORMAL and len(letter.mark) > 1:
        end = _joint(document, head.pieces[:-1], head.pieces[-1])
    else:
        end = _single(document, head.pieces[0])
    end = _number(document, letter, head, end)
    title = head.height + (1 + head.has_sender) * PITCH + head.below
    # Its line, and with it those of the text, begins where it does in the PDF: so as many lines fit on the page.
    return title - end


def _lift(role: Role, size: float) -> float:
    """How far a line of the page stands lower than in the PDF so that both have the same baseline, in mm."""
    return face(role).baseline(PITCH / size) * size - BASELINE * PITCH


def _top(piece: Piece, line: float) -> float:
    """Of the line of a piece of the mark, in mm below the top of the type area."""
    return piece.y + face(Role.TITLE).baseline(1) * piece.size - BASELINE * line * piece.size


def _single(document: Docx, piece: Piece) -> float:
    above = _top(piece, LINE)
    added = paragraph(document, align=CENTRE, pitch=piece.size * LINE / PT, above=above)
    _write(added, piece)
    return above + piece.size * LINE


def _write(added: Paragraph, piece: Piece) -> None:
    parts.write(added, piece.text, size=piece.size / PT, role=Role.TITLE, red=True, scale=piece.scale)


def _joint(document: Docx, names: tuple[Piece, ...], word: Piece) -> float:
    """Rows of equal width beside 文件, in a table without rules."""
    size = names[0].size
    above = _top(names[0], ROW)
    paragraph(document, pitch=above / PT)
    width = word.x - GAP - names[0].x
    widths = (width, GAP + 2 * word.size * word.scale + 1)
    made = parts.table(document, widths, grid=False)
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    rows = [parts.row(made, widths) for _ in names]
    for cells, piece in zip(rows, names, strict=True):
        _write(paragraph(cells[0], align=SPREAD, pitch=size * ROW / PT), piece)
    merged = rows[0][1].merge(rows[-1][1])
    _write(paragraph(merged, align=RIGHT, pitch=word.size / PT), word)
    return above + len(names) * size * ROW


def _in_header(document: Docx, head: Head) -> float:
    """The mark of a 信函 stands above the type area, so it is the header of page 1, with a pair of rules under it."""
    section = document.sections[0]
    section.first_page_header.is_linked_to_previous = False
    added = section.first_page_header.paragraphs[0]
    piece, rule = head.pieces[0], head.rules[0]
    top = _top(piece, LINE)
    parts.style(added, CENTRE, piece.size * LINE / PT)
    added.paragraph_format.space_before = Mm(TOP + top - page.HEADER)
    page.beyond(added)
    _write(added, piece)
    space = rule.y - top - piece.size * LINE
    parts.rule(added, red=True, width=THICKNESS, space=space, double="thickThinSmallGap")
    return rule.y + DOUBLE


def _number(document: Docx, letter: Letter, head: Head, end: float) -> float:
    top = head.height + _lift(Role.BODY, BODY)
    align = RIGHT if letter.layout is Layout.LETTER else LEFT if letter.signer else CENTRE
    added = paragraph(document, align=align, above=top - end)
    if letter.signer:
        _both_ends(added)
        parts.write(added, f"\t{letter.number}\t签发人：")
        parts.write(added, letter.signer, role=Role.KAI, names=(letter.signer,))
    else:
        parts.write(added, letter.number)
    end = top + PITCH
    if letter.layout is Layout.LETTER:
        return end
    if head.has_sender:
        added = paragraph(document, align=LEFT)
        _both_ends(added)
        parts.write(added, f"\t{letter.issuers[0]}\t{letter.dated_on}")
        end += PITCH
    parts.rule(added, red=True, width=THICKNESS, space=head.rules[0].y - end)
    return head.rules[0].y + THICKNESS


def _both_ends(added: Paragraph) -> None:
    """Tabs one character in from both margins: an indent would shorten the rule under the line."""
    added.paragraph_format.tab_stops.add_tab_stop(Mm(CHARACTER))
    added.paragraph_format.tab_stops.add_tab_stop(Mm(WIDTH - CHARACTER), parts.RIGHT_TAB)
