"""Tables leave as files that jobs make: a short one while the person waits, a longer one by a worker.

What is asked for is an address. Whoever makes the file opens it again in the person's name, so there is one way to the
rows, with the rights and the secrets of the moment in which they are read.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import resolve

from branches import clock
from branches.jobs import working
from branches.jobs.kinds import Kind
from branches.models import Job, JobState
from branches.pages import exporting
from branches.pages.exporting import Export, Rows, Sheet
from branches.pages.request import PersonRequest
from branches.refusals import Refusal
from branches.spreadsheet import workbook

EXPORT = Kind("export", "imports")
TOLD_EVERY = 100
"""Rows after which the job says how far it is."""


class Exports:
    """Middleware: a view that answers with a table has its file made, and the person gets it, or the page of the job."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: PersonRequest) -> HttpResponseBase:
        answer = self.get_response(request)
        if isinstance(answer, Export) and request.method == "GET":
            return _asked_for(request, answer.sheet)
        return answer


def _asked_for(request: PersonRequest, sheet: Sheet) -> HttpResponse:
    payload = {
        "path": request.path_info,
        "query": request.GET.urlencode(),
        "name": sheet.name,
        "filters": exporting.chosen(request.GET),
    }
    title = f"{sheet.name}{clock.today():%Y%m%d}"
    job = working.begun(EXPORT, title, payload, lines=sheet.total, by=request.user)
    if job.progress != JobState.DONE:
        return redirect("branches:job", job.pk)
    record(request, job)
    return workbook.response(title, job.file.read())


def record(request: HttpRequest, job: Job) -> None:
    """A file of a job leaves, of whatever kind."""
    given = job.payload
    name, rows = given.get("name", job.title), given.get("rows", job.total)
    exporting.record(request, name, rows=rows, filters=given.get("filters", ""))


def make(job: Job) -> None:
    """The handler: the rows one after the other, then the file."""
    sheet = _sheet(job)
    rows = Rows(_told(job, sheet.rows))
    data = workbook.write(sheet.title or sheet.name, sheet.headings, rows)
    with transaction.atomic():
        known = {"payload": job.payload | {"rows": rows.number}, "total": max(rows.number, 1)}
        Job.objects.filter(pk=job.pk).update(**known)
        working.deliver(job, "xlsx", data, outcome=f"共{rows.number:,}行。")


def _sheet(job: Job) -> Sheet:
    """What the address answers to its person now."""
    request, given = PersonRequest(), job.payload
    request.method, request.user = "GET", job.by
    request.path = request.path_info = given["path"]
    request.GET = QueryDict(given["query"])
    request.resolver_match = match = resolve(given["path"])
    try:
        if not job.by.is_active:
            raise PermissionDenied
        answer = match.func(request, *match.args, **match.kwargs)
        if not isinstance(answer, Export):
            raise Http404
    except (Http404, PermissionDenied) as refused:
        raise Refusal("您现在不能再看到这些内容，没有生成文件。") from refused
    return answer.sheet


def _told(job: Job, rows: Any) -> Iterator[Sequence[Any]]:
    for number, row in enumerate(rows):
        if number % TOLD_EVERY == 0:
            working.proceed(job, number)
        yield row


working.handle(EXPORT, make)
