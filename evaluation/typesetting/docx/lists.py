"""Tables with heads that every page repeats."""

from collections.abc import Sequence
from typing import Any

from docx.document import Document as Docx

from evaluation.typesetting.docx import parts
from evaluation.typesetting.docx.parts import CENTRE, LEFT, paragraph
from evaluation.typesetting.fonts import Role
from evaluation.typesetting.layout.grid import PT
from evaluation.typesetting.layout.tables import PADDING, SCALES, is_taller_than_a_page
from evaluation.typesetting.letter import Table

RULE = 0.18
"""Taken off each row, in mm: one program adds the thickness of the rules to the height of a row, another does not."""


def listing(document: Docx, table: Table, names: tuple[str, ...]) -> None:
    """Numbered rows; those of one group share their label."""
    scale = SCALES[table.size]
    widths = [column.width for column in table.columns]
    pitch = scale.line / PT
    height = scale.row - RULE
    made = parts.table(document, widths, side=PADDING, top=(height - scale.line) / 2)
    for cell, column in zip(parts.row(made, widths, height=height, is_head=True), table.columns, strict=True):
        paragraph(cell, column.title, size=table.size, role=Role.HEI, align=CENTRE, pitch=pitch)
    number = 0
    for group in table.groups:
        rows = []
        for texts in group.rows:
            number += 1
            shown = table.columns[-len(texts) :]
            breaks = is_taller_than_a_page(texts, shown, table.size)
            rows.append(parts.row(made, widths, height=height, breaks=breaks))
            label = (group.label if len(rows) == 1 else None,) if table.is_labelled else ()
            _fill(rows[-1], (str(number), *label, *texts), table, names)
        if table.is_labelled and len(rows) > 1:
            parts.merge_down([cells[1] for cells in rows])
    if table.closing:
        for cell, text in zip(parts.row(made, widths, height=height), table.closing, strict=True):
            paragraph(cell, text, size=table.size, align=CENTRE, pitch=pitch)
    # Two tables with nothing between them would become one.
    paragraph(document, pitch=1)


def _fill(cells: Sequence[Any], texts: Sequence[str | None], table: Table, names: tuple[str, ...]) -> None:
    """One row; a cell without a text will be merged into the one above it."""
    for cell, text, column in zip(cells, texts, table.columns, strict=True):
        if text is not None:
            own = (text,) if len(text) <= 40 else ()
            align = CENTRE if column.is_centred else LEFT
            pitch = SCALES[table.size].line / PT
            paragraph(cell, text, size=table.size, align=align, names=(*names, *own), pitch=pitch)
