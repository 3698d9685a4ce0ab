"""Rows that every word of a search fits."""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.db.models import Q, QuerySet

from branches.search.text import sought

Rows = TypeVar("Rows", bound=QuerySet[Any])


def matching(rows: Rows, words: str, fields: Sequence[str] = ("search_text",)) -> Rows:
    """Those of `rows` in which each word stands in any of the fields. `search_text` holds all names of a thing by itself."""
    for word in words.split():
        anywhere = Q()
        for field in fields:
            anywhere |= Q(**_within(field, word))
        rows = rows.filter(anywhere)
    return rows


def _within(field: str, word: str) -> dict[str, str]:
    if field.rpartition("__")[2] == "search_text":
        return {f"{field}__contains": sought(word)}
    return {f"{field}__icontains": word}
