"""附件说明 under the text, and the annexes themselves, each on pages of its own (GB/T 9704-2012, 7.3.4 and 7.3.8)."""

from dataclasses import dataclass
from typing import Any

from evaluation.typesetting.fonts import Role
from evaluation.typesetting.heading import break_heading
from evaluation.typesetting.layout.grid import BODY, CHARACTER, HEADING_CAPACITY, PITCH, SPACING
from evaluation.typesetting.layout.paragraphs import Paragraph, hanging, paragraph
from evaluation.typesetting.layout.tables import Sheet, end_of, sheets
from evaluation.typesetting.letter import Annex, Table
from evaluation.typesetting.text import width_of


@dataclass(frozen=True)
class AnnexPages:
    """One annex, ready to print."""

    label: str
    title: list[str]
    body: list[Paragraph]
    table: Table | None
    sheets: list[Sheet]
    above: float
    """Height in mm of label and title, with the blank line under them."""
    used: float
    """Of everything that stands above the table."""

    @property
    def pages(self) -> int:
        """Of one with a table."""
        return len(self.sheets) + (0 if self.sheets[0].is_first else 1)

    @property
    def end(self) -> float:
        """Where its table ends on the last page, in mm below the top of the type area."""
        return end_of(self.table, self.sheets, self.used) if self.table else self.used


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


def annex_pages(annexes: tuple[Annex, ...], names: tuple[str, ...]) -> list[AnnexPages]:
    pages = []
    for number, annex in enumerate(annexes, start=1):
        title = break_heading(annex.title, HEADING_CAPACITY, names)
        body = [paragraph(text, names) for text in annex.body]
        # 附件 on line 1, the title from line 3, one blank line under it.
        above = (2 + len(title) + 1) * PITCH
        used = above + sum(len(part.lines) for part in body) * PITCH
        pages.append(
            AnnexPages(
                label=f"附件{number}" if len(annexes) > 1 else "附件",
                title=title,
                body=body,
                table=annex.table,
                sheets=sheets(annex.table, used, names) if annex.table else [],
                above=above,
                used=used,
            )
        )
    return pages
