"""What goes beyond the plan waits for a second person; the dates of a year in preparation lie a day apart at least."""

from datetime import timedelta

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


DATES = ["self_assessment_due", "assessment_due", "recommendation_due", "pool_due", "naming_on"]


def set_apart(apps, schema_editor):
    """In years that have not begun a date that coincides with the one before it moves on by a day; others keep theirs."""
    for cycle in apps.get_model("evaluation", "Cycle").objects.filter(state="draft"):
        for earlier, later in zip(DATES, DATES[1:]):
            after = getattr(cycle, earlier) + timedelta(days=1)
            setattr(cycle, later, max(getattr(cycle, later), after))
        cycle.save(update_fields=DATES)


class Migration(migrations.Migration):

    dependencies = [
        ('branches', '0016_provider_accounts'),
        ('evaluation', '0019_not_applicable_limit'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='YearChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('settings', '修改年度设置'), ('small_units', '确认名额为0的单位如何办理'), ('ratio', '调整推荐比例'), ('extension', '延期'), ('naming', '更改集中命名日期'), ('closing', '结束年度')], max_length=12, verbose_name='事项')),
                ('wanted', models.JSONField(verbose_name='内容')),
                ('reason', models.CharField(max_length=300, verbose_name='理由')),
                ('document', models.CharField(blank=True, max_length=120, verbose_name='依据')),
                ('at', models.DateTimeField(verbose_name='提请时间')),
                ('outcome', models.CharField(choices=[('open', '待确认'), ('confirmed', '已确认'), ('refused', '不同意'), ('withdrawn', '已撤回')], default='open', max_length=10, verbose_name='结果')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='办理时间')),
                ('remark', models.CharField(blank=True, max_length=300, verbose_name='不同意的理由')),
            ],
            options={
                'verbose_name': '年度变更',
                'verbose_name_plural': '年度变更',
                'ordering': ['-id'],
                'default_permissions': (),
            },
        ),
        migrations.RemoveConstraint(
            model_name='cycle',
            name='cycle_steps_in_order',
        ),
        migrations.RunPython(set_apart, migrations.RunPython.noop),
        migrations.AddField(
            model_name='extension',
            name='confirmed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='确认人'),
        ),
        migrations.AddField(
            model_name='extension',
            name='document',
            field=models.CharField(blank=True, max_length=120, verbose_name='依据'),
        ),
        migrations.AddField(
            model_name='ratioadjustment',
            name='confirmed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='确认人'),
        ),
        migrations.AlterField(
            model_name='extension',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人'),
        ),
        migrations.AlterField(
            model_name='ratioadjustment',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人'),
        ),
        migrations.AddConstraint(
            model_name='cycle',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('self_assessment_opens_on__lte', models.F('self_assessment_due')), ('self_assessment_due__lt', models.F('assessment_due')), ('assessment_due__lt', models.F('recommendation_due')), ('recommendation_due__lt', models.F('pool_due')), ('pool_due__lt', models.F('naming_on'))), models.Q(models.Q(('state', 'draft'), _negated=True), ('self_assessment_opens_on__lte', models.F('self_assessment_due')), ('self_assessment_due__lte', models.F('assessment_due')), ('assessment_due__lte', models.F('recommendation_due')), ('recommendation_due__lte', models.F('pool_due')), ('pool_due__lte', models.F('naming_on'))), _connector='OR'), name='cycle_steps_in_order', violation_error_message='各环节日期须依次，至少相隔一天：自评截止、考核截止、推荐截止、联合推荐选定、集中命名；自评开始不能晚于自评截止。'),
        ),
        migrations.AddConstraint(
            model_name='extension',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_by', None), models.Q(('confirmed_by', models.F('by')), _negated=True), _connector='OR'), name='extension_two_people', violation_error_message='提请人不能自己确认。'),
        ),
        migrations.AddConstraint(
            model_name='ratioadjustment',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_by', None), models.Q(('confirmed_by', models.F('by')), _negated=True), _connector='OR'), name='adjustment_two_people', violation_error_message='提请人不能自己确认。'),
        ),
        migrations.AddField(
            model_name='yearchange',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提请人'),
        ),
        migrations.AddField(
            model_name='yearchange',
            name='cycle',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='evaluation.cycle'),
        ),
        migrations.AddField(
            model_name='yearchange',
            name='decided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人'),
        ),
        migrations.AddConstraint(
            model_name='yearchange',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'confirmed'), _negated=True), models.Q(('decided_by__isnull', False), models.Q(('decided_by', models.F('by')), _negated=True)), _connector='OR'), name='year_change_two_people', violation_error_message='提请人不能自己确认。'),
        ),
        migrations.AddConstraint(
            model_name='yearchange',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['naming', 'closing']), models.Q(('document', ''), _negated=True), _connector='OR'), name='year_change_has_basis', violation_error_message='超出方案规定的，须写明依据（文件标题、文号）。'),
        ),
    ]
