"""Labels in the words of the forms, without a space between 汉字 and figures. Changes nothing in the database."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evaluation', '0006_guards'),
    ]

    operations = [
        migrations.AlterField(
            model_name='consultation',
            name='consulted_on',
            field=models.DateField(verbose_name='征求意见日期'),
        ),
        migrations.AlterField(
            model_name='consultation',
            name='satisfied',
            field=models.PositiveSmallIntegerField(verbose_name='其中满意人数'),
        ),
        migrations.AlterField(
            model_name='cycle',
            name='closing_reason',
            field=models.CharField(blank=True, editable=False, max_length=300, verbose_name='结束年度的理由'),
        ),
        migrations.AlterField(
            model_name='cycle',
            name='is_mode_confirmed',
            field=models.BooleanField(default=False, verbose_name='已确认名额为0的单位如何办理'),
        ),
        migrations.AlterField(
            model_name='cycle',
            name='notice_days',
            field=models.PositiveSmallIntegerField(default=5, help_text='0表示不公示。', validators=[django.core.validators.MaxValueValidator(30)], verbose_name='公示天数（工作日）'),
        ),
        migrations.AlterField(
            model_name='cycle',
            name='reapply_wait_years',
            field=models.PositiveSmallIntegerField(default=0, help_text='0表示称号被撤销的支部下一年度即可参评。', validators=[django.core.validators.MaxValueValidator(10)], verbose_name='撤销称号后再等待的年度数'),
        ),
        migrations.AlterField(
            model_name='cycle',
            name='score_template',
            field=models.CharField(choices=[('grades', '等次折算：达到5分、基本达到3分、未达到0分'), ('points', '逐项打分：0—5分'), ('none', '不计参考分')], default='grades', max_length=10, verbose_name='参考分'),
        ),
        migrations.AlterField(
            model_name='cycle',
            name='small_unit_mode',
            field=models.CharField(choices=[('pooled', '联合推荐：名额为0的单位合并计算名额，由市直工委在各单位推送的支部中选定'), ('strict', '从严：名额为0的单位当年不推荐'), ('min_one', '至少一名：每个单位至少1个名额（总数可能超过比例，须有书面依据）')], default='pooled', max_length=10, verbose_name='名额为0的单位'),
        ),
        migrations.AlterField(
            model_name='evidence',
            name='dated_on',
            field=models.DateField(blank=True, null=True, verbose_name='文件日期'),
        ),
        migrations.AlterField(
            model_name='holiday',
            name='source',
            field=models.CharField(max_length=120, verbose_name='依据'),
        ),
        migrations.AlterField(
            model_name='laterfinding',
            name='basis',
            field=models.CharField(max_length=120, verbose_name='书面依据'),
        ),
        migrations.AlterField(
            model_name='plaque',
            name='remark',
            field=models.CharField(blank=True, max_length=200, verbose_name='情况说明'),
        ),
        migrations.AlterField(
            model_name='ratioadjustment',
            name='document',
            field=models.CharField(max_length=120, verbose_name='依据'),
        ),
        migrations.AlterField(
            model_name='verification',
            name='basis',
            field=models.CharField(blank=True, max_length=120, verbose_name='书面依据'),
        ),
        migrations.AlterConstraint(
            model_name='cycle',
            name='cycle_ratio_range',
            constraint=models.CheckConstraint(condition=models.Q(('ratio_bp__gt', 0), ('ratio_bp__lte', 10000)), name='cycle_ratio_range', violation_error_message='推荐比例应大于0、不超过100%。'),
        ),
        migrations.AlterConstraint(
            model_name='subsidy',
            name='subsidy_positive',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='subsidy_positive', violation_error_message='金额须大于0。'),
        ),
    ]
