"""The table as it came, with what is wrong or asked framed in its cells and said in a column beside."""

from collections.abc import Iterable

from branches.spreadsheet import workbook
from branches.spreadsheet.doubts import Doubt
from branches.spreadsheet.grid import Fault
from branches.spreadsheet.problems import Problem
from branches.spreadsheet.table import REMARKS, Layout, Table


def marked(table: Table | None, layout: Layout, problems: Iterable[Problem], asked: Iterable[Doubt] = ()) -> bytes:
    """A workbook in the order of the file; only the layout's headings where no table could be read."""
    if table is None:
        return workbook.write(layout.title, layout.headings, [])
    kept = [at for at, heading in enumerate(table.headings) if heading != REMARKS]
    headings = [table.headings[at] for at in kept]
    said: dict[int, list[tuple[str, str]]] = {}
    for problem in problems:
        said.setdefault(problem.row, []).append((problem.column, problem.reason))
    for doubt in asked:
        said.setdefault(doubt.line, []).append((doubt.column, f"{doubt.sentence}请在核对页面上选。"))
    rows, marks = [], {}
    for index, line in enumerate(table.lines):
        remarks = said.get(line.number, [])
        told = "\n".join(f"{column}：{sentence}" if column else sentence for column, sentence in remarks)
        cells = [line.cells[at] for at in kept]
        rows.append([*(str(cell) if isinstance(cell, Fault) else cell for cell in cells), told])
        marks.update({(index, headings.index(column)): text for column, text in remarks if column in headings})
    return workbook.write(layout.title, [*headings, REMARKS], rows, marks)
