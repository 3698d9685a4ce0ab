"""The file of people and posts: upload, look through, answer, import; the wrong cells given back; template and export."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from branches import queries as branches_queries
from branches.pages.acting import Done, attempt
from branches.pages.exporting import Export
from branches.pages.importing import PART, Counted, Preview, upload
from branches.pages.request import PersonRequest
from branches.people.exchange import columns, report, template
from branches.people.exchange import steps as exchange_steps
from branches.people.exchange.forms import PeopleFileForm
from branches.people.exchange.plan import Plan
from branches.spreadsheet import doubts, waiting, workbook
from branches.spreadsheet.unreadable import Unreadable


@require_GET
def imports(request: PersonRequest) -> HttpResponse:
    """What can be imported, in the order in which a new site needs it."""
    return render(request, "branches/imports.html")


@require_http_methods(["GET", "POST"])
def people_import(request: PersonRequest) -> HttpResponse:
    form = PeopleFileForm(request.POST, request.FILES) if request.method == "POST" else PeopleFileForm()
    return upload(
        request,
        form,
        layout=columns.LAYOUT,
        preview="branches:people_preview",
        template="branches/people_import.html",
        context={"headings": columns.HEADINGS},
    )


@require_http_methods(["GET", "POST"])
def people_preview(request: PersonRequest, ticket: str) -> HttpResponse:
    """GET shows what the import would do and asks; POST has exactly that done, or shows what is still open."""
    data, name = waiting.take(ticket, by=request.user)
    answers = doubts.sent(request.POST)

    def do(given: dict[str, Any]) -> Done:
        shown = waiting.confirmed(ticket, request.POST.get("confirmation", ""))
        is_partial = PART in request.POST
        job = exchange_steps.ask(ticket, answers, shown=shown, is_partial=is_partial, by=request.user)
        return Done("", "branches:job", job.pk)

    def show(reasons: list[str]) -> HttpResponse:
        try:
            table = exchange_steps.read(data)
        except Unreadable as error:
            context = {"form": PeopleFileForm(), "headings": columns.HEADINGS, "reasons": [str(error)]}
            return render(request, "branches/people_import.html", context, status=422)
        plan = exchange_steps.plan_of(table, answers)
        shown = exchange_steps.plan_of(table, {}) if answers else plan
        confirmation = waiting.confirmation(ticket, shown.fingerprint)
        context = {
            "plan": plan,
            "words": report.in_words(plan),
            "preview": _preview(ticket, name, plan, answers, confirmation),
        }
        return render(request, "branches/people_preview.html", {**context, "reasons": reasons})

    return attempt(request, None, do, show)


@require_GET
def people_returned(request: PersonRequest, ticket: str) -> HttpResponse:
    """The file as it came, with wrong cells and open questions framed in red."""
    data, name = waiting.take(ticket, by=request.user)
    try:
        marked = report.returned(exchange_steps.plan_of(data, {}))
    except Unreadable as error:
        raise Http404 from error
    return workbook.response(f"{name.rpartition('.')[0] or columns.TITLE}（错误说明）", marked)


@require_GET
def people_template(request: PersonRequest) -> HttpResponse:
    """A line for every post of the register, who holds one filled in."""
    return Export(template.filled())


@require_GET
def people_export(request: PersonRequest) -> HttpResponse:
    """Everybody in use, one line a post, in the columns of the import."""
    return Export(template.sheet(branches_queries.people_in_use()))


def _preview(ticket: str, name: str, plan: Plan, answers: dict[str, str], confirmation: str) -> Preview:
    return Preview(
        file=name,
        rows=plan.rows,
        ready=plan.fit if plan.does_something or plan.open_doubts else 0,
        counts=[
            Counted(len(plan.newcomers), "新建账号"),
            Counted(plan.changed_people, "改动资料"),
            Counted(len(plan.posts), "提请任职"),
            Counted(plan.unchanged, "行没有变化"),
        ],
        confirmation=confirmation,
        problems=plan.problems,
        doubts=[*plan.table.doubts, *plan.doubts],
        given=doubts.answers(plan.doubts, answers),
        read=plan.table.read,
        returned_url=reverse("branches:people_returned", args=[ticket]),
        back_url=reverse("branches:people_import"),
    )
