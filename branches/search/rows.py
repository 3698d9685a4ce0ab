"""Rows that every word of a search fits.

One table is sought in by its index. Where the words may stand in several, no index serves them all: so what stands in
another table is sought there first. Few things that have a word are named by their numbers; where many have it, rows are
compared one by one, which soon finds as many as a page shows.
"""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from branches.search.text import sought

Rows = TypeVar("Rows", bound=QuerySet[Any])
FEW = 1000


def matching(rows: Rows, words: str, fields: Sequence[str] = ("search_text",)) -> Rows:
    """Those of `rows` in which each word stands in any of the fields. `search_text` holds all names of a thing by itself."""
    by_relation: dict[str, list[str]] = {}
    for field in fields:
        relation, _, name = field.rpartition("__")
        by_relation.setdefault(relation, []).append(name)
    for word in words.split():
        anywhere = Q()
        for relation, names in by_relation.items():
            is_sought_first = relation and len(by_relation) > 1
            anywhere |= _beyond(rows.model, relation, names, word) if is_sought_first else _any(relation, names, word)
        rows = rows.filter(anywhere)
    return rows


def _beyond(model: type[Model], relation: str, names: Sequence[str], word: str) -> Q:
    """Whose thing at the other end of the relation has the word."""
    for step in relation.split("__"):
        model = model._meta.get_field(step).related_model  # type: ignore[assignment]
    found = list(model._base_manager.filter(_any("", names, word)).values_list("pk", flat=True)[: FEW + 1])
    return _any(relation, names, word) if len(found) > FEW else Q(**{f"{relation}__in": found})


def _any(relation: str, names: Sequence[str], word: str) -> Q:
    anywhere = Q()
    for name in names:
        anywhere |= Q(**_within(f"{relation}__{name}" if relation else name, word))
    return anywhere


def _within(field: str, word: str) -> dict[str, str]:
    """Without upper and lower case, as most words here are, nothing has to be converted in each row."""
    if field.rpartition("__")[2] == "search_text":
        return {f"{field}__contains": sought(word)}
    return {f"{field}__{'contains' if word.lower() == word.upper() else 'icontains'}": word}
