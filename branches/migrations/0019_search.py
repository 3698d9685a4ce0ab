"""What units and branches are found by: all their names, then each two characters that follow each other as a word.

On PostgreSQL an index of groups of three characters serves both; its extension has a schema of its own.
"""

from collections.abc import Iterable
from typing import Any

from django.db import migrations, models
from pypinyin import Style, lazy_pinyin

BATCH = 500
INDEXED = ("branches_unit", "branches_branch")


def plain(name: str) -> str:
    return name.lower().replace(" ", "")


def searchable(*names: str, also: Iterable[str] = ()) -> str:
    words = []
    for name in filter(None, names):
        words.append(plain(name))
        words += [plain("".join(lazy_pinyin(name, style=style))) for style in (Style.NORMAL, Style.FIRST_LETTER)]
    all_of_them = [plain(name) for name in (*names, *also)]
    pairs = (name[start : start + 2] for name in all_of_them for start in range(len(name)))
    return " ".join(dict.fromkeys(filter(None, (*words, *all_of_them, *pairs))))


def write(apps: Any, schema_editor: Any) -> None:
    Unit, Branch = apps.get_model("branches", "Unit"), apps.get_model("branches", "Branch")
    FormerName, FormerUnit = apps.get_model("branches", "FormerName"), apps.get_model("branches", "FormerUnit")
    former: dict[int, list[str]] = {}
    for name in FormerName.objects.order_by("-used_until", "-id"):
        former.setdefault(name.branch_id, []).extend((name.full_name, name.short_name))
    for left in FormerUnit.objects.select_related("unit").order_by("-left_on", "-id"):
        former.setdefault(left.branch_id, []).append(left.unit.name)
    units = list(Unit.objects.order_by("pk"))
    for unit in units:
        unit.search_text = searchable(unit.name)
    Unit.objects.bulk_update(units, ["search_text"], batch_size=BATCH)
    branches = list(Branch.objects.select_related("unit").order_by("pk"))
    for one in branches:
        one.search_text = searchable(
            f"{one.unit.name}{one.short_name}", one.secretary_name, also=[one.full_name, *former.get(one.pk, ())]
        )
    Branch.objects.bulk_update(branches, ["search_text"], batch_size=BATCH)


def index(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor != "postgresql":
        return
    # A row that was just changed has events of its triggers outstanding, and no index is made before they are over.
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    schema_editor.execute("CREATE SCHEMA IF NOT EXISTS extensions")
    schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA extensions")
    for table in INDEXED:
        schema_editor.execute(
            f"CREATE INDEX {table}_search ON {table} USING gin (search_text extensions.gin_trgm_ops)"
        )


def drop_index(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for table in INDEXED:
            schema_editor.execute(f"DROP INDEX {table}_search")


class Migration(migrations.Migration):
    dependencies = [("branches", "0018_journal"), ("evaluation", "0026_never_emptied")]

    operations = [
        migrations.AddIndex("user", models.Index(fields=["name"], name="user_name")),
        migrations.RunPython(write, migrations.RunPython.noop),
        migrations.RunPython(index, drop_index),
    ]
