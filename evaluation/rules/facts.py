"""What the rules look at: one case, one actor, one instant, frozen. Filled by `cases.observe` and `reinspection.queries`."""

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True)
class Seats:
    """The places of one list as they stand: the unit's own or the pool's."""

    is_open: bool = False
    is_submitted: bool = False
    cap: int = 0
    taken: int = 0
    arithmetic: str = ""


@dataclass(frozen=True)
class Resolution:
    """What the branch meeting resolved, as far as it is written down: the day, counts of members, whether there are words."""

    met_on: date | None = None
    expected: int | None = None
    present: int | None = None
    in_favour: int | None = None
    has_words: bool = False


@dataclass(frozen=True)
class ActFacts:
    """What a rule of any life may ask about the act itself: who, when, and what is given with it."""

    actor: int | None = None
    is_own_branch: bool = False
    now: datetime | None = None
    note: str = ""
    is_cosigned: bool = False


@dataclass(frozen=True)
class Facts(ActFacts):
    """Everything a rule may ask about one case, one actor and one instant."""

    opens: datetime | None = None
    due: datetime | None = None
    cycle_is_open: bool = True
    recommendation_is_open: bool = False
    missing: tuple[str, ...] = ()
    resolution: Resolution = field(default_factory=Resolution)
    has_paper: bool = False
    declared: int = 0
    findings: int = 0
    unverified: int = 0
    unverified_by_city: int = 0
    pending: int = 0
    holds: int = 0
    is_honoured: bool = False
    has_team: bool = False
    is_visited: bool = False
    sheets: int = 0
    missing_sheets: int = 0
    has_opinion: bool = False
    was_concluded: bool = False
    applied_by: int | None = None
    concluded_by: int | None = None
    own: Seats = field(default_factory=Seats)
    pool: Seats = field(default_factory=Seats)
    is_pool_unit: bool = False
    holds_pool_seat: bool = False
    other_forwarded: bool = False
    is_deliberated: bool = False
    verdicts: tuple[str, str] = ("", "")
    notice_is_over: bool = False
    objection: str = ""
    corrected_by: int | None = None


@dataclass(frozen=True)
class ReinspectionFacts(ActFacts):
    """Everything a rule may ask about one re-inspection, one actor and one instant."""

    is_held: bool = True
    is_reported: bool = False
    is_overdue: bool = False
    unanswered: int = 0
    answered_yes: int = 0
    reason: str = ""
    suggested_by: int | None = None
    confirmations: tuple[str, str] = ("", "")
