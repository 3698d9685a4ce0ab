"""What an invented site says of itself in public notices and letters (D46)."""

from django.conf import settings

from branches.models import Setting, User
from branches.names import CITY, ORGANISATION_DEPARTMENT_FULL, WORK_COMMITTEE_FULL
from branches.settings import queries as settings_queries
from branches.settings import steps as settings_steps

Name = Setting.Name


def fill(by: User) -> None:
    """Everything that a public notice needs."""
    given = {
        Name.PHONE: settings.HELP_PHONE or "0375-0000000",
        Name.ORGANISATION_DEPARTMENT_PHONE: "0375-0000001",
        Name.ADDRESS: f"{CITY}行政办公区（演示地址）",
        Name.ORGANISATION_DEPARTMENT_NAME: ORGANISATION_DEPARTMENT_FULL,
        Name.ORGANISATION_DEPARTMENT_CODE: "平组通",
        Name.WORK_COMMITTEE_NAME: WORK_COMMITTEE_FULL,
        Name.WORK_COMMITTEE_CODE: "平直工",
    }
    settings_steps.save(given, seen=0, by=by)


def draft(by: User) -> None:
    """From here on joint documents are drafted, checked and signed with their text."""
    given = {Name.DRAFTING: settings_queries.ON}
    settings_steps.save(given, seen=settings_queries.last_change(None), by=by)
