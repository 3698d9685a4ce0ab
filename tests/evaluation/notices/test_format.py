"""Every document passes the checker, whatever its facts; text that ends at a page's foot included."""

import pytest

from evaluation.notices import typeset
from tests.evaluation.notices import checker_foot, checker_head, samples
from tests.evaluation.notices.checker import CHECKS, faults

assert checker_foot and checker_head  # they add their checks


@pytest.mark.parametrize("name", samples.HURTFUL)
def test_naming_decision_passes(name: str) -> None:
    facts = samples.HURTFUL[name]
    assert faults(typeset.render("naming", facts), typeset.compose("naming", facts)) == {}


def test_the_samples_are_as_long_as_they_say() -> None:
    assert len(samples.LONG) == 40
    assert len(samples.TITLE_70) == 70


def test_there_are_checks() -> None:
    assert len(CHECKS) >= 28
