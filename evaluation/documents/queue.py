"""Documents get their files from the rows without one: each exactly once, whoever is killed or comes second.

A row is claimed before it is typeset, and a file appears under its name whole or not at all. So two workers never make
two files, and what a killed one left behind is taken as it is, or made anew.
"""

import hashlib
import logging
import os
import time
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from celery.exceptions import SoftTimeLimitExceeded
from django.core.files.storage import default_storage
from django.db.models import F, Q, QuerySet
from pypdf import PdfWriter

from branches import clock
from evaluation.models import Batch, Notice
from evaluation.models.notice import ATTEMPTS, CLAIM
from evaluation.typesetting import typeset

logger = logging.getLogger(__name__)
Row = TypeVar("Row", Notice, Batch)

BUDGET = 120.0
"""Seconds after which a run takes nothing new: far enough from the time limit for the longest document."""
PART = 40
"""Documents in one part of a batch: what a killed worker loses at most."""
AT_ONCE = 10
"""A batch of so few is made while the person waits."""


def work() -> int:
    """Make what waits, batches first since somebody waits for them. Returns how many documents got their file."""
    until, done = time.monotonic() + BUDGET, 0
    while time.monotonic() < until and (batch := _claimed(Batch.objects.filter(cancelled_at=None, finished_at=None))):
        make_batch(batch)
    while time.monotonic() < until and (notice := _claimed(Notice.objects.filter(file=""))):
        done += set_type(notice)
    return done


def at_once(notice: Notice) -> Notice:
    """The document with its file, for a person who opens it before a worker came; unchanged while one is at it."""
    if not notice.file and _claim(Notice.objects.filter(pk=notice.pk, file=""), notice, is_asked_for=True):
        set_type(notice)
    notice.refresh_from_db()
    return notice


def batch_at_once(batch: Batch) -> None:
    """A batch of a few, made while the person waits."""
    if batch.total <= AT_ONCE and _claim(Batch.objects.filter(pk=batch.pk), batch):
        make_batch(batch)


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
    name = f"notices/{notice.dated_on.year}/{notice.pk}-{notice.token}.pdf"
    kept = _keep(name, content)
    row = Notice.objects.filter(pk=notice.pk, file="")
    return bool(row.update(file=name, sha256=hashlib.sha256(kept).hexdigest(), typeset_at=clock.now(), failure=""))


def make_batch(batch: Batch) -> None:
    """Make the parts that are missing, then one PDF of all. Stops between two parts when the person cancels."""
    parts = [batch.notices[start : start + PART] for start in range(0, batch.total, PART)]
    folder = f"batches/{batch.pk}-{batch.token}"
    mine = Batch.objects.filter(pk=batch.pk, cancelled_at=None)
    try:
        for number, ids in enumerate(parts):
            name = f"{folder}/{number:04d}.pdf"
            if not default_storage.exists(name):
                rows = Notice.objects.in_bulk(ids)
                _keep(name, typeset.render_many((rows[pk].kind, rows[pk].printable) for pk in ids))
            # A finished part counts the attempts anew: only one that kills its worker again and again ends the batch.
            if not mine.update(done=min((number + 1) * PART, batch.total), claimed_at=clock.now(), attempts=0):
                break
        else:
            whole = PdfWriter()
            for number in range(len(parts)):
                whole.append(default_storage.path(f"{folder}/{number:04d}.pdf"))
            path = Path(default_storage.path(f"{folder}/all.part"))
            whole.write(path)
            path.rename(path.with_suffix(".pdf"))
            mine.update(file=f"{folder}/all.pdf", finished_at=clock.now())
    except SoftTimeLimitExceeded:
        raise  # the parts are kept; the next run goes on
    except Exception as error:  # as above
        logger.exception("Batch %s could not be made", batch.pk)
        mine.update(failure=f"{type(error).__name__}：{error}"[:300], finished_at=clock.now())
    for path in Path(default_storage.path(folder)).glob("[0-9]*.pdf"):
        path.unlink()


def _claimed(waiting: "QuerySet[Row]") -> Row | None:
    """The next row that nobody is at, now claimed. Those that failed before come last, and after a pause."""
    free = Q(claimed_at=None) | Q(claimed_at__lt=clock.now() - CLAIM)
    while row := waiting.filter(free, attempts__lt=ATTEMPTS).order_by("attempts", "pk").first():
        if _claim(waiting.filter(pk=row.pk), row):
            return row
    return None


def _claim(rows: "QuerySet[Row]", row: Row, *, is_asked_for: bool = False) -> bool:
    """Compare and set: of two who saw the row free, one gets it. A person's wish does not wait for the pause."""
    if is_asked_for and _is_busy(row):
        return False
    return bool(
        rows.filter(attempts=row.attempts, claimed_at=row.claimed_at).update(
            claimed_at=clock.now(), attempts=F("attempts") + 1, failure=""
        )
    )


def _is_busy(row: Notice | Batch) -> bool:
    claimed: datetime | None = row.claimed_at
    return claimed is not None and claimed > clock.now() - CLAIM and not row.failure


def _failed(notice: Notice, why: str) -> None:
    Notice.objects.filter(pk=notice.pk, file="").update(failure=why[:300])


def _keep(name: str, content: bytes) -> bytes:
    """Write under another name, then give the name: it is never half a file. What stands there already stays."""
    path = Path(default_storage.path(name))
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(part, path)
    except FileExistsError:
        return path.read_bytes()
    finally:
        part.unlink()
    return content
