"""The table of days off: imported by whole years (D12)."""

import hashlib
from dataclasses import dataclass, field

from django.db import transaction

from branches import access, audit
from branches.models import User
from branches.permissions import Perm
from branches.register.roster import Problem
from branches.spreadsheet import reader
from evaluation.models import Holiday
from evaluation.workdays import table as holiday_table
from evaluation.workdays import workdays
from evaluation.workdays.table import Day


@dataclass
class HolidayReport:
    """What an import did, or would do. With problems it did nothing."""

    lines: list[Day] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def years(self) -> list[int]:
        return sorted({line.day.year for line in self.lines if line.day})

    @property
    def fingerprint(self) -> str:
        told = [(line.day, line.is_working, line.label, line.source) for line in self.lines]
        return hashlib.sha256(repr(told).encode()).hexdigest()


@transaction.atomic
def import_holidays(data: bytes, *, by: User, dry_run: bool = False) -> HolidayReport:
    """Put the file's days in the place of all that is known of its years."""
    access.require(by, Perm.MANAGE_REGISTER)
    try:
        lines = holiday_table.look_through(reader.read(data, preferred=holiday_table.TITLE))
    except reader.Unreadable as error:
        return HolidayReport(problems=[Problem(0, "", str(error))])
    report = HolidayReport(lines, [one for line in lines for one in line.problems])
    if dry_run or report.problems:
        return report
    Holiday.objects.filter(day__year__in=report.years).delete()
    Holiday.objects.bulk_create(
        Holiday(day=line.day, is_working=bool(line.is_working), label=line.label, source=line.source)
        for line in lines
        if line.day
    )
    audit.record("导入放假安排", "、".join(f"{year}年" for year in report.years), by=by, days=len(lines))
    transaction.on_commit(workdays.forget)
    return report
