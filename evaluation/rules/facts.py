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
    """What the branch meeting resolved, as far as it is written down: the day, counts of members, whether there are words.

    `expected` are those with the right to vote who are due, of the `full_members` that the branch has.
    """

    met_on: date | None = None
    expected: int | None = None
    present: int | None = None
    in_favour: int | None = None
    has_words: bool = False
    full_members: int | None = None


@dataclass(frozen=True)
class ActFacts:
    """What a rule of any life may ask about the act itself: who, when, and what is given with it."""

    actor: int | None = None
    is_recused: bool = False
    body_away: str = ""
    now: datetime | None = None
    note: str = ""
    new_date: date | None = None
    basis: str = ""
    is_cosigned: bool = False


@dataclass(frozen=True)
class Facts(ActFacts):
    """Everything a rule may ask about one case, one actor and one instant."""

    opens: datetime | None = None
    due: datetime | None = None
    unit_due: datetime | None = None
    latest: date | None = None
    cycle_is_open: bool = True
    is_temporary: bool = False
    recommendation_is_open: bool = False
    missing: tuple[str, ...] = ()
    unmet: int = 0
    not_applicable: int = 0
    not_applicable_limit: int = 3
    left_out: str = ""
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
    sheets_needed: int = 1
    missing_sheets: int = 0
    has_opinion: bool = False
    last_action: str = ""
    disqualified_from: str = ""
    applied_by: int | None = None
    typed_by: frozenset[int] = frozenset()
    concluded_by: int | None = None
    own: Seats = field(default_factory=Seats)
    pool: Seats = field(default_factory=Seats)
    is_pool_unit: bool = False
    holds_pool_seat: bool = False
    other_forwarded: bool = False
    has_handed_in: bool = False
    unanswered: int = 0
    is_deliberated: bool = False
    is_appraised: bool = False
    picked_by: int | None = None
    verdicts: tuple[str, str] = ("", "")
    evaluated_by: frozenset[int] = frozenset()
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
    grounds: int = 0
    reason: str = ""
    suggested_by: int | None = None
    confirmations: tuple[str, str] = ("", "")
