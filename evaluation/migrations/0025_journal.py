"""Every write of a covered row is noted in the journal, and what stands in the tables already is noted once."""

from django.db import migrations, models

from branches.migrations.guards import journal


class Migration(migrations.Migration):

    dependencies = [
        ('branches', '0018_journal'),
        ('evaluation', '0024_unit_matters'),
    ]

    operations = [
        migrations.AlterField(
            model_name='message',
            name='kind',
            field=models.CharField(choices=[('task', '轮到您办理'), ('outcome', '办理结果'), ('reminder', '期限提醒'), ('urgent', '临期和逾期提醒'), ('nudge', '催办'), ('account', '账号'), ('anchor', '记录锚值')], max_length=10, verbose_name='类别'),
        ),
        migrations.AlterField(
            model_name='optout',
            name='kind',
            field=models.CharField(choices=[('task', '轮到您办理'), ('outcome', '办理结果'), ('reminder', '期限提醒'), ('urgent', '临期和逾期提醒'), ('nudge', '催办'), ('account', '账号'), ('anchor', '记录锚值')], max_length=10, verbose_name='类别'),
        ),
        migrations.RunPython(journal.install("1"), migrations.RunPython.noop),
    ]
