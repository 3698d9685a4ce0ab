"""The criteria and conditions to show: those the year opened with, else those of its standard."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from branches.models import User
from evaluation import standards
from evaluation.cycle import queries as cycle_queries
from evaluation.models import Cycle
from evaluation.vocabulary import Strength


@dataclass(frozen=True)
class Shown:
    """A standard as pages print it: criteria by strength, then the conditions."""

    name: str
    year: int | None
    strengths: tuple[tuple[str, Sequence[Any]], ...]
    conditions: Sequence[Any]


def current(user: User) -> Shown:
    cycle = cycle_queries.current(user)
    key = cycle.standard if cycle else standards.keys()[-1]
    published = standards.load(key)
    copied = _copied(cycle) if cycle else None
    criteria, conditions = copied or (published.criteria, published.conditions)
    strengths = tuple(
        (strength.label, tuple(one for one in criteria if one.strength == strength)) for strength in Strength
    )
    return Shown(published.name, cycle.year if cycle and copied else None, strengths, conditions)


def _copied(cycle: Cycle) -> tuple[list[Any], list[Any]] | None:
    criteria = list(cycle.criteria.all())
    return (criteria, list(cycle.disqualifications.all())) if criteria else None
