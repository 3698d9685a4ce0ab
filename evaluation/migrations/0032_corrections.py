"""A decision that is corrected is signed once more: one signature of each body and person under each text."""

import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evaluation', '0031_assessed_forms'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='signature',
            name='signature_once',
        ),
        migrations.RemoveConstraint(
            model_name='signature',
            name='signature_one_person_one_body',
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.UniqueConstraint(models.F('version'), models.F('body'), django.db.models.functions.comparison.Coalesce('text', 0), condition=models.Q(('withdrawn_at', None)), name='signature_once'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.UniqueConstraint(models.F('version'), models.F('by'), django.db.models.functions.comparison.Coalesce('text', 0), condition=models.Q(('withdrawn_at', None)), name='signature_one_person_one_body', violation_error_message='同一人不能代表双方签署。'),
        ),
    ]
