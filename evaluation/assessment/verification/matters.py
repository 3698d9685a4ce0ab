"""Matters of a unit, put before the verifier for each of its branches: nothing is entered for a branch silently (D55).

As in `queries`, facts are loaded only where looking at them is put on record.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404

from branches import access
from branches.models import Unit, User
from branches.permissions import Perm
from evaluation.assessment.verification.queries import VERIFIERS, closed_because
from evaluation.cases import recusals
from evaluation.cases.access import candidacies
from evaluation.cases.bodies import RUNNING
from evaluation.models import Candidacy, Cycle, Disqualification, Honour, UnitMatter, Verification
from evaluation.models.honour import HELD
from evaluation.vocabulary import CycleState, Tier

KEPT_AWAY = "您须回避，由其他核验人办理。"
OF_THE_UNIT = (3, 4)
"""方案 三（三）, second half: other staff held criminally liable; 三（四）: called to account."""


def tier_over(user: User, unit: int) -> Tier | None:
    """In whose name the person verifies the branches of a unit."""
    if unit in access.held(user, Perm.VERIFY):
        return Tier.ORGAN
    return Tier.CITY if access.may(user, Perm.VERIFY_CITY) else None


def year_and_unit_or_404(user: User, year: int, unit: int) -> tuple[Cycle, Unit, Tier]:
    """A year that has opened, and a unit whose branches the person verifies."""
    cycle = Cycle.objects.filter(year=year).exclude(state=CycleState.DRAFT).first()
    place = Unit.objects.filter(pk=unit).exclude(kind=Unit.Kind.CITY).first()
    tier = tier_over(user, unit)
    if cycle is None or place is None or tier is None:
        raise Http404
    return cycle, place, tier


def conditions(cycle: Cycle) -> QuerySet[Disqualification]:
    return cycle.disqualifications.filter(number__in=OF_THE_UNIT)


def standing() -> QuerySet[UnitMatter]:
    """Those that were not withdrawn, without their facts."""
    rows = UnitMatter.objects.filter(withdrawn_at=None).defer("facts", "basis")
    return rows.select_related("cycle", "unit", "disqualification", "by")


def matters_of(cycle: Cycle, unit: Unit) -> list[UnitMatter]:
    return list(standing().filter(cycle=cycle, unit=unit))


def matter_or_404(cycle: Cycle, unit: Unit, pk: int) -> UnitMatter:
    found = standing().filter(cycle=cycle, unit=unit, pk=pk).first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True)
class Line:
    """One branch of the unit: what this tier answered, or why it cannot answer now."""

    case: Candidacy
    answer: Verification | None
    closed: str

    @property
    def is_open(self) -> bool:
        return self.answer is None and not self.closed


def lines(matter: UnitMatter, user: User) -> list[Line]:
    """All branches of the unit in that year; the own one, and those kept away from, are named and left to others (D38)."""
    return lines_of([matter], user)[matter]


def open_lines(user: User) -> dict[UnitMatter, int]:
    """The matters that wait for this person, each with how many branches."""
    units = access.held(user, Perm.VERIFY)
    is_municipal = access.may(user, Perm.VERIFY_CITY)
    if not units and not is_municipal:
        return {}
    rows = standing().filter(cycle__state__in=RUNNING)
    matters = list(rows if is_municipal else rows.filter(unit__in=list(units)))
    counted = {matter: sum(line.is_open for line in found) for matter, found in lines_of(matters, user).items()}
    return {matter: waiting for matter, waiting in counted.items() if waiting}


def lines_of(matters: Sequence[UnitMatter], user: User) -> dict[UnitMatter, list[Line]]:
    """As `lines`, of many matters whose units the person verifies, in three queries."""
    if not matters:
        return {}
    answers = Verification.objects.filter(matter__in=matters).defer("facts", "basis")
    given = {(one.matter_id, one.tier, one.candidacy_id): one for one in answers}
    places = {"cycle__in": {one.cycle_id for one in matters}, "unit__in": {one.unit_id for one in matters}}
    cases = list(candidacies(user, *VERIFIERS).filter(**places).order_by("branch"))
    own = {case.pk for case in recusals.without_own(user, cases)[1]}
    found: dict[UnitMatter, list[Line]] = {}
    for matter in matters:
        tier = tier_over(user, matter.unit_id)
        found[matter] = [
            Line(
                case, given.get((matter.pk, tier, case.pk)), KEPT_AWAY if case.pk in own else closed_because(case, tier)
            )
            for case in cases
            if tier and (case.cycle_id, case.unit_id) == (matter.cycle_id, matter.unit_id)
        ]
    return found


def unanswered(case: Candidacy, tier: Tier) -> list[UnitMatter]:
    """The unit's matters about which this tier has not answered for the branch."""
    answered = Verification.objects.filter(candidacy=case, tier=tier, matter__isnull=False)
    rows = standing().filter(cycle=case.cycle_id, unit=case.unit_id)
    return list(rows.exclude(pk__in=answered.values("matter")))


def holders(unit: Unit) -> QuerySet[Honour]:
    """The titles for which a special re-inspection is offered."""
    return Honour.objects.filter(branch__unit=unit, state__in=HELD).select_related("branch__unit").order_by("branch")
