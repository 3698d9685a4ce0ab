"""Indexes for what home pages seek: the few things that wait, among all that do not."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('branches', '0023_system_keys'),
        ('evaluation', '0033_progress'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='candidacy',
            index=models.Index(condition=models.Q(('assessment_due__isnull', False)), fields=['assessment_due'], name='candidacy_own_assessment'),
        ),
        migrations.AddIndex(
            model_name='honour',
            index=models.Index(condition=models.Q(('state__in', ('standing', 'on_hold'))), fields=['id'], name='honour_held'),
        ),
        migrations.AddIndex(
            model_name='recommendationlist',
            index=models.Index(condition=models.Q(('pool__isnull', False), ('state', 'open')), fields=['pool', 'due', 'unit'], name='list_open_in_pool'),
        ),
        migrations.AddIndex(
            model_name='recommendationlist',
            index=models.Index(condition=models.Q(('due__isnull', False)), fields=['due'], name='list_given_back'),
        ),
        migrations.AddIndex(
            model_name='reinspection',
            index=models.Index(condition=models.Q(('state__in', ['due', 'keeping_suggested', 'revocation_suggested'])), fields=['cycle', 'state'], name='reinspection_unfinished'),
        ),
        migrations.AddIndex(
            model_name='verification',
            index=models.Index(condition=models.Q(('answer', 'yes'), ('corrected_at', None), ('is_current', True), ('confirmed_at', None)), fields=['disqualification'], name='verification_unconfirmed'),
        ),
        migrations.AddIndex(
            model_name='verification',
            index=models.Index(condition=models.Q(('answer', 'yes'), ('corrected_at', None), ('is_current', True), ('correction_asked_at__isnull', False)), fields=['candidacy'], name='verification_to_correct'),
        ),
    ]
