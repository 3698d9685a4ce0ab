"""What follows the naming: re-inspection and review, plaques, subsidies, objections, successions, working methods."""
import django.core.validators
import django.db.models.deletion
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models

from evaluation.migrations import guards


def date_the_ended(apps, schema_editor):
    """Titles that lapsed before the end of a title had a date: the day their branch was dissolved."""
    Honour = apps.get_model("evaluation", "Honour")
    for honour in Honour.objects.exclude(state__in=["standing", "on_hold"]).select_related("branch"):
        honour.ended_on = honour.branch.dissolved_on or honour.named_on
        honour.save(update_fields=["ended_on"])


class Migration(migrations.Migration):

    dependencies = [
        ('branches', '0002_after_naming'),
        ('evaluation', '0002_guards'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ConfirmationReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('body', models.CharField(choices=[('work_committee', '市直工委'), ('organisation_department', '市委组织部')], max_length=24, verbose_name='复核方')),
                ('verdict', models.CharField(choices=[('keep', '同意保留'), ('revoke', '同意撤销')], max_length=8, verbose_name='复核意见')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='理由')),
                ('at', models.DateTimeField()),
            ],
            options={
                'verbose_name': '复核',
                'verbose_name_plural': '复核',
                'ordering': ['body'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='LaterFinding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('facts', models.TextField(max_length=500, verbose_name='事实')),
                ('basis', models.CharField(max_length=120, verbose_name='书面依据（文件标题、文号）')),
                ('decided_on', models.DateField(verbose_name='处理决定日期')),
                ('at', models.DateTimeField(verbose_name='登记时间')),
                ('correction_reason', models.CharField(blank=True, max_length=300, verbose_name='更正理由')),
                ('correction_asked_at', models.DateTimeField(null=True)),
                ('corrected_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': '命名后发现的情形',
                'verbose_name_plural': '命名后发现的情形',
                'ordering': ['id'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Objection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('open', '核查中'), ('dismissed', '不成立'), ('upheld', '成立')], default='open', max_length=10, verbose_name='状态')),
                ('received_on', models.DateField(verbose_name='收到日期')),
                ('source', models.CharField(max_length=60, verbose_name='提出人或来源')),
                ('facts', models.TextField(max_length=1000, verbose_name='反映的情况')),
                ('at', models.DateTimeField(verbose_name='登记时间')),
                ('outcome', models.CharField(blank=True, max_length=500, verbose_name='核查结论')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='办结时间')),
            ],
            options={
                'verbose_name': '异议',
                'verbose_name_plural': '异议',
                'ordering': ['-id'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Plaque',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(error_messages={'unique': '该编号已经使用。'}, max_length=20, unique=True, verbose_name='牌匾编号')),
                ('state', models.CharField(choices=[('made', '已制作'), ('issued', '已发放'), ('returned', '已收回'), ('lost', '已遗失')], default='made', max_length=10, verbose_name='状态')),
                ('made_on', models.DateField(verbose_name='制作日期')),
                ('issued_on', models.DateField(null=True, verbose_name='发放日期')),
                ('issued_to', models.CharField(blank=True, max_length=30, verbose_name='领取人')),
                ('returned_on', models.DateField(null=True, verbose_name='收回日期')),
                ('received_by', models.CharField(blank=True, max_length=30, verbose_name='接收人')),
                ('lost_on', models.DateField(null=True, verbose_name='遗失日期')),
                ('remark', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('at', models.DateTimeField()),
            ],
            options={
                'verbose_name': '牌匾',
                'verbose_name_plural': '牌匾',
                'ordering': ['number'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Reinspection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_special', models.BooleanField(default=False, verbose_name='专项复查')),
                ('state', models.CharField(choices=[('due', '待复查'), ('keeping_suggested', '建议保留'), ('revocation_suggested', '建议撤销'), ('kept', '继续认定'), ('revoked', '撤销称号'), ('void', '不再办理')], default='due', max_length=20, verbose_name='状态')),
                ('since', models.DateTimeField(verbose_name='进入本状态的时间')),
                ('version', models.PositiveIntegerField(default=0, verbose_name='办理次数')),
                ('due', models.DateField(null=True, verbose_name='期限')),
                ('changes', models.TextField(blank=True, max_length=500, verbose_name='变化情况')),
                ('reason', models.TextField(blank=True, max_length=500, verbose_name='理由')),
            ],
            options={
                'verbose_name': '复查',
                'verbose_name_plural': '复查',
                'ordering': ['-cycle__year', 'honour__branch__unit_id', 'honour__branch_id', 'id'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='ReinspectionAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answer', models.CharField(choices=[('no', '无'), ('yes', '有'), ('pending', '待核实')], max_length=8, verbose_name='核验结论')),
                ('facts', models.TextField(blank=True, max_length=500, verbose_name='事实')),
                ('at', models.DateTimeField()),
            ],
            options={
                'verbose_name': '复查核验',
                'verbose_name_plural': '复查核验',
                'ordering': ['disqualification__number'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='ReinspectionRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='第几次办理')),
                ('action', models.CharField(choices=[('suggest-keeping', '建议保留'), ('suggest-revocation', '建议撤销'), ('reconsider', '重新复查'), ('report', '报送复查情况'), ('review', '复核'), ('send-back', '退回补正'), ('keep', '继续认定'), ('revoke', '撤销称号'), ('end', '终止复查')], max_length=20, verbose_name='动作')),
                ('before', models.CharField(choices=[('due', '待复查'), ('keeping_suggested', '建议保留'), ('revocation_suggested', '建议撤销'), ('kept', '继续认定'), ('revoked', '撤销称号'), ('void', '不再办理')], max_length=20, verbose_name='之前')),
                ('after', models.CharField(choices=[('due', '待复查'), ('keeping_suggested', '建议保留'), ('revocation_suggested', '建议撤销'), ('kept', '继续认定'), ('revoked', '撤销称号'), ('void', '不再办理')], max_length=20, verbose_name='之后')),
                ('note', models.TextField(blank=True, verbose_name='说明')),
                ('data', models.JSONField(default=dict, verbose_name='附带内容')),
                ('is_late', models.BooleanField(default=False, verbose_name='补报')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('announced_at', models.DateTimeField(null=True, verbose_name='通知时间')),
                ('digest', models.CharField(max_length=64, verbose_name='摘要')),
            ],
            options={
                'verbose_name': '复查办理记录',
                'verbose_name_plural': '复查办理记录',
                'ordering': ['number'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='ReinspectionReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='第几次报送')),
                ('rows', models.JSONField(verbose_name='复查情况')),
                ('remark', models.CharField(blank=True, max_length=300, verbose_name='报送说明')),
                ('is_late', models.BooleanField(default=False, verbose_name='补报')),
                ('at', models.DateTimeField(verbose_name='报送时间')),
            ],
            options={
                'verbose_name': '复查报告',
                'verbose_name_plural': '复查报告',
                'ordering': ['cycle', 'unit', 'number'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Subsidy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=10, verbose_name='金额（元）')),
                ('source', models.CharField(max_length=60, verbose_name='经费来源')),
                ('paid_on', models.DateField(blank=True, null=True, verbose_name='拨付日期')),
                ('voucher', models.CharField(blank=True, max_length=60, verbose_name='凭证号')),
                ('at', models.DateTimeField()),
            ],
            options={
                'verbose_name': '经费补助',
                'verbose_name_plural': '经费补助',
                'ordering': ['-honour__year', 'id'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Succession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('rename', '改名'), ('merge', '合并'), ('split', '分设'), ('dissolve', '撤销')], max_length=10, verbose_name='变更')),
                ('state', models.CharField(choices=[('reported', '待确认'), ('confirmed', '已确认'), ('refused', '已退回')], default='reported', max_length=10, verbose_name='状态')),
                ('effective_on', models.DateField(verbose_name='生效日期')),
                ('basis', models.CharField(max_length=120, verbose_name='依据（批复文号）')),
                ('old_names', models.JSONField(default=list, verbose_name='原名称')),
                ('new_names', models.JSONField(default=list, verbose_name='变更后名称')),
                ('consequences', models.JSONField(default=list, verbose_name='办理结果')),
                ('remark', models.CharField(blank=True, max_length=300, verbose_name='说明')),
                ('at', models.DateTimeField(verbose_name='申报时间')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='办理时间')),
                ('decision_note', models.CharField(blank=True, max_length=300, verbose_name='办理意见')),
            ],
            options={
                'verbose_name': '支部变更',
                'verbose_name_plural': '支部变更',
                'ordering': ['-id'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='WorkingMethod',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('draft', '撰写中'), ('submitted', '已报送'), ('selected', '已入选')], default='draft', max_length=10, verbose_name='状态')),
                ('title', models.CharField(blank=True, max_length=200, verbose_name='工作法名称')),
                ('background', models.TextField(blank=True, max_length=4000, verbose_name='背景')),
                ('practice', models.TextField(blank=True, max_length=4000, verbose_name='做法')),
                ('effect', models.TextField(blank=True, max_length=4000, verbose_name='成效')),
                ('reflection', models.TextField(blank=True, max_length=4000, verbose_name='思考')),
                ('version', models.PositiveIntegerField(default=0)),
                ('at', models.DateTimeField()),
                ('submitted_at', models.DateTimeField(null=True, verbose_name='报送时间')),
                ('return_reason', models.CharField(blank=True, max_length=300, verbose_name='退回意见')),
                ('selected_at', models.DateTimeField(null=True, verbose_name='入选时间')),
            ],
            options={
                'verbose_name': '党支部工作法',
                'verbose_name_plural': '党支部工作法',
                'ordering': ['-selected_at', '-id'],
                'default_permissions': (),
            },
        ),
        migrations.RemoveField(
            model_name='honour',
            name='plaque_number',
        ),
        migrations.AddField(
            model_name='cycle',
            name='reapply_wait_years',
            field=models.PositiveSmallIntegerField(default=0, help_text='0 表示称号被撤销的支部下一年度即可参评。', validators=[django.core.validators.MaxValueValidator(10)], verbose_name='撤销称号后再等待的年度数'),
        ),
        migrations.AddField(
            model_name='cycle',
            name='subsidy_amount',
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=10, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0.01'))], verbose_name='每个新命名支部的经费补助（元）'),
        ),
        migrations.AddField(
            model_name='cycle',
            name='subsidy_source',
            field=models.CharField(blank=True, max_length=60, verbose_name='经费来源'),
        ),
        migrations.AddField(
            model_name='honour',
            name='ended_on',
            field=models.DateField(null=True, verbose_name='终止日期'),
        ),
        migrations.AddField(
            model_name='honour',
            name='ending',
            field=models.CharField(blank=True, max_length=200, verbose_name='终止原因'),
        ),
        migrations.AddField(
            model_name='honour',
            name='revocation',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='revoked', to='evaluation.decision'),
        ),
        migrations.AddField(
            model_name='honour',
            name='revocation_number',
            field=models.CharField(blank=True, max_length=60, verbose_name='撤销文号'),
        ),
        migrations.RunPython(date_the_ended, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='honour',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_on', None), ('state__in', ('standing', 'on_hold'))), models.Q(models.Q(('state__in', ('standing', 'on_hold')), _negated=True), ('ended_on__isnull', False)), _connector='OR'), name='honour_ended_iff_not_held', violation_error_message='称号终止须有日期，有效的称号没有终止日期。'),
        ),
        migrations.AddConstraint(
            model_name='honour',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'revoked'), _negated=True), ('revocation__isnull', False), models.Q(('decision', None), models.Q(('revocation_number', ''), _negated=True)), _connector='OR'), name='honour_revoked_by_decision', violation_error_message='撤销称号须有撤销决定。'),
        ),
        migrations.AddConstraint(
            model_name='honour',
            constraint=models.UniqueConstraint(fields=('branch', 'year'), name='honour_once_a_year'),
        ),
        migrations.AddField(
            model_name='confirmationreview',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='laterfinding',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人'),
        ),
        migrations.AddField(
            model_name='laterfinding',
            name='corrected_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='laterfinding',
            name='correction_asked_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='laterfinding',
            name='disqualification',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evaluation.disqualification'),
        ),
        migrations.AddField(
            model_name='objection',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人'),
        ),
        migrations.AddField(
            model_name='objection',
            name='candidacy',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objections', to='evaluation.candidacy'),
        ),
        migrations.AddField(
            model_name='objection',
            name='decided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='objection',
            name='notice',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objections', to='evaluation.publicnotice'),
        ),
        migrations.AddField(
            model_name='plaque',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='plaque',
            name='honour',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plaques', to='evaluation.honour', verbose_name='称号'),
        ),
        migrations.AddField(
            model_name='plaque',
            name='replaces',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='evaluation.plaque'),
        ),
        migrations.AddField(
            model_name='reinspection',
            name='carries_over',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='carried_by', to='evaluation.reinspection'),
        ),
        migrations.AddField(
            model_name='reinspection',
            name='cycle',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reinspections', to='evaluation.cycle', verbose_name='评定年度'),
        ),
        migrations.AddField(
            model_name='reinspection',
            name='honour',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reinspections', to='evaluation.honour', verbose_name='称号'),
        ),
        migrations.AddField(
            model_name='laterfinding',
            name='reinspection',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='finding', to='evaluation.reinspection'),
        ),
        migrations.AddField(
            model_name='confirmationreview',
            name='reinspection',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='evaluation.reinspection'),
        ),
        migrations.AddField(
            model_name='reinspectionanswer',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='reinspectionanswer',
            name='disqualification',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evaluation.disqualification'),
        ),
        migrations.AddField(
            model_name='reinspectionanswer',
            name='reinspection',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='evaluation.reinspection'),
        ),
        migrations.AddField(
            model_name='reinspectionrecord',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人'),
        ),
        migrations.AddField(
            model_name='reinspectionrecord',
            name='reinspection',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='records', to='evaluation.reinspection'),
        ),
        migrations.AddField(
            model_name='reinspectionreport',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人'),
        ),
        migrations.AddField(
            model_name='reinspectionreport',
            name='cycle',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reinspection_reports', to='evaluation.cycle'),
        ),
        migrations.AddField(
            model_name='reinspectionreport',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reinspection_reports', to='branches.unit', verbose_name='单位'),
        ),
        migrations.AddField(
            model_name='reinspection',
            name='report',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reinspections', to='evaluation.reinspectionreport'),
        ),
        migrations.AddField(
            model_name='subsidy',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='subsidy',
            name='honour',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='subsidy', to='evaluation.honour', verbose_name='称号'),
        ),
        migrations.AddField(
            model_name='succession',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='申报人'),
        ),
        migrations.AddField(
            model_name='succession',
            name='carrier',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='branches.branch', verbose_name='称号由谁承接'),
        ),
        migrations.AddField(
            model_name='succession',
            name='decided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='succession',
            name='predecessors',
            field=models.ManyToManyField(related_name='succeeded_by', to='branches.branch', verbose_name='原党支部'),
        ),
        migrations.AddField(
            model_name='succession',
            name='successors',
            field=models.ManyToManyField(related_name='succeeds', to='branches.branch', verbose_name='变更后党支部'),
        ),
        migrations.AddField(
            model_name='succession',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='successions', to='branches.unit', verbose_name='单位'),
        ),
        migrations.AddField(
            model_name='workingmethod',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='workingmethod',
            name='honour',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='method', to='evaluation.honour', verbose_name='称号'),
        ),
        migrations.AddField(
            model_name='workingmethod',
            name='selected_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='objection',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_by', None), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('decided_by__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='objection_decided_with_outcome', violation_error_message='办结异议须写明核查结论。'),
        ),
        migrations.AddConstraint(
            model_name='objection',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('by')), _negated=True), _connector='OR'), name='objection_two_people', violation_error_message='异议须由登记人以外的人办结。'),
        ),
        migrations.AddConstraint(
            model_name='plaque',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['made', 'issued'])), fields=('honour',), name='plaque_one_in_use', violation_error_message='该称号已有一块牌匾。'),
        ),
        migrations.AddConstraint(
            model_name='plaque',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'issued'), _negated=True), models.Q(('issued_on__isnull', False), models.Q(('issued_to', ''), _negated=True)), _connector='OR'), name='plaque_issued_to_somebody', violation_error_message='发放须写明日期和领取人。'),
        ),
        migrations.AddConstraint(
            model_name='plaque',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'returned'), _negated=True), models.Q(('returned_on__isnull', False), models.Q(('received_by', ''), _negated=True)), _connector='OR'), name='plaque_received_by_somebody', violation_error_message='收回须写明日期和接收人。'),
        ),
        migrations.AddConstraint(
            model_name='plaque',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'lost'), _negated=True), models.Q(('lost_on__isnull', False), models.Q(('remark', ''), _negated=True)), _connector='OR'), name='plaque_lost_explained', violation_error_message='遗失须写明日期和情况。'),
        ),
        migrations.AddConstraint(
            model_name='laterfinding',
            constraint=models.CheckConstraint(condition=models.Q(('corrected_by', None), models.Q(('correction_asked_by__isnull', False), models.Q(('corrected_by', models.F('correction_asked_by')), _negated=True)), _connector='OR'), name='later_finding_two_people', violation_error_message='更正须由提出人以外的第二人确认。'),
        ),
        migrations.AddConstraint(
            model_name='confirmationreview',
            constraint=models.UniqueConstraint(fields=('reinspection', 'body'), name='review_once'),
        ),
        migrations.AddConstraint(
            model_name='confirmationreview',
            constraint=models.CheckConstraint(condition=models.Q(('verdict', 'keep'), models.Q(('reason', ''), _negated=True), _connector='OR'), name='review_revoke_reason', violation_error_message='同意撤销须写明理由。'),
        ),
        migrations.AddConstraint(
            model_name='reinspectionanswer',
            constraint=models.UniqueConstraint(fields=('reinspection', 'disqualification'), name='reinspection_answer_once'),
        ),
        migrations.AddIndex(
            model_name='reinspectionrecord',
            index=models.Index(condition=models.Q(('announced_at', None)), fields=['announced_at'], name='record_unannounced'),
        ),
        migrations.AddConstraint(
            model_name='reinspectionrecord',
            constraint=models.UniqueConstraint(fields=('reinspection', 'number'), name='record_number'),
        ),
        migrations.AddConstraint(
            model_name='reinspectionreport',
            constraint=models.UniqueConstraint(fields=('cycle', 'unit', 'number'), name='report_number'),
        ),
        migrations.AddIndex(
            model_name='reinspection',
            index=models.Index(fields=['cycle', 'state'], name='reinspection_by_state'),
        ),
        migrations.AddConstraint(
            model_name='reinspection',
            constraint=models.UniqueConstraint(condition=models.Q(('is_special', False), models.Q(('state', 'void'), _negated=True)), fields=('cycle', 'honour'), name='reinspection_once_a_year'),
        ),
        migrations.AddConstraint(
            model_name='reinspection',
            constraint=models.UniqueConstraint(condition=models.Q(('is_special', False), ('state__in', ['due', 'keeping_suggested', 'revocation_suggested'])), fields=('honour',), name='reinspection_one_open'),
        ),
        migrations.AddConstraint(
            model_name='reinspection',
            constraint=models.UniqueConstraint(condition=models.Q(('is_special', True), ('state__in', ['due', 'keeping_suggested', 'revocation_suggested'])), fields=('honour',), name='special_one_open', violation_error_message='该称号已有一次专项复查正在办理。'),
        ),
        migrations.AddConstraint(
            model_name='reinspection',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['due', 'keeping_suggested', 'revocation_suggested', 'kept', 'revoked', 'void'])), name='reinspection_state_known'),
        ),
        migrations.AddConstraint(
            model_name='subsidy',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='subsidy_positive', violation_error_message='金额须大于 0。'),
        ),
        migrations.AddConstraint(
            model_name='subsidy',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('paid_on', None), ('voucher', '')), models.Q(('paid_on__isnull', False), models.Q(('voucher', ''), _negated=True)), _connector='OR'), name='subsidy_paid_with_voucher', violation_error_message='已拨付须同时写明日期和凭证号。'),
        ),
        migrations.AddConstraint(
            model_name='succession',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_by', None), ('state', 'reported')), models.Q(models.Q(('state', 'reported'), _negated=True), ('decided_by__isnull', False)), _connector='OR'), name='succession_decided_by'),
        ),
        migrations.AddConstraint(
            model_name='workingmethod',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('selected_at__isnull', False), ('selected_by__isnull', False), ('state', 'selected')), models.Q(models.Q(('state', 'selected'), _negated=True), ('selected_at', None), ('selected_by', None)), _connector='OR'), name='method_selected_by'),
        ),
        migrations.AlterField(
            model_name='transition',
            name='action',
            field=models.CharField(choices=[('apply', '提交申请'), ('not-apply', '今年不申请'), ('resume', '恢复申请'), ('recall', '撤回申请'), ('send-back', '退回补正'), ('conclude', '提交考核意见'), ('forward', '推送联合推荐'), ('take-back', '收回推送'), ('recommend', '推荐'), ('unrecommend', '取消推荐'), ('propose', '列入拟命名'), ('retract', '撤出拟命名'), ('decline', '不予命名'), ('reopen', '重新评定'), ('name', '命名'), ('withdraw', '退出参评'), ('disqualify', '取消参评资格'), ('reinstate', '恢复参评资格'), ('cease', '支部变更'), ('close', '年度结束')], max_length=16, verbose_name='动作'),
        ),
        migrations.RunPython(guards.install("0003"), guards.uninstall("0003")),
    ]
