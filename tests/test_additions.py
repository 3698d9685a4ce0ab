"""From one version to the next tables only grow: what the version before still writes goes on being written."""

import subprocess
import sys
import tarfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from django.db import connection, migrations, models
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation

from tests.plugins.databases import ON_POSTGRESQL, ROOT, Scratch, copy, drop
from tests.support.additions import complaints

RELEASED = [("branches", "0022_register_facts"), ("evaluation", "0032_corrections")]
"""The last migrations of the first version that is upgraded while its workers go on."""


def since() -> list[migrations.Migration]:
    """What has been added, in the order in which it runs."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    graph = loader.graph
    ours = [node for node in graph.leaf_nodes() if node[0] in ("branches", "evaluation")]
    plan = MigrationExecutor(connection).migration_plan(ours, clean_start=True)
    known = {node for head in RELEASED for node in graph.forwards_plan(head)}
    return [
        one for one, _ in plan if one.app_label in ("branches", "evaluation") and (one.app_label, one.name) not in known
    ]


def told(*operations: Operation) -> list[str]:
    one = migrations.Migration("0099_later", "branches")
    one.operations = list(operations)
    state = MigrationLoader(None).project_state(RELEASED)
    return [said.rpartition(": ")[2] for said in complaints([one], state)]


def test_migrations_only_add(db: None) -> None:
    assert complaints(since(), MigrationLoader(None).project_state(RELEASED)) == []


NAME = models.CharField(max_length=200)
RULE = models.CheckConstraint(condition=~models.Q(name=""), name="unit_named")
ADDS: dict[str, Operation] = {
    "a column that may be empty": migrations.AddField("unit", "x", models.DateField(null=True)),
    "a column that the database fills": migrations.AddField("unit", "x", models.CharField(max_length=9, db_default="")),
    "a table": migrations.CreateModel("Later", [("id", models.BigAutoField(primary_key=True)), ("x", NAME)]),
    "an index": migrations.AddIndex("unit", models.Index(fields=["kind"], name="unit_of_kind")),
    "room in a column": migrations.AlterField("unit", "name", models.CharField(max_length=900, unique=True)),
}
STUMBLES: dict[str, Operation] = {
    "needs null=True or db_default": migrations.AddField("unit", "x", models.CharField(max_length=9, default="")),
    "takes a column away": migrations.RemoveField("unit", "short_name"),
    "takes a table away": migrations.DeleteModel("Setting"),
    "renames a column": migrations.RenameField("unit", "short_name", "brief_name"),
    "renames a table": migrations.RenameModel("Setting", "Choice"),
    "asks more of rows": migrations.AddConstraint("unit", RULE),
    "asks more of a column": migrations.AlterField("user", "asleep_since", models.DateTimeField()),
    "makes another column of it": migrations.AlterField("unit", "short_name", models.CharField(max_length=2)),
    "is SQL that cannot be read": migrations.RunSQL("SELECT 1"),
}


@pytest.mark.parametrize("operation", ADDS.values(), ids=ADDS)
def test_what_adds_is_let_through(operation: Operation) -> None:
    assert told(operation) == []


@pytest.mark.parametrize(("said", "operation"), STUMBLES.items(), ids=STUMBLES)
def test_what_the_version_before_would_stumble_on_is_named(said: str, operation: Operation) -> None:
    """The twin."""
    (complaint,) = told(operation)
    assert complaint.startswith(said)


def test_a_table_of_the_same_upgrade_is_free_and_a_rule_may_be_replaced() -> None:
    made = ADDS["a table"]
    assert told(made, migrations.AddField("later", "y", NAME), migrations.RemoveField("later", "x")) == []
    assert told(migrations.RemoveConstraint("unit", "unit_named"), migrations.AddConstraint("unit", RULE)) == []


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sources of the version before: as they were when the last of its migrations came."""
    folder = tmp_path_factory.mktemp("before")
    last = [f"{app}/migrations/{name}.py" for app, name in RELEASED]
    commit = git("log", "-1", "--diff-filter=A", "--format=%H", "--", *last).decode().strip()
    with tarfile.open(fileobj=BytesIO(git("archive", commit))) as tar:
        tar.extractall(folder)
    return folder


def git(*arguments: str) -> bytes:
    return subprocess.run(["git", *arguments], cwd=ROOT, check=True, capture_output=True).stdout


@pytest.fixture
def upgraded(demo_site: Scratch) -> Iterator[Scratch]:
    """A year in full swing in the tables of this version."""
    scratch = copy(demo_site)
    yield scratch
    drop(scratch)


SWEEPING = """
from celery import current_app
from evaluation.documents import queue
from sizhiqiang.celery import SCHEDULE
queue.BUDGET = 2  # seconds: some of the documents that wait say as much as all of them
current_app.loader.import_default_modules()
for entry in SCHEDULE.values():
    current_app.tasks[entry["task"]].apply(args=entry.get("args", ()), throw=True)
print(len(SCHEDULE), "swept")
"""
WRITING = """
from datetime import date
from branches import access
from branches.models import Branch, Unit, User
from branches.permissions import Role
from branches.register import steps
admin = next(user for user in User.objects.order_by("pk") if Role.SYSTEM_ADMIN in access.roles(user))
unit = Unit.objects.filter(kind="organ", is_active=True).first()
named = {"full_name": f"中共{unit}新设第一党支部委员会", "short_name": "新设第一党支部"}
branch = Branch(unit=unit, **named, full_members=7, established_on=date(2026, 1, 1))
print(steps.save_branch(branch, by=admin, joint_units=[]).full_name)
"""


DEMANDING = """
from django.db import connection
from evaluation.integrity import rights
rights.become_owner()
with connection.cursor() as cursor:
    cursor.execute("ALTER TABLE branches_branch ADD COLUMN must_be_said integer NOT NULL DEFAULT 1")
    cursor.execute("ALTER TABLE branches_branch ALTER COLUMN must_be_said DROP DEFAULT")
"""


def done(folder: Path, scratch: Scratch, code: str) -> str:
    """What the version in that folder says when it has done this on that database."""
    ended = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "--command", code],
        check=False,
        cwd=folder,
        env=scratch.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert ended.returncode == 0, ended.stdout
    return ended.stdout


def test_a_worker_of_the_version_before_goes_on_in_the_tables_of_this_one(before: Path, upgraded: Scratch) -> None:
    """All that its clock calls, and what people had begun: it is written, and intact for this version."""
    assert "swept" in done(before, upgraded, SWEEPING)
    assert "新设第一党支部" in done(before, upgraded, WRITING)
    assert " wrong" not in upgraded.manage("verify")


@pytest.mark.skipif(not ON_POSTGRESQL, reason="how PostgreSQL is told to demand a column")
def test_a_worker_of_the_version_before_stumbles_over_a_column_that_must_be_filled(
    before: Path, upgraded: Scratch
) -> None:
    """The twin."""
    upgraded.manage("shell", "--no-imports", "--command", DEMANDING)
    with pytest.raises(AssertionError, match="must_be_said"):
        done(before, upgraded, WRITING)
