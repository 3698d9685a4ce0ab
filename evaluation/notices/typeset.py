"""From the frozen facts of a document to its PDF: a pure function, without database, network or files of the site.

One font configuration and one parsed style sheet serve the whole process: new ones for each document cost time and leak.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.template.loader import render_to_string

from evaluation.notices.engine import CSS, HTML, Document, FontConfiguration
from evaluation.notices.fetcher import DenyAll
from evaluation.notices.fonts import Role
from evaluation.notices.kinds import naming
from evaluation.notices.kinds.wording import cleaned
from evaluation.notices.layout.grid import BODY, PITCH, SMALL, ink_bottom
from evaluation.notices.layout.head import RULE_BELOW, SAMPLE
from evaluation.notices.layout.page import ImprintPlace, values
from evaluation.notices.letter import Letter
from evaluation.notices.metrics import face
from evaluation.notices.text import rare_names

STYLES = ("css/notice.css",)
NUMBER_DASH = 7.0
"""The page number's dash below the type area, in mm."""

LETTERS: dict[str, Callable[[Any], Letter]] = {
    "naming": naming.compose,
}


def render(kind: str, data: dict[str, Any]) -> bytes:
    """The PDF of a document. The same facts give the same bytes on the same machine."""
    return cast(bytes, _lay_out(compose(kind, data)).write_pdf())


def compose(kind: str, data: dict[str, Any]) -> Letter:
    return LETTERS[kind](cleaned(data))


def rare(kind: str, data: dict[str, Any]) -> list[str]:
    """Names that are set in the fallback typeface because 仿宋 lacks a character: the operator is told."""
    return rare_names(compose(kind, data).names)


def _lay_out(letter: Letter) -> Document:
    """Lay out once, and again only where page 1 or the last page is not as it has to be."""
    at_end, place = False, ImprintPlace.FOOT
    document = _document(values(letter, at_end, place))
    if letter.recipients and "first" not in document.pages[0].anchors:
        # 主送 so long that page 1 shows no text moves to the 版记 (GB/T 9704-2012, 7.3.1).
        at_end = True
        document = _document(values(letter, at_end, place))
    if letter.printed_by and len(document.pages) % 2:
        # The 版记 stands on the last page, an even one; a blank page before it if need be, then both without number.
        pages_of_text = 1 + next(n for n, page in enumerate(document.pages) if "end" in page.anchors)
        place = ImprintPlace.OWN if pages_of_text % 2 else ImprintPlace.BARE
        document = _document(values(letter, at_end, place))
    return document


def _document(context: dict[str, Any]) -> Document:
    html = render_to_string("notices/letter.html", context)
    fonts, sheets = _tools()
    return HTML(string=html, url_fetcher=DenyAll()).render(font_config=fonts, stylesheets=sheets)


@cache
def _tools() -> tuple[FontConfiguration, list[CSS]]:
    fonts = FontConfiguration()
    texts = [(Path(settings.BASE_DIR) / "static" / name).read_text() for name in STYLES]
    return fonts, [CSS(string=text, font_config=fonts, url_fetcher=DenyAll()) for text in (_measured(), *texts)]


def _measured() -> str:
    """The two lengths of the style sheet that hang on the ink of the fonts."""
    song = face(Role.SONG)
    _, low, _, high = song.ink("—")
    dash = (song.baseline(1) - (low + high) / 2) * SMALL
    rule_drop = ink_bottom(Role.BODY, SAMPLE, BODY, PITCH) + RULE_BELOW - PITCH
    return (
        f"html {{ --rule-drop: {rule_drop:.3f}mm }}"
        "@page { @bottom-left { font: 14pt/1 'GW Song'; letter-spacing: 0; vertical-align: top; "
        f"padding-top: {NUMBER_DASH - dash:.3f}mm }} "
        "@bottom-right { font: 14pt/1 'GW Song'; letter-spacing: 0; vertical-align: top; "
        f"padding-top: {NUMBER_DASH - dash:.3f}mm }} }}"
    )
