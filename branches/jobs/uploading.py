"""Takes a file for an import: refused at once where it is no table, looked through by a worker where it is long."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render

from branches.jobs import kinds, looking
from branches.jobs.looking import Import
from branches.pages.request import PersonRequest
from branches.spreadsheet import reader, waiting


def upload(
    request: PersonRequest, form: forms.Form, one: Import, *, template: str, context: dict[str, Any]
) -> HttpResponse:
    """Go on to what the file holds; of a long one nothing is read here that stands below the first lines."""
    reasons: list[str] = []
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        name = file.name or ""
        # Never more than the limit and one byte, whatever the browser says about the size.
        data = file.read(reader.FILE_LIMIT + 1)
        layout = one.layout
        try:
            reader.read(data, preferred=layout.title, headings=layout.known, most=kinds.LINES_AT_ONCE)
        except reader.Long:
            job = looking.ask(one, waiting.keep(data, name, by=request.user), name, by=request.user)
            return redirect("branches:job", job.pk)
        except reader.Unreadable as error:
            reasons = [str(error)]
        else:
            return redirect(one.preview, waiting.keep(data, name, by=request.user))
    context |= {"form": form, "reasons": reasons}
    return render(request, template, context, status=422 if request.method == "POST" else 200)
