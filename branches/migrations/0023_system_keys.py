"""Keys by which other systems read, and when each was last used."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from branches.migrations.guards import journal


class Migration(migrations.Migration):

    dependencies = [
        ('branches', '0022_register_facts'),
        # The tables of the journal's set in force.
        ('evaluation', '0032_corrections'),
    ]

    operations = [
        migrations.RunPython(journal.lift, migrations.RunPython.noop),
        migrations.CreateModel(
            name='SystemKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('system', models.CharField(max_length=40, verbose_name='系统名称')),
                ('purpose', models.CharField(max_length=200, verbose_name='用途')),
                ('reads', models.JSONField(default=list, verbose_name='可读数据')),
                ('prefix', models.CharField(max_length=12, unique=True, verbose_name='密钥开头')),
                ('digest', models.CharField(max_length=64, unique=True, verbose_name='摘要')),
                ('expires_on', models.DateField(verbose_name='有效期至')),
                ('at', models.DateTimeField(verbose_name='申请时间')),
                ('outcome', models.CharField(choices=[('open', '待确认'), ('confirmed', '已确认'), ('returned', '已退回')], default='open', max_length=10, verbose_name='办理结果')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='办理时间')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='退回原因')),
                ('revoked_at', models.DateTimeField(null=True, verbose_name='停用时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='申请人')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                ('revoked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='停用人')),
            ],
            options={
                'verbose_name': '接口密钥',
                'verbose_name_plural': '接口密钥',
                'ordering': ['-id'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='SystemKeyUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('last_at', models.DateTimeField(verbose_name='最近使用')),
                ('key', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='use', to='branches.systemkey', verbose_name='接口密钥')),
            ],
            options={
                'verbose_name': '密钥使用',
                'verbose_name_plural': '密钥使用',
                'ordering': ['id'],
                'default_permissions': (),
            },
        ),
        migrations.AddConstraint(
            model_name='systemkey',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_by', None), ('outcome', 'open')), models.Q(models.Q(('outcome', 'open'), _negated=True), ('decided_by__isnull', False)), _connector='OR'), name='system_key_decided_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='systemkey',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('by')), _negated=True), _connector='OR'), name='system_key_two_people', violation_error_message='申请人不能自己确认。'),
        ),
        migrations.AddConstraint(
            model_name='systemkey',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('revoked_at', None), ('revoked_by', None)), models.Q(('revoked_at__isnull', False), ('revoked_by__isnull', False)), _connector='OR'), name='system_key_revoked_by_somebody'),
        ),
        migrations.RunPython(journal.install("5"), migrations.RunPython.noop),
    ]
