"""Branches read the opinions whose authors were told so; what was written before stays with the bodies."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evaluation', '0016_list_news'),
    ]

    operations = [
        migrations.AddField(
            model_name='opinion',
            name='is_for_branch',
            field=models.BooleanField(default=False, verbose_name='支部可以看到'),
        ),
        migrations.AlterField(
            model_name='opinion',
            name='is_for_branch',
            field=models.BooleanField(default=True, verbose_name='支部可以看到'),
        ),
    ]
