"""Where the parts of a document will stand, without laying it out: so its pages are known cheaply, and its .docx agrees."""

from dataclasses import dataclass

from evaluation.typesetting.award import Award
from evaluation.typesetting.brief import Brief
from evaluation.typesetting.form import Form
from evaluation.typesetting.layout import forms as layout_forms
from evaluation.typesetting.layout.annexes import AnnexPages, annex_pages
from evaluation.typesetting.layout.extent import expected, has_text_on_page_1
from evaluation.typesetting.layout.forms import TablePages
from evaluation.typesetting.layout.imprint import Imprint, Place, imprint
from evaluation.typesetting.layout.page import values
from evaluation.typesetting.letter import Layout, Letter

_FURTHER = {Place.FOOT: 0, Place.OWN: 1, Place.BARE: 2}


@dataclass(frozen=True)
class Plan:
    recipients_at_end: bool
    """主送 so long that page 1 would show no text move to the 版记 (GB/T 9704-2012, 7.3.1)."""
    annexes: tuple[AnnexPages, ...]
    imprint: Imprint | None
    pages: int


def plan(letter: Letter) -> Plan:
    text = values(letter)
    has_imprint = letter.layout is not Layout.PLAIN
    is_moved = has_imprint and bool(letter.recipients) and not has_text_on_page_1(text)
    if is_moved:
        text = values(letter, recipients_at_end=True)
    annexes = annex_pages(letter.annexes, letter.names)
    extent = expected(text, annexes)
    foot = imprint(letter, with_recipients=is_moved)
    if foot is None:
        return Plan(is_moved, tuple(annexes), None, extent.pages)
    foot = foot.after(*extent)
    return Plan(is_moved, tuple(annexes), foot, extent.pages + _FURTHER[foot.place])


def pages_of(document: Letter | Form | Award | Brief) -> int:
    """How many pages it will have, from its lines alone."""
    if isinstance(document, Letter):
        return plan(document).pages
    if not isinstance(document, Form):
        return 1
    blocks = layout_forms.values(document)["blocks"]
    further = sum(len(one.content.sheets) - 1 for one in blocks if isinstance(one.content, TablePages))
    return int(1 + sum(one.begins_page for one in blocks) + further)
