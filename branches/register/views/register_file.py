"""The register's file: upload, look through, confirm; the wrong cells given back; template and export."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from branches import clock
from branches import queries as branches_queries
from branches.pages.importing import upload
from branches.pages.request import PersonRequest
from branches.register import exchange, import_report, roster
from branches.register.forms import RegisterFileForm
from branches.register.import_report import Report
from branches.spreadsheet import waiting, workbook

_SHOWN = 200
"""How many problems or changes a page shows; the returned workbook has all of them."""


@require_http_methods(["GET", "POST"])
def register_import(request: PersonRequest) -> HttpResponse:
    form = RegisterFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        form = RegisterFileForm(request.POST, request.FILES)
    return upload(
        request,
        form,
        sheet=roster.TITLE,
        preview="branches:register_preview",
        template="branches/register_import.html",
        context={"headings": roster.HEADINGS},
    )


@require_http_methods(["GET", "POST"])
def register_preview(request: PersonRequest, ticket: str) -> HttpResponse:
    """GET shows what the import would do; POST does exactly that, or nothing."""
    data, name = waiting.take(ticket, by=request.user)
    if request.method == "GET":
        return _preview(request, ticket, name, exchange.import_register(data, by=request.user, dry_run=True))
    expected = waiting.confirmed(ticket, request.POST.get("confirmation", ""))
    done = exchange.import_register(data, by=request.user, expected=expected, name=name)
    if done.problems or done.is_stale:
        changed = ["名册在您核对期间有改动，结果与刚才看到的不同。请再核对一遍。"] if done.is_stale else []
        return _preview(request, ticket, name, done, changed, status=409 if done.is_stale else 422)
    waiting.drop(ticket, by=request.user)
    messages.success(request, f"名册已导入：新增{done.created}个党支部，更新{done.updated}个，不变{done.unchanged}个。")
    return redirect("branches:branches")


@require_GET
def register_returned(request: PersonRequest, ticket: str) -> HttpResponse:
    """The file as it came, with wrong cells framed in red."""
    data, name = waiting.take(ticket, by=request.user)
    result = exchange.import_register(data, by=request.user, dry_run=True)
    return workbook.response(f"{name.rpartition('.')[0] or '名册'}（错误说明）", import_report.returned(result))


@require_GET
def register_template(request: PersonRequest) -> HttpResponse:
    return workbook.response(exchange.TEMPLATE_NAME, exchange.empty_template())


@require_GET
def register_export(request: PersonRequest) -> HttpResponse:
    """All branches of today in the register's own columns."""
    data = exchange.export_register(branches_queries.standing_branches(request.user))
    return workbook.response(f"党支部名册{clock.today():%Y%m%d}", data)


def _preview(
    request: PersonRequest, ticket: str, name: str, result: Report, reasons: list[str] | None = None, status: int = 200
) -> HttpResponse:
    if result.problems:
        reasons = [f"有{len(result.problems)}处需要改正，名册没有任何改动。请逐条改好后重新上传。"]
    context: dict[str, Any] = {
        "report": result,
        "name": name,
        "reasons": reasons or [],
        "problems": result.problems[:_SHOWN],
        "more_problems": max(0, len(result.problems) - _SHOWN),
        "changes": result.changes[:_SHOWN],
        "more_changes": max(0, len(result.changes) - _SHOWN),
        "confirmation": waiting.confirmation(ticket, result.fingerprint),
        "returned_url": reverse("branches:register_returned", args=[ticket]),
    }
    return render(request, "branches/register_preview.html", context, status=status)
