"""Writes down where nobody may act, so that nobody who opens a page waits for it to be worked out."""

from django.db import transaction

from evaluation.models import Vacancy
from evaluation.vacancies import queries as vacancies_queries

OF_ONE = ("role", "unit_id", "branch_id", "waiting")


@transaction.atomic
def look() -> int:
    """Find all of them anew; the rows are replaced only where something differs."""
    found = vacancies_queries.vacancies()
    seen = [tuple(getattr(one, name) for name in OF_ONE) for one in found]
    if seen != list(Vacancy.objects.values_list(*OF_ONE)):
        Vacancy.objects.all().delete()
        Vacancy.objects.bulk_create(found, batch_size=500)
    return len(found)
