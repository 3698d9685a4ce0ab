"""The table of days off, read."""

from django.db.models import QuerySet

from evaluation.models import Holiday


def holidays() -> QuerySet[Holiday]:
    return Holiday.objects.order_by("-day")


def years() -> list[int]:
    """The years the table covers, newest first."""
    return [day.year for day in Holiday.objects.dates("day", "year", order="DESC")]
