"""What the page of an import shows before anything is written. It consists of plain values, so that it can be kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from branches.spreadsheet.doubts import Choice, Doubt, unanswered
from branches.spreadsheet.problems import Problem

_SHOWN = 200
"""How many problems or remarks a page shows; the marked workbook has all of them."""

PART = "part"
"""The field of the button that takes the valid lines and leaves the others out."""


@dataclass(frozen=True)
class Counted:
    """One of the figures on top: 691 新建账号."""

    number: int
    label: str


@dataclass(frozen=True)
class Preview:
    """What `branches/import_preview.html` shows of any import; the template of each import extends it.

    `rows`: lines of the table; `ready`: how many of them go in as things stand; `read`: how the file was read, in
    sentences; `given`: the answers so far, by key of the doubt; `returned_url`: where the marked workbook is.
    """

    file: str
    rows: int
    ready: int
    counts: Sequence[Counted]
    confirmation: str
    problems: Sequence[Problem] = ()
    """The first of them."""
    problem_count: int = 0
    wrong_rows: int = 0
    questions: Sequence[Doubt] = ()
    asked_rows: int = 0
    remarks: Sequence[Doubt] = ()
    """The first of what is told and not asked."""
    remark_count: int = 0
    read: Sequence[str] = ()
    given: Mapping[str, str] = field(default_factory=dict)
    returned_url: str = ""
    back_url: str = ""
    in_part: bool = True
    """Whether the valid lines may go in without the others."""

    @property
    def more_problems(self) -> int:
        return self.problem_count - len(self.problems)

    @property
    def more_remarks(self) -> int:
        return self.remark_count - len(self.remarks)


def told(problems: Sequence[Problem], doubts: Sequence[Doubt]) -> dict[str, Any]:
    """What a preview says of what is wrong, asked or odd."""
    questions, remarks = unanswered(doubts, {}), [doubt for doubt in doubts if not doubt.is_question]
    return {
        "problems": problems[:_SHOWN],
        "problem_count": len(problems),
        "wrong_rows": len({problem.row for problem in problems if problem.row}),
        "questions": questions,
        "asked_rows": len({doubt.line for doubt in questions}),
        "remarks": remarks[:_SHOWN],
        "remark_count": len(remarks),
    }


def restored(kept: Mapping[str, Any]) -> Preview:
    """A preview from its fields as JSON gives them back."""
    return Preview(
        **{
            **kept,
            "counts": [Counted(**one) for one in kept["counts"]],
            "problems": [Problem(**one) for one in kept["problems"]],
            "questions": [_doubt(one) for one in kept["questions"]],
            "remarks": [_doubt(one) for one in kept["remarks"]],
        }
    )


def _doubt(kept: Mapping[str, Any]) -> Doubt:
    return Doubt(**{**kept, "choices": tuple(Choice(**one) for one in kept["choices"])})
