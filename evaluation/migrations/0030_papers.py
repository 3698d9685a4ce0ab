"""Texts of joint documents and who passed them; files made later; the paper that came back, and who received it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from branches.migrations.guards import journal
from evaluation.migrations import guards


class Migration(migrations.Migration):

    dependencies = [
        ('branches', '0021_drafting_settings'),
        ('evaluation', '0029_hands'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(journal.lift, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('self_assessment', '支部自评表'), ('assessment', '考核意见'), ('recommendation', '推荐报告'), ('public_notice', '公示'), ('naming', '命名决定'), ('certificate', '荣誉证书'), ('plaque', '牌匾样'), ('reinspection', '复查报告'), ('revocation', '撤销决定'), ('plaque_letter', '告知函'), ('reminder_letter', '催办函'), ('minutes', '会议纪要'), ('progress_brief', '进度简报')], max_length=20, verbose_name='种类'),
        ),
        migrations.CreateModel(
            name='DocumentText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('self_assessment', '支部自评表'), ('assessment', '考核意见'), ('recommendation', '推荐报告'), ('public_notice', '公示'), ('naming', '命名决定'), ('certificate', '荣誉证书'), ('plaque', '牌匾样'), ('reinspection', '复查报告'), ('revocation', '撤销决定'), ('plaque_letter', '告知函'), ('reminder_letter', '催办函'), ('minutes', '会议纪要'), ('progress_brief', '进度简报')], max_length=20, verbose_name='种类')),
                ('number', models.PositiveSmallIntegerField(verbose_name='第几稿')),
                ('facts', models.JSONField(verbose_name='内容')),
                ('fingerprint', models.CharField(max_length=64, verbose_name='指纹')),
                ('at', models.DateTimeField(verbose_name='拟稿时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='拟稿人')),
                ('corrects', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='new_texts', to='evaluation.notice')),
                ('cycle', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='texts', to='evaluation.cycle')),
                ('issued_as', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='text', to='evaluation.notice')),
                ('version', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='texts', to='evaluation.decisionversion', verbose_name='名单')),
            ],
            options={
                'verbose_name': '文稿',
                'verbose_name_plural': '文稿',
                'ordering': ['-id'],
                'default_permissions': (),
            },
        ),
        migrations.AddField(
            model_name='signature',
            name='text',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='evaluation.documenttext', verbose_name='文稿'),
        ),
        migrations.CreateModel(
            name='IssuedCopy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=100, verbose_name='文件名')),
                ('file', models.FileField(upload_to='issued/', verbose_name='文件')),
                ('content_type', models.CharField(editable=False, max_length=100)),
                ('size', models.PositiveIntegerField(editable=False, verbose_name='大小（字节）')),
                ('sha256', models.CharField(editable=False, max_length=64)),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='更换原因')),
                ('at', models.DateTimeField(verbose_name='上传时间')),
                ('confirmed_at', models.DateTimeField(null=True, verbose_name='确认时间')),
                ('comparison', models.CharField(choices=[('waiting', '待比对'), ('same', '一致'), ('different', '有不同'), ('impossible', '未比对')], default='waiting', max_length=12, verbose_name='比对')),
                ('differences', models.JSONField(default=list, verbose_name='不同之处')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上传人')),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='确认人')),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='issued_copies', to='evaluation.notice', verbose_name='公文')),
                ('supersedes', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='superseded_by', to='evaluation.issuedcopy')),
            ],
            options={
                'verbose_name': '正本',
                'verbose_name_plural': '正本',
                'ordering': ['-id'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='LeaderConsent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('body', models.CharField(choices=[('work_committee', '市直工委'), ('organisation_department', '市委组织部')], max_length=24, verbose_name='机关')),
                ('leader', models.CharField(max_length=30, verbose_name='签发人')),
                ('signed_on', models.DateField(verbose_name='签发日期')),
                ('scan', models.FileField(blank=True, upload_to='consents/', verbose_name='签批件')),
                ('sha256', models.CharField(blank=True, editable=False, max_length=64)),
                ('at', models.DateTimeField(verbose_name='登记时间')),
                ('withdrawn_at', models.DateTimeField(null=True, verbose_name='撤销登记时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('text', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='evaluation.documenttext', verbose_name='文稿')),
            ],
            options={
                'verbose_name': '签发登记',
                'verbose_name_plural': '签发登记',
                'ordering': ['id'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Rendition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('form', models.CharField(choices=[('archive', '存档PDF'), ('word', '可编辑文档')], max_length=8, verbose_name='形式')),
                ('file', models.FileField(upload_to='renditions/', verbose_name='文件')),
                ('sha256', models.CharField(editable=False, max_length=64)),
                ('at', models.DateTimeField(verbose_name='生成时间')),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='renditions', to='evaluation.notice', verbose_name='公文')),
            ],
            options={
                'verbose_name': '公文副本',
                'verbose_name_plural': '公文副本',
                'ordering': ['id'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='TextCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_passed', models.BooleanField(verbose_name='通过')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='退回意见')),
                ('at', models.DateTimeField(verbose_name='核稿时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='核稿人')),
                ('text', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checks', to='evaluation.documenttext', verbose_name='文稿')),
            ],
            options={
                'verbose_name': '核稿',
                'verbose_name_plural': '核稿',
                'ordering': ['-id'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Distribution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('copies', models.PositiveSmallIntegerField(default=1, verbose_name='份数')),
                ('at', models.DateTimeField(verbose_name='分发时间')),
                ('received_at', models.DateTimeField(null=True, verbose_name='签收时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='分发人')),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='distributions', to='evaluation.notice', verbose_name='公文')),
                ('received_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='签收人')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='branches.unit', verbose_name='单位')),
            ],
            options={
                'verbose_name': '分发',
                'verbose_name_plural': '分发',
                'ordering': ['id'],
                'default_permissions': (),
                'indexes': [models.Index(condition=models.Q(('received_at', None)), fields=['unit'], name='distribution_open')],
                'constraints': [models.UniqueConstraint(fields=('notice', 'unit'), name='distribution_once')],
            },
        ),
        migrations.AddIndex(
            model_name='documenttext',
            index=models.Index(condition=models.Q(('issued_as', None)), fields=['cycle', 'kind'], name='text_in_hand'),
        ),
        migrations.AddConstraint(
            model_name='issuedcopy',
            constraint=models.CheckConstraint(condition=models.Q(('supersedes', None), models.Q(('reason', ''), _negated=True), _connector='OR'), name='issued_copy_reason', violation_error_message='更换正本须写明原因。'),
        ),
        migrations.AddConstraint(
            model_name='issuedcopy',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at', None), ('confirmed_by', None)), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False), models.Q(('confirmed_by', models.F('by')), _negated=True)), _connector='OR'), name='issued_copy_two_people', violation_error_message='正本须由上传人以外的人确认。'),
        ),
        migrations.AddConstraint(
            model_name='leaderconsent',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('text', 'body'), name='consent_once'),
        ),
        migrations.AddConstraint(
            model_name='rendition',
            constraint=models.UniqueConstraint(fields=('notice', 'form'), name='rendition_once'),
        ),
        migrations.AddConstraint(
            model_name='textcheck',
            constraint=models.CheckConstraint(condition=models.Q(('is_passed', True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='check_return_reason', violation_error_message='退回文稿须写明意见。'),
        ),
        migrations.RunPython(guards.install("0030"), migrations.RunPython.noop),
        migrations.RunPython(journal.install("3"), migrations.RunPython.noop),
    ]
