"""放假安排: the table of days off, and its yearly import (D12)."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from branches import clock
from branches.jobs import looking
from branches.jobs.uploading import upload
from branches.labels import label_of
from branches.pages.acting import Done, attempt
from branches.pages.fields import Plain
from branches.pages.filters import YearFilter
from branches.pages.request import PersonRequest
from branches.pages.tables import Column, Listing
from branches.spreadsheet import waiting, workbook
from branches.spreadsheet.marked import marked
from evaluation.models import Holiday
from evaluation.workdays import queries as workdays_queries
from evaluation.workdays import steps as workdays_steps
from evaluation.workdays import table as holiday_table
from evaluation.workdays import workdays
from evaluation.workdays.steps import HOLIDAYS


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
    context = {"headings": holiday_table.LAYOUT.headings}
    return upload(request, form, HOLIDAYS, template="evaluation/workdays/import.html", context=context)


@require_safe
def template(request: HttpRequest) -> HttpResponse:
    return workbook.response("放假安排模板", marked(None, holiday_table.LAYOUT, []))


@require_http_methods(["GET", "POST"])
def preview(request: PersonRequest, ticket: str) -> HttpResponse:
    """GET shows what the import would do; POST does exactly that, or nothing."""

    def do(_: dict[str, Any]) -> Done:
        shown = waiting.confirmed(ticket, request.POST.get("confirmation", ""))
        job = workdays_steps.ask(ticket, shown=shown, by=request.user)
        return Done(job.outcome, "evaluation:holidays") if job.finished_at else Done("", "branches:job", job.pk)

    def show(reasons: list[str]) -> HttpResponse:
        looked = looking.look(HOLIDAYS, ticket, by=request.user)
        if (wrong := looked.preview.problem_count) and not reasons:
            reasons = [f"有{wrong}处要改，没有导入任何内容。请改好后重新上传。"]
        known = [year for year in looked.more["years"] if year in workdays_queries.years()]
        context = {**looked.more, "preview": looked.preview, "known": known, "reasons": reasons}
        return render(request, "evaluation/workdays/preview.html", context)

    return attempt(request, None, do, show)


@require_safe
def returned(request: PersonRequest, ticket: str) -> HttpResponse:
    """The file as it came, with wrong cells framed in red."""
    looked = looking.look(HOLIDAYS, ticket, by=request.user)
    return workbook.response(f"{looked.preview.file.rpartition('.')[0] or '放假安排'}（错误说明）", looked.marked())
