"""Documents get their files from the rows without one: each exactly once, whoever is killed or comes second.

A row is claimed before it is typeset, and takes the name of its file once. So two workers never give it two files, and
what a killed one left behind is made anew, under the same name if it is the same.
"""

import hashlib
import logging
import time
from io import BytesIO

from celery.exceptions import SoftTimeLimitExceeded
from pypdf import PdfWriter

from branches import clock
from branches.files import store
from branches.jobs import claims, working
from branches.jobs.kinds import Kind
from branches.models import Job
from evaluation.documents.renditions import are_short
from evaluation.models import Notice
from evaluation.typesetting import typeset

logger = logging.getLogger(__name__)

BUDGET = 120.0
"""Seconds after which a run takes nothing new: far enough from the time limit for the longest document."""
PRINT = Kind("print", "typesetting")
FOLDER = "batches"
PART = 40
"""Documents in one part of a print: what a killed worker loses at most."""


def work() -> int:
    """Make what waits, prints first since somebody waits for them. Returns how many documents got their file."""
    until, done = time.monotonic() + BUDGET, 0
    working.work(PRINT.queue)
    while time.monotonic() < until and (notice := claims.next_free(Notice.objects.filter(file=""))):
        done += set_type(notice)
    return done


def at_once(notice: Notice) -> Notice:
    """The document with its file, for a person who opens it before a worker came; unchanged while one is at it."""
    waiting = Notice.objects.filter(pk=notice.pk, file="")
    if not notice.file and claims.claim(waiting, notice, is_asked_for=True):
        set_type(notice)
    notice.refresh_from_db()
    return notice


def print_at_once(job: Job) -> None:
    """A page or two, made while the person waits."""
    if are_short(job.payload["notices"]):
        working.at_once(job)


def set_type(notice: Notice) -> bool:
    """Typeset one claimed document. What goes wrong is kept on the row; it is tried again, three times in all."""
    try:
        content = typeset.render(notice.kind, notice.printable)
    except SoftTimeLimitExceeded:
        _failed(notice, "排版超时。")
        raise
    except Exception as error:  # whatever a library may raise, the other documents go on
        logger.exception("Document %s could not be typeset", notice.pk)
        _failed(notice, f"{type(error).__name__}：{error}")
        return False
    name = store.keep(f"notices/{notice.dated_on.year}", content, ".pdf")
    row = Notice.objects.filter(pk=notice.pk, file="")
    return bool(row.update(file=name, sha256=hashlib.sha256(content).hexdigest(), typeset_at=clock.now(), failure=""))


def print_together(job: Job) -> None:
    """Make the parts that are missing, then one PDF of all. Stops between two parts when the person cancels."""
    notices, folder = job.payload["notices"], f"{FOLDER}/{job.pk}-{job.token}"
    parts = [notices[start : start + PART] for start in range(0, len(notices), PART)]
    try:
        for number, ids in enumerate(parts):
            name = f"{folder}/{number:04d}.pdf"
            if not store.is_there(name):
                rows = Notice.objects.in_bulk(ids)
                store.put(name, typeset.render_many((rows[pk].kind, rows[pk].printable) for pk in ids))
            working.proceed(job, (number + 1) * PART)
        whole = PdfWriter()
        for number in range(len(parts)):
            whole.append(BytesIO(store.read(f"{folder}/{number:04d}.pdf")))
        content = BytesIO()
        whole.write(content)
        working.finish(job, file=store.put(f"{folder}/all.pdf", content.getvalue()))
    except (SoftTimeLimitExceeded, working.TakenOver):
        raise  # the parts are kept; another run goes on
    except Exception:
        _tidy(folder)
        raise
    _tidy(folder)


def _tidy(folder: str) -> None:
    """Of a print that has ended only the whole stays."""
    for file in store.everything(folder):
        if not file.name.endswith("/all.pdf"):
            store.drop(file.name)


def _failed(notice: Notice, why: str) -> None:
    Notice.objects.filter(pk=notice.pk, file="").update(failure=why[:300])


working.handle(PRINT, print_together)
