"""Run as a process on a scratch database: `make N` moves N cases of N units, `report` says what became of telling it."""

import json
import sys

import django

django.setup()

from django.db import transaction  # noqa: E402
from django.db.models import Count  # noqa: E402

from branches import clock  # noqa: E402
from branches.access import regrant_posts  # noqa: E402
from branches.models import Appointment, Branch, Unit, User  # noqa: E402
from branches.permissions import Role  # noqa: E402
from evaluation.advance import digest  # noqa: E402
from evaluation.models import Announcement, Candidacy, Delivery, Message, Transition  # noqa: E402
from evaluation.vocabulary import Action, State  # noqa: E402
from tests.support import factories  # noqa: E402


@transaction.atomic
def make(count: int) -> None:
    """Each case is one unit's own, so each move concerns one officer: one announcement, one mail."""
    cycle, now = factories.cycle(), clock.now()
    units = Unit.objects.bulk_create(Unit(name=f"第{n}局") for n in range(count))
    branches = Branch.objects.bulk_create(
        Branch(
            unit=unit, full_name=f"{unit}支部", short_name="支部", established_on=factories.IN_DECEMBER.replace(2010)
        )
        for unit in units
    )
    people = User.objects.bulk_create(
        User(username=f"p{n}", name=f"人{n}", email=f"p{n}@example.test", password="!", opened_at=now)
        for n in range(count + 1)
    )
    since = factories.IN_DECEMBER.replace(2020)
    Appointment.objects.bulk_create(
        Appointment(user=user, role=Role.ORGAN_OFFICER.value, unit=unit, starts_on=since)
        for user, unit in zip(people, units, strict=False)
    )
    regrant_posts()
    cases = Candidacy.objects.bulk_create(
        Candidacy(cycle=cycle, branch=branch, unit=branch.unit, state=State.APPLIED, since=now, version=1)
        for branch in branches
    )
    moves = [
        Transition(
            candidacy=case,
            number=1,
            action=Action.APPLY,
            before=State.DRAFT,
            after=State.APPLIED,
            by=people[-1],
            at=now,
        )
        for case in cases
    ]
    for move in moves:
        move.digest = digest(move, "")
    Transition.objects.bulk_create(moves)


def report() -> dict[str, object]:
    return {
        "waiting": Transition.objects.filter(announced_at=None).count(),
        "announcements": Announcement.objects.count(),
        "twice": Announcement.objects.values("record").annotate(n=Count("pk")).filter(n__gt=1).count(),
        "messages": Message.objects.count(),
        "deliveries": dict(Delivery.objects.order_by().values_list("status").annotate(Count("pk"))),
        "identifiers": sorted(Delivery.objects.values_list("identifier", flat=True)),
    }


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(int(sys.argv[2]))
    sys.stdout.write(json.dumps(report()))
