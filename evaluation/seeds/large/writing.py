"""Rows by the hundred thousand: those made here by COPY, products of what is there already by INSERT … SELECT."""

import csv
import json
from collections.abc import Iterable
from io import StringIO
from itertools import islice
from operator import attrgetter
from typing import Any

from django.db import connection
from django.db.models import JSONField, Max, Model, QuerySet, Value

PORTION, BATCH = 20_000, 500
MANY = 1_000
"""From so many on COPY pays; it asks for the right to set a table's next number, and names no act."""
NULL = r"\N"
"""No value reads like that."""


class Json(Value):
    """A value that is JSON already, also where it becomes part of more JSON."""

    def __init__(self, value: Any) -> None:
        super().__init__(value, output_field=JSONField())

    def as_sqlite(self, compiler: Any, connection: Any, **extra_context: Any) -> tuple[str, tuple[str | int, ...]]:
        sql, params = super().as_sqlite(compiler, connection, **extra_context)
        return f"JSON({sql})", params


def write(rows: Iterable[Model]) -> None:
    """Insert new rows, which get their numbers. What comes as an iterator is not kept."""
    rows = iter(rows)
    while portion := list(islice(rows, PORTION)):
        if connection.vendor == "postgresql" and len(portion) >= MANY:
            _copy(portion)
        else:
            type(portion[0])._default_manager.bulk_create(portion, batch_size=BATCH)


def multiply(model: type[Model], rows: QuerySet[Any], **values: Any) -> None:
    """Insert a row for each of `rows`, of these values and expressions over it; the other fields have their defaults."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    new = {f"new_{field.name}": _expression(values.get(field.name, field.get_default()), field) for field in fields}
    sql, params = rows.annotate(**new).values_list(*new).query.sql_with_params()
    columns = ", ".join(f'"{field.column}"' for field in fields)
    with connection.cursor() as cursor:
        cursor.execute(f'INSERT INTO "{model._meta.db_table}" ({columns}) {sql}', params)


def _expression(value: Any, field: Any) -> Any:
    return value if hasattr(value, "resolve_expression") else Value(value, output_field=field)


def _copy(rows: list[Model]) -> None:
    """Numbered on from the last one there; the table's own numbers go on after them."""
    model = type(rows[0])
    last = model._default_manager.aggregate(last=Max("pk"))["last"] or 0
    fields = model._meta.concrete_fields
    values = attrgetter(*(field.attname for field in fields))
    as_json = [place for place, field in enumerate(fields) if isinstance(field, JSONField)]
    text = StringIO()
    writer = csv.writer(text)
    for number, row in enumerate(rows, last + 1):
        row.pk = number
        line = [NULL if value is None else value for value in values(row)]
        for place in as_json:
            line[place] = json.dumps(line[place], ensure_ascii=False)
        writer.writerow(line)
    text.seek(0)
    table, columns = model._meta.db_table, ", ".join(f'"{field.column}"' for field in fields)
    with connection.cursor() as cursor:
        cursor.copy_expert(f"""COPY "{table}" ({columns}) FROM STDIN (FORMAT csv, NULL '{NULL}')""", text)
        cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, last + len(rows)])
