"""合并打印: many documents in one PDF. How far it is stands with the person's jobs."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from branches import clock, in_words
from branches.jobs import queries as jobs_queries
from branches.pages.acting import Done, act
from branches.pages.request import PersonRequest
from evaluation.documents import queries as documents_queries
from evaluation.documents import queue
from evaluation.documents import steps as documents_steps
from evaluation.documents.views.documents import Documents


@require_http_methods(["GET", "POST"])
def print_together(request: PersonRequest) -> HttpResponse:
    """The documents of the same filters as in the list, in the order of their numbers, as one PDF."""
    found = Documents(request, documents_queries.listed(request.user))
    ids = [notice.pk for notice in found.chosen.reverse() if documents_queries.counts(notice)]

    def do(data: dict[str, Any]) -> Done:
        job = documents_steps.print_together(_title(found), ids, by=request.user)
        queue.print_at_once(job)
        return Done("", "branches:job", job.pk)

    context = {"title": _title(found), "count": len(ids), "query": request.GET.urlencode()}
    return act(request, None, do, template="evaluation/documents/print.html", context=lambda: context)


# Addresses that people kept from when prints together had pages of their own.


@require_safe
def earlier_list(request: PersonRequest) -> HttpResponse:
    return redirect("branches:jobs", permanent=True)


@require_safe
def earlier(request: PersonRequest, pk: int) -> HttpResponse:
    return redirect("branches:job", jobs_queries.job_or_404(request.user, pk).pk, permanent=True)


@require_safe
def earlier_file(request: PersonRequest, pk: int) -> HttpResponse:
    return redirect("branches:job_file", jobs_queries.job_or_404(request.user, pk).pk, permanent=True)


def _title(found: Documents) -> str:
    """What was chosen, in words: the labels of the filters, else the day."""
    form = found.filterset.form
    words = [found.words] if found.words else []
    if form.is_valid():
        cycle, kind = form.cleaned_data.get("cycle"), form.cleaned_data.get("kind")
        words += [str(cycle)] if cycle else []
        words += [dict(form.fields["kind"].choices)[kind]] if kind else []
    return "".join(words) or f"{in_words.plain_day(clock.today())}公文"
