"""One world with a row in every covered table; whatever is changed behind the application's back is found, by table and row."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import IntegrityError, connection, models, transaction
from django.test import override_settings

from branches import clock
from branches.journal import acts, coverage, seals, sql
from branches.journal import queries as journal_queries
from branches.journal import steps as journal_steps
from branches.migrations.guards import journal as frozen
from branches.models import Act, JournalLine, JournalLink, Setting
from evaluation.integrity import anchors
from tests.plugins.databases import ON_POSTGRESQL
from tests.support import guards

pytestmark = pytest.mark.django_db
ROW = 1
SAMPLES: dict[type[models.Field], Any] = {
    models.BooleanField: False,
    models.CharField: "a",
    models.DateField: date(2026, 1, 5),
    models.DateTimeField: datetime(2026, 1, 5, tzinfo=UTC),
    models.DecimalField: Decimal(1),
    models.FileField: "a",
    models.ForeignKey: ROW,
    models.GenericIPAddressField: "10.0.0.1",
    models.IntegerField: ROW,
    models.JSONField: {},
    models.TextField: "a",
    models.UUIDField: UUID(int=ROW),
}
# What a column takes only in a form of its own.
KEPT_IN_FORM = {"{}": '{"x": 1}', "10.0.0.1": "10.0.0.2"}


def sample(field: models.Field) -> Any:
    return next(value for kind in type(field).__mro__ for known, value in SAMPLES.items() if kind is known)


@pytest.fixture
def anchor() -> Iterator[str]:
    """The anchor of a world that was written by the application, sealed and chained; everything is gone afterwards."""
    with without_conditions(), transaction.atomic():
        guards.lift()
        guards.note()
        Group.objects.create(pk=ROW)
        for app in sql.APPS:
            for model in apps.get_app_config(app).get_models(include_auto_created=True):
                if model._meta.db_table not in coverage.APPEND_ONLY:
                    fill(model)
        acts.seal()
        journal_steps.chain()
        guards.lift()
        yield journal_queries.anchor()
        transaction.set_rollback(True)


def fill(model: type[models.Model]) -> None:
    values = {field.attname: ROW if field.primary_key else sample(field) for field in model._meta.concrete_fields}
    model._base_manager.bulk_create([model(**values)])


@contextmanager
def without_conditions() -> Iterator[None]:
    """Whoever owns the tables owns their conditions, too. On PostgreSQL they come back with the end of the transaction."""
    with transaction.atomic(), connection.cursor() as cursor:
        if ON_POSTGRESQL:
            cursor.execute(
                "SELECT conrelid::regclass, conname FROM pg_constraint WHERE contype = 'c' AND conrelid <> 0"
            )
            for table, name in cursor.fetchall():
                cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
            yield
            transaction.set_rollback(True)
        else:
            cursor.execute("PRAGMA ignore_check_constraints = ON")
            yield
            cursor.execute("PRAGMA ignore_check_constraints = OFF")


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def columns() -> dict[str, list[Any]]:
    """What the catalogue says of every table of ours that is not on the list."""
    with connection.cursor() as cursor:
        return {
            table: connection.introspection.get_table_description(cursor, table)
            for table in connection.introspection.table_names(cursor)
            if coverage.is_covered(table)
        }


def other(value: Any, column: Any) -> Any:
    """Another value that the column takes."""
    if value is None:
        return None
    if isinstance(value, bool) or (column.type_code == "bool"):
        return not value
    if isinstance(value, int | Decimal):
        return value + 1000 if column.name == "id" else value + 1
    if isinstance(value, date):
        return value + timedelta(days=1)
    if isinstance(value, UUID):
        return UUID(int=value.int + 1)
    if value in KEPT_IN_FORM:
        return KEPT_IN_FORM[value]
    assert isinstance(value, str), (column.name, value)
    return value[:-1] + ("x" if value[-1:] != "x" else "y")


def change(table: str, column: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{column.name}" FROM "{table}" WHERE id = %s', [ROW])
        (value,) = cursor.fetchone()
        cursor.execute(f'UPDATE "{table}" SET "{column.name}" = %s WHERE id = %s', [other(value, column), ROW])
        assert cursor.rowcount == 1


def test_every_column_of_every_covered_table_is_watched(anchor: str) -> None:
    """The catalogue says which there are. In each round one column of each table is changed, and one row of each is named."""
    tables = columns()
    assert set(tables) == set(sql.tables())
    assert journal_queries.problems() == []
    changed = 0
    for place in range(max(len(one) for one in tables.values())):
        here = {table: one[place] for table, one in tables.items() if place < len(one)}
        expected = set()
        with undone():
            for table, column in here.items():
                change(table, column)
                expected |= (
                    {f"{table} {ROW}: is gone", f"{table} {ROW + 1000}: is no row that was written"}
                    if column.name == "id"
                    else {f"{table} {ROW}: has changed"}
                )
            assert set(journal_queries.problems()) == expected
        changed += len(here)
    assert changed == sum(len(one) for one in tables.values()) > 500
    assert journal_queries.problems() == []


def test_a_table_without_a_row_would_be_seen(anchor: str) -> None:
    """The twin: where there is nothing to change, the attempt says so."""
    with undone(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM branches_slip")
        with pytest.raises(TypeError):
            change("branches_slip", columns()["branches_slip"][0])


def test_rows_that_are_deleted_or_invented_are_found_in_every_table(anchor: str) -> None:
    names = sorted(columns())
    with undone(), connection.cursor() as cursor:
        for table in names:
            cursor.execute(f'CREATE TEMPORARY TABLE "kept" AS SELECT * FROM "{table}" WHERE id = %s', [ROW])
            cursor.execute(f'DELETE FROM "{table}" WHERE id = %s', [ROW])
            cursor.execute("UPDATE kept SET id = 77")
            cursor.execute(f'INSERT INTO "{table}" SELECT * FROM kept')
            cursor.execute("DROP TABLE kept")
        found = {f"{table} {ROW}: is gone" for table in names}
        found |= {f"{table} 77: is no row that was written" for table in names}
        assert set(journal_queries.problems()) == found


def test_tables_that_are_emptied_are_found(anchor: str) -> None:
    names = sorted(columns())
    with undone(), connection.cursor() as cursor:
        if ON_POSTGRESQL:
            cursor.execute(f"TRUNCATE {', '.join(names)} CASCADE")
        else:
            for table in names:
                cursor.execute(f'DELETE FROM "{table}"')
        assert {f"{table} {ROW}: is gone" for table in names} <= set(journal_queries.problems())


def written(**values: Any) -> None:
    """By the application, as acts of their own that are chained, until somebody lifts the triggers again."""
    guards.note()
    for name, value in values.items():
        Setting.objects.filter(pk=ROW).update(**{name: value})
        acts.seal()
    journal_steps.chain()
    guards.lift()


def test_a_table_that_is_rolled_back_is_found(anchor: str) -> None:
    written(value="b")
    assert journal_queries.problems() == []
    Setting.objects.filter(pk=ROW).update(value="a")
    assert journal_queries.problems() == ["branches_setting 1: has changed"]


def test_what_was_changed_unseen_is_found_though_it_was_written_again_since(anchor: str) -> None:
    Setting.objects.filter(pk=ROW).update(value="c")
    written(value="b")
    assert journal_queries.problems() == ["branches_setting 1: was changed unseen before it was written again"]


def forge(*, key: str) -> None:
    """A change with the line and the act that it would have, sealed under `key`."""
    before = journal_queries.digests("branches_setting")[ROW]
    Setting.objects.filter(pk=ROW).update(value="forged")
    after = journal_queries.digests("branches_setting")[ROW]
    line = JournalLine.objects.create(
        table_name="branches_setting", row_id=ROW, operation="U", before=before, after=after, act="f" * 24
    )
    act = Act(token=line.act, lines=1, at=clock.now())
    with override_settings(SEAL_KEY=key):
        seal = seals.Seal(act.token, act.at)
        seal.add((line.pk, line.table_name, line.row_id, line.operation, before, after))
    act.seal = seal.text
    act.save()


def test_a_change_with_a_forged_line_is_found_by_its_seal(anchor: str) -> None:
    with undone():
        forge(key="somebody else's key, of whatever length it is")
        assert journal_queries.problems() == [
            f"branches_setting {ROW}: the seal of act {'f' * 24} is not that of its lines"
        ]
    forge(key=settings.SEAL_KEY)
    assert journal_queries.problems() == []


@pytest.mark.parametrize("is_sealed", [True, False])
def test_a_line_that_is_added_without_the_key_is_found(anchor: str, is_sealed: bool) -> None:
    """Be it slipped into an act that was sealed before, or be it of an act that never was."""
    before = journal_queries.digests("branches_setting")[ROW]
    Setting.objects.filter(pk=ROW).update(value="forged")
    after = journal_queries.digests("branches_setting")[ROW]
    token = Act.objects.latest("pk").token if is_sealed else "f" * 24
    JournalLine.objects.create(
        table_name="branches_setting", row_id=ROW, operation="U", before=before, after=after, act=token
    )
    assert journal_queries.problems() == [f"branches_setting {ROW}: was written without a seal"]


def cut_off(number: int) -> None:
    """Everything from this link on, with the acts, their lines and what they wrote."""
    for link in JournalLink.objects.filter(number__gte=number).select_related("act"):
        JournalLine.objects.filter(act=link.act.token).delete()
        link.delete()
        link.act.delete()


def test_the_tail_that_is_cut_off_is_found_by_the_anchor_alone(anchor: str) -> None:
    written(value="b", name="c")
    later = journal_queries.anchor()
    cut_off(int(anchor.split(".", maxsplit=1)[0]) + 1)
    Setting.objects.filter(pk=ROW).update(value="a", name="a")
    assert journal_queries.problems() == []
    assert anchors.still_holds(anchor)
    assert anchors.still_holds(anchor[:14]), "as decisions print it"
    assert not anchors.still_holds(later)
    assert not anchors.still_holds(f"{anchor[:13]}{'0' if anchor[13] != '0' else '1'}")


def test_an_act_that_is_taken_out_of_the_middle_is_found(anchor: str) -> None:
    written(value="b", name="c")
    middle = JournalLink.objects.order_by("number")[1]
    with undone():
        JournalLine.objects.filter(act=middle.act.token).delete()
        assert any(middle.act.token in line for line in journal_queries.problems())
    JournalLink.objects.filter(pk=middle.pk).delete()
    assert journal_queries.problems()


def test_without_the_key_nothing_is_believed(anchor: str) -> None:
    with override_settings(SEAL_KEY="another key, since the right one was lost"):
        problems = journal_queries.problems()
    assert any("the seal of act" in line for line in problems)
    assert any("branches_journallink" in line for line in problems)


def test_a_write_without_an_act_is_refused_by_every_table(anchor: str) -> None:
    """The twin: without the triggers the same write goes through, and is found."""
    guards.note()
    connection.execute_wrappers.remove(connection._in_an_act)
    try:
        for table in columns():
            with connection.cursor() as cursor, pytest.raises(IntegrityError), transaction.atomic():
                cursor.execute(f'DELETE FROM "{table}" WHERE id = %s', [ROW])
    finally:
        connection.execute_wrappers.insert(0, connection._in_an_act)
    assert journal_queries.problems() == []


def test_the_triggers_are_those_that_the_models_ask_for() -> None:
    """A table or column that is new asks for a new set: `manage.py write_journal`, and a migration that installs it."""
    for vendor in ("postgresql", "sqlite"):
        assert (frozen.FOLDER / f"journal_{sql.SET}.{vendor}.sql").read_text() == sql.installation(vendor)
    own = {table for table in connection.introspection.table_names() if table.startswith(("branches_", "evaluation_"))}
    assert own == set(sql.tables()) | set(coverage.NOT_COVERED)
    assert all(coverage.NOT_COVERED.values())
