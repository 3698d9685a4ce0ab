"""The facts of the kinds that are laid out as forms and figures, as `content` holds those of letters and awards."""

from typing import NotRequired, TypedDict

from evaluation.typesetting.content import Traced


class BarShare(TypedDict):
    name: str
    label: str
    count: int


class YearStop(TypedDict):
    label: str
    day_on: str


class Upcoming(TypedDict):
    """The next date of the year."""

    what: str
    day_on: str
    days: int
    working_days: int


class UnitFigures(TypedDict):
    unit: str
    total: int
    applied: int
    assessed: int


class ProgressBrief(Traced):
    """`progress_brief` 进度简报: the figures of one day, as 市直工委 may know them (D34)."""

    issuers: list[str]
    year: int
    dated_on: str
    shares: list[BarShare]
    """The parts of the bar that hold a branch."""
    applied: int
    without_team: int
    stops: list[YearStop]
    today: float
    """Where the day stands on the line of the year, in parts of its width."""
    upcoming: Upcoming | None
    units: list[UnitFigures]
    """In the order of the register."""
    telephone: str


class CriterionRow(TypedDict):
    number: int
    strength: str
    text: str
    own: str
    """The branch's answer as printed: 达到, or its points."""
    own_points: str
    assessed_points: str
    """Empty before the assessment."""
    statement: str


class ConditionRow(TypedDict):
    number: int
    text: str
    declared: str
    verified: str


class OpinionBox(TypedDict):
    """What one level says. Empty text prints an empty box for the pen."""

    title: str
    text: str
    signed_by: str
    dated_on: str


class SelfAssessmentForm(Traced):
    """`self_assessment` 支部自评表（申报表）; `assessed_form`, its later editions; `feedback_form`, what the branch reads."""

    year: int
    number: str
    """Running number of the case, printed at the top right; may be empty."""
    branch: str
    unit: str
    secretary: str
    telephone: str
    members: int
    established_on: str
    last_election_on: str
    is_first_branch: bool
    summary: str
    criteria: list[CriterionRow]
    own_score: str
    assessed_score: str
    conditions: list[ConditionRow]
    """Empty where the reader is not told of the verification."""
    opinions: list[OpinionBox]
    """In order: 党支部, 机关党组织, 党组（党委）, 市级; as many as the reader is told of."""
    stage: NotRequired[str]
    """After which step a later edition was made, as printed: 考核后."""
    dated_on: str
