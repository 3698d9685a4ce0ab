"""What a year begins with: its standard, a case for every branch, a re-inspection for every title (P4.5, P4.6, D28)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from branches import clock
from branches.models import User
from evaluation import standards
from evaluation.advance import advance
from evaluation.models import Candidacy, Criterion, Cycle, Disqualification, Honour, Reinspection
from evaluation.models.honour import HELD
from evaluation.procedure.lives import REINSPECTION_OPEN
from evaluation.vocabulary import ReinspectionAction


def copy_standard(cycle: Cycle) -> None:
    """The criteria and conditions of the year, its own from now on (D28)."""
    copied = standards.load(cycle.standard)
    Criterion.objects.bulk_create(
        Criterion(cycle=cycle, number=one.number, strength=one.strength, title=one.title, text=one.text)
        for one in copied.criteria
    )
    Disqualification.objects.bulk_create(
        Disqualification(
            cycle=cycle,
            number=one.number,
            title=one.title,
            text=one.text,
            within_year=one.within_year,
            needs_basis=one.needs_basis,
        )
        for one in copied.conditions
    )


def begin_cases(cycle: Cycle, candidates: Iterable[Any], *, added_on: date | None = None) -> None:
    """A case is born as a draft; every later state comes through `advance`. `candidates`: as the query gives them."""
    now = clock.now()
    Candidacy.objects.bulk_create(
        [Candidacy(cycle=cycle, branch=one, unit_id=one.counts_in, since=now, added_on=added_on) for one in candidates],
        batch_size=500,
    )


def begin_reinspections(cycle: Cycle, *, by: User) -> int:
    """One for every held title of the year that opens; an earlier one that is still open goes over into it (D19)."""
    still_open = Reinspection.objects.filter(is_special=False, state__in=sorted(REINSPECTION_OPEN))
    earlier = {one.honour_id: one for one in still_open.exclude(cycle=cycle)}
    for one in earlier.values():
        advance(one, ReinspectionAction.END, by=by, note=f"并入{cycle}复查")
    held = list(Honour.objects.filter(state__in=HELD))
    Reinspection.objects.bulk_create(
        [
            Reinspection(cycle=cycle, honour=honour, since=clock.now(), carries_over=earlier.get(honour.pk))
            for honour in held
        ],
        batch_size=500,
    )
    return len(held)
