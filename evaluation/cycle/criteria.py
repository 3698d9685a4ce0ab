"""The criteria and conditions to show: those the year opened with, else those of its standard."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from branches.models import User
from evaluation import standards as standard
from evaluation.cycle import queries as cycles
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
    cycle = cycles.current(user)
    key = cycle.standard if cycle else standard.keys()[-1]
    published = standard.load(key)
    copied = _copied(cycle) if cycle else None
    criteria, conditions = copied or (published.criteria, published.conditions)
    strengths = tuple(
        (strength.label, tuple(one for one in criteria if one.strength == strength)) for strength in Strength
    )
    return Shown(published.name, cycle.year if cycle and copied else None, strengths, conditions)


def _copied(cycle: Cycle) -> tuple[list[Any], list[Any]] | None:
    criteria = list(cycle.criteria.all())
    return (criteria, list(cycle.disqualifications.all())) if criteria else None
