"""What a year does to thousands at once: it begins with its standard, a case for every branch, a re-inspection for every
title (P4.5, P4.6, D28), and it ends what is open.

What stands alike is decided once, by the rows that `advance` asks; each thing gets its record, as if it had gone alone.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any, Generic, TypeVar, cast

from django.db import transaction
from django.db.models import F, QuerySet

from branches import access, clock
from branches.models import User
from branches.permissions import Perm
from evaluation import standards
from evaluation.advance import CASES, REINSPECTIONS, Life, MoveT, RecordT, off_the_list
from evaluation.cases import reinspections as reinspection_cases
from evaluation.cases.columns import annotated
from evaluation.cases.locks import lock_year
from evaluation.cases.records import Act
from evaluation.models import (
    Candidacy,
    Criterion,
    Cycle,
    Disqualification,
    Honour,
    RecommendationList,
    Reinspection,
)
from evaluation.models.honour import HELD
from evaluation.procedure.lives import (
    ENDS,
    PROCEDURE,
    REINSPECTION,
    REINSPECTION_OPEN,
    CaseMove,
    ReinspectionMove,
    find,
    refusals,
    rows_of,
)
from evaluation.rules.facts import ActFacts, Facts, ReinspectionFacts, Seats
from evaluation.shift import shift_all
from evaluation.vocabulary import Action, ListState
from evaluation.vocabulary import ReinspectionAction as RA

PORTION, BATCH = 5_000, 1_000
"""So many change in one statement, so many are inserted by one."""
OF_CLOSING = ("last_action", "seat_list", "head")

FactsT = TypeVar("FactsT", bound=ActFacts)


@dataclass(frozen=True)
class Alike(Generic[FactsT]):
    """Stands for all things of which the rules of one act know the same."""

    known: FactsT
    head: str = ""

    def facts(self, by: User) -> FactsT:
        return self.known

    def why_not(self, move: Any, by: User, now: Any, *, note: str = "", **given: Any) -> list[str]:
        return list(refusals(move, replace(self.known, note=note)))

    def is_late(self, move: Any, at: Any) -> bool:
        return False


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
    still_open = Reinspection.objects.filter(is_special=False).exclude(cycle=cycle)
    earlier = end_reinspections(still_open, by=by, note=f"并入{cycle}复查")
    held = list(Honour.objects.filter(state__in=HELD))
    Reinspection.objects.bulk_create(
        [
            Reinspection(cycle=cycle, honour=honour, since=clock.now(), carries_over_id=earlier.get(honour.pk))
            for honour in held
        ],
        batch_size=500,
    )
    return len(held)


@transaction.atomic
def close_all(cycle: Cycle, *, by: User, note: str) -> int:
    """CLOSE every case of a year that is still open, all or nothing; how many. Raises as `advance`."""
    access.require(by, Perm.RUN_CYCLE)
    lock_year(cycle)
    act, groups = Act(by, clock.now(), note), _Groups(CASES)
    lists = RecommendationList.objects.filter(cycle=cycle).values_list("unit", "state", "pool", "pool__state")
    by_unit = {unit: (state, pool, pool_state or "") for unit, state, pool, pool_state in lists}

    @cache
    def closing(state: str, **known: Any) -> CaseMove:
        return CASES.choose(Alike(Facts(**known)), find(Action.CLOSE, state), act)

    wanted = annotated(Candidacy.objects.filter(cycle=cycle).exclude(state__in=sorted(ENDS)), *OF_CLOSING)
    rows = wanted.order_by().values_list("pk", "version", "state", "unit", *OF_CLOSING)
    for pk, version, state, unit, last_action, seat_list, head in rows:
        own, pool, pool_state = by_unit.get(unit, ("", None, ""))
        move = closing(
            state,
            last_action=last_action or "",
            own=_seats(own),
            pool=_seats(pool_state),
            holds_pool_seat=seat_list is not None and seat_list == pool,
        )
        groups.add(move, pk, version, head)
    return groups.make(Candidacy.objects.all(), act)


def end_reinspections(rows: QuerySet[Reinspection], *, by: User, note: str) -> dict[int, int]:
    """END those that are still open, all or nothing; their numbers, by honour. Raises as `advance`."""
    access.require(by, Perm.RUN_CYCLE)
    act, groups, ended = Act(by, clock.now(), note), _Groups(REINSPECTIONS), {}
    still_open = rows.filter(state__in=sorted(REINSPECTION_OPEN))
    if not list(still_open.select_for_update(of=("self",), no_key=True).order_by("pk").values_list("pk")):
        return {}

    @cache
    def ending(state: str) -> ReinspectionMove:
        theirs = tuple(row for row in rows_of(REINSPECTION, RA.END, state) if row.perm is Perm.RUN_CYCLE)
        return REINSPECTIONS.choose(Alike(ReinspectionFacts()), theirs, act)

    found = reinspection_cases.annotated(still_open, "head").values_list("pk", "version", "state", "honour", "head")
    for pk, version, state, honour, head in found:
        groups.add(ending(state), pk, version, head)
        ended[honour] = pk
    groups.make(Reinspection.objects.all(), act)
    return ended


class _Groups(Generic[MoveT, RecordT]):
    """The things of one life by the move that each makes: number, version, digest of the last record."""

    def __init__(self, life: Life[Any, MoveT, RecordT]) -> None:
        self.life = life
        self.found: dict[MoveT, list[tuple[int, int, str]]] = defaultdict(list)

    def add(self, move: MoveT, pk: int, version: int, head: str | None) -> None:
        self.found[move].append((pk, version, head or ""))

    def make(self, things: QuerySet[Any], act: Act) -> int:
        """Write state and record of each, some thousands in a statement; how many."""
        written, kind = {"version": F("version") + 1, "since": act.at}, cast(Any, self.life.record)
        for move, group in self.found.items():
            left = off_the_list(move.after) if move in PROCEDURE else {}
            for start in range(0, len(group), PORTION):
                portion = group[start : start + PORTION]
                wanted = things.filter(pk__in=[pk for pk, *_ in portion])
                shift_all(wanted, {move.before}, move.after, **written, **left)
                records = [self.life.entry(pk, version, move, act, head) for pk, version, head in portion]
                kind.objects.bulk_create(records, batch_size=BATCH)
        return sum(map(len, self.found.values()))


def _seats(state: str) -> Seats:
    return Seats(is_open=state == ListState.OPEN, is_submitted=state == ListState.SUBMITTED)
