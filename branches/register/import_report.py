"""What an import did or would do, for the preview and the command line."""

from dataclasses import dataclass, field
from typing import Any

from branches.spreadsheet.doubts import Doubt
from branches.spreadsheet.problems import Problem
from branches.spreadsheet.table import Table


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
    """What an import did, or on a dry run would do; nothing unless `is_written`. `left`: lines that stay out."""

    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    left: int = 0
    problems: list[Problem] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    open_doubts: list[Doubt] = field(default_factory=list)
    given: dict[str, str] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    units: list[UnitCount] = field(default_factory=list)
    table: Table | None = None
    fingerprint: str = ""
    is_stale: bool = False
    is_written: bool = False

    @property
    def counts(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in ("rows", "created", "updated", "unchanged")}

    @property
    def summary(self) -> dict[str, Any]:
        """The one line that the command prints."""
        errors = [[problem.row, problem.column, problem.reason] for problem in self.problems]
        doubts = [[doubt.line, doubt.column, doubt.sentence] for doubt in self.doubts]
        return {**self.counts, "errors": errors, "doubts": doubts}

    @property
    def ready(self) -> int:
        """Lines that go in."""
        return self.created + self.updated + self.unchanged

    @property
    def new_units(self) -> list[UnitCount]:
        return [unit for unit in self.units if unit.is_new]
