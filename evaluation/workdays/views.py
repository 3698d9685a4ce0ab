"""放假安排: the table of days off, and its yearly import (D12)."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from branches import clock
from branches.labels import label_of
from branches.pages.acting import Done, attempt
from branches.pages.fields import Plain
from branches.pages.filters import YearFilter
from branches.pages.importing import Counted, Preview, upload
from branches.pages.request import PersonRequest
from branches.pages.tables import Column, Listing
from branches.spreadsheet import waiting, workbook
from branches.spreadsheet.marked import marked
from evaluation.models import Holiday
from evaluation.workdays import queries as workdays_queries
from evaluation.workdays import steps as workdays_steps
from evaluation.workdays import table as holiday_table
from evaluation.workdays import workdays
from evaluation.workdays.steps import HolidayReport


class HolidayFileForm(Plain, forms.Form):
    file = forms.FileField(label="放假安排文件", help_text="Excel（.xlsx）或CSV文件，不超过5MB。")


class Holidays(Listing):
    title = "放假安排"
    search = ("label", "source")
    filters = {"year": YearFilter(field_name="day__year", label="年份")}
    order = long_order = ("-day",)
    columns = (
        Column(label_of(Holiday, "day"), "day", sort="day"),
        Column("放假或上班", lambda row: "上班" if row.is_working else "放假"),
        Column(label_of(Holiday, "label"), "label"),
        Column(label_of(Holiday, "source"), "source"),
    )
    nothing = "还没有导入放假安排。"
    action = ("导入放假安排", "evaluation:holiday_import")


@require_safe
def holiday_list(request: PersonRequest) -> HttpResponse:
    """The table, and whether this year and the next are known at all."""
    year = clock.today().year
    unknown = [one for one in (year, year + 1) if not workdays.is_known(clock.today().replace(year=one, day=1))]
    return Holidays(request, workdays_queries.holidays()).response(
        "evaluation/workdays/list.html", {"unknown": unknown}
    )


@require_http_methods(["GET", "POST"])
def holiday_import(request: PersonRequest) -> HttpResponse:
    form = HolidayFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        form = HolidayFileForm(request.POST, request.FILES)
    return upload(
        request,
        form,
        layout=holiday_table.LAYOUT,
        preview="evaluation:holiday_preview",
        template="evaluation/workdays/import.html",
        context={"headings": holiday_table.LAYOUT.headings},
    )


@require_safe
def template(request: HttpRequest) -> HttpResponse:
    return workbook.response("放假安排模板", marked(None, holiday_table.LAYOUT, []))


@require_http_methods(["GET", "POST"])
def preview(request: PersonRequest, ticket: str) -> HttpResponse:
    """GET shows what the import would do; POST does exactly that, or nothing."""
    data, name = waiting.take(ticket, by=request.user)

    def do(_: dict[str, Any]) -> Done:
        shown = waiting.confirmed(ticket, request.POST.get("confirmation", ""))
        job = workdays_steps.ask(ticket, shown=shown, by=request.user)
        return Done(job.outcome, "evaluation:holidays") if job.finished_at else Done("", "branches:job", job.pk)

    def show(reasons: list[str]) -> HttpResponse:
        report = workdays_steps.import_holidays(data, by=request.user, dry_run=True)
        confirmation = waiting.confirmation(ticket, report.fingerprint)
        shown = Preview(
            name,
            len(report.lines),
            0 if report.problems else len(report.lines),
            [Counted(len(report.lines), "天")],
            confirmation,
            problems=report.problems,
            doubts=report.table.doubts if report.table else (),
            read=report.table.read if report.table else (),
            returned_url=reverse("evaluation:holiday_returned", args=[ticket]),
            back_url=reverse("evaluation:holiday_import"),
            in_part=False,
        )
        context = {
            "preview": shown,
            "report": report,
            "reasons": reasons or _problems(report),
            "known": [year for year in report.years if year in workdays_queries.years()],
            "confirmation": confirmation,
        }
        return render(request, "evaluation/workdays/preview.html", context)

    return attempt(request, None, do, show)


@require_safe
def returned(request: PersonRequest, ticket: str) -> HttpResponse:
    """The file as it came, with wrong cells framed in red."""
    data, name = waiting.take(ticket, by=request.user)
    report = workdays_steps.import_holidays(data, by=request.user, dry_run=True)
    file = marked(report.table, holiday_table.LAYOUT, report.problems)
    return workbook.response(f"{name.rpartition('.')[0] or '放假安排'}（错误说明）", file)


def _problems(report: HolidayReport) -> list[str]:
    if not report.problems:
        return []
    return [f"有{len(report.problems)}处要改，没有导入任何内容。请改好后重新上传。"]
