"""Numbers, days and shares in Chinese words, held on random values."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branches import in_words
from branches.permissions import Role

DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))


@given(st.integers(1, 99))
def test_a_numeral_reads_back_as_its_number(number):
    tens, _, ones = in_words.numeral(number).rpartition("十")
    worth = {"": 0, **{sign: place for place, sign in enumerate("一二三四五六七八九", start=1)}}
    has_tens = "十" in in_words.numeral(number)
    assert (worth[tens] or has_tens) * 10 + worth[ones] == number


@pytest.mark.parametrize(
    ("number", "words"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (45, "四十五"), (99, "九十九")]
)
def test_numerals_are_said_as_in_headings(number, words):
    assert in_words.numeral(number) == words


@pytest.mark.parametrize("number", [0, -1, 100])
def test_what_has_no_numeral_is_refused(number):
    with pytest.raises(ValueError, match="1 to 99"):
        in_words.numeral(number)


@given(DAYS)
def test_a_day_reads_back_and_has_no_leading_noughts(value):
    words = in_words.plain_day(value)
    assert date(*map(int, re.fullmatch(r"(\d{4})年([1-9]\d?)月([1-9]\d?)日", words).groups())) == value
    assert in_words.day(value).startswith(words)
    assert in_words.day(value).endswith(in_words.month_day(value))


@given(DAYS, DAYS)
def test_a_stretch_of_days_names_both_ends(first, last):
    found = re.fullmatch(r"(\d+)月(\d+)日至(\d+)月(\d+)日", in_words.plain_days(first, last)).groups()
    assert tuple(map(int, found)) == (first.month, first.day, last.month, last.day)


@given(DAYS)
def test_a_weekday_comes_again_after_a_week_and_not_before(value):
    words = [in_words.day(date.fromordinal(value.toordinal() + ahead))[-4:] for ahead in range(8)]
    assert len(set(words)) == 7
    assert words[0] == words[7]


def test_days_and_moments_are_those_of_shanghai():
    assert in_words.day(date(2027, 1, 31)) == "2027年1月31日（周日）"
    assert in_words.day(datetime(2027, 1, 30, 16, 0, tzinfo=UTC)) == "2027年1月31日（周日）"
    assert in_words.moment(datetime(2027, 1, 30, 16, 5, tzinfo=UTC)) == "2027年1月31日（周日）00:05"


@given(st.integers(0, 10_000))
def test_a_share_says_exactly_what_it_is(basis_points):
    words = in_words.percent(Decimal(basis_points) / 10_000)
    assert Decimal(words.removesuffix("%")) * 100 == basis_points
    assert re.fullmatch(r"(0|[1-9]\d*)(\.\d*[1-9])?%", words)


@pytest.mark.parametrize(
    ("role", "place", "spoken"),
    [
        (Role.SECRETARY, "市财政局预算科党支部", "市财政局预算科党支部书记"),
        (Role.ORGAN_OFFICER, "市财政局", "市财政局机关党组织经办人"),
        (Role.WORK_COMMITTEE, "平顶山市", "市直工委"),
    ],
)
def test_a_post_is_called_as_people_call_it(role, place, spoken):
    assert role.at(place) == spoken
