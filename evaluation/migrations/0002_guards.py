"""The triggers that hold the cap and keep records append-only."""

from django.db import migrations

from evaluation.migrations import guards


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0001_initial"), ("branches", "0001_initial")]

    operations = [
        migrations.RunPython(guards.install("0002"), guards.uninstall("0002"))
    ]
