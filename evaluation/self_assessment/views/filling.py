"""What all pages of the working copy share: fetching the case for who fills it in, and the frame of the page."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render

from branches import clock
from branches.pages.request import PersonRequest
from evaluation.cases.access import candidacy_or_404
from evaluation.models import Candidacy
from evaluation.pages.autosave import Outcome
from evaluation.self_assessment import queries as self_assessment_queries
from evaluation.vocabulary import State


def case_to_fill(request: PersonRequest, pk: int) -> tuple[Candidacy, HttpResponseRedirect | None]:
    """The case, and where to send somebody who may only read it. What is sent in is judged by the step itself."""
    case = candidacy_or_404(request.user, pk)
    is_open = case.state == State.DRAFT and self_assessment_queries.may_fill(request.user, case)
    return case, None if is_open or request.method == "POST" else redirect("evaluation:self_assessment_tasks", case.pk)


def page(
    request: PersonRequest, template: str, case: Candidacy, outcome: Outcome, context: Mapping[str, Any]
) -> HttpResponse:
    """A page of the working copy, with the deadline and what the outcome has to say."""
    _, due = self_assessment_queries.window(case)
    frame = {"case": case, "due": due, "today": clock.today(), "reasons": outcome.reasons, "theirs": outcome.theirs}
    return render(request, template, frame | dict(context), status=outcome.status)
