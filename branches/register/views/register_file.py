"""The register's file: upload, look through, confirm; the wrong cells given back; template and export."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from branches import queries as branches_queries
from branches.pages.exporting import Export
from branches.pages.importing import PART, Counted, Preview, upload
from branches.pages.request import PersonRequest
from branches.register import exchange, importing, roster
from branches.register.forms import RegisterFileForm
from branches.spreadsheet import doubts, waiting, workbook
from branches.spreadsheet.marked import marked

_SHOWN = 200
"""How many changes a page shows."""


@require_http_methods(["GET", "POST"])
def register_import(request: PersonRequest) -> HttpResponse:
    form = RegisterFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        form = RegisterFileForm(request.POST, request.FILES)
    return upload(
        request,
        form,
        layout=roster.LAYOUT,
        preview="branches:register_preview",
        template="branches/register_import.html",
        context={"columns": roster.COLUMNS},
    )


@require_http_methods(["GET", "POST"])
def register_preview(request: PersonRequest, ticket: str) -> HttpResponse:
    """GET shows what the import would do; POST does exactly that, or nothing. A part goes in only where it is chosen."""
    data, name = waiting.take(ticket, by=request.user)
    if request.method == "GET":
        return _preview(request, ticket, data, name)
    shown, is_partial = waiting.confirmed(ticket, request.POST.get("confirmation", "")), PART in request.POST
    job = importing.ask(ticket, doubts.sent(request.POST), shown=shown, is_partial=is_partial, by=request.user)
    if job.failure:
        return _preview(
            request, ticket, data, name, [job.failure], status=409 if job.failure == importing.STALE else 422
        )
    if not job.finished_at:
        return redirect("branches:job", job.pk)
    if is_partial:
        messages.warning(request, job.outcome)
        return redirect("branches:register_preview", ticket)
    messages.success(request, job.outcome)
    return redirect("branches:branches")


@require_GET
def register_returned(request: PersonRequest, ticket: str) -> HttpResponse:
    """The file as it came, with wrong cells framed in red."""
    data, name = waiting.take(ticket, by=request.user)
    result = exchange.import_register(data, by=request.user, dry_run=True)
    file = marked(result.table, roster.LAYOUT, result.problems, result.open_doubts)
    return workbook.response(f"{name.rpartition('.')[0] or '名册'}（错误说明）", file)


@require_GET
def register_template(request: PersonRequest) -> HttpResponse:
    return workbook.response(exchange.TEMPLATE_NAME, exchange.empty_template())


@require_GET
def register_export(request: PersonRequest) -> HttpResponse:
    """All branches of today in the register's own columns."""
    return Export(exchange.sheet(branches_queries.standing_branches(request.user)))


def _preview(
    request: PersonRequest, ticket: str, data: bytes, name: str, reasons: Sequence[str] = (), status: int = 200
) -> HttpResponse:
    result = exchange.import_register(data, by=request.user, dry_run=True, part=True, answers=request.POST)
    confirmation = waiting.confirmation(ticket, result.fingerprint)
    counts = (
        Counted(result.created, "新增党支部"),
        Counted(result.updated, "更新党支部"),
        Counted(result.unchanged, "行没有变化"),
        Counted(len(result.new_units), "新增单位"),
    )
    preview = Preview(
        name,
        result.rows,
        result.ready,
        counts,
        confirmation,
        problems=result.problems,
        doubts=result.doubts,
        read=result.table.read if result.table else (),
        given=result.given,
        returned_url=reverse("branches:register_returned", args=[ticket]),
        back_url=reverse("branches:register_import"),
    )
    context: dict[str, Any] = {
        "preview": preview,
        "report": result,
        "reasons": reasons,
        "changes": result.changes[:_SHOWN],
        "more_changes": max(0, len(result.changes) - _SHOWN),
        "confirmation": confirmation,
    }
    return render(request, "branches/register_preview.html", context, status=status)
