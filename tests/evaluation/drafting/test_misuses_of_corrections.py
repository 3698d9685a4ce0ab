"""Every way to have a correction issued that two people of two bodies have not both signed as it stands (D19)."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from branches import clock
from branches.refusals import Refusal
from evaluation.documents import steps as documents_steps
from evaluation.drafting import corrections
from evaluation.drafting.steps import consent as consent_steps
from evaluation.drafting.steps import correction as correction_steps
from evaluation.drafting.steps import text as draft_steps
from evaluation.models import DocumentText, LeaderConsent, Signature
from tests.support.corrections import NEXT, begun, consented

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(issued, mended, checker, work_committee, organisation_department):
    """A correction that is checked, with both leaders' consents."""

    def put(text, fingerprint, by=organisation_department):
        Signature.objects.create(
            version=mended.version, body="organisation_department", text=text, fingerprint=fingerprint, by=by,
            at=clock.now(),
        )  # fmt: skip

    def last():
        return DocumentText.objects.filter(corrects=issued).first()

    consented(mended, work_committee)
    return SimpleNamespace(
        issued=issued, text=mended, put=put, last=last, committee=work_committee, department=organisation_department,
        sign=lambda who, text=None: correction_steps.sign(text or last(), by=who),
        change=lambda: begun(issued, work_committee, seen=1, copies_to="市委办公室"),
        recheck=lambda: draft_steps.check(last(), by=checker, is_passed=True),
        consent=lambda: consented(last(), work_committee),
        issue=lambda: correction_steps.issue(last(), by=work_committee, number=NEXT),
    )  # fmt: skip


def misuses(s) -> dict[str, list[Callable[[], object]]]:
    """What leads to it, and last the act that must be refused."""
    committee, department = (lambda: s.sign(s.committee)), (lambda: s.sign(s.department))
    again = [s.change, s.recheck, s.consent]
    mark = corrections.mark(s.text)
    return {
        "a changed text is signed unchecked": [s.change, committee],
        "one body signs twice": [committee, committee],
        "an earlier text is signed": [s.change, s.recheck, lambda: s.sign(s.committee, s.text)],
        "the old signatures for a changed text": [committee, department, *again, s.issue],
        "one old signature and one new": [committee, *again, department, s.issue],
        "the signatures of the decision itself": [s.issue],
        "one signature": [committee, s.issue],
        "the decision's signature in place of one": [
            lambda: s.put(s.issued.text, mark),
        ],
        "a signature marked with the list alone": [
            committee, lambda: s.put(s.text, s.text.version.fingerprint), s.issue,
        ],
        "a signature marked with nothing": [committee, lambda: s.put(s.text, "0" * 64), s.issue],
        "one person for both bodies": [committee, lambda: s.put(s.text, mark, by=s.committee)],
        "a consent that was withdrawn": [
            committee, department, lambda: consent_steps.withdraw(LeaderConsent.objects.last(), by=s.committee), s.issue,
        ],
        "a consent to the text before": [committee, department, s.change, s.recheck, committee, department, s.issue],
        "an earlier text is issued": [
            committee, department, s.change,
            lambda: correction_steps.issue(s.text, by=s.committee, number=NEXT),
        ],
        "issued twice": [committee, department, s.issue, s.issue],
        "by the body that does not issue": [
            committee, department, lambda: correction_steps.issue(s.text, by=s.department, number=NEXT),
        ],
        "without a number": [committee, department, lambda: correction_steps.issue(s.text, by=s.committee)],
        "with a number that is used": [
            committee, department, lambda: correction_steps.issue(s.text, by=s.committee, number=s.issued.number),
        ],
        "past the texts": [
            lambda: documents_steps.correct(
                s.issued, by=s.committee, reason="有误。", values={}, wrong="党支部", right="支部", number=NEXT
            ),
        ],
        "a correction that was given up": [
            committee, department, lambda: draft_steps.give_up(s.text, by=s.committee), s.issue,
        ],
        "signed by both and given back": [
            committee, department,
            lambda: correction_steps.send_back(s.text, by=s.department, reason="请写明依据。"), s.issue,
        ],
        "given back and passed again": [
            lambda: correction_steps.send_back(s.text, by=s.department, reason="请写明依据。"), s.recheck,
        ],
        "signed after it was given up": [lambda: draft_steps.give_up(s.text, by=s.committee), committee],
    }  # fmt: skip


def let_through(s):
    found = []
    for what, (*lead, attempt) in misuses(s).items():
        with transaction.atomic():
            for act in lead:
                act()
            try:
                with transaction.atomic():
                    attempt()
                found.append(what)
            except (Refusal, PermissionDenied, IntegrityError):
                pass
            transaction.set_rollback(True)
    return found


def test_every_misuse_of_a_correction_is_refused(scene):
    assert let_through(scene) == []
    scene.sign(scene.committee)
    scene.sign(scene.department)
    scene.issue()


def test_twin_if_any_text_counted_as_signed_they_would_go_through(scene, monkeypatch):
    monkeypatch.setattr(corrections.Signed, "is_cosigned", property(lambda one: True))
    assert len(let_through(scene)) >= 6
