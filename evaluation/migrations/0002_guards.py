"""The triggers that hold the cap and keep records append-only."""

from django.db import migrations

from evaluation import triggers


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0001_initial"), ("branches", "0001_initial")]

    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: triggers.install(schema_editor),
            lambda apps, schema_editor: triggers.uninstall(schema_editor),
        )
    ]
