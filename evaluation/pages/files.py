"""Files between people and the site: given to whoever may read them, taken from a form, or one by one from a script."""

from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

from django import forms
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse

from branches.pages.acting import Do, Done, attempt
from branches.pages.request import wants_json
from evaluation.pages.autosave import REPLACED, is_of_another


class Stored(Protocol):
    """A row with a file."""

    @property
    def file(self) -> FieldFile: ...

    @property
    def content_type(self) -> str: ...


class Kept(Stored, Protocol):
    """The same with a name of its own."""

    @property
    def title(self) -> str: ...


def attachment(row: Kept) -> FileResponse:
    """Always a download, never shown in the page: whatever it is, it does not run here."""
    return _given(row, as_attachment=True, filename=f"{row.title}.{str(row.file.name).rpartition('.')[2]}")


def picture(row: Stored) -> FileResponse:
    """Shown in the page: only for what this server has drawn itself (`uploads.inspect_picture`)."""
    return _given(row)


def _given(row: Stored, **options: Any) -> FileResponse:
    try:
        opened = row.file.open("rb")
    except FileNotFoundError as missing:
        raise Http404 from missing
    answer = FileResponse(opened, content_type=row.content_type, **options)
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


class Received(NamedTuple):
    """A file that was kept, in words, and where it is read."""

    id: int
    title: str
    kind: str
    url: str


def receive(
    request: HttpRequest, form: forms.BaseForm | None, do: Do, show: Callable[[list[str]], HttpResponse]
) -> HttpResponse:
    """As `attempt`; a script that sent a file gets the reasons alone."""

    def tell(reasons: list[str]) -> HttpResponse:
        said = [str(error) for errors in form.errors.values() for error in errors] if form and form.is_bound else []
        return JsonResponse({"errors": reasons or said})

    if request.method != "POST" or not wants_json(request):
        return attempt(request, form, do, show)
    if is_of_another(request):
        return JsonResponse({"errors": [REPLACED]}, status=410)
    return attempt(request, form, do, tell)


def received(request: HttpRequest, done: Done, file: Received) -> Done | HttpResponse:
    """What `do` returns: to a script the file, to a person the way on."""
    return JsonResponse(file._asdict()) if wants_json(request) else done
