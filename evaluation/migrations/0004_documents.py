"""Every kind of official document, its numbers and its typesetting; existing documents get fingerprint and token."""

import hashlib
import json
import re
import secrets
from functools import partial

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from evaluation.migrations import guards


def complete(apps, schema_editor):
    """Give each document that exists its fingerprint and token, and count its number as taken."""
    series = apps.get_model("evaluation", "DocumentSeries")
    for notice in apps.get_model("evaluation", "Notice").objects.order_by("pk"):
        facts = json.dumps([notice.kind, notice.data], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        notice.fingerprint = hashlib.sha256(facts.encode()).hexdigest()
        notice.token = secrets.token_urlsafe(16)
        notice.save(update_fields=["fingerprint", "token"])
        if known := re.fullmatch(r"(.+)〔(\d{4})〕(\d+)号", notice.number):
            row, _ = series.objects.get_or_create(code=known[1], year=int(known[2]))
            row.last = max(row.last, int(known[3]))
            row.save(update_fields=["last"])




class Migration(migrations.Migration):

    dependencies = [
        ('branches', '0002_after_naming'),
        ('evaluation', '0003_after_naming'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=100, verbose_name='名称')),
                ('notices', models.JSONField(verbose_name='公文')),
                ('total', models.PositiveIntegerField(verbose_name='共几份')),
                ('done', models.PositiveIntegerField(default=0, verbose_name='已排几份')),
                ('at', models.DateTimeField(verbose_name='提交时间')),
                ('token', models.CharField(default=partial(secrets.token_urlsafe, 16), max_length=32)),
                ('claimed_at', models.DateTimeField(null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('cancelled_at', models.DateTimeField(null=True, verbose_name='取消时间')),
                ('finished_at', models.DateTimeField(null=True, verbose_name='完成时间')),
                ('file', models.FileField(blank=True, upload_to='batches/', verbose_name='文件')),
                ('failure', models.CharField(blank=True, max_length=300, verbose_name='未能完成的原因')),
            ],
            options={
                'verbose_name': '批量打印',
                'verbose_name_plural': '批量打印',
                'ordering': ['-id'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='DocumentSeries',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=30, verbose_name='机关代字')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年份')),
                ('last', models.PositiveIntegerField(default=0, verbose_name='已用到第几号')),
            ],
            options={
                'verbose_name': '发文字号',
                'verbose_name_plural': '发文字号',
                'default_permissions': (),
            },
        ),
        migrations.AddField(
            model_name='notice',
            name='attempts',
            field=models.PositiveSmallIntegerField(default=0, verbose_name='排版次数'),
        ),
        migrations.AddField(
            model_name='notice',
            name='candidacy',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='evaluation.candidacy'),
        ),
        migrations.AddField(
            model_name='notice',
            name='claimed_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='notice',
            name='correction',
            field=models.CharField(blank=True, max_length=300, verbose_name='更正说明'),
        ),
        migrations.AddField(
            model_name='notice',
            name='corrects',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrected_by', to='evaluation.notice'),
        ),
        migrations.AddField(
            model_name='notice',
            name='failure',
            field=models.CharField(blank=True, max_length=300, verbose_name='未能排版的原因'),
        ),
        migrations.AddField(
            model_name='notice',
            name='file',
            field=models.FileField(blank=True, upload_to='notices/', verbose_name='文件'),
        ),
        migrations.AddField(
            model_name='notice',
            name='fingerprint',
            field=models.CharField(default='', max_length=64, verbose_name='指纹'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='notice',
            name='honour',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='evaluation.honour'),
        ),
        migrations.AddField(
            model_name='notice',
            name='list',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='evaluation.recommendationlist'),
        ),
        migrations.AddField(
            model_name='notice',
            name='public_notice',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='evaluation.publicnotice'),
        ),
        migrations.AddField(
            model_name='notice',
            name='report',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='evaluation.reinspectionreport'),
        ),
        migrations.AddField(
            model_name='notice',
            name='sha256',
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name='notice',
            name='token',
            field=models.CharField(default='', max_length=32),
        ),
        migrations.AddField(
            model_name='notice',
            name='typeset_at',
            field=models.DateTimeField(null=True, verbose_name='排版时间'),
        ),
        migrations.AddField(
            model_name='notice',
            name='unit',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='branches.unit', verbose_name='单位'),
        ),
        migrations.AlterField(
            model_name='notice',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人'),
        ),
        migrations.AlterField(
            model_name='notice',
            name='cycle',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='evaluation.cycle'),
        ),
        migrations.AlterField(
            model_name='notice',
            name='decision',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='evaluation.decision'),
        ),
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('self_assessment', '支部自评表'), ('assessment', '考核意见'), ('recommendation', '推荐报告'), ('public_notice', '公示'), ('naming', '命名决定'), ('certificate', '荣誉证书'), ('plaque', '牌匾样'), ('reinspection', '复查报告'), ('revocation', '撤销决定'), ('plaque_letter', '告知函'), ('reminder_letter', '催办函'), ('minutes', '会议纪要')], max_length=20, verbose_name='种类'),
        ),
        migrations.AlterField(
            model_name='notice',
            name='number',
            field=models.CharField(blank=True, max_length=60, verbose_name='发文字号'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('file', '')), fields=['id'], name='notice_to_typeset'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(fields=['kind', 'unit'], name='notice_by_kind'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(condition=models.Q(('number', ''), _negated=True), fields=('number',), name='notice_number', violation_error_message='该发文字号已经使用，请核对。'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('file', ''), ('sha256', ''), ('typeset_at', None)), models.Q(models.Q(('file', ''), _negated=True), models.Q(('sha256', ''), _negated=True), ('typeset_at__isnull', False)), _connector='OR'), name='notice_file_with_digest'),
        ),
        migrations.AddField(
            model_name='batch',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='batches', to=settings.AUTH_USER_MODEL, verbose_name='经办人'),
        ),
        migrations.AddConstraint(
            model_name='documentseries',
            constraint=models.UniqueConstraint(fields=('code', 'year'), name='series_once'),
        ),
        migrations.AddIndex(
            model_name='batch',
            index=models.Index(condition=models.Q(('cancelled_at', None), ('finished_at', None)), fields=['id'], name='batch_to_make'),
        ),
        migrations.AddConstraint(
            model_name='batch',
            constraint=models.CheckConstraint(condition=models.Q(('total__gte', 1), ('done__lte', models.F('total'))), name='batch_done'),
        ),
        migrations.RunPython(complete, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='notice',
            name='token',
            field=models.CharField(default=partial(secrets.token_urlsafe, 16), max_length=32, unique=True),
        ),
        migrations.RunPython(guards.install("0004"), guards.uninstall("0004")),
    ]
