"""Until when there is somebody in post, kept by triggers; the rows that are there are filled in."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from branches.migrations.guards import until


class Migration(migrations.Migration):

    dependencies = [
        ('branches', '0024_ends_and_verbs'),
    ]

    operations = [
        migrations.CreateModel(
            name='PostUntil',
            fields=[
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('is_asked', models.BooleanField()),
                ('until', models.DateField()),
            ],
            options={
                'verbose_name': '任职止日',
                'verbose_name_plural': '任职止日',
                'ordering': ['user'],
                'default_permissions': (),
                'indexes': [models.Index(condition=models.Q(('is_asked', True)), fields=['until'], name='post_until')],
            },
        ),
        migrations.CreateModel(
            name='SecretaryUntil',
            fields=[
                ('branch', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='branches.branch')),
                ('is_asked', models.BooleanField()),
                ('until', models.DateField()),
            ],
            options={
                'verbose_name': '书记任职止日',
                'verbose_name_plural': '书记任职止日',
                'ordering': ['branch'],
                'default_permissions': (),
                'indexes': [models.Index(condition=models.Q(('is_asked', True)), fields=['until'], name='secretary_until')],
            },
        ),
        migrations.RunPython(until.install, until.uninstall),
        migrations.RunPython(until.fill, migrations.RunPython.noop),
    ]
