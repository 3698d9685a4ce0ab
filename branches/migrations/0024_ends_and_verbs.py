"""Which posts end soon, and what was done of one kind, are found by an index."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('branches', '0023_system_keys'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='appointment',
            index=models.Index(condition=models.Q(('ends_on__isnull', False)), fields=['ends_on'], name='appointment_by_end'),
        ),
        migrations.AddIndex(
            model_name='auditentry',
            index=models.Index(fields=['verb', 'at'], name='audit_by_verb'),
        ),
    ]
