"""A hundred thousand people for the bench: secretaries with a draft each, and officers over a hundred branches each."""

import resource
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Permission
from django.db import transaction

from branches import clock
from branches.models import Appointment, Branch, BranchPermission, Unit, UnitPermission, User
from branches.permissions import GRANTS, Role
from evaluation.models import Candidacy, Cycle
from evaluation.vocabulary import State

SINCE, DUE, A_WEEK_BEFORE = date(2020, 1, 1), date(2027, 1, 15), date(2027, 1, 6)
A_UNIT = 100


def make(people: int) -> date:
    """Fill the running year with them, in bulk; the day on which all of them are to be reminded."""
    Cycle.objects.filter(state__in=["open", "recommending"]).update(state="closed", closed_at=clock.now())
    cycle = Cycle.objects.create(
        year=2098,
        state="open",
        base_on=date(2026, 12, 31),
        self_assessment_opens_on=date(2026, 12, 1),
        self_assessment_due=DUE,
        assessment_due=date(2027, 1, 20),
        recommendation_due=date(2027, 1, 31),
        pool_due=date(2027, 2, 15),
        naming_on=date(2027, 7, 1),
    )
    for start in range(0, people, A_UNIT * 50):
        _some(cycle, start, min(A_UNIT * 50, people - start))
    return A_WEEK_BEFORE


def resident() -> int:
    """Megabytes this process holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() // 2**20


@transaction.atomic
def _some(cycle: Cycle, start: int, count: int) -> None:
    codes: dict[str, int] = dict(
        Permission.objects.filter(content_type__app_label="branches").values_list("codename", "pk")
    )
    units = Unit.objects.bulk_create(Unit(name=f"省直第{start + n}局") for n in range(0, count, A_UNIT))
    branches = Branch.objects.bulk_create(
        Branch(
            unit=units[n // A_UNIT], full_name=f"省直第{start + n}支部", short_name=f"第{n}支部", established_on=SINCE
        )
        for n in range(count)
    )
    users = User.objects.bulk_create(
        User(
            username=f"many{start + n}",
            name=f"人{n}",
            password="!",
            email=f"m{start + n}@example.test",
            opened_at=clock.now(),
        )
        for n in range(count)
    )
    Appointment.objects.bulk_create(
        Appointment(user=user, role=Role.SECRETARY.value, branch=branch, starts_on=SINCE)
        for user, branch in zip(users, branches, strict=True)
    )
    _project(BranchPermission, Role.SECRETARY, zip(users, branches, strict=True), codes)
    heads = User.objects.bulk_create(
        User(username=f"head{one.pk}", name="专干", password="!", opened_at=clock.now()) for one in units
    )
    Appointment.objects.bulk_create(
        Appointment(user=user, role=Role.ORGAN_OFFICER.value, unit=unit, starts_on=SINCE)
        for user, unit in zip(heads, units, strict=True)
    )
    _project(UnitPermission, Role.ORGAN_OFFICER, zip(heads, units, strict=True), codes)
    Candidacy.objects.bulk_create(
        Candidacy(cycle=cycle, branch=branch, unit=branch.unit, state=State.DRAFT, since=clock.now())
        for branch in branches
    )


def _project(table: Any, role: Role, pairs: Iterable[tuple[User, Any]], codes: dict[str, int]) -> None:
    table.objects.bulk_create(
        table(user=user, permission_id=codes[perm.codename], content_object=place)
        for user, place in pairs
        for perm in GRANTS[role]
    )
