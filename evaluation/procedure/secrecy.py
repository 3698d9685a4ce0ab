"""Which moves not everybody may know at once: within whom each stays, and what tells the others (D22, D34, D52).

Whatever a page, a file or a refusal says of a case to a person follows from the moves that this person may know.
"""

from enum import Enum, StrEnum, auto
from typing import NamedTuple

from evaluation.vocabulary import Action, ReinspectionAction, State


class Circle(StrEnum):
    """Within whom a move stays before it is told: the people of the case's unit, or the municipal bodies."""

    UNIT = "unit"
    CITY = "city"


class Told(Enum):
    """What tells a move to everybody else."""

    LIST_HANDED_IN = auto()
    POOL_DONE = auto()
    PUBLIC_NOTICE = auto()
    DECISION = auto()
    NEVER = auto()


class Secret(NamedTuple):
    """Moves of `actions` between states of `between`, known at once to `circles` and told to the others by `told`.

    Whoever stands above learns with the rest what was taken back before it was told; whoever stands below never does.
    """

    actions: frozenset[Action]
    between: frozenset[State]
    circles: frozenset[Circle]
    told: Told


A, S = Action, State
UNIT, CITY = Circle.UNIT, Circle.CITY

# fmt: off
SECRETS: tuple[Secret, ...] = (
    Secret(frozenset({A.RECOMMEND, A.UNRECOMMEND}), frozenset({S.ASSESSED, S.RECOMMENDED}), frozenset({UNIT}), Told.LIST_HANDED_IN),
    Secret(frozenset({A.FORWARD, A.TAKE_BACK}), frozenset({S.ASSESSED, S.FORWARDED, S.RECOMMENDED}), frozenset({UNIT, CITY}), Told.NEVER),
    Secret(frozenset({A.RECOMMEND, A.UNRECOMMEND}), frozenset({S.FORWARDED, S.RECOMMENDED}), frozenset({CITY}), Told.POOL_DONE),
    Secret(frozenset({A.PROPOSE, A.RETRACT}), frozenset({S.RECOMMENDED, S.PROPOSED}), frozenset({CITY}), Told.PUBLIC_NOTICE),
    Secret(frozenset({A.DECLINE, A.REOPEN}), frozenset({S.RECOMMENDED, S.NOT_NAMED}), frozenset({CITY}), Told.DECISION),
)
# fmt: on

# A case in another state made its last move before everybody's eyes.
MAY_BE_SECRET = frozenset[State]().union(*(one.between for one in SECRETS))
GOES_BEYOND = frozenset({A.PROPOSE, A.DECLINE})
"""These ask that the list was handed in: whoever knows of them knows of the pick, even when the list has come back."""

# Of a re-inspection: what a unit suggests is its own until it reports, what a body said stays between the bodies to the end.
SUGGESTING = frozenset(
    {
        ReinspectionAction.SUGGEST_KEEPING,
        ReinspectionAction.SUGGEST_REVOCATION,
        ReinspectionAction.RECONSIDER,
    }
)
