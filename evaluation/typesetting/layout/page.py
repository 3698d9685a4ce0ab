"""A letter as the values its HTML template prints: lines already broken, places already computed."""

from dataclasses import replace
from typing import Any

from evaluation.typesetting.fonts import Role
from evaluation.typesetting.heading import break_heading
from evaluation.typesetting.layout import head
from evaluation.typesetting.layout.annexes import annex_notes
from evaluation.typesetting.layout.grid import HEADING_CAPACITY
from evaluation.typesetting.layout.paragraphs import Paragraph, attendance, lines, paragraph
from evaluation.typesetting.layout.signature import signature
from evaluation.typesetting.letter import Letter
from evaluation.typesetting.text import marked, runs


def values(letter: Letter, recipients_at_end: bool = False) -> dict[str, Any]:
    """What `templates/notices/letter.html` needs for the text; annexes and 版记 are added when their place is known."""
    names = letter.names
    recipients = "" if recipients_at_end else letter.recipients
    return {
        "letter": letter,
        "head": head.head(letter),
        "signer": runs(letter.signer, names, Role.KAI),
        "title": break_heading(letter.title, HEADING_CAPACITY, letter.issuers) if letter.title else [],
        "recipients": lines(f"{recipients}：", names) if recipients else (),
        "body": _body(letter),
        "notes": annex_notes(letter.annexes, names),
        "signature": signature(letter.issuers, letter.dated_on, letter.is_sealed),
        "attendance": [attendance(entry, names) for entry in letter.attendance],
        "note": paragraph(f"（{letter.note}）", names) if letter.note else None,
        "annexes": (),
        "imprint": None,
    }


def _body(letter: Letter) -> list[Paragraph]:
    """What differs from the standard text is marked in a draft."""
    body = [paragraph(text, letter.names) for text in letter.body]
    for number, spans in enumerate(letter.changed[: len(body)]):
        if spans:
            found = body[number]
            body[number] = replace(found, lines=tuple(marked(found.lines, letter.body[number], spans)))
    return body
