"""Every guard as it is today, also where a database got an earlier set or lost one."""

from django.db import migrations

from evaluation.migrations import guards


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0005_reminders"), ("branches", "0002_after_naming")]

    operations = [migrations.RunPython(guards.install("0006"), migrations.RunPython.noop)]
