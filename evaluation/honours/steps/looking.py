"""What the page shows of a file of earlier titles before it is imported."""

from collections.abc import Mapping

from django.urls import reverse

from branches.jobs import looking
from branches.jobs.kinds import Kind
from branches.jobs.looking import Import, Looked, Uploaded
from branches.pages.importing import Counted, Preview, told
from branches.spreadsheet import waiting
from branches.spreadsheet.marked import marked
from evaluation.honours.steps import register as register_steps
from evaluation.honours.table import LAYOUT

_SHOWN = 200
"""How many titles a page shows."""


def look(file: Uploaded, _: Mapping[str, str]) -> Looked:
    report = register_steps.import_honours(file.data, by=file.by, dry_run=True)
    preview = Preview(
        file.name,
        len(report.lines),
        0 if report.problems else len(report.lines),
        (Counted(report.created, "新登记的称号"), Counted(report.unchanged, "行没有变化")),
        waiting.confirmation(file.ticket, report.fingerprint),
        **told(report.problems, report.table.doubts if report.table else ()),
        read=report.table.read if report.table else (),
        returned_url=reverse("evaluation:honour_import_returned", args=[file.ticket]),
        back_url=reverse("evaluation:honour_import"),
        in_part=False,
    )
    lines = [] if report.problems else report.lines
    shown = [
        {
            "number": line.number,
            "branch": line.values["branch"],
            "year": line.values["year"],
            "decision_number": line.values["decision_number"],
            "state": line.values["state"].label,
            "tone": line.values["state"].tone,
            "plaque": line.values.get("plaque", ""),
        }
        for line in lines[:_SHOWN]
    ]
    more = {"created": report.created, "lines": shown, "more": len(lines) - len(shown)}
    return Looked(preview, more, lambda: marked(report.table, LAYOUT, report.problems))


HONOURS = Import(
    Kind("look_honours", "imports"),
    "以往称号",
    LAYOUT,
    look,
    "evaluation:honour_import_preview",
    "evaluation:honour_import",
)
looking.handle(HONOURS)
