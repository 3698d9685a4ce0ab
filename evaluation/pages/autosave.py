"""Saving a working copy: by its button, and by a script while somebody types. Neither loses a word that was typed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse

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

REPLACED = "现在登录的是另一个人，这一页的内容没有存到他名下。请原来的人重新登录后再保存。"


@dataclass(frozen=True)
class Theirs:
    """Other words in the same place: of another person, or of the same one in another window."""

    who: str
    is_own: bool
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


def save(request: PersonRequest, form: forms.Form, step: Save) -> Outcome:
    """Keep what was sent even if it is not valid yet; what was written elsewhere meanwhile is shown beside it."""
    if is_of_another(request):
        return Outcome(409, reasons=[REPLACED])
    is_valid = form.is_valid()
    outcome = Outcome(200 if is_valid else 422)
    try:
        version = step(saved=is_valid).version
    except Overtaken as overtaken:
        version = overtaken.version
        outcome = Outcome(409, theirs=_theirs(request, form, overtaken))
    except Refused as refused:
        return Outcome(422, reasons=refused.reasons)
    # The page is shown again from what was sent: it must carry the version that is stored now.
    data: Any = form.data
    form.data = data.copy()
    form.data[form.add_prefix("base_version")] = str(version)  # type: ignore[index]
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
    if request.method == "POST" and not (outcome := save(request, form, step)).is_good:
        return show(outcome)

    def again(reasons: list[str]) -> HttpResponse:
        return show(Outcome(422 if reasons else 200, reasons))

    return attempt(request, None, lambda _: done(), again)


def answer(request: PersonRequest, step: Save) -> JsonResponse:
    """The answer to a script that saves while somebody types. What is only half typed is not validated.

    410: the page is of somebody who is not signed in any more, and another person is.
    """
    if is_of_another(request):
        return JsonResponse({"errors": [REPLACED]}, status=410)
    try:
        saved = step(saved=False)
    except Overtaken as overtaken:
        fields = {name: _plain(value) for name, value in overtaken.fields.items()}
        conflict = {
            "version": overtaken.version,
            "who": overtaken.who,
            "is_own": overtaken.by == request.user,
            "at": clock.told(overtaken.at),
            "fields": fields,
        }
        return JsonResponse({"conflict": conflict}, status=409)
    except Refused as refused:
        return JsonResponse({"errors": refused.reasons}, status=422)
    return JsonResponse({"version": saved.version, "saved_at": clock.told(saved.at or clock.now())})


def is_of_another(request: HttpRequest) -> bool:
    """Whether the script on the page says that it was opened by somebody else; a page without script says nothing."""
    return request.POST.get("person", "") not in ("", str(request.user.pk))


def _theirs(request: PersonRequest, form: forms.Form, overtaken: Overtaken) -> Theirs:
    lines = [(_label(form, name), _told(form, name, value)) for name, value in overtaken.fields.items()]
    return Theirs(overtaken.who, overtaken.by == request.user, overtaken.at, lines)


def _label(form: forms.Form, name: str) -> str:
    return str(form.fields[name].label) if name in form.fields else name


def _told(form: forms.Form, name: str, value: Any) -> str:
    """A choice in its words."""
    choices = {str(key): str(label) for key, label in getattr(form.fields.get(name), "choices", ())}
    return choices.get(_plain(value), _plain(value))


def _plain(value: Any) -> str:
    return "" if value is None else str(value)
