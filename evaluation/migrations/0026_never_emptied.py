"""Every guard as it is today: on PostgreSQL a guarded table cannot be emptied by TRUNCATE either."""

from django.db import migrations

from evaluation.migrations import guards


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0025_journal"), ("branches", "0018_journal")]

    operations = [migrations.RunPython(guards.install("0026"), migrations.RunPython.noop)]
