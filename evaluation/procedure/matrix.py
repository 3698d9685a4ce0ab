"""Who may do what, laid out for people: from GRANTS and PROCEDURE alone, so that no page or document can differ.

Pure: no models, no database.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from branches.permissions import GRANTS, TEAM_GRANTS, Perm, Role, Scope
from evaluation.procedure.lives import AnyMove

TEAM_LABEL = "考核组成员"


@dataclass(frozen=True)
class Holder:
    """A column: a post, or membership of a team."""

    key: str
    label: str
    grants: frozenset[Perm]
    place: Scope


HOLDERS: tuple[Holder, ...] = (
    *(Holder(role.value, role.label, GRANTS[role], role.scope) for role in (Role.SECRETARY, Role.ORGAN_OFFICER)),
    Holder("assessor", TEAM_LABEL, TEAM_GRANTS, Scope.TEAM),
    *(Holder(role.value, role.label, GRANTS[role], role.scope) for role in list(Role)[2:]),
)

SCOPES = {Scope.BRANCH: "本支部", Scope.UNIT: "本单位", Scope.TEAM: "本考核组所考核的支部", Scope.CITY: "全市"}


@dataclass(frozen=True)
class Row:
    """A line of the matrix: what, over which place, and for each holder whether he may."""

    label: str
    over: str
    marks: tuple[bool, ...]


@dataclass(frozen=True)
class MoveRow:
    """A move with the states it leads between, and who makes it."""

    move: AnyMove
    marks: tuple[bool, ...]


def may(holder: Holder, perm: Perm) -> bool:
    return perm in holder.grants


def permission_rows() -> list[Row]:
    return [Row(perm.label, SCOPES[perm.scope], tuple(may(holder, perm) for holder in HOLDERS)) for perm in Perm]


def move_rows(table: Iterable[AnyMove]) -> list[MoveRow]:
    """Every row of a life."""
    return [MoveRow(move, tuple(may(holder, move.perm) for holder in HOLDERS)) for move in table]
