"""What a year begins with: its standard, a case for every branch, a re-inspection for every title (P4.5, P4.6, D28)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import F, QuerySet

from branches import access, clock
from branches.models import User
from branches.permissions import Perm
from evaluation import standards
from evaluation.advance import Refused, digest
from evaluation.models import (
    Candidacy,
    Criterion,
    Cycle,
    Disqualification,
    Honour,
    Reinspection,
    ReinspectionRecord,
)
from evaluation.models.honour import HELD
from evaluation.procedure.lives import REINSPECTION, REINSPECTION_OPEN, refusals, rows_of
from evaluation.rules.facts import ReinspectionFacts
from evaluation.shift import shift_all
from evaluation.vocabulary import ReinspectionAction, ReinspectionState


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
    still_open = Reinspection.objects.filter(is_special=False, state__in=sorted(REINSPECTION_OPEN)).exclude(cycle=cycle)
    earlier = {one.honour_id: one.pk for one in _ended(still_open, by=by, note=f"并入{cycle}复查")}
    held = list(Honour.objects.filter(state__in=HELD))
    Reinspection.objects.bulk_create(
        [
            Reinspection(cycle=cycle, honour=honour, since=clock.now(), carries_over_id=earlier.get(honour.pk))
            for honour in held
        ],
        batch_size=500,
    )
    return len(held)


def _ended(rows: QuerySet[Reinspection], *, by: User, note: str) -> list[Reinspection]:
    """As `advance` ENDs one, for many at once: the rules of that move look at nothing but the note."""
    access.require(by, Perm.RUN_CYCLE)
    ended = list(rows.select_for_update(of=("self",), no_key=True).order_by("pk"))
    if not ended:
        return []
    heads = ReinspectionRecord.objects.filter(reinspection__in=rows).order_by("number")
    previous = dict(heads.values_list("reinspection", "digest"))
    records = [_end_of(one, previous.get(one.pk, ""), by=by, note=note) for one in ended]
    shift_all(rows, REINSPECTION_OPEN, ReinspectionState.VOID, version=F("version") + 1, since=clock.now())
    ReinspectionRecord.objects.bulk_create(records, batch_size=500)
    return ended


def _end_of(one: Reinspection, previous: str, *, by: User, note: str) -> ReinspectionRecord:
    rows = rows_of(REINSPECTION, ReinspectionAction.END, one.state)
    (move,) = (move for move in rows if move.perm is Perm.RUN_CYCLE)
    if reasons := list(refusals(move, ReinspectionFacts(actor=by.pk, note=note))):
        raise Refused(*reasons)
    record = ReinspectionRecord(
        reinspection=one,
        number=one.version + 1,
        action=move.action,
        before=move.before,
        after=move.after,
        by=by,
        note=note,
        at=clock.now(),
    )
    record.digest = digest(record, previous)
    return record
