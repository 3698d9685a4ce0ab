"""Working days: 调休 in known years, Monday to Friday with a notice in others (D8, D12)."""

from datetime import date

import pytest

from evaluation import workdays


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2024, 2, 4), True),  # a Sunday worked for the Spring Festival
        (date(2024, 2, 12), False),  # a Monday of the Spring Festival
        (date(2024, 10, 1), False),
        (date(2024, 10, 12), True),  # a Saturday worked for the National Day
        (date(2024, 6, 15), False),
    ],
)
def test_published_holidays_and_swapped_days_count(day, works):
    assert workdays.is_working_day(day) is works


def test_a_year_that_is_not_published_falls_back_and_says_so():
    assert workdays.last_working_day(date(2098, 1, 31)) == (date(2098, 1, 31), False)  # a Friday
    assert workdays.last_working_day(date(2098, 2, 2)) == (date(2098, 1, 31), False)


def test_without_the_fall_back_such_a_year_would_raise(monkeypatch):
    """The twin: the library refuses years it does not know."""
    with pytest.raises(NotImplementedError):
        workdays.is_workday(date(2098, 1, 31))


def test_the_last_working_day_is_the_day_itself_or_the_one_before():
    assert workdays.last_working_day(date(2024, 2, 9)) == (date(2024, 2, 9), True)
    assert workdays.last_working_day(date(2024, 2, 17)) == (date(2024, 2, 9), True)


def test_working_days_are_counted_from_the_next_day():
    assert workdays.working_days_after(date(2024, 9, 30), 1) == (date(2024, 10, 8), True)
    assert workdays.working_days_after(date(2024, 9, 30), 5) == (date(2024, 10, 12), True)
    assert workdays.working_days_after(date(2024, 9, 28), 0) == (date(2024, 9, 28), True)


def test_counting_into_a_year_that_is_not_published_is_not_certain():
    found = workdays.working_days_after(date(2097, 12, 31), 5)
    assert not found.is_certain
    assert found.day == date(2098, 1, 7)
