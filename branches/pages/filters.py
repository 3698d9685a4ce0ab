"""Filters over numbers, years and days that exist: what lies beyond is told at its field, and filters nothing."""

from django import forms
from django_filters import Filter

from branches.pages import fields


class FilterForm(fields.Plain, forms.Form):
    """What is wrong with a filter is told as with any other field."""


class NumberFilter(Filter):  # type: ignore[misc]
    field_class = fields.Whole


class YearFilter(Filter):  # type: ignore[misc]
    field_class = fields.Year


class DayFilter(Filter):  # type: ignore[misc]
    field_class = fields.Day
