"""Tables with heads that every page repeats."""

from docx.document import Document as Docx

from evaluation.typesetting.docx import parts
from evaluation.typesetting.docx.parts import CENTRE, LEFT, paragraph
from evaluation.typesetting.fonts import Role
from evaluation.typesetting.layout.grid import PT
from evaluation.typesetting.layout.tables import SCALES
from evaluation.typesetting.letter import Table


def listing(document: Docx, table: Table, names: tuple[str, ...]) -> None:
    """Numbered rows; those of one group share their label."""
    scale = SCALES[table.size]
    widths = [column.width for column in table.columns]
    aligns = [CENTRE if column.is_centred else LEFT for column in table.columns]
    pitch = scale.line / PT
    made = parts.table(document, widths)
    for cell, column in zip(parts.row(made, widths, height=scale.row, is_head=True), table.columns, strict=True):
        paragraph(cell, column.title, size=table.size, role=Role.HEI, align=CENTRE, pitch=pitch)
    number = 0
    for group in table.groups:
        rows = []
        for texts in group.rows:
            number += 1
            label = (group.label,) if table.is_labelled else ()
            cells = parts.row(made, widths, height=scale.row)
            rows.append(cells)
            shown = (str(number), *label, *texts)
            for position, (cell, text) in enumerate(zip(cells, shown, strict=True)):
                if not (label and position == 1 and len(rows) > 1):
                    own = (text,) if len(text) <= 40 else ()
                    paragraph(cell, text, size=table.size, align=aligns[position], names=(*names, *own), pitch=pitch)
        if table.is_labelled and len(rows) > 1:
            parts.merge_down([cells[1] for cells in rows])
    if table.closing:
        for cell, text in zip(parts.row(made, widths, height=scale.row), table.closing, strict=True):
            paragraph(cell, text, size=table.size, align=CENTRE, pitch=pitch)
    # Two tables with nothing between them would become one.
    paragraph(document, pitch=1)
