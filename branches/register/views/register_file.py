"""The register's file: upload, look through, confirm; the wrong cells given back; template and export."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from branches import queries as branches_queries
from branches.jobs import looking
from branches.jobs.uploading import upload
from branches.pages.acting import Done, attempt
from branches.pages.exporting import Export
from branches.pages.importing import PART
from branches.pages.request import PersonRequest
from branches.register import exchange, importing, roster
from branches.register.forms import RegisterFileForm
from branches.register.looking import REGISTER
from branches.spreadsheet import doubts, waiting, workbook


@require_http_methods(["GET", "POST"])
def register_import(request: PersonRequest) -> HttpResponse:
    form = RegisterFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        form = RegisterFileForm(request.POST, request.FILES)
    context = {"columns": roster.COLUMNS}
    return upload(request, form, REGISTER, template="branches/register_import.html", context=context)


@require_http_methods(["GET", "POST"])
def register_preview(request: PersonRequest, ticket: str) -> HttpResponse:
    """GET shows what the import would do; POST does exactly that, or nothing. A part goes in only where it is chosen."""
    answers = doubts.sent(request.POST)

    def do(_: dict[str, Any]) -> Done | HttpResponse:
        shown, is_partial = waiting.confirmed(ticket, request.POST.get("confirmation", "")), PART in request.POST
        job = importing.ask(ticket, answers, shown=shown, is_partial=is_partial, by=request.user)
        if not job.finished_at:
            return Done("", "branches:job", job.pk)
        if is_partial:
            messages.warning(request, job.outcome)
            return redirect("branches:register_preview", ticket)
        return Done(job.outcome, "branches:branches")

    def show(reasons: list[str]) -> HttpResponse:
        looked = looking.look(REGISTER, ticket, answers, by=request.user)
        context = {**looked.more, "preview": looked.preview, "reasons": reasons}
        return render(request, "branches/register_preview.html", context)

    return attempt(request, None, do, show)


@require_GET
def register_returned(request: PersonRequest, ticket: str) -> HttpResponse:
    """The file as it came, with wrong cells framed in red."""
    looked = looking.look(REGISTER, ticket, by=request.user)
    return workbook.response(f"{looked.preview.file.rpartition('.')[0] or '名册'}（错误说明）", looked.marked())


@require_GET
def register_template(request: PersonRequest) -> HttpResponse:
    return workbook.response(exchange.TEMPLATE_NAME, exchange.empty_template())


@require_GET
def register_export(request: PersonRequest) -> HttpResponse:
    """All branches of today in the register's own columns."""
    return Export(exchange.sheet(branches_queries.standing_branches(request.user)))
