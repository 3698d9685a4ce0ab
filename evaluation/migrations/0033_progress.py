"""How far each unit is, counted by a worker; triggers say where it has to be counted anew, at first everywhere."""

import django.db.models.deletion
from django.db import migrations, models

from evaluation.migrations import guards

def count_everywhere(apps, schema_editor):
    """Whatever a worker has not counted yet is said to have changed."""
    change, case = (apps.get_model("evaluation", name) for name in ("ProgressChange", "Candidacy"))
    places = case.objects.order_by().values_list("cycle_id", "unit_id").distinct()
    change.objects.bulk_create([change(cycle_id=cycle, unit_id=unit) for cycle, unit in places], batch_size=5000)


class Migration(migrations.Migration):

    dependencies = [
        ('branches', '0023_system_keys'),
        ('evaluation', '0032_corrections'),
    ]

    operations = [
        migrations.CreateModel(
            name='ProgressChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cycle', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='evaluation.cycle')),
                ('unit', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='branches.unit')),
            ],
            options={
                'verbose_name': '单位进度变动',
                'verbose_name_plural': '单位进度变动',
                'ordering': ['id'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='UnitProgress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('not_begun', models.PositiveIntegerField(default=0)),
                ('begun', models.PositiveIntegerField(default=0)),
                ('applied', models.PositiveIntegerField(default=0)),
                ('assessed', models.PositiveIntegerField(default=0)),
                ('recommended', models.PositiveIntegerField(default=0)),
                ('named', models.PositiveIntegerField(default=0)),
                ('passed_over', models.PositiveIntegerField(default=0)),
                ('out', models.PositiveIntegerField(default=0)),
                ('moved_at', models.DateTimeField(null=True)),
                ('to_answer', models.PositiveIntegerField(default=0)),
                ('to_conclude', models.PositiveIntegerField(default=0)),
                ('to_recommend', models.PositiveIntegerField(default=0)),
                ('own_days', models.JSONField(null=True)),
                ('cycle', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='evaluation.cycle')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='branches.unit')),
            ],
            options={
                'verbose_name': '单位进度',
                'verbose_name_plural': '单位进度',
                'ordering': ['id'],
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('cycle', 'unit'), name='unit_progress_once')],
            },
        ),
        migrations.RunPython(guards.install("0033"), guards.uninstall("0033")),
        migrations.RunPython(count_everywhere, migrations.RunPython.noop),
    ]
