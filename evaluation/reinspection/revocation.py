"""Titles whose revocation both bodies have agreed on: who would be on the list to be signed now (方案 四, D19)."""

from typing import Any

from branches.models import Branch
from evaluation.cases.reinspections import Seen, observe
from evaluation.models import Cycle, Plaque, Reinspection
from evaluation.procedure.lives import REINSPECTION, REINSPECTION_OPEN, rows_of
from evaluation.vocabulary import Confirmation, PlaqueState, ReinspectionAction


def agreed(cycle: Cycle) -> list[Seen]:
    """Open re-inspections of the year that both bodies want to end in a revocation, in the order of the register."""
    wanted = Reinspection.objects.filter(
        cycle=cycle, state__in=sorted(REINSPECTION_OPEN), reviews__verdict=Confirmation.REVOKE
    )
    seen = observe(wanted.distinct().order_by("honour__branch__unit", "honour__branch", "pk"))
    return [one for one in seen if not obstacles(one)]


def obstacles(seen: Seen) -> list[str]:
    """Why a title cannot be on a list to be signed; signatures themselves are not asked yet."""
    move = rows_of(REINSPECTION, ReinspectionAction.REVOKE, seen.one.state)[0]
    return seen.why_not(move, None, is_cosigned=True)


def rows(cycle: Cycle) -> list[dict[str, Any]]:
    """The lines of the list, each once though a title may be re-inspected twice at a time; the plaque as it is today."""
    found: dict[int, dict[str, Any]] = {}
    for seen in agreed(cycle):
        honour = seen.one.honour
        branch: Branch = honour.branch
        found.setdefault(
            honour.pk,
            {
                "reinspection": seen.one.pk,
                "honour": honour.pk,
                "unit": branch.unit.name,
                "branch": branch.full_name,
                "year": honour.year,
                "decision_number": honour.decision_number,
            },
        )
    plaques = dict(
        Plaque.objects.filter(honour__in=found, state__in=[PlaqueState.MADE, PlaqueState.ISSUED]).values_list(
            "honour", "number"
        )
    )
    return [row | {"plaque": plaques.get(honour, "")} for honour, row in found.items()]
