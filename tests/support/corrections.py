"""An issued decision that turns out to be wrong, and the text that is to take its place."""

from typing import Any

from branches import clock
from branches.models import User
from evaluation.decision import steps as decision_steps
from evaluation.drafting import subjects as drafting_subjects
from evaluation.drafting.standard import standard
from evaluation.drafting.steps import consent as consent_steps
from evaluation.drafting.steps import text as draft_steps
from evaluation.drafting.subjects import Subject
from evaluation.models import DecisionVersion, DocumentText, Notice
from evaluation.vocabulary import Body

NUMBER, NEXT = "平组通〔2027〕12号", "平组通〔2027〕19号"


def proclaimed(version: DecisionVersion, committee: User, department: User) -> Notice:
    """The document of a frozen list whose text, if it has one, is checked: signed by both and out."""
    for person in (committee, department):
        decision_steps.sign(version, by=person)
    for text in version.texts.all():
        consented(text, committee)
    decision_steps.proclaim(version.decision, by=committee, document_number=NUMBER)
    return Notice.objects.get(decision=version.decision, kind__in=("naming", "revocation"))


def consented(text: DocumentText, by: User) -> None:
    """Both leaders signed it today."""
    for body in Body:
        consent_steps.record(text, by=by, body=body, leader="顾长河", signed_on=clock.today())


def subject(notice: Notice) -> Subject:
    found = drafting_subjects.of_correction(notice)
    assert found
    return found


def begun(notice: Notice, by: User, *, seen: int = 0, **changed: Any) -> DocumentText:
    """A text that says one sentence more than the document, or what is told."""
    usual = standard(subject(notice))
    more = {"paragraphs": [*usual["paragraphs"], "另行说明。"]} if not changed else {}
    return draft_steps.save(subject(notice), {**usual, "reason": "写漏了一句。", **more, **changed}, by=by, seen=seen)
