"""A case keeps one own date a step; silence has an end of its own."""

from django.db import migrations, models
from django.db.models import F

from evaluation.migrations import guards

STEPS = {"draft": "self_assessment_due", "applied": "assessment_due"}
"""The step that the one date of a case was meant for, by the state in which it stands."""


def hand_over(apps, schema_editor):
    for state, column in STEPS.items():
        apps.get_model("evaluation", "Candidacy").objects.filter(state=state).update(**{column: F("due")})


class Migration(migrations.Migration):

    dependencies = [
        ('branches', '0016_provider_accounts'),
        ('evaluation', '0011_account_messages'),
    ]

    operations = [
        migrations.RunPython(guards.uninstall("0006"), migrations.RunPython.noop),
        migrations.RemoveConstraint(
            model_name='candidacy',
            name='candidacy_state_known',
        ),
        migrations.AddField(
            model_name='candidacy',
            name='assessment_due',
            field=models.DateField(blank=True, null=True, verbose_name='考核的单独期限'),
        ),
        migrations.AddField(
            model_name='candidacy',
            name='recommendation_due',
            field=models.DateField(blank=True, null=True, verbose_name='推荐的单独期限'),
        ),
        migrations.AddField(
            model_name='candidacy',
            name='self_assessment_due',
            field=models.DateField(blank=True, null=True, verbose_name='自评的单独期限'),
        ),
        migrations.RunPython(hand_over, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name='candidacy',
            name='due',
        ),
        migrations.AlterField(
            model_name='candidacy',
            name='state',
            field=models.CharField(choices=[('draft', '自评中'), ('not_applied', '不申请'), ('not_answered', '未申报'), ('applied', '已申请'), ('assessed', '已考核'), ('forwarded', '已推送联合推荐'), ('recommended', '已推荐'), ('not_recommended', '未推荐'), ('proposed', '拟命名'), ('named', '已命名'), ('not_named', '未命名'), ('withdrawn', '已退出'), ('disqualified', '不得参评')], default='draft', max_length=16, verbose_name='状态'),
        ),
        migrations.AlterField(
            model_name='transition',
            name='after',
            field=models.CharField(choices=[('draft', '自评中'), ('not_applied', '不申请'), ('not_answered', '未申报'), ('applied', '已申请'), ('assessed', '已考核'), ('forwarded', '已推送联合推荐'), ('recommended', '已推荐'), ('not_recommended', '未推荐'), ('proposed', '拟命名'), ('named', '已命名'), ('not_named', '未命名'), ('withdrawn', '已退出'), ('disqualified', '不得参评')], max_length=16, verbose_name='之后'),
        ),
        migrations.AlterField(
            model_name='transition',
            name='before',
            field=models.CharField(choices=[('draft', '自评中'), ('not_applied', '不申请'), ('not_answered', '未申报'), ('applied', '已申请'), ('assessed', '已考核'), ('forwarded', '已推送联合推荐'), ('recommended', '已推荐'), ('not_recommended', '未推荐'), ('proposed', '拟命名'), ('named', '已命名'), ('not_named', '未命名'), ('withdrawn', '已退出'), ('disqualified', '不得参评')], max_length=16, verbose_name='之前'),
        ),
        migrations.AddConstraint(
            model_name='candidacy',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'not_applied', 'not_answered', 'applied', 'assessed', 'forwarded', 'recommended', 'not_recommended', 'proposed', 'named', 'not_named', 'withdrawn', 'disqualified'])), name='candidacy_state_known'),
        ),
        migrations.RunPython(guards.install("0006"), migrations.RunPython.noop),
    ]
