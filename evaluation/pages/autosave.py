"""Saving a working copy: by its button, and by a script while somebody types. Neither loses a word that was typed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django import forms
from django.http import HttpResponse, JsonResponse

from branches import clock
from branches.pages.acting import Done, attempt
from branches.pages.request import PersonRequest
from evaluation.advance import Refused
from evaluation.self_assessment.working_copy import Overtaken


class Saved(NamedTuple):
    """What a step reports back: the version now stored, and when."""

    version: int
    at: datetime | None


Save = Callable[..., Saved]
"""Takes the keyword `saved`: whether what was sent is valid, and by the button."""


@dataclass(frozen=True)
class Theirs:
    """Another person's words in the same place."""

    who: str
    at: datetime
    lines: list[tuple[str, str]]


@dataclass
class Outcome:
    """How a save by the button went. Unless `is_good`, the page is shown again with everything that was typed."""

    status: int = 200
    reasons: list[str] = field(default_factory=list)
    theirs: Theirs | None = None

    @property
    def is_good(self) -> bool:
        return self.status == 200


def save(form: forms.Form, step: Save) -> Outcome:
    """Keep what was sent even if it is not valid yet; what another wrote meanwhile is shown beside it."""
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


def keep(
    request: PersonRequest,
    form: forms.Form,
    step: Save,
    done: Callable[[], Done],
    show: Callable[[Outcome], HttpResponse],
) -> HttpResponse:
    """A page of a working copy: GET shows it, its button keeps what was sent, then goes on or shows it again.

    `done` may do more with what is kept, and raise Refused.
    """
    if request.method == "POST" and not (outcome := save(form, step)).is_good:
        return show(outcome)

    def again(reasons: list[str]) -> HttpResponse:
        return show(Outcome(422 if reasons else 200, reasons))

    return attempt(request, None, lambda _: done(), again)


def answer(step: Save) -> JsonResponse:
    """The answer to a script that saves while somebody types. What is only half typed is not validated."""
    try:
        saved = step(saved=False)
    except Overtaken as overtaken:
        fields = {name: _plain(value) for name, value in overtaken.fields.items()}
        conflict = {"version": overtaken.version, "who": overtaken.who, "at": _iso(overtaken.at), "fields": fields}
        return JsonResponse({"conflict": conflict}, status=409)
    except Refused as refused:
        return JsonResponse({"errors": refused.reasons}, status=422)
    return JsonResponse({"version": saved.version, "saved_at": _iso(saved.at or clock.now())})


def _theirs(form: forms.Form, overtaken: Overtaken) -> Theirs:
    lines = [(_label(form, name), _told(form, name, value)) for name, value in overtaken.fields.items()]
    return Theirs(overtaken.who, overtaken.at, lines)


def _label(form: forms.Form, name: str) -> str:
    return str(form.fields[name].label) if name in form.fields else name


def _told(form: forms.Form, name: str, value: Any) -> str:
    """A choice in its words."""
    choices = {str(key): str(label) for key, label in getattr(form.fields.get(name), "choices", ())}
    return choices.get(_plain(value), _plain(value))


def _plain(value: Any) -> str:
    return "" if value is None else str(value)


def _iso(instant: datetime) -> str:
    return instant.astimezone(clock.SHANGHAI).isoformat(timespec="seconds")
