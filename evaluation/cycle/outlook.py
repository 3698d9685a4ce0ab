"""What a ratio means in places: for every unit, for the pool, for the whole city; before opening and before a change.

Reads only, and `allotment_.allot` and `allotment_.cap` do all the arithmetic (D1–D4, D7).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet

from branches import in_words
from branches.models import Unit
from evaluation.cycle.queries import active_branches, participating_units, without_honour
from evaluation.deadlines import YearDate
from evaluation.models import Cycle, RatioAdjustment
from evaluation.rules import allotment as allotments
from evaluation.rules import limits
from evaluation.vocabulary import SmallUnitMode

Scope = RatioAdjustment.Scope


@dataclass(frozen=True)
class Ratios:
    """The ratios in force: the year's, the pool's, and those of units that have one of their own."""

    cycle: Decimal
    pool: Decimal
    units: Mapping[int, Decimal]

    def of(self, unit: int) -> Decimal:
        return self.units.get(unit, self.cycle)


@dataclass(frozen=True)
class UnitSeats:
    """One line of an outlook."""

    unit: Unit
    base: int
    ratio: Decimal
    cap: int
    in_pool: bool
    is_min_one: bool

    @property
    def arithmetic(self) -> str:
        return allotments.arithmetic(self.base, self.ratio, self.cap, at_least_one=self.is_min_one)


@dataclass(frozen=True)
class Outlook:
    """What the year's ratio means under a small-unit mode."""

    mode: SmallUnitMode
    units: tuple[UnitSeats, ...]
    allotment: allotments.Allotment
    pool_ratio: Decimal

    @property
    def without_seats(self) -> int:
        """Units that have branches but no place of their own."""
        return sum(1 for row in self.units if row.base and not row.cap)

    @property
    def title(self) -> str:
        """The mode's short name."""
        return self.mode.label.split("：")[0]

    @property
    def own_seats(self) -> int:
        return sum(row.cap for row in self.units)

    @property
    def excluded(self) -> int:
        """Units with branches whose branches cannot be recommended at all."""
        has_pool = self.allotment.pool_cap > 0
        return sum(1 for row in self.units if row.base and not row.cap and not (row.in_pool and has_pool))

    @property
    def with_seats(self) -> int:
        return sum(1 for row in self.units if row.cap)

    @property
    def share(self) -> str:
        return in_words.percent(self.allotment.share)

    @property
    def beyond(self) -> str:
        """What all places together go beyond, "" if nothing (D36)."""
        return limits.of_ratio(self.allotment.share)

    @property
    def pool_arithmetic(self) -> str:
        return allotments.arithmetic(self.allotment.pool_base, self.pool_ratio, self.allotment.pool_cap)


def ratios(cycle: Cycle) -> Ratios:
    """The latest adjustment of each scope; a unit's own goes before the year's (D4)."""
    whole = pool = cycle.ratio
    own: dict[int, Decimal] = {}
    pool_is_own = False
    for row in RatioAdjustment.objects.filter(cycle=cycle).order_by("id"):
        if row.scope == Scope.CYCLE:
            whole = row.ratio
            pool = pool if pool_is_own else whole
        elif row.scope == Scope.POOL:
            pool, pool_is_own = row.ratio, True
        elif row.unit_id is not None:
            own[row.unit_id] = row.ratio
    return Ratios(whole, pool, own)


def base_branches(cycle: Cycle) -> QuerySet[Any]:
    """The branches that count, in the unit of the base date, with or without those that hold the title (D2, D41)."""
    branches = active_branches(cycle, YearDate.BASE.of(cycle))
    return branches if cycle.base_includes_honoured else without_honour(branches)


def bases(cycle: Cycle) -> dict[int, int]:
    """Branches of every participating unit on the base date, as far as the register now knows."""
    counted = dict(base_branches(cycle).order_by().values_list("unit_then").annotate(Count("pk")))
    return {unit: counted.get(unit, 0) for unit in participating_units(cycle).values_list("pk", flat=True)}


def outlook(cycle: Cycle, mode: str | None = None) -> Outlook:
    """What opening recommendation would give, under the year's small-unit mode or another one."""
    return outlooks(cycle, [mode or cycle.small_unit_mode])[0]


def outlooks(cycle: Cycle, modes: list[str] | None = None) -> list[Outlook]:
    """The same under several modes, side by side; the register is read once."""
    known, counted = ratios(cycle), bases(cycle)
    each = {unit: known.of(unit) for unit in counted}
    units = list(participating_units(cycle).order_by("pk"))
    found = []
    for mode in modes or list(SmallUnitMode.values):
        allotment = allotments.allot(counted, each, known.pool, mode)
        rows = tuple(
            UnitSeats(
                unit,
                counted[unit.pk],
                each[unit.pk],
                allotment.caps[unit.pk],
                unit.pk in allotment.pool_units,
                allotment.caps[unit.pk] > allotments.cap(counted[unit.pk], each[unit.pk]),
            )
            for unit in units
        )
        found.append(Outlook(SmallUnitMode(mode), rows, allotment, known.pool))
    return found
