"""A letter as the values its HTML template prints: lines already broken, places already computed."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from evaluation.notices.fonts import Role
from evaluation.notices.layout import head as heads
from evaluation.notices.layout.grid import BODY, CHARACTER, PITCH, SMALL, SPACING, TITLE, WIDTH, ems
from evaluation.notices.layout.signature import signature
from evaluation.notices.layout.tables import sheets
from evaluation.notices.letter import Annex, Letter
from evaluation.notices.text import Line, break_lines, width_of
from evaluation.notices.title import break_title

FULL = ems(WIDTH)
INDENT = 2 * (1 + SPACING)
TITLE_CAPACITY = int(WIDTH / TITLE)
LEVELS = (
    (re.compile(r"[一二三四五六七八九十]+、"), "one", Role.HEI),
    (re.compile(r"（[一二三四五六七八九十]+）"), "two", Role.KAI),
)
LONGEST_HEADING = 40


class ImprintPlace(StrEnum):
    """Where the 版记 stands: at the foot of the last page of text, on the even page after it, or after a blank page."""

    FOOT = "foot"
    OWN = "own"
    BARE = "bare"


@dataclass(frozen=True)
class Paragraph:
    lines: tuple[Line, ...]
    level: str = "text"
    """text; one for 一、 and two for （一）, which have their own typefaces."""


def paragraph(text: str, names: tuple[str, ...], indent: float = INDENT) -> Paragraph:
    for pattern, level, role in LEVELS:
        if pattern.match(text) and len(text) <= LONGEST_HEADING and not text.endswith(("。", "；")):
            return Paragraph(_lines(text, names, indent, role), level)
    return Paragraph(_lines(text, names, indent))


def hanging(text: str, names: tuple[str, ...], left: float, right: float = 0, size: float = BODY) -> Paragraph:
    """Lines between `left` and `right` mm from the margins, for what hangs beside a label."""
    width = ems(WIDTH - left - right, size)
    spacing = SPACING if size == BODY else 0
    return Paragraph(tuple(break_lines(text, width, spacing=spacing, names=names)))


def _lines(text: str, names: tuple[str, ...], indent: float = 0, role: Role = Role.BODY) -> tuple[Line, ...]:
    return tuple(break_lines(text, FULL, indent=indent, spacing=SPACING, role=role, names=names))


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


def imprint(letter: Letter, with_recipients: bool) -> dict[str, Any] | None:
    """版记: 主送 (only when page 1 has no room for it), 抄送, 印发机关 and 印发日期."""
    if not (letter.copies_to or letter.printed_by):
        return None
    character = SMALL
    rows = []
    left = character + 3 * SMALL
    for label, text in (("主送：", letter.recipients if with_recipients else ""), ("抄送：", letter.copies_to)):
        if text:
            rows.append({"label": label, "body": hanging(f"{text}。", letter.names, left, character, SMALL)})
    return {
        "rows": rows,
        "left": left,
        "character": character,
        "printed_by": letter.printed_by,
        "printed_on": f"{letter.printed_on}印发" if letter.printed_on else "",
    }


def values(letter: Letter, recipients_at_end: bool, place: ImprintPlace) -> dict[str, Any]:
    """Everything `templates/notices/letter.html` needs."""
    names = letter.names
    recipients = "" if recipients_at_end else letter.recipients
    return {
        "letter": letter,
        "head": heads.head(letter.mark),
        "title": break_title(letter.title, TITLE_CAPACITY, letter.issuers),
        "recipients": _lines(f"{recipients}：", names) if recipients else (),
        "body": [paragraph(text, names) for text in letter.body],
        "notes": annex_notes(letter.annexes, names),
        "signature": signature(letter.issuers, letter.dated_on, letter.is_sealed),
        "note": paragraph(f"（{letter.note}）", names) if letter.note else None,
        "annexes": annex_pages(letter.annexes, names),
        "imprint": imprint(letter, recipients_at_end),
        "imprint_place": place,
    }
