"""Honours as other systems are told them: what was proclaimed, and that it ended; what is still looked into stands."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from evaluation.models import Honour
from evaluation.models.honour import HELD
from evaluation.vocabulary import HonourState


def honours() -> QuerySet[Honour]:
    """A row comes with the proclaiming, or from before the system with the number of its document."""
    return Honour.objects.select_related("branch__unit")


def rows(of: Iterable[Honour]) -> list[dict[str, Any]]:
    return [_row(one) for one in of]


def _row(one: Honour) -> dict[str, Any]:
    return {
        "id": one.pk,
        "year": one.year,
        "branch": one.branch_id,
        "branch_name": one.branch_name,
        "unit": one.branch.unit_id,
        "unit_name": one.branch.unit.name,
        "decision_number": one.decision_number,
        "named_on": one.named_on,
        "state": (HonourState.STANDING if one.state in HELD else one.standing).label,
        "ended_on": one.ended_on,
        "revocation_number": one.revocation_number,
    }
