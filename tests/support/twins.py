"""The tables of the procedure with something taken away: what it alone keeps shut, or withholds, is open then."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from evaluation import advance as door
from evaluation.cases import knowledge, telling
from evaluation.procedure import lives
from evaluation.procedure.secrecy import Secret


def without(monkeypatch: pytest.MonkeyPatch, rule: Callable[[Any], str]) -> None:
    """For the rest of the test no row of a case asks `rule`."""
    assert any(rule in row.rules for row in lives.PROCEDURE)
    bare = tuple(row._replace(rules=tuple(one for one in row.rules if one is not rule)) for row in lives.PROCEDURE)
    monkeypatch.setattr(lives, "PROCEDURE", bare)
    monkeypatch.setattr(door, "CASES", replace(door.CASES, table=bare))


def withholding(monkeypatch: pytest.MonkeyPatch, *secrets: Secret) -> None:
    """From here on these secrets alone are kept; queries that know of the others are written anew."""
    monkeypatch.setattr(knowledge, "SECRETS", secrets)
    for module in (knowledge, telling):
        for name, query in vars(module).items():
            if hasattr(query, "cache_clear"):
                monkeypatch.setattr(module, name, query.__wrapped__)
