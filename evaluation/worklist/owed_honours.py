"""The reads behind the worklist for what follows the naming: 复查, 复核, 撤销. One query for a unit, two for the city."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from branches import access
from branches.models import Unit, User
from branches.permissions import Perm
from evaluation.cases import bodies as case_bodies
from evaluation.cases.reinspections import Seen, observe
from evaluation.decision import signing
from evaluation.honours import queries as honours_queries
from evaluation.models import Cycle, LaterFinding, Plaque, Reinspection
from evaluation.procedure.lives import REINSPECTION_OPEN
from evaluation.reinspection import reports, reviews, revocation
from evaluation.vocabulary import Body, DecisionKind, ReinspectionState

OPEN = sorted(REINSPECTION_OPEN)


@dataclass(frozen=True)
class OfUnit:
    """What a unit's officer owes in one year: what waits for a suggestion, what can be reported now."""

    cycle: Cycle
    unit: Unit
    due: list[Seen]
    ready: list[Seen]


def of_units(user: User) -> list[OfUnit]:
    """By year and unit; the own branch is left to somebody else (D17)."""
    units = access.held(user, Perm.REINSPECT)
    if not units:
        return []
    rows = Reinspection.objects.filter(state__in=OPEN, report=None, honour__branch__unit__in=list(units))
    found: dict[tuple[int, int], list[Seen]] = {}
    for seen in observe(rows):
        found.setdefault((seen.one.cycle_id, seen.one.honour.branch.unit_id), []).append(seen)
    return [
        OfUnit(
            cycle=group[0].one.cycle,
            unit=group[0].one.honour.branch.unit,
            due=[
                one
                for one in group
                if one.one.state == ReinspectionState.DUE and one.one.honour.branch_id != user.branch_id
            ],
            ready=reports.sort(group).ready,
        )
        for group in found.values()
    ]


def due_of(seen: Iterable[Seen]) -> date:
    """The nearest of their dates."""
    return min(one.due for one in seen)


@dataclass
class OfCity:
    """What a year asks of one body: verdicts it has not given, disputes, revocations that both have agreed on."""

    cycle: Cycle
    waiting: int = 0
    disputed: int = 0
    agreed: int = 0
    is_frozen: bool = False


def of_city(user: User) -> list[OfCity]:
    body = case_bodies.body_of(user)
    if body is None or not access.may(user, Perm.REVIEW):
        return []
    found: dict[int, OfCity] = {}
    for seen in observe(Reinspection.objects.filter(state__in=OPEN)):
        year = found.setdefault(seen.one.cycle_id, OfCity(seen.one.cycle))
        year.waiting += not reviews.verdict_of(seen, body) and not reviews.refusals(seen, user)
        year.disputed += seen.is_disputed
        year.agreed += not revocation.obstacles(seen)
    for year in found.values():
        year.is_frozen = bool(year.agreed) and bool(signing.frozen_version(year.cycle, DecisionKind.REVOCATION))
    return list(found.values())


def corrections_to_settle(user: User) -> list[Reinspection]:
    """Corrections of a later finding that wait for a second person of 市直工委 (D16)."""
    if case_bodies.body_of(user) != Body.WORK_COMMITTEE:
        return []
    asked = LaterFinding.objects.filter(correction_asked_at__isnull=False, corrected_at=None)
    rows = Reinspection.objects.filter(state__in=OPEN, finding__in=asked.exclude(correction_asked_by=user))
    return list(rows.select_related("honour__branch__unit"))


def plaques_to_hand_back(user: User) -> list[Plaque]:
    """Issued plaques of this officer's units whose title has ended (D24)."""
    units = access.held(user, Perm.REINSPECT)
    return list(honours_queries.to_hand_back(units)) if units else []


def keeps_honours(user: User) -> bool:
    return access.may(user, Perm.MANAGE_HONOURS)
