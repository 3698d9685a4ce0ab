"""What the page shows of a file of people and posts before it is imported."""

from collections.abc import Mapping

from django.urls import reverse

from branches import access
from branches.jobs import looking
from branches.jobs.kinds import Kind
from branches.jobs.looking import Import, Looked, Uploaded
from branches.pages.importing import Counted, Preview, told
from branches.people.exchange import columns, report, snapshot
from branches.people.exchange import plan as plans
from branches.permissions import Perm
from branches.spreadsheet import doubts, reader, waiting
from branches.spreadsheet.table import Table


def read(data: bytes) -> Table:
    """The table in the file. Raises Unreadable."""
    return columns.look_through(reader.read(data, preferred=columns.TITLE, headings=columns.LAYOUT.known))


def look(file: Uploaded, answers: Mapping[str, str]) -> Looked:
    access.require(file.by, Perm.MANAGE_REGISTER)
    table = read(file.data)
    found = plans.make(table, snapshot.read(), answers)
    agreed = plans.make(table, snapshot.read(), {}) if answers else found
    preview = Preview(
        file.name,
        found.rows,
        found.fit if found.does_something or found.open_doubts else 0,
        [
            Counted(len(found.newcomers), "新建账号"),
            Counted(found.changed_people, "改动资料"),
            Counted(len(found.posts), "提请任职"),
            Counted(found.unchanged, "行没有变化"),
        ],
        waiting.confirmation(file.ticket, agreed.fingerprint),
        **told(found.problems, [*table.doubts, *found.doubts]),
        read=table.read,
        given=doubts.answers(found.doubts, answers),
        returned_url=reverse("branches:people_returned", args=[file.ticket]),
        back_url=reverse("branches:people_import"),
    )
    more = {"does_something": found.does_something, "words": report.in_words(found)}
    return Looked(preview, more, lambda: report.returned(found))


PEOPLE = Import(
    Kind("look_people", "imports"),
    "人员",
    columns.LAYOUT,
    look,
    "branches:people_preview",
    "branches:people_import",
)
looking.handle(PEOPLE)
