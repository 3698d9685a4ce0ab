"""样稿 as pictures of its pages and as a PDF, made by a worker from the text as it was saved, marked 送审稿."""

from collections.abc import Iterable
from typing import Any

from django.core.files.base import File

from branches.files import store
from branches.jobs import working
from branches.jobs.kinds import Kind
from branches.models import Job
from evaluation.documents import renditions
from evaluation.documents import series as document_series
from evaluation.drafting import queries as drafting_queries
from evaluation.drafting.comparison import spans
from evaluation.drafting.standard import printable, standard
from evaluation.drafting.subjects import Subject
from evaluation.models import DocumentText
from evaluation.typesetting import typeset
from evaluation.typesetting.compose import places
from evaluation.typesetting.kinds.wording import filled
from evaluation.typesetting.rendering.pictures import pictures

SAMPLE = Kind("sample", "typesetting")
FOLDER, WHOLE = "samples", "sample.pdf"
MOST = 12
"""Pages shown as pictures; the PDF has all."""


def title(text: DocumentText) -> str:
    return f"样稿：{drafting_queries.label_of(text)}第{text.number}稿"


def payload(subject: Subject, text: DocumentText) -> dict[str, Any]:
    """All that the worker needs: the facts of this moment with this text."""
    code = document_series.code_of(text.kind, subject.facts["issuers"][0]) if subject.version else ""
    number = f"{code}〔{document_series.this_year()}〕　号" if code else ""
    days = places(subject.kind, subject.facts)
    usual, own = (filled(one["paragraphs"], days) for one in (standard(subject), text.facts))
    facts = printable(subject, text.facts) | {"number": number, "is_draft": True, "changed": spans(usual, own)}
    return {"text": text.pk, "kind": text.kind, "facts": facts}


def make(job: Job) -> None:
    """Typeset the sample and draw its pages."""
    content = typeset.render(job.payload["kind"], job.payload["facts"])
    put(job.payload["text"], content, pictures(content, MOST))
    working.finish(job)


def put(text: int, content: bytes, drawn: Iterable[bytes]) -> None:
    """The pictures first: the PDF says that all of them are there."""
    for number, one in enumerate(drawn, start=1):
        store.put(f"{FOLDER}/{text}/{number:02d}.png", one)
    store.put(f"{FOLDER}/{text}/{WHOLE}", content)


def make_at_once(text: DocumentText) -> None:
    """One of a page or two, made while the person waits, unless a worker was quicker."""
    waiting = Job.objects.filter(kind=SAMPLE.name, payload__text=text.pk, finished_at=None, cancelled_at=None)
    job = waiting.first()
    if job is not None and renditions.is_short_text(job.payload["kind"], job.payload["facts"]):
        working.at_once(job)


def first_seen(text: DocumentText) -> int:
    """How many pictures there are for somebody who opens the page; a short sample is made for its first reader."""
    if not pages(text):
        make_at_once(text)
    return pages(text)


def pages(text: DocumentText) -> int:
    """How many pictures there are; 0 while they are being made."""
    names = [file.name.rpartition("/")[2] for file in store.everything(f"{FOLDER}/{text.pk}")]
    return sum(name.endswith(".png") for name in names) if WHOLE in names else 0


def picture(text: DocumentText, number: int) -> "File[Any]":
    """Raises FileNotFoundError, as `pdf` does."""
    return store.opened(f"{FOLDER}/{text.pk}/{number:02d}.png")


def pdf(text: DocumentText) -> "File[Any]":
    return store.opened(f"{FOLDER}/{text.pk}/{WHOLE}")


working.handle(SAMPLE, make)
