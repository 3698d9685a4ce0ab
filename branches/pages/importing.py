"""What all imports share: an uploaded table is looked at, kept privately, and shown before anything is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render

from branches.pages.request import PersonRequest
from branches.spreadsheet import reader, waiting
from branches.spreadsheet.doubts import Doubt, unanswered
from branches.spreadsheet.problems import Problem
from branches.spreadsheet.table import Layout

_SHOWN = 200
"""How many problems or doubts a page shows; the returned workbook has all of them."""

PART = "part"
"""The field of the button that takes the valid lines and leaves the others out."""


@dataclass(frozen=True)
class Counted:
    """One of the figures on top: 691 新建账号."""

    number: int
    label: str


@dataclass
class Preview:
    """What `branches/import_preview.html` shows of any import; the template of each import extends it.

    `rows`: lines of the table; `ready`: how many of them go in as things stand; `read`: how the file was read, in
    sentences; `given`: the answers so far, by key of the doubt; `returned_url`: where the marked workbook is.
    """

    file: str
    rows: int
    ready: int
    counts: Sequence[Counted]
    confirmation: str
    problems: Sequence[Problem] = ()
    doubts: Sequence[Doubt] = ()
    read: Sequence[str] = ()
    given: Mapping[str, str] = field(default_factory=dict)
    returned_url: str = ""
    back_url: str = ""
    in_part: bool = True
    """Whether the valid lines may go in without the others."""

    @property
    def wrong_rows(self) -> int:
        return len({problem.row for problem in self.problems if problem.row})

    @property
    def asked_rows(self) -> int:
        return len({doubt.line for doubt in unanswered(self.doubts, {})})

    @property
    def shown_problems(self) -> Sequence[Problem]:
        return self.problems[:_SHOWN]

    @property
    def questions(self) -> list[Doubt]:
        return [doubt for doubt in self.doubts if doubt.is_question]

    @property
    def remarks(self) -> list[Doubt]:
        return [doubt for doubt in self.doubts if not doubt.is_question][:_SHOWN]

    @property
    def more_problems(self) -> int:
        return max(0, len(self.problems) - _SHOWN)

    @property
    def more_remarks(self) -> int:
        return max(0, len(self.doubts) - len(self.questions) - _SHOWN)


def upload(
    request: PersonRequest, form: forms.Form, *, layout: Layout, preview: str, template: str, context: dict[str, Any]
) -> HttpResponse:
    """Take a file that can be read as a table of this `layout` and go on to its `preview`."""
    reasons: list[str] = []
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        # Never more than the limit and one byte, whatever the browser says about the size.
        data = file.read(reader.FILE_LIMIT + 1)
        try:
            reader.read(data, preferred=layout.title, headings=layout.known)
        except reader.Unreadable as error:
            reasons = [str(error)]
        else:
            return redirect(preview, waiting.keep(data, file.name or "", by=request.user))
    context |= {"form": form, "reasons": reasons}
    return render(request, template, context, status=422 if request.method == "POST" else 200)
