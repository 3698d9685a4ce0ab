"""Who assesses a case: the members of the unit's team who do not keep away from it (D17)."""

from django.db.models import QuerySet

from branches.models import User
from evaluation.models import (
    Candidacy,
    Recusal,
)


def assessors_of(case: Candidacy) -> QuerySet[User]:
    """Who may visit, consult and score: the team's members who do not keep away (D17)."""
    return (
        User.objects.filter(
            memberships__team__cycle=case.cycle_id, memberships__team__unit=case.unit_id, memberships__left_on=None
        )
        .exclude(branch=case.branch_id)
        .exclude(pk__in=Recusal.objects.filter(candidacy=case).values("user"))
        .order_by("memberships__id")
    )
