"""A letter as the values its HTML template prints: lines already broken, places already computed."""

from typing import Any

from evaluation.notices.fonts import Role
from evaluation.notices.layout import head as heads
from evaluation.notices.layout.annexes import annex_notes
from evaluation.notices.layout.grid import TITLE_CAPACITY
from evaluation.notices.layout.paragraphs import attendance, lines, paragraph
from evaluation.notices.layout.signature import signature
from evaluation.notices.letter import Letter
from evaluation.notices.text import runs
from evaluation.notices.title import break_title


def values(letter: Letter, recipients_at_end: bool = False) -> dict[str, Any]:
    """What `templates/notices/letter.html` needs for the text; annexes and 版记 are added when their place is known."""
    names = letter.names
    recipients = "" if recipients_at_end else letter.recipients
    return {
        "letter": letter,
        "head": heads.head(letter),
        "signer": runs(letter.signer, names, Role.KAI),
        "title": break_title(letter.title, TITLE_CAPACITY, letter.issuers) if letter.title else [],
        "recipients": lines(f"{recipients}：", names) if recipients else (),
        "body": [paragraph(text, names) for text in letter.body],
        "notes": annex_notes(letter.annexes, names),
        "signature": signature(letter.issuers, letter.dated_on, letter.is_sealed),
        "attendance": [attendance(entry, names) for entry in letter.attendance],
        "note": paragraph(f"（{letter.note}）", names) if letter.note else None,
        "annexes": (),
        "imprint": None,
    }
