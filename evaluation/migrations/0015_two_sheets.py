"""A branch is assessed by two; members are told when they come and go, and what they scored counts alike for all."""

import django.core.validators
from django.conf import settings
from django.db import migrations, models
from django.db.models import F
from django.db.models.functions import Now

from evaluation.migrations import guards


def keep_what_was(apps, schema_editor):
    """Years that have opened keep their one sheet; whoever is on a team, or left one, knows it already."""
    apps.get_model("evaluation", "Cycle").objects.exclude(state="draft").update(sheets_needed=1)
    member = apps.get_model("evaluation", "TeamMember").objects
    member.update(told_joined_at=Now())
    member.exclude(left_on=None).update(told_left_at=F("told_joined_at"), marks_seen=True)


class Migration(migrations.Migration):

    dependencies = [
        ('evaluation', '0014_promotion'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(guards.uninstall("0006"), migrations.RunPython.noop),
        migrations.AddField(
            model_name='cycle',
            name='sheets_needed',
            field=models.PositiveSmallIntegerField(default=2, help_text='不含回避的成员；至少1人。', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(9)], verbose_name='提交考核意见须有几人评分'),
        ),
        migrations.AddField(
            model_name='teammember',
            name='counts',
            field=models.BooleanField(default=True, verbose_name='离开后评分计入'),
        ),
        migrations.AddField(
            model_name='teammember',
            name='marks_seen',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='teammember',
            name='told_joined_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='teammember',
            name='told_left_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.RunPython(keep_what_was, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='cycle',
            constraint=models.CheckConstraint(condition=models.Q(('sheets_needed__gte', 1)), name='cycle_sheets_needed', violation_error_message='提交考核意见至少须有1人评分。'),
        ),
        migrations.AddConstraint(
            model_name='teammember',
            constraint=models.CheckConstraint(condition=models.Q(('counts', True), ('left_on__isnull', False), _connector='OR'), name='member_counts_while_there'),
        ),
        migrations.RunPython(guards.install("0006"), migrations.RunPython.noop),
    ]
