"""参考分: points over the applicable maximum (D21). Pure arithmetic in Decimal; nothing is selected by it alone."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from evaluation.vocabulary import POINTS, Grade, ScoreTemplate

FULL = 5

Mark = tuple[str, int | None]
"""Grade and points of one criterion. Under POINTS a criterion that does not apply carries the grade 不适用."""


def is_marked(grade: str, points: int | None, template: str) -> bool:
    """Whether one criterion carries an answer under the cycle's template."""
    if template == ScoreTemplate.POINTS:
        return points is not None or grade == Grade.NOT_APPLICABLE
    return grade in Grade.values


def points_of(grade: str, points: int | None, template: str) -> int | None:
    """Points of one marked criterion, 0 to 5; None where it does not apply."""
    if grade == Grade.NOT_APPLICABLE:
        return None
    return points if template == ScoreTemplate.POINTS else POINTS[Grade(grade)]


def reference_score(marks: Iterable[Mark], template: str) -> Decimal | None:
    """0.0 to 100.0, half up; None without figures: the template has none, nothing applies, or a mark is missing."""
    marks = list(marks)
    if template == ScoreTemplate.NONE or not all(is_marked(*mark, template) for mark in marks):
        return None
    applicable = [value for mark in marks if (value := points_of(*mark, template)) is not None]
    if not applicable:
        return None
    share = Decimal(sum(applicable)) * 100 / (FULL * len(applicable))
    return share.quantize(Decimal("0.1"), ROUND_HALF_UP)
