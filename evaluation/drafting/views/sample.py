"""样稿: its pages as pictures, the whole as a PDF; and the 发文稿纸 that goes to the leaders on paper."""

from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import quote

from django.core.files.base import File
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from branches.pages.request import PersonRequest
from evaluation.drafting import issuing_form, samples
from evaluation.drafting import queries as drafting_queries
from evaluation.drafting.views.drafting import where
from evaluation.typesetting import typeset


@require_safe
def all_pages(request: PersonRequest, pk: int) -> HttpResponse:
    text = drafting_queries.text_or_404(pk)
    context = {
        "text": text,
        "pages": range(1, samples.first_seen(text) + 1),
        "where": where(text),
        "most": samples.MOST,
    }
    return render(request, "evaluation/drafting/sample.html", context)


@require_safe
def page(request: PersonRequest, pk: int, number: int) -> FileResponse:
    opened = partial(samples.picture, drafting_queries.text_or_404(pk), number)
    return _given(opened, "image/png", f"样稿第{number}页.png")


@require_safe
def pdf(request: PersonRequest, pk: int) -> FileResponse:
    text = drafting_queries.text_or_404(pk)
    return _given(partial(samples.pdf, text), "application/pdf", f"{samples.title(text)}.pdf")


@require_safe
def form(request: PersonRequest, pk: int) -> HttpResponse:
    """发文稿纸: prefilled, two pages at most, with room for the leaders' hands."""
    text = drafting_queries.text_or_404(pk)
    if text.version is None:
        raise Http404
    answer = HttpResponse(typeset.print_out(issuing_form.form(text)), content_type="application/pdf")
    answer["Content-Disposition"] = f"inline; filename=\"form.pdf\"; filename*=UTF-8''{quote('发文稿纸')}.pdf"
    return answer


def _given(opened: "Callable[[], File[Any]]", content_type: str, name: str) -> FileResponse:
    try:
        answer = FileResponse(opened(), content_type=content_type, filename=name)
    except FileNotFoundError as missing:
        raise Http404 from missing
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
