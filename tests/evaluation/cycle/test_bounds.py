"""Until when an extension, a send-back or a return may move a step: before the date that follows (D36)."""

from datetime import date

import pytest

from evaluation.deadlines import YearDate, latest
from evaluation.models import Cycle
from evaluation.vocabulary import Step
from tests.support import factories

IN_JANUARY = factories.IN_JANUARY
DATES = {
    "self_assessment_due": date(2027, 1, 10),
    "assessment_due": date(2027, 1, 20),
    "recommendation_due": date(2027, 1, 31),
    "pool_due": date(2027, 2, 15),
    "naming_on": date(2027, 7, 1),
}


@pytest.mark.parametrize(
    ("step", "last"),
    [
        (Step.SELF_ASSESSMENT, date(2027, 1, 19)),
        (Step.ASSESSMENT, date(2027, 1, 30)),
        (Step.RECOMMENDATION, date(2027, 2, 14)),
        (YearDate.POOL, date(2027, 6, 30)),
    ],
)
def test_a_step_is_moved_to_the_day_before_what_follows_at_most(step, last):
    assert latest(Cycle(year=2026, **DATES), step, IN_JANUARY) == last


def test_what_follows_may_have_been_moved_for_the_unit_or_for_the_case():
    cycle, extended, own = Cycle(year=2026, **DATES), date(2027, 1, 25), date(2027, 1, 28)
    assert latest(cycle, Step.SELF_ASSESSMENT, IN_JANUARY, moved=extended) == date(2027, 1, 24)
    assert latest(cycle, Step.SELF_ASSESSMENT, IN_JANUARY, own=own, moved=extended) == date(2027, 1, 27)


def test_a_unit_with_places_of_its_own_waits_for_no_pool():
    assert latest(Cycle(year=2026, **DATES), Step.RECOMMENDATION, IN_JANUARY, has_places=True) == date(2027, 6, 30)


def test_from_the_naming_day_on_any_day_will_do():
    cycle = Cycle(year=2026, **DATES)
    assert latest(cycle, Step.ASSESSMENT, date(2027, 6, 30)) is not None
    assert latest(cycle, Step.ASSESSMENT, date(2027, 7, 1)) is None
