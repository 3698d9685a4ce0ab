"""合并打印: many documents in one PDF, its progress, and stopping it."""

from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from branches import clock, in_words
from branches.labels import label_of
from branches.pages.acting import Done, act
from branches.pages.request import PersonRequest
from branches.pages.tables import Column, Listing
from evaluation.documents import queries as documents_queries
from evaluation.documents import queue
from evaluation.documents import steps as documents_steps
from evaluation.documents.views.documents import Documents, pdf_response
from evaluation.models import Batch
from evaluation.models.notice import Typesetting


class Batches(Listing):
    """One's own, newest first."""

    title = "合并打印"
    search = ("title",)
    columns = (
        Column(label_of(Batch, "title"), "title", url=lambda row: f"/notices/batches/{row.pk}/"),
        Column("份数", "total", numeric=True),
        Column("状态", "typesetting", status=True),
        Column(label_of(Batch, "at"), "at"),
    )
    order = ("-pk",)
    nothing = "还没有合并打印。在公文列表中筛选后，可以把筛选结果合并成一个PDF。"


@require_safe
def batch_list(request: PersonRequest) -> HttpResponse:
    return Batches(request, documents_queries.batches(request.user)).response()


@require_http_methods(["GET", "POST"])
def print_together(request: PersonRequest) -> HttpResponse:
    """The documents of the same filters as in the list, in the order of their numbers, as one PDF."""
    found = Documents(request, documents_queries.listed(request.user))
    ids = [notice.pk for notice in found.chosen.reverse() if not hasattr(notice, "corrected_by")]

    def do(data: dict[str, Any]) -> Done:
        batch = documents_steps.print_together(_title(found), ids, by=request.user)
        queue.batch_at_once(batch)
        return Done("", "evaluation:notice_batch", batch.pk)

    context = {"title": _title(found), "count": len(ids), "query": request.GET.urlencode()}
    return act(request, None, do, template="evaluation/documents/print.html", context=lambda: context)


@require_safe
def show(request: PersonRequest, pk: int) -> HttpResponse:
    """How many of how many; the page asks again by itself while it waits. One may leave and come back."""
    batch = documents_queries.batch_or_404(request.user, pk)
    waits = batch.typesetting in (Typesetting.WAITING, Typesetting.RUNNING)
    return render(request, "evaluation/documents/batch.html", {"batch": batch, "waits": waits})


@require_safe
def pdf(request: PersonRequest, pk: int) -> HttpResponseBase:
    batch = documents_queries.batch_or_404(request.user, pk)
    if not batch.file:
        raise Http404
    return pdf_response(batch.file.open("rb"), f"{batch.title}（{batch.total}份）")


@require_POST
def cancel(request: PersonRequest, pk: int) -> HttpResponse:
    batch = documents_queries.batch_or_404(request.user, pk)
    documents_steps.cancel(batch, by=request.user)
    return redirect("evaluation:notice_batch", pk)


def _title(found: Documents) -> str:
    """What was chosen, in words: the labels of the filters, else the day."""
    form = found.filterset.form
    words = [found.words] if found.words else []
    if form.is_valid():
        cycle, kind = form.cleaned_data.get("cycle"), form.cleaned_data.get("kind")
        words += [str(cycle)] if cycle else []
        words += [dict(form.fields["kind"].choices)[kind]] if kind else []
    return "".join(words) or f"{in_words.plain_day(clock.today())}公文"
