"""What all pages of the working copy share: fetching the case for who fills it in, and the frame of the page."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render

from branches import clock
from branches.pages.request import PersonRequest
from evaluation.cases.access import candidacy_or_404
from evaluation.models import Candidacy, Criterion
from evaluation.pages.autosave import Outcome, Save, Saved
from evaluation.self_assessment import queries as self_assessment_queries
from evaluation.self_assessment import steps as self_assessment_steps
from evaluation.self_assessment.forms import RatingForm
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


def rating_step(request: PersonRequest, case: Candidacy, one: Criterion, form: RatingForm) -> Save:
    """Keep one criterion: by a button, by a tick that it holds, or by a pause in typing."""

    def save(*, saved: bool) -> Saved:
        rating = self_assessment_steps.save_rating(
            case, one, form.usable(), by=request.user, seen=form.seen, saved=saved or form.is_confirmed
        )
        return Saved(rating.version, rating.at)

    return save
