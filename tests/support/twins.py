"""The table of the procedure with one rule taken away: what the rule alone keeps shut is open then."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from evaluation import advance as door
from evaluation.procedure import lives


def without(monkeypatch: pytest.MonkeyPatch, rule: Callable[[Any], str]) -> None:
    """For the rest of the test no row of a case asks `rule`."""
    assert any(rule in row.rules for row in lives.PROCEDURE)
    bare = tuple(row._replace(rules=tuple(one for one in row.rules if one is not rule)) for row in lives.PROCEDURE)
    monkeypatch.setattr(lives, "PROCEDURE", bare)
    monkeypatch.setattr(door, "CASES", replace(door.CASES, table=bare))
