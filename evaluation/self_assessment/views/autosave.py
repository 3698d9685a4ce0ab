"""What all pages of a working copy share: fetching the case for who fills it in, saving, and answering a script."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render

from branches import clock
from branches.pages.request import PersonRequest
from evaluation.advance import Refused
from evaluation.cases.access import candidacy_or_404
from evaluation.models import Candidacy
from evaluation.self_assessment import queries as self_assessment_queries
from evaluation.self_assessment.forms import DraftForm
from evaluation.self_assessment.working_copy import Overtaken
from evaluation.vocabulary import State


class Saved(NamedTuple):
    """What a step reports back: the version now stored, and when."""

    version: int
    at: datetime | None


Save = Callable[..., Saved]


@dataclass(frozen=True)
class Theirs:
    """Another person's words in the same place."""

    who: str
    at: datetime
    lines: list[tuple[str, str]]


@dataclass
class Outcome:
    """How an explicit save went. Unless `is_good`, the page is shown again with everything that was typed."""

    status: int = 200
    reasons: list[str] = field(default_factory=list)
    theirs: Theirs | None = None

    @property
    def is_good(self) -> bool:
        return self.status == 200


def case_to_fill(request: PersonRequest, pk: int) -> tuple[Candidacy, HttpResponseRedirect | None]:
    """The case, and where to send somebody who may only read it. What is sent in is judged by the step itself."""
    case = candidacy_or_404(request.user, pk)
    is_open = case.state == State.DRAFT and self_assessment_queries.may_fill(request.user, case)
    return case, None if is_open or request.method == "POST" else redirect("evaluation:self_assessment_tasks", case.pk)


def save(form: DraftForm, step: Save) -> Outcome:
    """Keep what was sent even if it is not valid yet; `step` takes the keyword `saved`."""
    is_valid = form.is_valid()
    outcome = Outcome(200 if is_valid else 422)
    try:
        version = step(saved=is_valid).version
    except Overtaken as overtaken:
        version = overtaken.version
        outcome = Outcome(409, theirs=_theirs(form, overtaken))
    except Refused as refused:
        return Outcome(422, reasons=refused.reasons)
    # The page is shown again from what was sent: it must carry the version that is stored now.
    form.data = {name: form.data.get(name) for name in form.data} | {"base_version": str(version)}
    return outcome


def answer(form: DraftForm, step: Save) -> JsonResponse:
    """The answer to a script that saves while somebody types. Drafts are not validated."""
    try:
        saved = step(saved=False)
    except Overtaken as overtaken:
        fields = {name: _plain(value) for name, value in overtaken.fields.items()}
        conflict = {"version": overtaken.version, "who": overtaken.who, "at": _iso(overtaken.at), "fields": fields}
        return JsonResponse({"conflict": conflict}, status=409)
    except Refused as refused:
        return JsonResponse({"errors": refused.reasons}, status=422)
    return JsonResponse({"version": saved.version, "saved_at": _iso(saved.at or clock.now())})


def page(
    request: PersonRequest, template: str, case: Candidacy, outcome: Outcome, context: Mapping[str, Any]
) -> HttpResponse:
    """A page of the working copy, with the deadline and what the outcome has to say."""
    _, due = self_assessment_queries.window(case)
    frame = {"case": case, "due": due, "today": clock.today(), "reasons": outcome.reasons, "theirs": outcome.theirs}
    return render(request, template, frame | dict(context), status=outcome.status)


def _theirs(form: DraftForm, overtaken: Overtaken) -> Theirs:
    lines = [(_label(form, name), _plain(value)) for name, value in overtaken.fields.items()]
    return Theirs(overtaken.who, overtaken.at, lines)


def _label(form: DraftForm, name: str) -> str:
    return str(form.fields[name].label) if name in form.fields else name


def _plain(value: Any) -> str:
    return "" if value is None else str(value)


def _iso(instant: datetime) -> str:
    return instant.astimezone(clock.SHANGHAI).isoformat(timespec="seconds")
