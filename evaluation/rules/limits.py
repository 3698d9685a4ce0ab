"""The limits that the plan itself sets, and what goes beyond them, in its words (方案 四（三）, D36)."""

from datetime import date
from decimal import Decimal

RATIO = Decimal("0.1")
BEYOND_RATIO = "超过方案规定的10%"
BEYOND_JANUARY = "晚于方案规定的元月底"


def end_of_january(year: int) -> date:
    """The last day on which branches are recommended for an evaluated year: 次年元月底前."""
    return date(year + 1, 1, 31)


def of_ratio(ratio: Decimal) -> str:
    """What a ratio (0 to 1) of the year, a unit or the pool goes beyond, "" if nothing."""
    return BEYOND_RATIO if ratio > RATIO else ""


def of_recommendation(year: int, day: date) -> str:
    """What a date until which branches are recommended goes beyond, "" if nothing."""
    return BEYOND_JANUARY if day > end_of_january(year) else ""
