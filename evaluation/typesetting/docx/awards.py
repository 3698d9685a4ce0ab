"""Certificate and plaque in a word processor, which knows no sheet above 558 mm: a plaque is drawn at half its size."""

from docx.document import Document as Docx
from docx.shared import Mm

from evaluation.typesetting.award import Award, Sort
from evaluation.typesetting.docx import page
from evaluation.typesetting.docx.parts import CENTRE, LEFT, RIGHT, paragraph
from evaluation.typesetting.fonts import Role
from evaluation.typesetting.layout.grid import PT

SHEETS = {Sort.CERTIFICATE: (297.0, 210.0), Sort.PLAQUE: (300.0, 200.0)}
HEADING, TEXT, ISSUER, SMALL = 20 / PT, 8.8 / PT, 6.4 / PT, 12.0


def write(award: Award) -> Docx:
    width, height = SHEETS[award.sort]
    document = page.blank(width, height, (30, 36, 24, 36))
    is_plaque = award.sort is Sort.PLAQUE
    middle = CENTRE if is_plaque else LEFT
    paragraph(document, award.heading, size=HEADING, role=Role.TITLE, align=CENTRE, pitch=HEADING * 1.4, red=True)
    text, addressee = award.text, award.addressee
    for content in (text, addressee) if is_plaque else (addressee, text):
        added = paragraph(
            document,
            content,
            size=TEXT,
            role=Role.KAI,
            align=middle,
            names=award.names,
            pitch=TEXT * 1.9,
            chars={"firstLine": 2.0} if content is text and not is_plaque else None,
        )
    added.paragraph_format.space_after = Mm(12)
    for name in (*award.issuers, award.dated_on):
        paragraph(
            document, name, size=ISSUER, align=CENTRE if is_plaque else RIGHT, names=award.names, pitch=ISSUER * 1.7
        )
    if award.number:
        paragraph(document, f"编号：{award.number}", size=SMALL, align=LEFT, pitch=SMALL * 1.5)
    return document
