"""From the frozen facts of a document to its PDF: a pure function, without database, network or files of the site.

One font configuration and one parsed style sheet serve the whole process: new ones for each document cost time and leak.
"""

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, cast

from django.conf import settings
from django.template.loader import render_to_string

from evaluation.notices.award import Award
from evaluation.notices.engine import CSS, HTML, Document, FontConfiguration
from evaluation.notices.fetcher import DenyAll
from evaluation.notices.fonts import Role
from evaluation.notices.form import Form
from evaluation.notices.kinds import (
    assessment,
    award,
    minutes,
    naming,
    plaque_letter,
    public_notice,
    recommendation,
    reinspection,
    reminder_letter,
    revocation,
    self_assessment,
)
from evaluation.notices.kinds.wording import cleaned
from evaluation.notices.layout import awards, forms
from evaluation.notices.layout.annexes import annex_pages
from evaluation.notices.layout.grid import SMALL, TOP
from evaluation.notices.layout.imprint import imprint
from evaluation.notices.layout.page import values
from evaluation.notices.letter import Letter
from evaluation.notices.metrics import face
from evaluation.notices.text import rare_names

STYLES = ("css/notice.css", "css/notice_form.css", "css/notice_award.css")
MM_PER_PX = 25.4 / 96
NUMBER_DASH = 7.0
"""The page number's dash below the type area, in mm."""

_one_at_a_time = Lock()

KINDS: dict[str, Callable[[Any], Letter | Form | Award]] = {
    "self_assessment": self_assessment.compose,
    "assessment": assessment.compose,
    "recommendation": recommendation.compose,
    "public_notice": public_notice.compose,
    "naming": naming.compose,
    "reinspection": reinspection.compose,
    "revocation": revocation.compose,
    "plaque_letter": plaque_letter.compose,
    "reminder_letter": reminder_letter.compose,
    "minutes": minutes.compose,
    "certificate": award.certificate,
    "plaque": award.plaque,
}


def render(kind: str, data: dict[str, Any]) -> bytes:
    """The PDF of a document. The same facts give the same bytes on the same machine."""
    return print_out(compose(kind, data))


def print_out(document: Letter | Form | Award) -> bytes:
    # The font map below WeasyPrint belongs to one thread at a time.
    with _one_at_a_time:
        return cast(bytes, _pages(document).write_pdf())


def render_together(documents: Iterable[tuple[str, dict[str, Any]]]) -> bytes:
    """Many documents in one PDF that holds each typeface once, in their order."""
    with _one_at_a_time:
        laid_out = [_pages(compose(kind, data)) for kind, data in documents]
        pages = [page for document in laid_out for page in document.pages]
        return cast(bytes, laid_out[0].copy(pages).write_pdf())


def compose(kind: str, data: dict[str, Any]) -> Letter | Form | Award:
    return KINDS[kind](cleaned(data))


def rare(kind: str, data: dict[str, Any]) -> list[str]:
    """Names that are set in the fallback typeface because 仿宋 lacks a character: the operator is told."""
    return rare_names(compose(kind, data).names)


def _pages(document: Letter | Form | Award) -> Document:
    if isinstance(document, Form):
        return _document("notices/form.html", forms.values(document))
    if isinstance(document, Award):
        return _document("notices/award.html", awards.values(document))
    return _lay_out(document)


def _lay_out(letter: Letter) -> Document:
    """Lay out the text and see where it ends; then all of it, with the 版记 in its place."""
    text, at_end = values(letter), False
    document = _letter(text)
    if letter.recipients and "first" not in document.pages[0].anchors:
        # 主送 so long that page 1 shows no text moves to the 版记 (GB/T 9704-2012, 7.3.1).
        text, at_end = values(letter, recipients_at_end=True), True
        document = _letter(text)
    text["annexes"] = annexes = annex_pages(letter.annexes, letter.names)
    foot = imprint(letter, at_end)
    if foot is None:
        return _letter(text) if annexes else document
    if all(annex.is_paged for annex in annexes):
        pages = len(document.pages) + sum(annex.pages for annex in annexes)
        end = annexes[-1].end if annexes else _end(document)
    else:
        document = _letter(text)
        pages, end = len(document.pages), _end(document)
    return _letter(text | {"imprint": foot.after(pages, end)})


def _end(document: Document) -> float:
    """Where the text ends on its last page, in mm below the top of the type area."""
    return float(document.pages[-1].anchors["end"][1]) * MM_PER_PX - TOP


def _letter(context: dict[str, Any]) -> Document:
    return _document("notices/letter.html", context)


def _document(template: str, context: dict[str, Any]) -> Document:
    html = render_to_string(template, context)
    fonts, sheets = _tools()
    return HTML(string=html, url_fetcher=DenyAll()).render(font_config=fonts, stylesheets=sheets)


@cache
def _tools() -> tuple[FontConfiguration, list[CSS]]:
    fonts = FontConfiguration()
    texts = [(Path(settings.BASE_DIR) / "static" / name).read_text() for name in STYLES]
    return fonts, [CSS(string=text, font_config=fonts, url_fetcher=DenyAll()) for text in (_measured(), *texts)]


def _measured() -> str:
    """The one length of the style sheet that hangs on the ink of a font: where the page number stands."""
    song = face(Role.SONG)
    _, low, _, high = song.ink("—")
    dash = (song.baseline(1) - (low + high) / 2) * SMALL
    return (
        "@page { @bottom-left { font: 14pt/1 'GW Song'; letter-spacing: 0; vertical-align: top; "
        f"padding-top: {NUMBER_DASH - dash:.3f}mm }} "
        "@bottom-right { font: 14pt/1 'GW Song'; letter-spacing: 0; vertical-align: top; "
        f"padding-top: {NUMBER_DASH - dash:.3f}mm }} }}"
    )
