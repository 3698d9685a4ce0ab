"""Numbers, years and days in range: beyond it a 404 at an address, a sentence in a field."""

from typing import Any

import django_filters
import pytest
from django import forms
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from branches.incoming import numbers
from branches.models import User
from branches.pages.fields import Day, Plain, Several, Whole, Year
from evaluation.workdays import views as workdays_views
from tests.support.hostile_values import DAYS, NUMBERS, forms_of_ours
from tests.support.resolver import patterns


def test_a_number_is_digits_and_fits_every_column() -> None:
    found = {text: numbers.number(text) for text in [*NUMBERS, "12"]}
    assert {text: one for text, one in found.items() if one is not None} == {
        "0": 0,
        "007": 7,
        "2147483648": 2**31,
        "1" * 18: int("1" * 18),
        "12": 12,
    }
    assert numbers.number(None) is None
    assert numbers.numbers(["3", "²", "9" * 19, "5"]) == [3, 5]


def test_an_address_with_a_larger_one_is_no_address() -> None:
    for path in (f"/units/{'9' * 19}/", "/units/²/", "/cycles/99999/", "/cycles/0000/", "/cycles/2100/"):
        with pytest.raises(Resolver404):
            resolve(path)
    assert resolve("/units/7/").kwargs == {"pk": 7}
    assert resolve("/cycles/2026/").kwargs == {"year": 2026}


def test_every_address_uses_these() -> None:
    kinds = {type(one).__name__ for _, pattern in patterns() for one in pattern.pattern.converters.values()}
    assert kinds == {"Number", "Year", "StringConverter", "ActionConverter"}


def test_every_form_of_a_model_asks_for_days_with_a_range() -> None:
    fields = [(form, field) for form in forms_of_ours() for field in form.base_fields.values()]
    assert fields
    assert [
        (form, one.label) for form, one in fields if isinstance(one, forms.DateField) and not isinstance(one, Day)
    ] == []


class Asking(Plain, forms.Form):
    count = Whole(label="人数")
    year = Year(label="年度")
    day = Day(label="日期")


def test_a_field_says_what_is_wrong() -> None:
    for number in NUMBERS:
        form = Asking({"count": number, "year": number, "day": "2026-12-01"})
        assert "day" not in form.errors
        assert form.is_valid() or form.errors["year"][0].startswith("年度")
        assert form.errors.get("count", ["人数"])[0].startswith("人数")
    for day in DAYS:
        assert Asking({"count": 1, "year": 2026, "day": day}).errors["day"][0].startswith("日期"), day
    assert Asking({"count": 0, "year": 2099, "day": "1900-01-01"}).is_valid()


@pytest.mark.django_db
def test_several_rows_by_numbers_that_are_none() -> None:
    field = Several(User.objects.all())
    for number in NUMBERS:
        with pytest.raises(forms.ValidationError):
            field.clean([number])


@pytest.mark.django_db
def test_a_filter_tells_it_and_filters_nothing(client: Client, system_admin: Any) -> None:
    client.force_login(system_admin)
    answer = client.get(reverse("evaluation:holidays"), {"year": "99999"})
    assert answer.status_code == 200
    assert "年份不能大于2099" in answer.content.decode()


@pytest.mark.django_db
def test_twin_a_filter_without_a_range_is_an_error_of_ours(
    client: Client, system_admin: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    boundless = {"year": django_filters.NumberFilter(field_name="day__year", label="年份")}
    monkeypatch.setattr(workdays_views.Holidays, "filters", boundless)
    client.force_login(system_admin)
    with pytest.raises(ValueError, match="year"):
        client.get(reverse("evaluation:holidays"), {"year": "99999"})
