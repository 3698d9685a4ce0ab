"""Every text that the database keeps for people, with something else in its place, whoever wrote it by whatever form.

That is more than any form lets in: what a form refuses or tidies up stands here as it was sent.
"""

import re
from collections.abc import Sequence
from itertools import count
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction

from tests.support import guards

# What machines read: keys of their own, digests, names that somebody signs in by, kinds, links within the site.
_OF_MACHINES = {
    "password", "username", "token", "digest", "sha256", "fingerprint", "key", "code", "word", "content_type", "link",
    "leads_to", "record", "task", "kind", "queue", "who", "place", "purpose", "stranger", "identifier", "issuer",
    "subject_id", "search_text", "about", "number", "verb",
}  # fmt: skip
_FOR_PEOPLE = re.compile(r"[\u3400-\u9fff]")


def spoil(payloads: Sequence[str], *, first: int = 0) -> set[str]:
    """Put one of them into each column, the next into the next; the columns, as model.field.

    With another `first` each column gets another. What is too long for a column leaves its place to one that fits.
    """
    guards.lift()
    turn, done = count(first), set()
    for model in apps.get_models():
        if model._meta.app_label in ("branches", "evaluation"):
            for field in model._meta.concrete_fields:
                number = next(turn)
                put = [payloads[(number + step) % len(payloads)] for step in range(len(payloads))]
                if _spoil_column(model, field, put):
                    done.add(f"{model.__name__}.{field.name}")
    return done


def _spoil_column(model: type[models.Model], field: Any, payloads: list[str]) -> bool:
    rows = model._default_manager.all()
    if field.name in _OF_MACHINES or isinstance(field, models.FileField):
        return False
    if isinstance(field, models.JSONField):
        for pk, value in rows.values_list("pk", field.name):
            rows.filter(pk=pk).update(**{field.name: _spoiled(value, payloads[0])})
        return rows.exists()
    if not isinstance(field, models.CharField | models.TextField) or field.choices:
        return False
    fitting = next((one for one in payloads if field.max_length is None or len(one) + 6 <= field.max_length), None)
    if fitting is None:
        return False
    put = [_put(rows.filter(pk=pk), field.name, f"{fitting}{pk}") for pk in rows.values_list("pk", flat=True)]
    return any(put)


def _put(row: models.QuerySet[Any], name: str, text: str) -> bool:
    """Not where the database ties a text to a state: a reason for what has not been done."""
    try:
        with transaction.atomic():
            return bool(row.update(**{name: text}))
    except IntegrityError:
        return False


def _spoiled(value: Any, payload: str) -> Any:
    if isinstance(value, dict):
        return {key: _spoiled(item, payload) for key, item in value.items()}
    if isinstance(value, list):
        return [_spoiled(item, payload) for item in value]
    return payload if isinstance(value, str) and _FOR_PEOPLE.search(value) else value
