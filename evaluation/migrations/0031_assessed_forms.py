"""支部申报表 with what the upper levels said, and 考核反馈表 for the branch: two kinds of document; no table changes."""

from django.db import migrations, models

from branches.migrations.guards import journal


class Migration(migrations.Migration):

    dependencies = [
        ('evaluation', '0030_papers'),
    ]

    operations = [
        migrations.RunPython(journal.lift, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='documenttext',
            name='kind',
            field=models.CharField(choices=[('self_assessment', '支部自评表'), ('assessment', '考核意见'), ('recommendation', '推荐报告'), ('public_notice', '公示'), ('naming', '命名决定'), ('certificate', '荣誉证书'), ('plaque', '牌匾样'), ('reinspection', '复查报告'), ('revocation', '撤销决定'), ('plaque_letter', '告知函'), ('reminder_letter', '催办函'), ('minutes', '会议纪要'), ('progress_brief', '进度简报'), ('assessed_form', '支部申报表'), ('feedback_form', '考核反馈表')], max_length=20, verbose_name='种类'),
        ),
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('self_assessment', '支部自评表'), ('assessment', '考核意见'), ('recommendation', '推荐报告'), ('public_notice', '公示'), ('naming', '命名决定'), ('certificate', '荣誉证书'), ('plaque', '牌匾样'), ('reinspection', '复查报告'), ('revocation', '撤销决定'), ('plaque_letter', '告知函'), ('reminder_letter', '催办函'), ('minutes', '会议纪要'), ('progress_brief', '进度简报'), ('assessed_form', '支部申报表'), ('feedback_form', '考核反馈表')], max_length=20, verbose_name='种类'),
        ),
        migrations.RunPython(journal.install("3"), migrations.RunPython.noop),
    ]
