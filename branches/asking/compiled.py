"""Statements whose SQL is written once a process: for some rows, writing it costs more than running it."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import BigIntegerField, Expression, Model, QuerySet
from django.db.models.sql import InsertQuery, UpdateQuery

ModelT = TypeVar("ModelT", bound=Model)


class Given(Expression):
    """What is put into the statement each time it is run: a number, or the value of a field that is written."""

    def __init__(self, name: str) -> None:
        super().__init__(output_field=BigIntegerField())
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "%s", (self,)


class Compiled:
    """The SQL for some fields and columns of a queryset, and how an answer becomes what they hold."""

    def __init__(self, rows: QuerySet[Any], *names: str) -> None:
        compiler: Any = rows.values(*names).query.get_compiler(DEFAULT_DB_ALIAS)
        self._sql, self._params = compiler.as_sql()
        self._names = names
        self._converters = compiler.get_converters([expression for expression, *_ in compiler.select])

    def read(self, **given: int | None) -> list[dict[str, Any]]:
        """The rows, by name."""
        params = [given[one.name] if isinstance(one, Given) else one for one in self._params]
        with connection.cursor() as cursor:
            cursor.execute(self._sql, params)
            rows = [list(row) for row in cursor.fetchall()]
        for place, (converters, expression) in self._converters.items():
            for row in rows:
                for convert in converters:
                    row[place] = convert(row[place], expression, connection)
        return [dict(zip(self._names, row, strict=True)) for row in rows]


LENGTHS = (50, 200, 1000)
"""About so many things one query asks: those of a page, those that a page of people owes, or a part of a longer list.
PostgreSQL takes the places that are left for things, too: a query of far more places than things reads whole tables."""


class CompiledOfMany:
    """A query about things by their numbers: `write` makes it for so many of them as it is given."""

    def __init__(self, write: Callable[[list[Any]], Compiled]) -> None:
        self._written = cache(lambda length: write([Given(f"n{place}") for place in range(length)]))

    def read(self, numbers: Sequence[int], **others: int) -> list[dict[str, Any]]:
        """The rows, by name, in no order; the last number fills the places that are left."""
        found = []
        for start in range(0, len(numbers), LENGTHS[-1]):
            part = numbers[start : start + LENGTHS[-1]]
            length = next(length for length in LENGTHS if len(part) <= length)
            given = {f"n{place}": part[min(place, len(part) - 1)] for place in range(length)}
            found += self._written(length).read(**given, **others)
        return found


def update(model: type[Model], values: Mapping[str, Any], **where: int) -> int:
    """Give some fields of the rows that are found so these values, other rows as their numbers; how many rows there were."""
    sql, params, fields = _update(model, tuple(sorted(values)), tuple(sorted(where)))
    ready = {name: field.get_db_prep_save(values[name], connection) for name, field in fields.items()}
    ready |= {_found(name): number for name, number in where.items()}
    with connection.cursor() as cursor:
        cursor.execute(sql, [ready[one.name] if isinstance(one, Given) else one for one in params])
        return int(cursor.rowcount)


@cache
def _update(model: type[Model], names: tuple[str, ...], where: tuple[str, ...]) -> tuple[str, Any, dict[str, Any]]:
    rows = model._default_manager.filter(**{name: Given(_found(name)) for name in where})
    query: Any = rows.query.chain(UpdateQuery)
    query.add_update_values({name: Given(name) for name in names})
    return *query.get_compiler(DEFAULT_DB_ALIAS).as_sql(), {name: model._meta.get_field(name) for name in names}


def _found(name: str) -> str:
    return f"{name} before"


def insert(row: Model) -> None:
    """Put the row into its table, which numbers it. Signals are not sent: nobody here listens to any."""
    sql, fields = _insert(type(row))
    with connection.cursor() as cursor:
        cursor.execute(sql, [one.get_db_prep_save(one.pre_save(row, add=True), connection) for one in fields])
        (row.pk,) = cursor.fetchone()
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


@cache
def _insert(model: type[Model]) -> tuple[str, list[Any]]:
    fields = [one for one in model._meta.concrete_fields if not one.primary_key]
    query: Any = InsertQuery(model)
    query.insert_values(fields, [model(**{one.attname: Given(one.attname) for one in fields})])
    compiler = query.get_compiler(DEFAULT_DB_ALIAS)
    compiler.returning_fields = [model._meta.pk]
    ((sql, _),) = compiler.as_sql()
    return sql, fields


def names_of(model: type[Model], prefix: str = "") -> list[str]:
    """Of all its fields, as a query has them that comes to it by this prefix."""
    return [f"{prefix}{one.attname}" for one in model._meta.concrete_fields]


def made(model: type[ModelT], row: dict[str, Any], prefix: str = "") -> ModelT:
    """The object that the part of the row with this prefix says, taken out of it; fields that it lacks are read when asked for."""
    there = [one.attname for one in model._meta.concrete_fields if f"{prefix}{one.attname}" in row]
    return model.from_db(DEFAULT_DB_ALIAS, there, [row.pop(f"{prefix}{name}") for name in there])
