"""What is wrong in a cell of an imported table, as every import tells it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """What is wrong in one cell (or, without a column, with a line; with line 0, the table) and what to do.

    `cell` is its name in the spreadsheet, as F38; empty where the table as a whole is meant.
    """

    row: int
    column: str
    reason: str
    value: str = ""
    cell: str = ""
