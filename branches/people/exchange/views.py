"""The file of people and posts: upload, look through, answer, import; the wrong cells given back; template and export."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from branches import queries as branches_queries
from branches.jobs import looking
from branches.jobs.uploading import upload
from branches.pages.acting import Done, attempt
from branches.pages.exporting import Export
from branches.pages.importing import PART
from branches.pages.request import PersonRequest
from branches.people.exchange import columns, template
from branches.people.exchange import steps as exchange_steps
from branches.people.exchange.forms import PeopleFileForm
from branches.people.exchange.looking import PEOPLE
from branches.spreadsheet import doubts, waiting, workbook
from branches.spreadsheet.unreadable import Unreadable


@require_GET
def imports(request: PersonRequest) -> HttpResponse:
    """What can be imported, in the order in which a new site needs it."""
    return render(request, "branches/imports.html")


@require_http_methods(["GET", "POST"])
def people_import(request: PersonRequest) -> HttpResponse:
    form = PeopleFileForm(request.POST, request.FILES) if request.method == "POST" else PeopleFileForm()
    context = {"headings": columns.HEADINGS}
    return upload(request, form, PEOPLE, template="branches/people_import.html", context=context)


@require_http_methods(["GET", "POST"])
def people_preview(request: PersonRequest, ticket: str) -> HttpResponse:
    """GET shows what the import would do and asks; POST has exactly that done, or shows what is still open."""
    answers = doubts.sent(request.POST)

    def do(given: dict[str, Any]) -> Done:
        shown = waiting.confirmed(ticket, request.POST.get("confirmation", ""))
        is_partial = PART in request.POST
        job = exchange_steps.ask(ticket, answers, shown=shown, is_partial=is_partial, by=request.user)
        return Done("", "branches:job", job.pk)

    def show(reasons: list[str]) -> HttpResponse:
        try:
            looked = looking.look(PEOPLE, ticket, answers, by=request.user)
        except Unreadable as error:
            context = {"form": PeopleFileForm(), "headings": columns.HEADINGS, "reasons": [str(error)]}
            return render(request, "branches/people_import.html", context, status=422)
        context = {**looked.more, "preview": looked.preview, "reasons": reasons}
        return render(request, "branches/people_preview.html", context)

    return attempt(request, None, do, show)


@require_GET
def people_returned(request: PersonRequest, ticket: str) -> HttpResponse:
    """The file as it came, with wrong cells and open questions framed in red."""
    try:
        looked = looking.look(PEOPLE, ticket, by=request.user)
    except Unreadable as error:
        raise Http404 from error
    return workbook.response(f"{looked.preview.file.rpartition('.')[0] or columns.TITLE}（错误说明）", looked.marked())


@require_GET
def people_template(request: PersonRequest) -> HttpResponse:
    """A line for every post of the register, who holds one filled in."""
    return Export(template.filled())


@require_GET
def people_export(request: PersonRequest) -> HttpResponse:
    """Everybody in use, one line a post, in the columns of the import."""
    return Export(template.sheet(branches_queries.people_in_use()))
