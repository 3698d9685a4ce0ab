"""Filters over numbers, years and days that exist: what lies beyond is told at its field, and filters nothing."""

from typing import Any

from django import forms
from django_filters import Filter

from branches.pages import fields

CHOICES = 200
"""More than so many things are sought by name, not selected from."""


class FilterForm(fields.Plain, forms.Form):
    """What is wrong with a filter is told as with any other field."""


class NumberFilter(Filter):  # type: ignore[misc]
    field_class = fields.Whole


class YearFilter(Filter):  # type: ignore[misc]
    field_class = fields.Year


class DayFilter(Filter):  # type: ignore[misc]
    field_class = fields.Day


def choose_or_seek(field: "forms.ModelChoiceField[Any]") -> None:
    """Offer what there is, asked for once; where it is too much, only a link sets the filter."""
    things = list(field.queryset[: CHOICES + 1]) if field.queryset is not None else []
    if len(things) > CHOICES:
        field.widget = forms.HiddenInput()
    else:
        offered = [(field.prepare_value(thing), field.label_from_instance(thing)) for thing in things]
        field.widget.choices = [("", field.empty_label), *offered]
