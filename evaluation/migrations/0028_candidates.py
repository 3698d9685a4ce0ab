"""Where each candidate stands between both bodies, kept by triggers; indexes for what the boards count."""

import django.db.models.deletion
from django.db import migrations, models

from evaluation.migrations import guards

FILL = """
    INSERT INTO evaluation_namingcandidate
        (candidacy_id, cycle_id, unit_id, branch_id, list_id, place, state, is_on_board, committee, department)
    SELECT c.id, c.cycle_id, c.unit_id, c.branch_id, l.id, COALESCE(c.rank, 0), c.state,
        c.state <> 'recommended' OR l.state = 'submitted', COALESCE(w.verdict, ''), COALESCE(o.verdict, '')
    FROM evaluation_candidacy c
    JOIN evaluation_seat s ON s.id = c.seat_id
    JOIN evaluation_recommendationlist l ON l.id = s.list_id
    LEFT JOIN evaluation_municipalevaluation w ON w.candidacy_id = c.id AND w.body = 'work_committee'
    LEFT JOIN evaluation_municipalevaluation o ON o.candidacy_id = c.id AND o.body = 'organisation_department'
    WHERE c.state IN ('recommended', 'proposed', 'named', 'not_named')
"""


class Migration(migrations.Migration):

    dependencies = [
        ('branches', '0019_search'),
        ('evaluation', '0027_vacancies'),
    ]

    operations = [
        migrations.CreateModel(
            name='NamingCandidate',
            fields=[
                ('candidacy', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='evaluation.candidacy')),
                ('place', models.PositiveSmallIntegerField()),
                ('state', models.CharField(choices=[('draft', '自评中'), ('not_applied', '不申请'), ('not_answered', '未申报'), ('applied', '已申请'), ('assessed', '已考核'), ('forwarded', '已推送联合推荐'), ('recommended', '已推荐'), ('not_recommended', '未推荐'), ('proposed', '拟命名'), ('named', '已命名'), ('not_named', '未命名'), ('withdrawn', '已退出'), ('disqualified', '不得参评')], max_length=16)),
                ('is_on_board', models.BooleanField()),
                ('committee', models.CharField(blank=True, choices=[('name', '同意命名'), ('decline', '不同意命名')], max_length=8)),
                ('department', models.CharField(blank=True, choices=[('name', '同意命名'), ('decline', '不同意命名')], max_length=8)),
            ],
            options={
                'verbose_name': '候选支部',
                'verbose_name_plural': '候选支部',
                'ordering': ['unit_id', 'place', 'branch_id'],
                'default_permissions': (),
            },
        ),
        migrations.AddIndex(
            model_name='confirmationreview',
            index=models.Index(condition=models.Q(('verdict', 'revoke')), fields=['reinspection'], name='review_revokes'),
        ),
        migrations.AddIndex(
            model_name='reinspection',
            index=models.Index(condition=models.Q(('report__isnull', False)), fields=['cycle', 'state'], name='reinspection_reported'),
        ),
        migrations.AddIndex(
            model_name='reinspection',
            index=models.Index(condition=models.Q(('due__isnull', False)), fields=['cycle', 'due'], name='reinspection_own_date'),
        ),
        migrations.AddIndex(
            model_name='verification',
            index=models.Index(condition=models.Q(('answer__in', ['yes', 'pending']), ('is_current', True)), fields=['candidacy', 'takes_effect', 'answer'], name='verification_told'),
        ),
        migrations.AddField(
            model_name='namingcandidate',
            name='branch',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='branches.branch'),
        ),
        migrations.AddField(
            model_name='namingcandidate',
            name='cycle',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evaluation.cycle'),
        ),
        migrations.AddField(
            model_name='namingcandidate',
            name='unit',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='branches.unit'),
        ),
        migrations.AddIndex(
            model_name='namingcandidate',
            index=models.Index(condition=models.Q(('is_on_board', True)), fields=['cycle', 'unit', 'place', 'branch', 'candidacy'], name='candidate_by_unit'),
        ),
        migrations.AddIndex(
            model_name='namingcandidate',
            index=models.Index(condition=models.Q(('is_on_board', True)), fields=['cycle', 'state', 'committee', 'department'], name='candidate_by_verdicts'),
        ),
        migrations.AddIndex(
            model_name='namingcandidate',
            index=models.Index(condition=models.Q(('is_on_board', True)), fields=['cycle', 'state', 'unit', 'place', 'branch', 'candidacy'], name='candidate_by_state'),
        ),
        migrations.AddField(
            model_name='namingcandidate',
            name='list',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evaluation.recommendationlist'),
        ),
        migrations.AddIndex(
            model_name='namingcandidate',
            index=models.Index(fields=['list', 'unit'], name='candidate_by_list'),
        ),
        migrations.AddIndex(
            model_name='recommendationlist',
            index=models.Index(condition=models.Q(('pool__isnull', False)), fields=['pool', 'unit'], name='list_of_pool'),
        ),
        migrations.RunPython(guards.install("0028"), guards.uninstall("0028")),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
