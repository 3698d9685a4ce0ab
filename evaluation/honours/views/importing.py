"""Titles from before the system: upload, look through, confirm."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from branches.pages.importing import Counted, Preview
from branches.pages.importing import upload as uploaded
from branches.pages.request import PersonRequest
from branches.spreadsheet import waiting, workbook
from branches.spreadsheet.marked import marked
from evaluation.cases import access as case_access
from evaluation.honours import table as honour_table
from evaluation.honours.forms import HonourForm, HonoursFileForm
from evaluation.honours.steps import importing as importing_steps
from evaluation.honours.steps import register as register_steps
from evaluation.pages.tabs import honour_tabs

_SHOWN = 200


@require_http_methods(["GET", "POST"])
def upload(request: PersonRequest) -> HttpResponse:
    form = HonoursFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        form = HonoursFileForm(request.POST, request.FILES)
    return uploaded(
        request,
        form,
        layout=honour_table.LAYOUT,
        preview="evaluation:honour_import_preview",
        template="evaluation/honours/import.html",
        context={"tabs": honour_tabs(request.user, "honour_import"), "headings": honour_table.LAYOUT.headings},
    )


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
    data, name = waiting.take(ticket, by=request.user)
    reasons, status = [], 200
    if request.method == "POST":
        shown = waiting.confirmed(ticket, request.POST.get("confirmation", ""))
        job = importing_steps.ask(ticket, shown=shown, by=request.user)
        if not job.finished_at:
            return redirect("branches:job", job.pk)
        if not job.failure:
            messages.success(request, job.outcome)
            return redirect("evaluation:honours")
        reasons, status = [job.failure], 409
    report = register_steps.import_honours(data, by=request.user, dry_run=True)
    if report.problems:
        reasons = [f"有{len(report.problems)}处要改，没有登记任何称号。请改好后重新上传。"]
    seen = Preview(
        name,
        len(report.lines),
        0 if report.problems else len(report.lines),
        (Counted(report.created, "新登记的称号"), Counted(report.unchanged, "行没有变化")),
        waiting.confirmation(ticket, report.fingerprint),
        problems=report.problems,
        doubts=report.table.doubts if report.table else (),
        read=report.table.read if report.table else (),
        returned_url=reverse("evaluation:honour_import_returned", args=[ticket]),
        back_url=reverse("evaluation:honour_import"),
        in_part=False,
    )
    context = {
        "preview": seen,
        "report": report,
        "lines": [] if report.problems else report.lines[:_SHOWN],
        "more": max(0, len(report.lines) - _SHOWN),
        "reasons": reasons,
        "confirmation": seen.confirmation,
    }
    return render(request, "evaluation/honours/import_preview.html", context, status=status)


@require_safe
def returned(request: PersonRequest, ticket: str) -> HttpResponse:
    """The file as it came, with wrong cells framed in red."""
    data, name = waiting.take(ticket, by=request.user)
    report = register_steps.import_honours(data, by=request.user, dry_run=True)
    file = marked(report.table, honour_table.LAYOUT, report.problems)
    return workbook.response(f"{name.rpartition('.')[0] or '以往称号'}（错误说明）", file)
