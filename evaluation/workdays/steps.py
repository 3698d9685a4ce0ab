"""The table of days off: imported by whole years (D12)."""

import hashlib
from dataclasses import dataclass, field

from django.db import transaction

from branches import access, audit
from branches.models import User
from branches.permissions import Perm
from branches.spreadsheet import reader
from branches.spreadsheet.problems import Problem
from branches.spreadsheet.table import Line, Table
from evaluation.models import Holiday
from evaluation.workdays import table as holiday_table
from evaluation.workdays import workdays
from evaluation.workdays.table import LAYOUT


@dataclass
class HolidayReport:
    """What an import did, or would do. With problems, or when the years are not what was shown, it did nothing."""

    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    table: Table | None = None
    fingerprint: str = ""
    """Of the file's days and of those that they replace."""
    is_stale: bool = False

    @property
    def years(self) -> list[int]:
        return sorted({line.values["day"].year for line in self.lines if line.values.get("day")})


@transaction.atomic
def import_holidays(data: bytes, *, by: User, dry_run: bool = False, expected: str = "") -> HolidayReport:
    """Put the file's days in the place of all that is known of its years.

    `expected` is the fingerprint of a preview: doing anything else is refused.
    """
    access.require(by, Perm.MANAGE_REGISTER)
    try:
        table = holiday_table.look_through(reader.read(data, preferred=LAYOUT.title, headings=LAYOUT.known))
    except reader.Unreadable as error:
        return HolidayReport(problems=[Problem(0, "", str(error))])
    report = HolidayReport(table.lines, table.problems, table)
    replaced = Holiday.objects.filter(day__year__in=report.years)
    known = list(replaced.order_by("day").values_list("day", "is_working", "label", "source"))
    told = [line.values for line in table.lines]
    report.fingerprint = hashlib.sha256(repr((known, told)).encode()).hexdigest()
    report.is_stale = bool(expected) and report.fingerprint != expected
    if dry_run or report.problems or report.is_stale:
        return report
    replaced.delete()
    Holiday.objects.bulk_create(Holiday(**line.values) for line in table.lines)
    audit.record("导入放假安排", "、".join(f"{year}年" for year in report.years), by=by, days=len(table.lines))
    transaction.on_commit(workdays.forget)
    return report
