"""The cap and its arithmetic: floor(base × ratio), in Decimal, never floats (方案 四（三）, D1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from branches import in_words
from evaluation.vocabulary import SmallUnitMode


def cap(base: int, ratio: Decimal) -> int:
    """Places for `base` branches at `ratio` (0 to 1): floor(base × ratio), for "不超过" forbids rounding up (D1)."""
    if base < 0 or not 0 <= ratio <= 1:
        raise ValueError("base must not be negative and ratio must lie between 0 and 1")
    return int((Decimal(base) * ratio).to_integral_value(ROUND_FLOOR))


def arithmetic(base: int, ratio: Decimal, places: int, *, at_least_one: bool = False) -> str:
    """The cap in words: `31 个支部 × 10% = 3.1 → 3 个` (D7)."""
    product = f"{(Decimal(base) * ratio).normalize():f}"
    tail = "（至少1个）" if at_least_one and places > cap(base, ratio) else ""
    return f"{base}个支部 × {in_words.percent(ratio)} = {product} → {places}个{tail}"


def share(places: int, base: int) -> Decimal:
    """Places over branches, 0 to 1, rounded down to a hundredth of a percent."""
    return (Decimal(places) / base).quantize(Decimal("0.0001"), ROUND_FLOOR) if base else Decimal(0)


@dataclass(frozen=True)
class Allotment:
    """What a ratio means: places of each unit, who is in the pool, and the pool's places (D1–D3)."""

    caps: Mapping[int, int]
    pool_units: frozenset[int]
    pool_base: int
    pool_cap: int
    total_base: int

    @property
    def total(self) -> int:
        return sum(self.caps.values()) + self.pool_cap

    @property
    def share(self) -> Decimal:
        """All places over all branches."""
        return share(self.total, self.total_base)


def allot(bases: Mapping[int, int], ratios: Mapping[int, Decimal], pool_ratio: Decimal, mode: str) -> Allotment:
    """Places for every unit id with its base and ratio, under a small-unit mode (D3)."""
    caps = {unit: cap(base, ratios[unit]) for unit, base in bases.items()}
    small = frozenset(unit for unit, base in bases.items() if base and not caps[unit])
    if mode == SmallUnitMode.MIN_ONE:
        caps.update(dict.fromkeys(small, 1))
    pool = small if mode == SmallUnitMode.POOLED else frozenset()
    pool_base = sum(bases[unit] for unit in pool)
    return Allotment(caps, pool, pool_base, cap(pool_base, pool_ratio), sum(bases.values()))
