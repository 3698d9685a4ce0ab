"""Documents as they come back with a seal."""

from typing import Any

from django.core.files.base import ContentFile

from branches import clock
from branches.jobs import working
from branches.models import Job, Unit, User
from evaluation.documents import making
from evaluation.issued import steps as issued_steps
from evaluation.letters import issue as letters_issue
from evaluation.models import Cycle, IssuedCopy, Notice
from evaluation.typesetting import typeset
from tests.support.typesetting import samples
from tests.support.world import PAPER


def decision(by: User, cycle: Cycle) -> Notice:
    """A naming decision on paper."""
    return making.make("naming", PAPER, by=by, cycle=cycle, number="平组通〔2026〕8号")


def printed(notice: Notice, **changed: Any) -> bytes:
    """Our own print of it, as it would come back; with other facts, as somebody corrected it by hand."""
    return typeset.render(notice.kind, notice.printable | changed)


def put_back(notice: Notice, content: bytes, by: User, name: str = "用印件.pdf", **more: Any) -> IssuedCopy:
    return issued_steps.put_back(notice, ContentFile(content, name), by=by, **more)


def compared(notice: Notice, content: bytes, by: User, name: str = "用印件.pdf", **more: Any) -> IssuedCopy:
    """The same after a worker compared it."""
    copy = put_back(notice, content, by, name, **more)
    working.at_once(Job.objects.filter(kind="issued_copy").latest("pk"))
    copy.refresh_from_db()
    return copy


def report(by: User, unit: Unit, cycle: Cycle) -> Notice:
    """What a unit issued."""
    return making.make("recommendation", samples.recommendation(), by=by, cycle=cycle, unit=unit)


def letter(by: User, unit: Unit, cycle: Cycle) -> Notice:
    """What 市直工委 wrote to a unit."""
    number = f"平直工函〔2026〕{Notice.objects.count() + 1}号"
    return letters_issue.reminder_letter(cycle, unit, by=by, task="推荐名单", due=clock.today(), number=number)
