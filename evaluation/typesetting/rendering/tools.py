"""What WeasyPrint needs and every document shares: one font configuration and one parsed style sheet a process.

New ones for each document cost time and leak memory.
"""

from functools import cache
from pathlib import Path

from django.conf import settings

from evaluation.typesetting.fonts import Role
from evaluation.typesetting.layout.grid import SMALL
from evaluation.typesetting.metrics import face
from evaluation.typesetting.rendering.engine import CSS, FontConfiguration
from evaluation.typesetting.rendering.fetcher import DenyAll

STYLES = tuple(
    f"css/{name}.css" for name in ("notice", "notice_form", "notice_award", "notice_booklet", "notice_brief")
)
NUMBER_DASH = 7.0
"""The page number's dash below the type area, in mm."""


@cache
def tools() -> tuple[FontConfiguration, list[CSS]]:
    fonts = FontConfiguration()
    texts = [(Path(settings.BASE_DIR) / "static" / name).read_text() for name in STYLES]
    return fonts, [CSS(string=text, font_config=fonts, url_fetcher=DenyAll()) for text in (_measured(), *texts)]


def _measured() -> str:
    """The one length of the style sheet that hangs on the ink of a font: where the page number stands."""
    song = face(Role.SONG)
    _, low, _, high = song.ink("—")
    dash = (song.baseline(1) - (low + high) / 2) * SMALL
    box = (
        f"{{ font: 14pt/1 'GW Song'; letter-spacing: 0; vertical-align: top; padding-top: {NUMBER_DASH - dash:.3f}mm }}"
    )
    return f"@page {{ @bottom-left {box} @bottom-right {box} }}"
