"""What whoever issues a document asks of its text: that it is there, fits its list, was checked and consented to."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from branches.names import WORK_COMMITTEE
from branches.settings import queries as settings_queries
from evaluation.drafting import queries as drafting_queries
from evaluation.drafting.queries import Standing
from evaluation.drafting.standard import printable, unplaced
from evaluation.drafting.subjects import Subject
from evaluation.models import DocumentText, Notice

NOBODY: Mapping[str, str] = MappingProxyType({})


class Ready(NamedTuple):
    """A text that may be issued; the standard one where none is drafted."""

    text: DocumentText | None
    dated_on: date | None
    leaders: Mapping[str, str] = NOBODY
    """By body who signed it on paper, as it was said at issue; recorded as consents where texts are drafted."""

    def said(self, day: date, leaders: Mapping[str, str]) -> "Ready":
        """With the day and the names that were said at issue, unless consents are recorded."""
        return Ready(self.text, day, NOBODY if self.dated_on else leaders)


def obstacles(subject: Subject) -> list[str]:
    """Why the document cannot be issued because of its text; signatures are asked elsewhere.

    A correction always has a text: there is no other that both bodies could sign.
    """
    drafts = settings_queries.drafts()
    if not drafts and subject.corrects is None:
        return []
    text = drafting_queries.newest(subject)
    if text is None or drafting_queries.is_given_up(text):
        return [f"还没有拟稿，请{WORK_COMMITTEE}先拟稿、核稿。"]
    if not drafting_queries.fits(text, subject):
        return ["名单在拟稿之后有变化，请按新的名单保存文稿，再核稿。"]
    if missing := unplaced(subject, text.facts):
        return [f"正文里没有{'和'.join(missing)}，请补上后保存，再核稿。制发时系统填上日期。"]
    standing = drafting_queries.standing(text)
    if standing.is_returned:
        return [f"第{text.number}稿已被退回，请修改后另存一稿。"]
    return _not_passed(subject, standing) if drafts else []


def _not_passed(subject: Subject, standing: Standing) -> list[str]:
    text, reasons = standing.text, []
    if not standing.is_passed:
        reasons.append(f"第{text.number}稿还没有核稿通过。")
    if subject.signers and (missing := standing.missing):
        reasons.append(f"还没有登记{'、'.join(body.label for body in missing)}负责人签发的日期。")
    return reasons


def ready(subject: Subject) -> Ready:
    """The text in force; asked once there are no obstacles."""
    drafts = settings_queries.drafts()
    text = drafting_queries.newest(subject) if drafts or subject.corrects else None
    return Ready(text, drafting_queries.standing(text).dated_on if text and drafts else None)


def facts(subject: Subject, ready_: Ready) -> dict[str, Any]:
    """What the document freezes."""
    found = printable(subject, ready_.text.facts) if ready_.text else dict(subject.facts)
    if ready_.dated_on:
        found["dated_on"] = ready_.dated_on.isoformat()
    if ready_.leaders:
        found["leaders"] = dict(ready_.leaders)
    return found


def issued(text: DocumentText | None, notice: Notice) -> None:
    """The text says as what it was issued."""
    if text is not None:
        DocumentText.objects.filter(pk=text.pk, issued_as=None).update(issued_as=notice)
