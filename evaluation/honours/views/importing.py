"""Titles from before the system: upload, look through, confirm."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from branches.jobs import looking
from branches.jobs.uploading import upload as uploaded
from branches.pages.acting import Done, attempt
from branches.pages.request import PersonRequest
from branches.spreadsheet import waiting, workbook
from branches.spreadsheet.marked import marked
from evaluation.cases import access as case_access
from evaluation.honours import table as honour_table
from evaluation.honours.forms import HonourForm, HonoursFileForm
from evaluation.honours.steps import importing as importing_steps
from evaluation.honours.steps import register as register_steps
from evaluation.honours.steps.looking import HONOURS
from evaluation.pages.tabs import honour_tabs


@require_http_methods(["GET", "POST"])
def upload(request: PersonRequest) -> HttpResponse:
    form = HonoursFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        form = HonoursFileForm(request.POST, request.FILES)
    context = {"tabs": honour_tabs(request.user, "honour_import"), "headings": honour_table.LAYOUT.headings}
    return uploaded(request, form, HONOURS, template="evaluation/honours/import.html", context=context)


@require_http_methods(["GET", "POST"])
def add(request: PersonRequest, pk: int) -> HttpResponse:
    """One title from before the system, of one branch."""
    branch = case_access.branch_or_404(request.user, pk)
    form = HonourForm(request.POST or None)
    if form.is_bound and form.is_valid():
        report = register_steps.add_honour(branch, form.cleaned_data, by=request.user)
        if report.created and not report.problems:
            messages.success(request, f"已登记{branch}{form.cleaned_data['year']}年度的称号。")
            return redirect("evaluation:branch", pk)
        form.refuse(report.problems)
        if not report.problems:
            form.add_error("year", "这个称号已经登记过")
    context = {"branch": branch, "form": form}
    return render(request, "evaluation/honours/add.html", context, status=422 if form.is_bound else 200)


@require_safe
def template(request: HttpRequest) -> HttpResponse:
    return workbook.response("以往称号模板", marked(None, honour_table.LAYOUT, []))


@require_http_methods(["GET", "POST"])
def preview(request: PersonRequest, ticket: str) -> HttpResponse:
    """GET shows what the import would do; POST does exactly that, or nothing."""

    def do(_: dict[str, Any]) -> Done:
        shown = waiting.confirmed(ticket, request.POST.get("confirmation", ""))
        job = importing_steps.ask(ticket, shown=shown, by=request.user)
        return Done(job.outcome, "evaluation:honours") if job.finished_at else Done("", "branches:job", job.pk)

    def show(reasons: list[str]) -> HttpResponse:
        looked = looking.look(HONOURS, ticket, by=request.user)
        if wrong := looked.preview.problem_count:
            reasons = [f"有{wrong}处要改，没有登记任何称号。请改好后重新上传。"]
        context = {**looked.more, "preview": looked.preview, "reasons": reasons}
        return render(request, "evaluation/honours/import_preview.html", context)

    return attempt(request, None, do, show)


@require_safe
def returned(request: PersonRequest, ticket: str) -> HttpResponse:
    """The file as it came, with wrong cells framed in red."""
    looked = looking.look(HONOURS, ticket, by=request.user)
    return workbook.response(f"{looked.preview.file.rpartition('.')[0] or '以往称号'}（错误说明）", looked.marked())
