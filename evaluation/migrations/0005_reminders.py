"""Inbox, outgoing mail, announcements, reminders, 催办, days off, the calendar feed, when each sweeper last ran."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def the_past_is_known(apps, schema_editor):
    """Moves from before there were announcements are not told of any more."""
    for name in ("Transition", "ReinspectionRecord"):
        apps.get_model("evaluation", name).objects.filter(announced_at=None).update(announced_at=models.F("at"))


class Migration(migrations.Migration):

    dependencies = [
        ('evaluation', '0004_documents'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Holiday',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(unique=True, verbose_name='日期')),
                ('is_working', models.BooleanField(verbose_name='上班')),
                ('label', models.CharField(max_length=30, verbose_name='名称')),
                ('source', models.CharField(max_length=120, verbose_name='依据（文件标题、文号）')),
            ],
            options={
                'verbose_name': '放假安排',
                'verbose_name_plural': '放假安排',
                'ordering': ['day'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Sweep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, unique=True, verbose_name='任务')),
                ('started_at', models.DateTimeField(verbose_name='开始时间')),
                ('finished_at', models.DateTimeField(null=True, verbose_name='结束时间')),
                ('done', models.PositiveIntegerField(default=0, verbose_name='处理数')),
                ('problem', models.CharField(blank=True, max_length=200, verbose_name='问题')),
            ],
            options={
                'verbose_name': '自动任务',
                'verbose_name_plural': '自动任务',
                'ordering': ['name'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='CalendarToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('created_at', models.DateTimeField(verbose_name='生成时间')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_token', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '日历订阅',
                'verbose_name_plural': '日历订阅',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('task', '轮到您办理'), ('outcome', '办理结果'), ('reminder', '期限提醒'), ('urgent', '临期和逾期提醒'), ('nudge', '催办')], max_length=10, verbose_name='类别')),
                ('key', models.CharField(max_length=60)),
                ('title', models.CharField(max_length=120, verbose_name='标题')),
                ('text', models.TextField(verbose_name='内容')),
                ('link', models.CharField(max_length=200, verbose_name='链接')),
                ('created_at', models.DateTimeField(verbose_name='时间')),
                ('read_at', models.DateTimeField(null=True, verbose_name='阅读时间')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='inbox', to=settings.AUTH_USER_MODEL, verbose_name='收件人')),
            ],
            options={
                'verbose_name': '消息',
                'verbose_name_plural': '消息',
                'ordering': ['-id'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('mail', '电子邮件'), ('gateway', '短信或工作平台')], max_length=10, verbose_name='渠道')),
                ('address', models.CharField(max_length=254, verbose_name='地址')),
                ('identifier', models.CharField(max_length=120, unique=True, verbose_name='Message-ID')),
                ('status', models.CharField(choices=[('waiting', '待发送'), ('sent', '已发送'), ('dropped', '不再需要'), ('dead', '发送失败')], default='waiting', max_length=10, verbose_name='状态')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='已试次数')),
                ('next_at', models.DateTimeField(verbose_name='下次发送')),
                ('sent_at', models.DateTimeField(null=True, verbose_name='发送时间')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='失败原因')),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='evaluation.message')),
            ],
            options={
                'verbose_name': '外发消息',
                'verbose_name_plural': '外发消息',
                'ordering': ['-id'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Announcement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('record', models.CharField(max_length=30, verbose_name='办理记录')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='announcements', to='evaluation.message')),
            ],
            options={
                'verbose_name': '办理通知',
                'verbose_name_plural': '办理通知',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Nudge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about', models.CharField(max_length=120, verbose_name='催办事项')),
                ('text', models.TextField(max_length=500, verbose_name='催办内容')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='催办人')),
                ('message', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='nudge', to='evaluation.message')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='nudges', to=settings.AUTH_USER_MODEL, verbose_name='被催办人')),
            ],
            options={
                'verbose_name': '催办',
                'verbose_name_plural': '催办',
                'ordering': ['-id'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='OptOut',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('task', '轮到您办理'), ('outcome', '办理结果'), ('reminder', '期限提醒'), ('urgent', '临期和逾期提醒'), ('nudge', '催办')], max_length=10, verbose_name='类别')),
                ('channel', models.CharField(choices=[('mail', '电子邮件'), ('gateway', '短信或工作平台')], max_length=10, verbose_name='渠道')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='opt_outs', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '接收设置',
                'verbose_name_plural': '接收设置',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('task', models.CharField(max_length=120, verbose_name='待办')),
                ('kind', models.CharField(max_length=12, verbose_name='阶段')),
                ('due', models.DateField(verbose_name='期限')),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='evaluation.message')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '提醒',
                'verbose_name_plural': '提醒',
                'ordering': ['due', 'id'],
                'default_permissions': (),
            },
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('read_at', None)), fields=['user'], name='message_unread'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.UniqueConstraint(fields=('user', 'key'), name='message_once'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('status', 'waiting')), fields=['next_at'], name='delivery_waiting'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('status', 'dead')), fields=['status'], name='delivery_dead'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.UniqueConstraint(fields=('message', 'channel'), name='delivery_once_a_channel'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('status', 'sent')), models.Q(models.Q(('status', 'sent'), _negated=True), ('sent_at', None)), _connector='OR'), name='delivery_sent_iff_dated'),
        ),
        migrations.AddConstraint(
            model_name='announcement',
            constraint=models.UniqueConstraint(fields=('record', 'user'), name='announcement_once'),
        ),
        migrations.AddIndex(
            model_name='nudge',
            index=models.Index(fields=['user', '-at'], name='nudge_latest'),
        ),
        migrations.AddConstraint(
            model_name='optout',
            constraint=models.UniqueConstraint(fields=('user', 'kind', 'channel'), name='opt_out_once'),
        ),
        migrations.AddConstraint(
            model_name='optout',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ('task', 'outcome', 'reminder'))), name='opt_out_optional', violation_error_message='这类消息关系到期限，不能关闭。'),
        ),
        migrations.AddConstraint(
            model_name='reminder',
            constraint=models.UniqueConstraint(fields=('user', 'task', 'kind', 'due'), name='reminder_once'),
        ),
        migrations.RunPython(the_past_is_known, migrations.RunPython.noop),
    ]
