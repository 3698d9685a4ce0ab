"""Certificate and plaque in a word processor, which knows no sheet above 558 mm: a plaque is drawn at half its size."""

from docx.document import Document as Docx
from docx.shared import Mm

from evaluation.typesetting.award import Award, Sort
from evaluation.typesetting.docx import page
from evaluation.typesetting.docx.parts import CENTRE, LEFT, RIGHT, paragraph
from evaluation.typesetting.fonts import Role
from evaluation.typesetting.layout.awards import PLANS, values
from evaluation.typesetting.layout.grid import PT

SHEETS = {Sort.CERTIFICATE: (297.0, 210.0), Sort.PLAQUE: (300.0, 200.0)}
ABOVE, BELOW, SMALL = 30, 20, 12.0


def write(award: Award) -> Docx:
    width, height = SHEETS[award.sort]
    plan, fitted = PLANS[award.sort], values(award)
    scale = width / plan.width / PT
    # A hundredth less than what just fits: programs round in their own way, and one line more would need another page.
    heading, text, addressee, issuer = (
        size * scale * 0.99
        for size in (fitted["heading_size"], fitted["text_size"], fitted["addressee"].size, fitted["issuer_size"])
    )
    side = plan.side * width / plan.width
    document = page.blank(width, height, (ABOVE, side, BELOW, side))
    is_plaque = award.sort is Sort.PLAQUE
    middle = CENTRE if is_plaque else LEFT
    paragraph(document, award.heading, size=heading, role=Role.TITLE, align=CENTRE, pitch=heading * 1.4, red=True)
    parts = [(award.addressee, addressee), (award.text, text)]
    for content, size in reversed(parts) if is_plaque else parts:
        added = paragraph(
            document,
            content,
            size=size,
            role=Role.KAI,
            align=middle,
            names=award.names,
            pitch=text * 1.9,
            chars={"firstLine": 2.0} if content is award.text and not is_plaque else None,
        )
    added.paragraph_format.space_after = Mm(12 if len(award.issuers) < 3 else 4)
    for name in (*award.issuers, award.dated_on):
        paragraph(
            document, name, size=issuer, align=CENTRE if is_plaque else RIGHT, names=award.names, pitch=issuer * 1.7
        )
    if award.number:
        paragraph(document, f"编号：{award.number}", size=SMALL, align=LEFT, pitch=SMALL * 1.5)
    return document
