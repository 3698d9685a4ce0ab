"""A letter as the values its HTML template prints: lines already broken, places already computed."""

from typing import Any

from evaluation.notices.fonts import Role
from evaluation.notices.layout import head as heads
from evaluation.notices.layout.grid import BODY, CHARACTER, PITCH, SPACING, TITLE, WIDTH
from evaluation.notices.layout.imprint import Imprint
from evaluation.notices.layout.paragraphs import hanging, lines, paragraph
from evaluation.notices.layout.signature import signature
from evaluation.notices.layout.tables import sheets
from evaluation.notices.letter import Annex, Letter
from evaluation.notices.text import width_of
from evaluation.notices.title import break_title

TITLE_CAPACITY = int(WIDTH / TITLE)


def annex_notes(annexes: tuple[Annex, ...], names: tuple[str, ...]) -> list[dict[str, Any]]:
    """附件说明: “附件：” and the hanging names, numbered when there are several."""
    label = 3 * CHARACTER
    notes = []
    for number, annex in enumerate(annexes, start=1):
        mark = f"{number}. " if len(annexes) > 1 else ""
        mark_width = width_of(mark, Role.BODY, SPACING) * BODY + (CHARACTER - BODY if mark else 0)
        left = 2 * CHARACTER + label + mark_width
        notes.append(
            {
                "label": "附件：" if number == 1 else "",
                "mark": mark,
                "mark_x": 2 * CHARACTER + label,
                "left": left,
                "body": hanging(annex.title, names, left),
            }
        )
    return notes


def annex_pages(annexes: tuple[Annex, ...], names: tuple[str, ...]) -> list[dict[str, Any]]:
    pages = []
    for number, annex in enumerate(annexes, start=1):
        title = break_title(annex.title, TITLE_CAPACITY, names)
        # 附件 on line 1, the title from line 3, one blank line under it.
        used = (2 + len(title) + 1) * PITCH
        body = [paragraph(text, names) for text in annex.body]
        used += sum(len(part.lines) for part in body) * PITCH
        pages.append(
            {
                "label": f"附件{number}" if len(annexes) > 1 else "附件",
                "title": title,
                "body": body,
                "columns": annex.table.columns if annex.table else (),
                "sheets": sheets(annex.table, used, names) if annex.table else (),
            }
        )
    return pages


def values(letter: Letter, recipients_at_end: bool, imprint: Imprint | None) -> dict[str, Any]:
    """Everything `templates/notices/letter.html` needs."""
    names = letter.names
    recipients = "" if recipients_at_end else letter.recipients
    return {
        "letter": letter,
        "head": heads.head(letter.mark),
        "title": break_title(letter.title, TITLE_CAPACITY, letter.issuers),
        "recipients": lines(f"{recipients}：", names) if recipients else (),
        "body": [paragraph(text, names) for text in letter.body],
        "notes": annex_notes(letter.annexes, names),
        "signature": signature(letter.issuers, letter.dated_on, letter.is_sealed),
        "note": paragraph(f"（{letter.note}）", names) if letter.note else None,
        "annexes": annex_pages(letter.annexes, names),
        "imprint": imprint,
    }
