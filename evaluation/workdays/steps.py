"""The table of days off: imported by whole years (D12)."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.urls import reverse

from branches import access, audit, in_words
from branches.jobs import imports, looking, working
from branches.jobs.kinds import Kind
from branches.jobs.looking import Import, Looked, Uploaded
from branches.models import Job, User
from branches.pages.importing import Counted, Preview, told
from branches.permissions import Perm
from branches.refusals import Conflict, Refusal
from branches.spreadsheet import reader, waiting
from branches.spreadsheet.marked import marked
from branches.spreadsheet.problems import Problem
from branches.spreadsheet.table import Line, Table
from evaluation.models import Holiday
from evaluation.workdays import table as holiday_table
from evaluation.workdays import workdays
from evaluation.workdays.table import LAYOUT

IMPORT = Kind("import_holidays", "imports")
STALE = "放假安排在您核对期间有改动，结果与刚才看到的不同。请再核对一遍。"


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


def look(file: Uploaded, _: Mapping[str, str]) -> Looked:
    """What the page shows of a file before it is imported."""
    report = import_holidays(file.data, by=file.by, dry_run=True)
    preview = Preview(
        file.name,
        len(report.lines),
        0 if report.problems else len(report.lines),
        [Counted(len(report.lines), "天")],
        waiting.confirmation(file.ticket, report.fingerprint),
        **told(report.problems, report.table.doubts if report.table else ()),
        read=report.table.read if report.table else (),
        returned_url=reverse("evaluation:holiday_returned", args=[file.ticket]),
        back_url=reverse("evaluation:holiday_import"),
        in_part=False,
    )
    lines = [] if report.problems else report.lines
    days = [{**line.values, "day": in_words.day(line.values["day"])} for line in lines]
    return Looked(preview, {"years": report.years, "days": days}, lambda: marked(report.table, LAYOUT, report.problems))


HOLIDAYS = Import(
    Kind("look_holidays", "imports"),
    LAYOUT.title,
    LAYOUT,
    look,
    "evaluation:holiday_preview",
    "evaluation:holiday_import",
)
looking.handle(HOLIDAYS)


def ask(ticket: str, *, shown: str, by: User) -> Job:
    """Have a waiting file imported, as a job. `shown`: the fingerprint of what the clerk had before him."""
    payload = {"ticket": ticket, "expected": shown}
    if looking.seen(ticket, by=by):
        return looking.ask_import(IMPORT, HOLIDAYS, ticket, payload, by=by)
    data, name = waiting.take(ticket, by=by)
    lines = imports.lines_in(data, LAYOUT)
    job = working.begun(IMPORT, f"导入放假安排：{name}", payload, lines=lines, by=by)
    if job.failure:
        raise (Conflict if job.failure == STALE else Refusal)(job.failure)
    return job


def run(job: Job) -> None:
    """The handler: all days and the end of the job, or none."""
    data, _ = imports.file_of(job)
    with transaction.atomic():
        done = import_holidays(data, by=job.by, expected=job.payload["expected"])
        if done.is_stale:
            looking.again(HOLIDAYS, job)
            raise Refusal(STALE)
        if done.problems:
            raise Refusal(f"有{len(done.problems)}处要改，没有导入任何内容。请改好后重新上传。")
        said = f"已导入{len(done.lines)}天。各页面的工作日随即按新的安排计算。"
        working.finish(job, outcome=said, leads_to="/holidays/")
    waiting.drop(job.payload["ticket"], by=job.by)


working.handle(IMPORT, run)
