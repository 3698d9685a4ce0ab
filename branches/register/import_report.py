"""What an import did or would do, for the preview, the command line and the workbook that goes back."""

import hashlib
from dataclasses import asdict, dataclass, field
from typing import Any

from branches.register import roster
from branches.register.roster import Problem, Roster
from branches.spreadsheet import workbook


@dataclass(frozen=True)
class Change:
    """One cell of the register that an import changes."""

    row: int
    branch: str
    column: str
    before: str
    after: str


@dataclass
class UnitCount:
    """What an import does to one unit."""

    name: str
    is_new: bool
    created: int = 0
    updated: int = 0
    unchanged: int = 0


@dataclass
class Report:
    """What an import did, or on a dry run would do. With problems it did nothing."""

    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)
    doubts: list[Problem] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    units: list[UnitCount] = field(default_factory=list)
    roster: Roster | None = None
    is_stale: bool = False

    @property
    def summary(self) -> dict[str, Any]:
        """The one line that the command prints."""
        errors = [[problem.row, problem.column, problem.reason] for problem in self.problems]
        counts = {name: getattr(self, name) for name in ("rows", "created", "updated", "unchanged")}
        return {**counts, "errors": errors}

    @property
    def fingerprint(self) -> str:
        """Of everything the import does: two equal ones do the same."""
        doing = [asdict(unit) for unit in self.units], [asdict(change) for change in self.changes]
        return hashlib.sha256(repr(doing).encode()).hexdigest()

    @property
    def new_units(self) -> list[UnitCount]:
        return [unit for unit in self.units if unit.is_new]


def returned(report: Report) -> bytes:
    """The file as it was sent, in its order, with wrong cells framed in red and a column that says what to do."""
    table = report.roster
    if table is None:
        return workbook.write(roster.TITLE, roster.HEADINGS, [])
    headings = [heading for heading in table.headings if heading != roster.REMARKS]
    reasons: dict[int, list[Problem]] = {}
    for problem in report.problems:
        reasons.setdefault(problem.row, []).append(problem)
    rows, marks = [], {}
    for index, line in enumerate(table.lines):
        cells = dict(zip(table.headings, line.cells, strict=True))
        wrong = reasons.get(line.number, [])
        rows.append([*(_whole(cells[heading]) for heading in headings), "\n".join(map(_remark, wrong))])
        marks.update({(index, headings.index(one.column)): one.reason for one in wrong})
    return workbook.write(roster.TITLE, [*headings, roster.REMARKS], rows, marks)


def _remark(problem: Problem) -> str:
    return f"{problem.column}：{problem.reason}"


def _whole(cell: Any) -> Any:
    """Readers give every number as a float."""
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell
