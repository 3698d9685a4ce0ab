"""Who is affected by a changed ratio, and by how much; read before it is saved, and again while it is saved (D4).

Who is in the pool is frozen when recommendation opens: later changes alter places only, and a unit leaves the pool
only when it is given places of its own (D3).
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import ROUND_CEILING, Decimal

from django.db.models import Q, Sum

from branches import in_words
from branches.models import Unit
from evaluation.cycle.outlook import Ratios, Scope, bases, outlook, ratios
from evaluation.models import Candidacy, Cycle, RecommendationList
from evaluation.rules import allotment as allotments
from evaluation.rules import limits
from evaluation.vocabulary import CycleState, ListState, SmallUnitMode, State

POOL_NAME = "联合推荐"


@dataclass(frozen=True)
class Change:
    """One list, before and after. `row` is the list itself, once recommendation is open."""

    name: str
    base: int
    ratio: Decimal
    before: int
    after: int
    row: RecommendationList | None = None
    is_min_one: bool = False
    leaves_pool: bool = False
    holders: tuple[str, ...] = ()

    @property
    def difference(self) -> int:
        return self.after - self.before

    @property
    def matters(self) -> bool:
        return self.difference != 0 or self.leaves_pool

    @property
    def arithmetic(self) -> str:
        return allotments.arithmetic(self.base, self.ratio, self.after, at_least_one=self.is_min_one)

    @property
    def note(self) -> str:
        """What else it means, for the table."""
        notes = [f"占{self.share}，{beyond}"] if (beyond := limits.of_ratio(self.ratio)) and self.base else []
        if self.leaves_pool:
            notes.append("有了自己的名额，退出联合推荐")
        elif self.row and self.before and not self.after:
            notes.append("从此没有名额，也不进入联合推荐")
        return "；".join(notes)

    @property
    def share(self) -> str:
        return in_words.percent(allotments.share(self.after, self.base))

    @property
    def refusal(self) -> str:
        """A cap below what is recommended is refused, with the names once the list is handed in (D4, D34)."""
        if len(self.holders) <= self.after:
            return ""
        if self.row and not self.row.is_pool and self.row.state == ListState.OPEN:
            return f"{self.name}的名单尚未报送，名额暂不能减为{self.after}个。请先与该单位联系，或调高比例。"
        names = "、".join(self.holders)
        return (
            f"{self.name}已推荐{len(self.holders)}个支部（{names}），名额不能减为{self.after}个。"
            "请先取消推荐，或调高比例。"
        )


@dataclass(frozen=True)
class Preview:
    """Everything one adjustment would do."""

    lists: tuple[Change, ...]
    reasons: tuple[str, ...] = ()
    total: tuple[int, int] = (0, 0)
    changes: tuple[Change, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "changes", tuple(change for change in self.lists if change.matters))

    @property
    def share(self) -> str:
        """What all places would be of all branches, in words."""
        places, base = self.total[0] + self.gained - self.lost, self.total[1]
        return f"推荐名额合计{places}个，占全部{base}个支部的{in_words.percent(allotments.share(places, base))}"

    @property
    def gained(self) -> int:
        return sum(change.difference for change in self.changes if change.difference > 0)

    @property
    def lost(self) -> int:
        return -sum(change.difference for change in self.changes if change.difference < 0)

    @property
    def refusals(self) -> list[str]:
        return [*self.reasons, *(change.refusal for change in self.lists if change.refusal)]


def preview(cycle: Cycle, scope: str, ratio: Decimal, unit: Unit | None = None) -> Preview:
    """What `ratio` (0 to 1) for the year, one unit or the pool would change."""
    if cycle.state == CycleState.RECOMMENDING:
        return replace(_of_lists(cycle, scope, ratio, unit), total=_total(cycle))
    return _of_outlook(cycle, scope, ratio, unit)


def _total(cycle: Cycle) -> tuple[int, int]:
    """All places, and all branches on whose number they rest."""
    rows = RecommendationList.objects.filter(cycle=cycle)
    found = rows.aggregate(places=Sum("cap"), base=Sum("base", filter=Q(unit__isnull=False)))
    return found["places"] or 0, found["base"] or 0


def changed(known: Ratios, scope: str, ratio: Decimal, unit: Unit | None, *, pool_follows: bool) -> Ratios:
    """The ratios in force after the adjustment."""
    if scope == Scope.UNIT and unit is not None:
        return replace(known, units={**known.units, unit.pk: ratio})
    if scope == Scope.POOL:
        return replace(known, pool=ratio)
    return replace(known, cycle=ratio, pool=ratio if pool_follows else known.pool)


def ratio_for(base: int, places: int) -> Decimal | None:
    """The smallest ratio, to a hundredth of a percent, that gives `places` to `base` branches; None beyond 100 %."""
    if not 0 < places <= base:
        return None
    return (Decimal(places) / base).quantize(Decimal("0.0001"), ROUND_CEILING)


def pool_follows(cycle: Cycle) -> bool:
    """Whether the pool has the year's ratio, having been given none of its own."""
    return not cycle.adjustments.filter(scope=Scope.POOL).exists()


def _of_outlook(cycle: Cycle, scope: str, ratio: Decimal, unit: Unit | None) -> Preview:
    """Before recommendation opens nobody holds a place: two outlooks are compared."""
    now = outlook(cycle)
    known = changed(ratios(cycle), scope, ratio, unit, pool_follows=pool_follows(cycle))
    counted = bases(cycle)
    each = {pk: known.of(pk) for pk in counted}
    then = allotments.allot(counted, each, known.pool, cycle.small_unit_mode)
    changes = [
        Change(
            row.unit.name,
            row.base,
            each[row.unit.pk],
            row.cap,
            then.caps[row.unit.pk],
            is_min_one=then.caps[row.unit.pk] > allotments.cap(row.base, each[row.unit.pk]),
            leaves_pool=row.in_pool and row.unit.pk not in then.pool_units,
        )
        for row in now.units
    ]
    if cycle.small_unit_mode == SmallUnitMode.POOLED:
        changes.append(Change(POOL_NAME, then.pool_base, known.pool, now.allotment.pool_cap, then.pool_cap))
    return Preview(tuple(changes), total=(now.allotment.total, now.allotment.total_base))


def _of_lists(cycle: Cycle, scope: str, ratio: Decimal, unit: Unit | None) -> Preview:
    """Once recommendation is open the lists themselves are compared."""
    holders = _holders(cycle)
    lists = {row.unit_id: row for row in RecommendationList.objects.filter(cycle=cycle).select_related("unit")}
    pool = lists.get(None)
    if scope == Scope.UNIT:
        own = lists.get(unit.pk) if unit else None
        return _of_unit(own, pool, ratio, holders, cycle) if own else Preview(())
    affected = _without_own_ratio(cycle, lists) if scope == Scope.CYCLE else []
    if pool and (scope == Scope.POOL or pool_follows(cycle)):
        affected.append(pool)
    return Preview(tuple(_resized(row, ratio, holders, cycle) for row in affected))


def _without_own_ratio(cycle: Cycle, lists: Mapping[int | None, RecommendationList]) -> list[RecommendationList]:
    """The units' lists with places of their own that follow the year's ratio, in the order in which they were made."""
    known = ratios(cycle)
    rows = sorted(lists.values(), key=lambda row: row.pk)
    return [row for row in rows if not row.is_pool and row.pool_id is None and row.unit_id not in known.units]


def _of_unit(
    own: RecommendationList,
    pool: RecommendationList | None,
    ratio: Decimal,
    holders: Mapping[int, tuple[str, ...]],
    cycle: Cycle,
) -> Preview:
    change = _resized(own, ratio, holders, cycle)
    if pool is None or own.pool_id is None or not change.after:
        return Preview((change,))
    change = replace(change, leaves_pool=True)
    rest = replace(
        _resized(pool, pool.ratio, holders, cycle),
        base=pool.base - own.base,
        after=allotments.cap(pool.base - own.base, pool.ratio),
    )
    involved = Candidacy.objects.filter(cycle=cycle, unit=own.unit_id).exclude(seat=None, state__in=_NOT_FORWARDED)
    names = "、".join(str(case.branch) for case in involved.select_related("branch__unit"))
    reasons = (f"{names}已推送联合推荐，{change.name}暂不能退出联合推荐。请先收回推送或取消选定。",) if names else ()
    return Preview((change, rest), reasons)


_NOT_FORWARDED = [state for state in State.values if state != State.FORWARDED]


def _resized(row: RecommendationList, ratio: Decimal, holders: Mapping[int, tuple[str, ...]], cycle: Cycle) -> Change:
    after = allotments.cap(row.base, ratio)
    is_min_one = not row.is_pool and row.base > 0 and not after and cycle.small_unit_mode == SmallUnitMode.MIN_ONE
    return Change(
        row.unit.name if row.unit else POOL_NAME,
        row.base,
        ratio,
        row.cap,
        1 if is_min_one else after,
        row,
        is_min_one,
        holders=holders.get(row.pk, ()),
    )


def _holders(cycle: Cycle) -> dict[int, tuple[str, ...]]:
    """The branches on the places of every list, by list id."""
    found: dict[int, tuple[str, ...]] = defaultdict(tuple)
    for case in Candidacy.objects.filter(cycle=cycle, seat__isnull=False).select_related("seat", "branch__unit"):
        if case.seat is not None:
            found[case.seat.list_id] += (str(case.branch),)
    return found
