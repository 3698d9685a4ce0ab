"""A file that somebody uploaded, given to whoever may read it."""

from typing import Protocol

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404


class Kept(Protocol):
    """A row with a file."""

    @property
    def title(self) -> str: ...

    @property
    def file(self) -> FieldFile: ...

    @property
    def content_type(self) -> str: ...


def attachment(row: Kept) -> FileResponse:
    """Always a download, never shown in the page: whatever it is, it does not run here."""
    try:
        opened = row.file.open("rb")
    except FileNotFoundError as missing:
        raise Http404 from missing
    name = f"{row.title}.{str(row.file.name).rpartition('.')[2]}"
    answer = FileResponse(opened, as_attachment=True, filename=name, content_type=row.content_type)
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
