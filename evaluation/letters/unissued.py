"""样稿 of what is not drafted: the PDF as it would be issued now. One of a page or two is given at once, a longer one is a job."""

from collections.abc import Mapping
from typing import Any

from branches.jobs import steps as jobs_steps
from branches.jobs import working
from branches.jobs.kinds import Kind
from branches.models import Job, User
from evaluation.documents import renditions
from evaluation.models import Notice
from evaluation.typesetting import typeset

KIND = Kind("unissued", "typesetting")


def title(kind: Notice.Kind) -> str:
    return f"样稿—{kind.label}"


def asked_for(kind: Notice.Kind, facts: Mapping[str, Any], *, by: User) -> Job:
    """A long one; asked for again while it waits, it is the same job."""
    payload = {"kind": str(kind), "facts": dict(facts)}
    waiting = Job.objects.filter(kind=KIND.name, by=by, finished_at=None, cancelled_at=None, payload=payload)
    return waiting.first() or jobs_steps.ask(KIND, title(kind), payload, total=1, by=by)


def at_once(kind: Notice.Kind, facts: Mapping[str, Any]) -> bytes | None:
    """None for one that is too long to wait for."""
    return typeset.render(kind, facts) if renditions.is_short_text(kind, facts) else None


def make(job: Job) -> None:
    working.deliver(job, "pdf", typeset.render(job.payload["kind"], job.payload["facts"]))


working.handle(KIND, make)
