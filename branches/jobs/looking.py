"""A file to be imported is looked through before anything is written: a long one by a worker, as a job.

What its page shows is then kept beside the file, with the marked table, for as long as the file waits: pages of a long
file are put together from that alone. A short file is looked through as its page is asked for.
"""

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, replace
from typing import Any, NamedTuple

from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404
from django.urls import reverse

from branches.jobs import imports, working
from branches.jobs import steps as jobs_steps
from branches.jobs.kinds import Kind
from branches.models import Job, User
from branches.pages.importing import Preview, restored
from branches.refusals import Refusal
from branches.spreadsheet import waiting
from branches.spreadsheet.doubts import unanswered
from branches.spreadsheet.table import Layout
from branches.spreadsheet.unreadable import Unreadable
from branches.spreadsheet.waiting import Beside


class Uploaded(NamedTuple):
    """A file that waits, and who brought it."""

    ticket: str
    data: bytes
    name: str
    by: User


class Looked(NamedTuple):
    """What a page shows of a file: what all imports show, and plain values that this import shows besides."""

    preview: Preview
    more: dict[str, Any]
    marked: Callable[[], bytes]
    """Writes the file as it came, with what is wrong or asked framed in red."""

    def left_out(self, answers: Mapping[str, str]) -> tuple[int, int]:
        """How many cells are wrong, and how many questions these answers leave open."""
        return self.preview.problem_count, len(unanswered(self.preview.questions, answers))


class Way(NamedTuple):
    """Where one goes on from the page of a job."""

    url: str
    is_preview: bool


class Import(NamedTuple):
    """One of the imports: what is looked for in its files, and its pages, by name."""

    looking: Kind
    title: str
    layout: Layout
    look: Callable[[Uploaded, Mapping[str, str]], Looked]
    """With answers. Writes nothing. Raises Unreadable, or shows the one problem of a file that is no such table."""
    preview: str
    upload: str


def handle(one: Import) -> None:
    """Have workers look through files of this import."""
    working.handle(one.looking, lambda job: _run(one, job))


def ask(one: Import, ticket: str, name: str, *, by: User) -> Job:
    """Have a worker look through a file that waits."""
    return jobs_steps.ask(one.looking, f"核对{one.title}：{name}", _ways(one, ticket), total=1, by=by)


def ask_import(kind: Kind, one: Import, ticket: str, given: Mapping[str, Any], *, by: User) -> Job:
    """Have a worker import a file that a worker has looked through; the answers stay, whatever comes of it."""
    kept = look(one, ticket, by=by)
    _keep(ticket, replace(kept.preview, given=given.get("answers", {})), kept.more, by=by)
    payload = _ways(one, ticket) | dict(given)
    return jobs_steps.ask(kind, f"导入{one.title}：{kept.preview.file}", payload, total=kept.preview.rows, by=by)


def look(one: Import, ticket: str, answers: Mapping[str, str] | None = None, *, by: User) -> Looked:
    """What the page of a file shows; a short one is looked through for it. Raises Unreadable."""
    data, name = waiting.take(ticket, by=by)
    kept = seen(ticket, by=by)
    if kept is None:
        return one.look(Uploaded(ticket, data, name, by), answers or {})
    return kept._replace(preview=replace(kept.preview, given=answers)) if answers else kept


def way(job: Job) -> Way | None:
    """From the job of an import: to the page of its file while that waits, else to where one uploads."""
    given = job.payload
    if "upload" not in given:
        return None
    with suppress(Http404):
        waiting.take(given["ticket"], by=job.by)
        if seen(given["ticket"], by=job.by):
            return Way(given["preview"], True)
    return Way(given["upload"], False)


def seen(ticket: str, *, by: User) -> Looked | None:
    """What a worker saw in a file; nothing where none has looked through it."""
    kept = waiting.beside(ticket, Beside.SEEN, by=by)
    if kept is None:
        return None
    plain = json.loads(kept)
    return Looked(restored(plain["preview"]), plain["more"], lambda: _marked(ticket, by))


def again(one: Import, job: Job, answers: Mapping[str, str] | None = None) -> bool:
    """The register is not what it was: what is kept of a long file is made anew. Of a short one nothing is kept."""
    ticket = job.payload["ticket"]
    if not seen(ticket, by=job.by):
        return False
    data, name = imports.file_of(job)
    _look(one, Uploaded(ticket, data, name, job.by), answers or {})
    return True


def _run(one: Import, job: Job) -> None:
    data, name = imports.file_of(job)
    try:
        preview = _look(one, Uploaded(job.payload["ticket"], data, name, job.by), {}, job)
    except Unreadable as error:
        raise Refusal(str(error)) from error
    working.finish(job, outcome=_sentence(preview))


def _look(one: Import, file: Uploaded, answers: Mapping[str, str], job: Job | None = None) -> Preview:
    looked = one.look(file, answers)
    preview = looked.preview
    if not preview.rows:
        raise Unreadable(preview.problems[0].reason)
    if job:
        working.measure(job, preview.rows)
        working.proceed(job, preview.rows // 2)
    if preview.problems or preview.questions:
        waiting.put_beside(file.ticket, Beside.MARKED, looked.marked(), by=file.by)
    _keep(file.ticket, preview, looked.more, by=file.by)
    return preview


def _ways(one: Import, ticket: str) -> dict[str, Any]:
    return {"ticket": ticket, "preview": reverse(one.preview, args=[ticket]), "upload": reverse(one.upload)}


def _keep(ticket: str, preview: Preview, more: Mapping[str, Any], *, by: User) -> None:
    kept = json.dumps({"preview": asdict(preview), "more": more}, cls=DjangoJSONEncoder)
    waiting.put_beside(ticket, Beside.SEEN, kept.encode(), by=by)


def _marked(ticket: str, by: User) -> bytes:
    """As a worker wrote it; none was written where nothing is wrong or asked."""
    kept = waiting.beside(ticket, Beside.MARKED, by=by)
    if kept is None:
        raise Http404
    return kept


def _sentence(preview: Preview) -> str:
    parts = [f"共{preview.rows:,}行，{preview.ready:,}行可以导入"]
    parts += [f"{preview.wrong_rows:,}行有错"] if preview.wrong_rows else []
    parts += [f"{preview.asked_rows:,}行待认"] if preview.asked_rows else []
    return f"{'，'.join(parts)}。还没有导入，请在上传后两小时内核对。"
