"""What the environment said of the site becomes its first settings, once: contact, 机关代字, full names.

A site that is in use numbered its documents by default, so the defaults go along; an empty one is asked by a task.
"""

import json
import os

from django.db import migrations
from django.utils import timezone

BODIES = {
    "organisation_department": ("中共平顶山市委组织部", "平组通"),
    "work_committee": ("中共平顶山市委市直机关工作委员会", "平直工"),
}


def take_over(apps, schema_editor):
    Setting = apps.get_model("branches", "Setting")
    is_in_use = apps.get_model("branches", "User").objects.exists()
    codes = _codes()
    found = {"phone": os.environ.get("HELP_PHONE", ""), "address": os.environ.get("CONTACT_ADDRESS", "")}
    for body, (name, code) in BODIES.items():
        if is_in_use:
            found[f"{body}_name"] = name
        found[f"{body}_code"] = codes.get(name, "") if codes else (code if is_in_use else "")
    rows = [(None, name, value) for name, value in found.items()]
    for unit in apps.get_model("branches", "Unit").objects.exclude(kind="city") if codes else ():
        organ = unit.organ_organisation_name or f"{unit.name}{unit.get_organ_body_display()}"
        leading = unit.leading_group_name or f"{unit.name}{unit.get_leading_body_display()}"
        rows += [(unit, "organ_organisation_code", codes.get(organ, "")), (unit, "leading_group_code", codes.get(leading, ""))]
    now = timezone.now()
    Setting.objects.bulk_create(
        Setting(unit=unit, name=name, value=value[:100], by=None, at=now) for unit, name, value in rows if value
    )


def _codes():
    try:
        given = json.loads(os.environ.get("DOCUMENT_CODES", "") or "{}")
    except ValueError:
        return {}
    return {str(organ): str(code) for organ, code in given.items()} if isinstance(given, dict) else {}


class Migration(migrations.Migration):

    dependencies = [
        ('branches', '0007_settings'),
    ]

    operations = [
        migrations.RunPython(take_over, migrations.RunPython.noop),
    ]
