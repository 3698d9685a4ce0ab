"""放假安排: the table of days off, and its yearly import (D12)."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe
from django_filters import NumberFilter

from branches import clock
from branches.labels import label_of
from branches.pages.acting import Done, attempt
from branches.pages.fields import Plain
from branches.pages.importing import upload
from branches.pages.request import PersonRequest
from branches.pages.tables import Column, Listing
from branches.spreadsheet import waiting, workbook
from evaluation.advance import Refused, Stale
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
    filters = {"year": NumberFilter(field_name="day__year", label="年份")}
    order = ("-day",)
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
        sheet=holiday_table.TITLE,
        preview="evaluation:holiday_preview",
        template="evaluation/workdays/import.html",
        context={"headings": holiday_table.HEADINGS},
    )


@require_safe
def template(request: HttpRequest) -> HttpResponse:
    return workbook.response("放假安排模板", workbook.write(holiday_table.TITLE, holiday_table.HEADINGS, []))


@require_http_methods(["GET", "POST"])
def preview(request: PersonRequest, ticket: str) -> HttpResponse:
    """GET shows what the import would do; POST does exactly that, or nothing."""
    data, name = waiting.take(ticket, by=request.user)
    report = workdays_steps.import_holidays(data, by=request.user, dry_run=True)

    def do(_: dict[str, Any]) -> Done:
        if report.problems:
            raise Refused(*_problems(report))
        if waiting.confirmed(ticket, request.POST.get("confirmation", "")) != report.fingerprint:
            raise Stale
        workdays_steps.import_holidays(data, by=request.user)
        waiting.drop(ticket, by=request.user)
        return Done(f"已导入{len(report.lines)}天。各页面的工作日随即按新的安排计算。", "evaluation:holidays")

    def show(reasons: list[str]) -> HttpResponse:
        context = {
            "report": report,
            "name": name,
            "reasons": reasons or _problems(report),
            "known": [year for year in report.years if year in workdays_queries.years()],
            "confirmation": waiting.confirmation(ticket, report.fingerprint),
        }
        return render(request, "evaluation/workdays/preview.html", context)

    return attempt(request, None, do, show)


def _problems(report: HolidayReport) -> list[str]:
    if not report.problems:
        return []
    return [f"有{len(report.problems)}处需要改正，没有导入任何内容。请改好后重新上传。"]
