"""Pages that do one thing: show what it means, try it, say why not with everything typed still there."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from branches.pages.request import PersonRequest
from evaluation.advance import Refused


def act(
    request: PersonRequest,
    form: forms.Form | None,
    do: Callable[[dict[str, Any]], str],
    *,
    template: str,
    context: dict[str, Any],
    done: tuple[Any, ...],
) -> HttpResponse:
    """GET shows the page; POST calls `do` with the cleaned data, which returns what to say, and goes on to `done`."""
    reasons: list[str] = []
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            said = do(form.cleaned_data if form else {})
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, said)
            return redirect(*done)
    context |= {"form": form, "reasons": reasons}
    return render(request, template, context, status=422 if request.method == "POST" else 200)
