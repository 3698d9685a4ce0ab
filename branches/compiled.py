"""Queries whose SQL is written once a process: for a single case, writing it costs many times what running it costs."""

from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import BigIntegerField, Expression, Model, QuerySet

ModelT = TypeVar("ModelT", bound=Model)


class Given(Expression):
    """A number that is put into the query each time it is run."""

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


def names_of(model: type[Model], prefix: str = "") -> list[str]:
    """Of all its fields, as a query has them that comes to it by this prefix."""
    return [f"{prefix}{one.attname}" for one in model._meta.concrete_fields]


def made(model: type[ModelT], row: dict[str, Any], prefix: str = "") -> ModelT:
    """The object that the part of the row with this prefix says, taken out of it; fields that it lacks are read when asked for."""
    there = [one.attname for one in model._meta.concrete_fields if f"{prefix}{one.attname}" in row]
    return model.from_db(DEFAULT_DB_ALIAS, there, [row.pop(f"{prefix}{name}") for name in there])
