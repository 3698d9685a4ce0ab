"""Reminders name their task by duty and subject: neither a sentence nor an address that may change (D31).

Without it everybody would be reminded once more of what he was reminded of before.
"""

import re

from django.db import migrations

BATCH = 2000
RENAMED = {
    "decide_列入拟命名或不予命名": "propose",
    "decide_冻结拟命名名单": "freeze",
    "decide_发布命名决定": "proclaim",
}


def renamed(task):
    """`conclude:/candidacies/7/assessment/` becomes `conclude:7`; a year and a unit become `recommend:2026-3`."""
    kind, _, about = task.partition(":")
    return f"{RENAMED.get(kind, kind)}:{'-'.join(re.findall('[0-9]+', about))}"


def rename(apps, schema_editor):
    rows = apps.get_model("evaluation", "Reminder").objects.only("task")
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:BATCH]):
        for row in batch:
            row.task = renamed(row.task)
        rows.bulk_update(batch, ["task"])
        last = batch[-1].pk


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0007_wording")]

    operations = [migrations.RunPython(rename, migrations.RunPython.noop)]
