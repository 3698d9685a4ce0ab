"""Other files of an issued document: PDF/A for the archive, the editable copy. Each is made once, kept and digested (D28).

Whoever opens one that is not there yet asks for a job; a worker makes it, and a short one is made at once by the same code.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from branches import clock
from branches.files import store
from branches.jobs import steps as jobs_steps
from branches.jobs import working
from branches.jobs.kinds import Kind
from branches.models import Job, User
from evaluation.models import Notice, Rendition
from evaluation.models.notice import LONG
from evaluation.typesetting import docx, typeset
from evaluation.typesetting.layout.plan import pages_of

RENDITION = Kind("rendition", "typesetting")
AT_ONCE = 2
"""Pages that are typeset while a person waits."""
ENDINGS = {Rendition.Form.ARCHIVE: ".pdf", Rendition.Form.WORD: ".docx"}
ADDRESSES = {Rendition.Form.ARCHIVE: "/archive.pdf", Rendition.Form.WORD: ".docx"}


def is_short(notice: Notice) -> bool:
    """Whether it is typeset while the person waits."""
    return _pages(notice) <= AT_ONCE


def is_short_text(kind: str, facts: Mapping[str, Any]) -> bool:
    """The same of facts that are no document yet."""
    return len(str(facts)) <= LONG and pages_of(typeset.compose(kind, facts)) <= AT_ONCE


def are_short(notices: Sequence[int]) -> bool:
    """Whether all of them together are."""
    return len(notices) <= AT_ONCE and sum(map(_pages, Notice.objects.filter(pk__in=notices))) <= AT_ONCE


def _pages(notice: Notice) -> int:
    """Of long facts they are not even counted. What cannot be composed fails at once, and says so on its row."""
    if notice.is_long:
        return AT_ONCE + 1
    try:
        return pages_of(typeset.compose(notice.kind, notice.printable))
    except (KeyError, ValueError, TypeError):
        return 1


def kept(notice: Notice, form: str) -> Rendition | None:
    return Rendition.objects.filter(notice=notice, form=form).first()


def make(notice: Notice, form: str) -> Rendition:
    """The file of this form. Made twice at once, the first that is kept counts."""
    if found := kept(notice, form):
        return found
    if form == Rendition.Form.ARCHIVE:
        content = typeset.render(notice.kind, notice.printable, archive=True)
    else:
        content = docx.render(notice.kind, notice.printable)
    name = store.keep(f"renditions/{notice.dated_on.year}", content, ENDINGS[Rendition.Form(form)])
    made = {"file": name, "sha256": hashlib.sha256(content).hexdigest(), "at": clock.now()}
    return Rendition.objects.get_or_create(notice=notice, form=form, defaults=made)[0]


def asked_for(notice: Notice, form: str, *, by: User) -> Job:
    """One that is not kept yet: made now where it is short, by a worker where it is not. As the job then is."""
    open_jobs = Job.objects.filter(kind=RENDITION.name, by=by, finished_at=None, cancelled_at=None)
    wanted = {"notice": notice.pk, "form": str(form)}
    if waiting := open_jobs.filter(payload=wanted).first():
        return waiting
    title = f"{notice.number or notice.get_kind_display()} {Rendition.Form(form).label}"
    short = is_short(notice)
    job = jobs_steps.ask(RENDITION, title, wanted, total=1, by=by, is_begun=short)
    if short:
        working.run(job)
        job.refresh_from_db()
    return job


def _work(job: Job) -> None:
    form = Rendition.Form(job.payload["form"])
    make(Notice.objects.get(pk=job.payload["notice"]), form)
    # Fetched at its own address, where rights are looked at anew.
    working.finish(job, leads_to=f"/notices/{job.payload['notice']}{ADDRESSES[form]}")


working.handle(RENDITION, _work)
