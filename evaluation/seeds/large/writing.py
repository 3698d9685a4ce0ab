"""Rows by the hundred thousand: those made here by COPY, products of what is there already by INSERT … SELECT."""

import csv
import json
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain, islice
from operator import attrgetter
from typing import Any, TypeVar

from django.db import connection
from django.db.models import AutoField, JSONField, Max, Model, QuerySet, Value
from django.db.models.base import ModelState

PORTION, BATCH = 20_000, 500
MANY = 1_000
"""From so many on COPY pays; it asks for the right to set a table's next number, and names no act."""
NULL = r"\N"
"""No value reads like that."""
TOGETHER = 500
"""So many lines go to the server at once."""

_json = json.JSONEncoder(ensure_ascii=False).encode

ModelT = TypeVar("ModelT", bound=Model)


class Json(Value):
    """A value that is JSON already, also where it becomes part of more JSON."""

    def __init__(self, value: Any) -> None:
        super().__init__(value, output_field=JSONField())

    def as_sqlite(self, compiler: Any, connection: Any, **extra_context: Any) -> tuple[str, tuple[str | int, ...]]:
        sql, params = super().as_sqlite(compiler, connection, **extra_context)
        return f"JSON({sql})", params


def fresh(model: type[ModelT], **columns: Any) -> ModelT:
    """A new row of these columns and the defaults of the others, without what a model does besides to make one: for large numbers."""
    row = model.__new__(model)
    row.__dict__.update(_defaults(model), _state=ModelState(), **columns)
    return row


@cache
def _defaults(model: type[Model]) -> dict[str, Any]:
    return {field.attname: field.get_default() for field in model._meta.concrete_fields}


def write(rows: Iterable[Model]) -> None:
    """Insert new rows, which get their numbers. What comes as an iterator is not kept."""
    rows = iter(rows)
    while portion := list(islice(rows, PORTION)):
        if connection.vendor == "postgresql" and len(portion) >= MANY:
            _copy(type(portion[0]), chain(portion, rows))
        else:
            type(portion[0])._default_manager.bulk_create(portion, batch_size=BATCH)


def multiply(model: type[Model], rows: QuerySet[Any], **values: Any) -> None:
    """Insert a row for each of `rows`, of these values and expressions over it; the other fields have their defaults."""
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, AutoField)]
    new = {f"new_{field.name}": _expression(values.get(field.name, field.get_default()), field) for field in fields}
    sql, params = rows.annotate(**new).values_list(*new).query.sql_with_params()
    columns = ", ".join(f'"{field.column}"' for field in fields)
    with connection.cursor() as cursor:
        cursor.execute(f'INSERT INTO "{model._meta.db_table}" ({columns}) {sql}', params)


def _expression(value: Any, field: Any) -> Any:
    return value if hasattr(value, "resolve_expression") else Value(value, output_field=field)


def _copy(model: type[Model], rows: Iterable[Model]) -> None:
    """Numbered on from the last one there; the table's own numbers go on after them."""
    last = model._default_manager.aggregate(last=Max("pk"))["last"] or 0
    table, columns = model._meta.db_table, ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields)
    with connection.cursor() as cursor:
        lines = _Lines(_as_csv(model, rows, last + 1))
        cursor.copy_expert(f"""COPY "{table}" ({columns}) FROM STDIN (FORMAT csv, NULL '{NULL}')""", lines)
        cursor.execute(f"""SELECT setval(pg_get_serial_sequence(%s, 'id'), max(id)) FROM "{table}" """, [table])  # noqa: S608


def _as_csv(model: type[Model], rows: Iterable[Model], first: int) -> Iterator[str]:
    fields = model._meta.concrete_fields
    values = attrgetter(*(field.attname for field in fields))
    as_json = [place for place, field in enumerate(fields) if isinstance(field, JSONField)]
    line_of = csv.writer(_Handing()).writerow
    for number, row in enumerate(rows, first):
        row.pk = number
        line = [NULL if value is None else value for value in values(row)]
        for place in as_json:
            line[place] = _json(line[place])
        yield line_of(line)


class _Handing:
    """What the csv module takes for a file: it hands each line back."""

    def write(self, line: str) -> str:
        return line


class _Lines:
    """What COPY takes for a file: lines are made while the server stores those before."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines

    def read(self, size: int = -1) -> str:
        return "".join(islice(self._lines, TOGETHER))
