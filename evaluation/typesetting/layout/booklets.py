"""A booklet as the values its HTML template prints: lines already broken on the grid of a 公文."""

from typing import Any

from evaluation.typesetting.booklet import Booklet, Chapter
from evaluation.typesetting.fonts import Role
from evaluation.typesetting.heading import break_heading
from evaluation.typesetting.layout.grid import CHARACTERS, HEADING_CAPACITY, SPACING
from evaluation.typesetting.layout.paragraphs import lines, paragraph
from evaluation.typesetting.text import break_lines

COVER_CAPACITY = 12
"""Characters of the cover's heading on a line, at 36 pt."""
ENTRY = CHARACTERS - 4
"""Characters of an entry of the contents on a line: the rest is for dots and the page number."""


def values(booklet: Booklet) -> dict[str, Any]:
    """What `templates/notices/booklet.html` needs."""
    return {
        "booklet": booklet,
        "heading": break_heading(booklet.heading, COVER_CAPACITY),
        "chapters": [_chapter(one) for one in booklet.chapters],
    }


def _chapter(chapter: Chapter) -> dict[str, Any]:
    names = (chapter.author,)
    entry = break_lines(chapter.heading, ENTRY, spacing=SPACING, justify=False)
    return {
        "entry": entry,
        "heading": break_heading(chapter.heading, HEADING_CAPACITY),
        "author": lines(chapter.author, names, role=Role.KAI),
        "body": [paragraph(text, names) for text in chapter.body],
    }
