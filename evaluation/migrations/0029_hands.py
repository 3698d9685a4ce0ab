"""Each part of a score sheet counts its saves; photographs; files that come from a phone; an index for what is unsettled."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from branches.migrations.guards import journal


class Migration(migrations.Migration):

    dependencies = [
        ('branches', '0020_posts_by_role'),
        ('evaluation', '0028_candidates'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(journal.lift, migrations.RunPython.noop),
        migrations.CreateModel(
            name='PhoneFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=100, verbose_name='名称')),
                ('file', models.FileField(upload_to='phone/', verbose_name='文件')),
                ('content_type', models.CharField(editable=False, max_length=100)),
                ('size', models.PositiveIntegerField(editable=False, verbose_name='大小（字节）')),
                ('sha256', models.CharField(editable=False, max_length=64)),
                ('at', models.DateTimeField(verbose_name='上传时间')),
            ],
            options={
                'verbose_name': '手机上传的文件',
                'verbose_name_plural': '手机上传的文件',
                'ordering': ['id'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='PhoneTicket',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_sha256', models.CharField(max_length=64, unique=True)),
                ('session_sha256', models.CharField(max_length=64)),
                ('expires_at', models.DateTimeField(db_index=True)),
            ],
            options={
                'verbose_name': '手机上传',
                'verbose_name_plural': '手机上传',
                'ordering': ['id'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='ScorePhoto',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('op', models.UUIDField(editable=False, unique=True)),
                ('file', models.FileField(upload_to='photos/', verbose_name='照片')),
                ('content_type', models.CharField(editable=False, max_length=100)),
                ('size', models.PositiveIntegerField(editable=False, verbose_name='大小（字节）')),
                ('sha256', models.CharField(editable=False, max_length=64)),
                ('at', models.DateTimeField()),
                ('is_removed', models.BooleanField(default=False, editable=False, verbose_name='已删除')),
            ],
            options={
                'verbose_name': '现场照片',
                'verbose_name_plural': '现场照片',
                'ordering': ['id'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='SheetSave',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('op', models.UUIDField(unique=True)),
                ('part', models.CharField(max_length=8)),
                ('version', models.PositiveIntegerField()),
                ('at', models.DateTimeField(db_index=True)),
            ],
            options={
                'verbose_name': '评分保存',
                'verbose_name_plural': '评分保存',
                'ordering': ['id'],
                'default_permissions': (),
            },
        ),
        migrations.AddField(
            model_name='score',
            name='at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='score',
            name='version',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='scoresheet',
            name='remark_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='scoresheet',
            name='remark_version',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='sitevisit',
            name='version',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddIndex(
            model_name='verification',
            index=models.Index(condition=models.Q(('answer', 'yes'), ('corrected_at', None), ('is_current', True), models.Q(('confirmed_at', None), ('correction_asked_at__isnull', False), _connector='OR')), fields=['candidacy'], name='verification_unsettled'),
        ),
        migrations.AddField(
            model_name='phoneticket',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='phoneticket',
            name='candidacy',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='phone_tickets', to='evaluation.candidacy'),
        ),
        migrations.AddField(
            model_name='phoneticket',
            name='criterion',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evaluation.criterion'),
        ),
        migrations.AddField(
            model_name='phonefile',
            name='ticket',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='evaluation.phoneticket'),
        ),
        migrations.AddField(
            model_name='scorephoto',
            name='criterion',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evaluation.criterion'),
        ),
        migrations.AddField(
            model_name='scorephoto',
            name='sheet',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='photos', to='evaluation.scoresheet'),
        ),
        migrations.AddField(
            model_name='sheetsave',
            name='sheet',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saves', to='evaluation.scoresheet'),
        ),
        migrations.RunPython(journal.install("2"), migrations.RunPython.noop),
    ]
