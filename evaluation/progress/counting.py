"""How far each unit of a year is: counted by a worker and kept, and counted at once where something has changed since.

What is kept is what both bodies may know (D34, D52). Triggers write down whose count no longer holds (`ProgressChange`),
so that it never tells less than the cases; whoever looks from within a unit gets it counted for himself (decision 112).
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple

from django.db import transaction
from django.db.models import Case, Q, When

from branches import access
from branches.models import Unit, User
from branches.permissions import Perm
from evaluation.cases.columns import begun
from evaluation.cases.knowledge import FROM_ABOVE, View, view_of
from evaluation.cases.telling import hiding
from evaluation.cycle import outstanding
from evaluation.cycle.outstanding import Undated
from evaluation.models import Candidacy, Cycle, ProgressChange, UnitProgress
from evaluation.progress.kinds import APPLIED, KINDS, PLACES, STAGES
from evaluation.vocabulary import State, Step

COLUMNS = ("not_begun", "begun", "applied", "assessed", "recommended", "named", "passed_over", "out")
"""Where `UnitProgress` keeps the number of each kind, in the order of `KINDS`."""
WAITING = dict(zip(STAGES, ("to_answer", "to_conclude", "to_recommend"), strict=True))
"""Where it keeps what a step waits for until the unit's own or the year's day."""
AT_ONCE = 200
"""So many units are counted anew in one transaction."""
MOST = 10_000
"""So many changes it takes away at most; whatever is left is counted once more."""


class Counted(NamedTuple):
    """Of one unit: its cases by kind, in the order of `KINDS`, when one last moved, and what it waits for."""

    counts: tuple[int, ...]
    moved_at: datetime
    waiting: tuple[Undated, ...]

    @property
    def has_applied(self) -> bool:
        """A branch has, whatever became of it."""
        return any(number for kind, number in zip(KINDS, self.counts, strict=True) if kind.states <= APPLIED)


@dataclass(frozen=True)
class AsKnown:
    """How far each unit of a year is, as `user` may know it: of all units for who sees the city, else of his own."""

    cycle: Cycle
    user: User

    @property
    def has_all(self) -> bool:
        return access.may(self.user, Perm.VIEW_CITY)

    @cached_property
    def by_unit(self) -> Mapping[int, Counted]:
        """Only units that take part are there."""
        own = set(access.held(self.user, Perm.VIEW_UNIT))
        view = view_of(self.user)
        if not self.has_all:
            return count(self.cycle, view, own)
        kept, changed = lasting(self.cycle)
        return kept | count(self.cycle, view, own.union(changed))


def count(cycle: Cycle, view: View, units: Collection[int]) -> dict[int, Counted]:
    """Of these units of a year those that take part, from their cases and lists."""
    if not units:
        return {}
    has_begun = Case(When(Q(state=State.DRAFT) & begun(), then=True), default=False)
    cases = Candidacy.objects.filter(cycle=cycle, unit__in=units).annotate(has_begun=has_begun).order_by()
    rows = list(cases.values_list("pk", "unit", "state", "version", "since", "has_begun"))
    hidden = hiding([row[:4] for row in rows], view)
    counts: dict[int, list[int]] = defaultdict(lambda: [0] * len(KINDS))
    moved: dict[int, datetime] = {}
    for pk, unit, state, _, since, is_begun in rows:
        known_state, known_since = hidden.get(pk, (state, since))
        counts[unit][PLACES[known_state, is_begun]] += 1
        moved[unit] = max(moved.get(unit, known_since), known_since)
    waiting: dict[int, Counter[tuple[Step, date | None]]] = defaultdict(Counter)
    for unit, step, own, number in outstanding.undated(cycle, Unit.objects.filter(pk__in=units)):
        waiting[unit][step, own] += number
    return {unit: Counted(tuple(counts[unit]), moved[unit], _in_order(unit, waiting[unit])) for unit in counts}


def _in_order(unit: int, numbers: Mapping[tuple[Step, date | None], int]) -> tuple[Undated, ...]:
    """As they are kept: those without a day of their own first, by step."""
    places = sorted(numbers, key=lambda place: (place[1] or date.min, STAGES.index(place[0])))
    return tuple(Undated(unit, step, own, numbers[step, own]) for step, own in places)


def lasting(cycle: Cycle) -> tuple[dict[int, Counted], set[int]]:
    """What is kept and still holds, and the units of which nothing kept holds."""
    # Asked first: what is counted meanwhile is counted twice, and nothing is forgotten.
    changed = set(ProgressChange.objects.filter(cycle=cycle).order_by().values_list("unit", flat=True).distinct())
    rows = UnitProgress.objects.filter(cycle=cycle, moved_at__isnull=False).order_by()
    kept = {
        row[0]: Counted(row[1 : 1 + len(COLUMNS)], row[-1], _undated(row[0], row[1 + len(COLUMNS) : -2], row[-2]))
        for row in rows.values_list("unit", *COLUMNS, *WAITING.values(), "own_days", "moved_at")
        if row[0] not in changed
    }
    return kept, changed


def _undated(unit: int, numbers: Iterable[int], own_days: Iterable[tuple[str, str, int]] | None) -> tuple[Undated, ...]:
    found = [Undated(unit, step, None, number) for step, number in zip(WAITING, numbers, strict=True) if number]
    found += [Undated(unit, Step(step), date.fromisoformat(own), number) for step, own, number in own_days or ()]
    return tuple(found)


def count_again() -> int:
    """Wherever something has changed: how many units' years were counted."""
    changed: dict[int, list[int]] = defaultdict(list)
    for year, unit in ProgressChange.objects.order_by("cycle", "unit").values_list("cycle", "unit").distinct():
        changed[year].append(unit)
    for cycle in Cycle.objects.filter(pk__in=changed):
        units = changed[cycle.pk]
        for start in range(0, len(units), AT_ONCE):
            _keep(cycle, units[start : start + AT_ONCE])
    return sum(map(len, changed.values()))


@transaction.atomic
def _keep(cycle: Cycle, units: list[int]) -> None:
    """Whoever counts the same units at the same time waits, and then counts what has changed until then."""
    UnitProgress.objects.bulk_create([UnitProgress(cycle=cycle, unit_id=unit) for unit in units], ignore_conflicts=True)
    locked = UnitProgress.objects.select_for_update().filter(cycle=cycle, unit__in=units).order_by("pk")
    list(locked.values_list("pk"))
    changes = ProgressChange.objects.filter(cycle=cycle, unit__in=units)
    taken = list(changes.values_list("pk", flat=True)[:MOST])
    found = count(cycle, FROM_ABOVE, units)
    UnitProgress.objects.bulk_create(
        [_row(cycle, unit, found.get(unit)) for unit in units],
        update_conflicts=True,
        unique_fields=["cycle", "unit"],
        update_fields=[*COLUMNS, *WAITING.values(), "own_days", "moved_at"],
    )
    ProgressChange.objects.filter(pk__in=taken).delete()


def _row(cycle: Cycle, unit: int, one: Counted | None) -> UnitProgress:
    """A unit that takes part no longer has neither cases nor a last move."""
    if one is None:
        return UnitProgress(cycle=cycle, unit_id=unit)
    numbers = dict(zip(COLUMNS, one.counts, strict=True))
    numbers |= {WAITING[each.step]: each.number for each in one.waiting if not each.own}
    own_days = [(each.step, each.own.isoformat(), each.number) for each in one.waiting if each.own]
    return UnitProgress(cycle=cycle, unit_id=unit, moved_at=one.moved_at, own_days=own_days or None, **numbers)
