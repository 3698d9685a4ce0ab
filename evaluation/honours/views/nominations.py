"""两优一先: recording who of a holder was put forward, and correcting it."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from branches.pages.acting import Done, act
from branches.pages.request import PersonRequest
from evaluation.honours import queries as honours_queries
from evaluation.honours.forms import NominationCorrectionForm, NominationForm
from evaluation.honours.steps import nominations as nominations_steps

TEMPLATE = "evaluation/honours/nomination.html"


@require_http_methods(["GET", "POST"])
def add(request: PersonRequest, pk: int) -> HttpResponse:
    honour = honours_queries.honour_or_404(pk)
    form = NominationForm(request.POST if request.method == "POST" else None)

    def do(data: dict[str, Any]) -> Done:
        nominations_steps.put_forward(honour, by=request.user, **data)
        return Done("已登记两优一先推荐。", "evaluation:honour", pk)

    return act(request, form, do, template=TEMPLATE, context=lambda: {"honour": honour, "is_new": True})


@require_http_methods(["GET", "POST"])
def correct(request: PersonRequest, pk: int) -> HttpResponse:
    one = honours_queries.nomination_or_404(pk)
    known = {name: getattr(one, name) for name in NominationCorrectionForm.base_fields}
    form = NominationCorrectionForm(request.POST if request.method == "POST" else None, initial=known)

    def do(data: dict[str, Any]) -> Done:
        nominations_steps.correct(one, by=request.user, **data)
        return Done("已更正。", "evaluation:honour", one.honour_id)

    return act(request, form, do, template=TEMPLATE, context=lambda: {"honour": one.honour, "is_new": False})
