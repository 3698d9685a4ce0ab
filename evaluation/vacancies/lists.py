"""The lists of who is missing, each with its number and where it stands: for the page of vacancies and the opening of a year."""

from dataclasses import dataclass

from django.urls import reverse

from branches import queries as branches_queries
from branches.models import Branch, Unit
from branches.names import ORGANISATION_DEPARTMENT, WORK_COMMITTEE
from branches.permissions import Role
from branches.register import staffing


@dataclass(frozen=True)
class Lack:
    """So many of something lack somebody; `url` is "" where there is nothing to list."""

    sentence: str
    url: str


def links() -> list[Lack]:
    """What is missing today, in the whole city. Five queries."""
    units = staffing.lacks(Unit.objects.exclude(kind=Unit.Kind.CITY))
    found = [
        Lack(f"{units[value]}个单位{words}", f"{reverse('branches:units')}?lack={value}")
        for value, words in staffing.LACKS.items()
        if units[value]
    ]
    if missing := staffing.by_secretary(Branch.objects.all(), "", "no").count():
        found.insert(0, Lack(f"{missing}个党支部没有书记任职", f"{reverse('branches:branches')}?secretary=no"))
    held = set(branches_queries.in_force().filter(user__is_active=True).values_list("role", flat=True).distinct())
    bodies = {Role.WORK_COMMITTEE: WORK_COMMITTEE, Role.ORGANISATION_DEPARTMENT: ORGANISATION_DEPARTMENT}
    found += [Lack(f"{name}没有经办人", "") for role, name in bodies.items() if role.value not in held]
    if silent := staffing.never_signed_in().count():
        found.append(Lack(f"{silent}项任职的人从未登录", reverse("branches:posts_never_signed_in")))
    return found
