"""What all imports share: an uploaded table is looked at, kept privately, and shown before anything is written."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render

from branches.pages.request import PersonRequest
from branches.spreadsheet import reader, waiting


def upload(
    request: PersonRequest, form: forms.Form, *, sheet: str, preview: str, template: str, context: dict[str, Any]
) -> HttpResponse:
    """Take a file that can be read as a table (its sheet preferably called `sheet`) and go on to its `preview`."""
    reasons: list[str] = []
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        # Never more than the limit and one byte, whatever the browser says about the size.
        data = file.read(reader.FILE_LIMIT + 1)
        try:
            reader.read(data, preferred=sheet)
        except reader.Unreadable as error:
            reasons = [str(error)]
        else:
            return redirect(preview, waiting.keep(data, file.name or "", by=request.user))
    context |= {"form": form, "reasons": reasons}
    return render(request, template, context, status=422 if request.method == "POST" else 200)
