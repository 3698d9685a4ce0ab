"""One way to act: show what it means, try it, say why not with everything typed still there, or say so and go on."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from branches.pages.fields import Versioned
from branches.refusals import Conflict, Refusal


class Done:
    """What to say after it, nothing if empty, and where to go on: as for `redirect`, a page's name or an address."""

    def __init__(self, said: str, *to: Any) -> None:
        self.said = said
        self.to = to


Do = Callable[[dict[str, Any]], Done | HttpResponse]
"""Takes the cleaned data of the form, {} without one. May raise Refusal; may answer with a page that is shown once."""


def act(
    request: HttpRequest,
    form: forms.BaseForm | None,
    do: Do,
    *,
    template: str,
    context: Callable[[], dict[str, Any]],
) -> HttpResponse:
    """A page with its form. `context` is read only when the page is shown, so after a refusal it is up to date."""

    def show(reasons: list[str]) -> HttpResponse:
        shown = {"reasons": reasons} if form is None else {"reasons": reasons, "form": form}
        return render(request, template, shown | context())

    return attempt(request, form, do, show)


def attempt(
    request: HttpRequest, form: forms.BaseForm | None, do: Do, show: Callable[[list[str]], HttpResponse]
) -> HttpResponse:
    """The same where the page is not simply a template: `show` makes it from the reasons, none on GET.

    422 for what is invalid or refused, 409 where somebody was quicker.
    """
    if request.method != "POST":
        return show([])
    reasons: list[str] = []
    status = 422
    if form is None or form.is_valid():
        try:
            done = do({} if form is None else form.cleaned_data)
        except Refusal as refused:
            reasons, status = refused.reasons, 409 if isinstance(refused, Conflict) else 422
            if status == 409 and isinstance(form, Versioned):
                form.renew()
            if form is not None and refused.field in form.fields:
                form.add_error(refused.field, reasons)
                reasons = []
        else:
            if isinstance(done, HttpResponse):
                return done
            if done.said:
                messages.success(request, done.said)
            return redirect(*done.to)
    answer = show(reasons)
    answer.status_code = status
    return answer
