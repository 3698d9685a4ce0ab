"""A migration that alters a covered table goes on over nothing that was changed unseen, and notes anew what it altered."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, migrations, models
from django.db.migrations.loader import MigrationLoader

from branches import clock
from branches.journal import acts, coverage, sql
from branches.journal import queries as journal_queries
from branches.migrations.guards import journal
from branches.models import JournalLine, Setting
from tests.support import guards

SINCE = {("branches", "0018_journal"), ("evaluation", "0025_journal")}
"""With these the journal came: what runs after them finds its tables watched."""


@pytest.fixture
def setting(db: None) -> Setting:
    row = Setting.objects.create(name="phone", value="1", at=clock.now())
    acts.seal()
    return row


def migrate(*statements: str) -> None:
    """As a migration does it."""
    editor = SimpleNamespace(connection=connection, execute=lambda one, params: guards.rule(one))
    guards.rule()
    journal.lift(None, editor)
    guards.rule(*statements)
    journal.install(sql.SET)(None, editor)


def test_rows_of_an_altered_table_are_noted_anew(setting: Setting) -> None:
    migrate("ALTER TABLE branches_setting ADD COLUMN more integer", "UPDATE branches_setting SET value = 'altered'")
    assert list(JournalLine.objects.filter(operation="N").values_list("table_name", "row_id")) == [
        ("branches_setting", row) for row in Setting.objects.order_by("pk").values_list("pk", flat=True)
    ]
    assert journal_queries.problems() == []
    acts.seal()
    assert journal_queries.problems() == []
    guards.lift()
    Setting.objects.filter(pk=setting.pk).update(value="tampered")
    assert journal_queries.problems() == [f"branches_setting {setting.pk}: has changed"]


def test_a_migration_does_not_cover_up_what_was_changed_before(setting: Setting) -> None:
    guards.lift()
    Setting.objects.filter(pk=setting.pk).update(value="tampered")
    guards.restore()
    with pytest.raises(RuntimeError, match=f"not as it was noted: branches_setting {setting.pk};"):
        migrate("UPDATE branches_setting SET value = 'altered'")


def alters(app: str, operation: Any) -> bool:
    """Whether it makes another table of one that is covered, or a new one that will be."""
    name = getattr(operation, "model_name", getattr(operation, "name", ""))
    kinds = (migrations.operations.fields.FieldOperation, migrations.CreateModel, migrations.DeleteModel)
    return isinstance(operation, kinds) and coverage.is_covered(f"{app}_{name.lower()}")


def is_watched(operations: list[Any]) -> bool:
    """Whether the first operation lifts the journal and the last one installs it."""
    codes = [getattr(operation, "code", None) for operation in (operations[0], operations[-1])]
    return codes[0] is journal.lift and getattr(codes[1], "__module__", "") == journal.__name__


def test_every_migration_that_alters_a_covered_table_lifts_and_installs() -> None:
    """Its set is written by `manage.py write_journal`, and becomes `sql.SET`."""
    loader = MigrationLoader(None)
    before = {key for first in SINCE for key in loader.graph.forwards_plan(first)}
    for app, name in sorted(key for key in loader.graph.nodes.keys() - before if key[0] in sql.APPS):
        operations = loader.graph.nodes[app, name].operations
        if any(alters(app, one) for one in operations):
            assert is_watched(operations), f"{app} {name} alters what the journal covers: lift first, install last"


def test_one_that_does_not_would_be_found() -> None:
    field = models.CharField(max_length=1, default="")
    altering = migrations.AddField("setting", "more", field)
    assert alters("branches", altering)
    assert not alters("evaluation", migrations.AddField("selfrating", "more", field))
    assert not is_watched([altering])
    assert is_watched([migrations.RunPython(journal.lift), altering, migrations.RunPython(journal.install("2"))])
