"""What the page shows of a file of the register before it is imported."""

from collections.abc import Mapping
from dataclasses import asdict

from django.urls import reverse

from branches.jobs import looking
from branches.jobs.kinds import Kind
from branches.jobs.looking import Import, Looked, Uploaded
from branches.pages.importing import Counted, Preview, told
from branches.register import exchange
from branches.register.roster import LAYOUT
from branches.spreadsheet import waiting
from branches.spreadsheet.marked import marked

_SHOWN = 200
"""How many changes a page shows."""


def look(file: Uploaded, answers: Mapping[str, str]) -> Looked:
    result = exchange.import_register(file.data, by=file.by, dry_run=True, part=True, answers=answers)
    preview = Preview(
        file.name,
        result.rows,
        result.ready,
        [
            Counted(result.created, "新增党支部"),
            Counted(result.updated, "更新党支部"),
            Counted(result.unchanged, "行没有变化"),
            Counted(len(result.new_units), "新增单位"),
        ],
        waiting.confirmation(file.ticket, result.fingerprint),
        **told(result.problems, result.doubts),
        read=result.table.read if result.table else (),
        given=result.given,
        returned_url=reverse("branches:register_returned", args=[file.ticket]),
        back_url=reverse("branches:register_import"),
    )
    more = {
        "created": result.created,
        "updated": result.updated,
        "left": result.left,
        "units": [asdict(unit) for unit in result.units],
        "changes": [asdict(change) for change in result.changes[:_SHOWN]],
        "more_changes": max(0, len(result.changes) - _SHOWN),
    }
    return Looked(preview, more, lambda: marked(result.table, LAYOUT, result.problems, result.open_doubts))


REGISTER = Import(
    Kind("look_register", "imports"), "名册", LAYOUT, look, "branches:register_preview", "branches:register_import"
)
looking.handle(REGISTER)
