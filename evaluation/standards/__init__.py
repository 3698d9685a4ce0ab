"""The evaluation standard as data: criteria and conditions read from `standards/<name>.toml`. Never code, never models."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from branches import in_words

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class StandardCriterion:
    """One criterion (方案 二)."""

    number: int
    strength: str
    title: str
    text: str


@dataclass(frozen=True)
class StandardCondition:
    """One disqualifying condition (方案 三)."""

    number: int
    title: str
    text: str
    within_year: bool
    needs_basis: bool


@dataclass(frozen=True)
class Standard:
    """A published plan with its criteria and conditions."""

    name: str
    issued_on: date
    criteria: tuple[StandardCriterion, ...]
    conditions: tuple[StandardCondition, ...]


@cache
def load(key: str) -> Standard:
    """The standard called `key`. Raises KeyError for one that is not there."""
    if key not in keys():
        raise KeyError(key)
    data = tomllib.loads((FOLDER / f"{key}.toml").read_text("utf-8"))
    return Standard(
        data["name"],
        data["issued_on"],
        tuple(StandardCriterion(**row) for row in data["criteria"]),
        tuple(StandardCondition(**row) for row in data["disqualifications"]),
    )


def keys() -> list[str]:
    """The names of all standards, the newest last."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def choices() -> list[tuple[str, str]]:
    """For a form: (key, name with the date of issue)."""
    return [(key, f"{load(key).name}（{in_words.plain_day(load(key).issued_on)}印发）") for key in keys()]
