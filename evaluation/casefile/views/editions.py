"""The forms of a case that are made when somebody asks: with marks for the bodies, and what its branch may read (D43)."""

from typing import Any

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from branches.pages.acting import Done, act, attempt
from branches.pages.request import PersonRequest
from evaluation.casefile import issue as casefile_issue
from evaluation.casefile import steps as casefile_steps
from evaluation.casefile.feedback import feedback_or_404
from evaluation.casefile.views.file import page
from evaluation.cases import access as case_access


@require_POST
def assessed_form(request: PersonRequest, pk: int) -> HttpResponse:
    case = case_access.candidacy_or_404(request.user, pk, *casefile_issue.READERS)
    if not casefile_issue.may_ask(request.user, case):
        raise Http404

    def do(_: dict[str, Any]) -> Done:
        return Done("", "evaluation:notice", casefile_steps.make_assessed_form(case, by=request.user).pk)

    return attempt(request, None, do, lambda reasons: page(request, pk, reasons=reasons))


@require_http_methods(["GET", "POST"])
def unit_forms(request: PersonRequest, year: int, pk: int) -> HttpResponse:
    """Which branches of a unit have a form to make, then all of them in one PDF."""
    cycle, unit = case_access.place_or_404(request.user, year, pk, *casefile_issue.READERS)

    def do(_: dict[str, Any]) -> Done:
        return Done("", "branches:job", casefile_steps.print_unit_forms(cycle, unit, by=request.user).pk)

    def context() -> dict[str, Any]:
        cases, left_out = casefile_issue.askable(request.user, cycle, unit)
        return {"cycle": cycle, "unit": unit, "cases": cases, "left_out": left_out}

    return act(request, None, do, template="evaluation/casefile/unit_forms.html", context=context)


@require_POST
def feedback_form(request: PersonRequest, pk: int) -> HttpResponse:
    case, _ = feedback_or_404(request.user, pk)

    def do(_: dict[str, Any]) -> Done:
        return Done("", "evaluation:notice", casefile_steps.make_feedback_form(case, by=request.user).pk)

    return attempt(request, None, do, lambda reasons: page(request, pk, reasons=reasons))
