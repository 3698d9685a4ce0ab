"""What narrow columns call a unit, the 部务会 of departments, and the telephone of 市委组织部."""

from django.db import migrations, models

from branches.migrations.guards import journal


class Migration(migrations.Migration):

    dependencies = [
        ('branches', '0021_drafting_settings'),
        # The tables of the journal's set in force.
        ('evaluation', '0032_corrections'),
    ]

    operations = [
        migrations.RunPython(journal.lift, migrations.RunPython.noop),
        migrations.RemoveConstraint(
            model_name='setting',
            name='setting_belongs',
        ),
        migrations.AddField(
            model_name='unit',
            name='short_name',
            field=models.CharField(blank=True, max_length=20, verbose_name='单位简称'),
        ),
        migrations.AlterField(
            model_name='setting',
            name='name',
            field=models.CharField(choices=[('phone', '联系电话'), ('address', '联系地址'), ('work_committee_name', '市直工委全称'), ('work_committee_code', '市直工委机关代字'), ('organisation_department_name', '市委组织部全称'), ('organisation_department_code', '市委组织部机关代字'), ('organisation_department_phone', '市委组织部联系电话'), ('lead_body', '主办机关'), ('drafting', '联合行文的拟稿与核签'), ('organ_organisation_name', '机关党组织全称'), ('organ_organisation_code', '机关党组织的机关代字'), ('leading_group_name', '党组（党委）全称'), ('leading_group_code', '党组（党委）的机关代字')], max_length=40, verbose_name='名称'),
        ),
        migrations.AlterField(
            model_name='unit',
            name='leading_body',
            field=models.CharField(choices=[('group', '党组'), ('committee', '党委'), ('work_committee', '党工委'), ('council', '部务会')], default='group', max_length=20, verbose_name='党组（党委）类型'),
        ),
        migrations.AddConstraint(
            model_name='setting',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('name__in', ['phone', 'address', 'work_committee_name', 'work_committee_code', 'organisation_department_name', 'organisation_department_code', 'organisation_department_phone', 'lead_body', 'drafting']), ('unit', None)), models.Q(('unit__isnull', False), models.Q(('name__in', ['phone', 'address', 'work_committee_name', 'work_committee_code', 'organisation_department_name', 'organisation_department_code', 'organisation_department_phone', 'lead_body', 'drafting']), _negated=True)), _connector='OR'), name='setting_belongs', violation_error_message='全站的设置不属于单位，单位的设置须写明单位。'),
        ),
        migrations.RunPython(journal.install("4"), migrations.RunPython.noop),
    ]
