"""Every way to have a text issued that two people of two bodies have not both signed as it stands (D19)."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from branches import clock
from branches.models import Setting
from branches.refusals import Refusal
from evaluation.decision import signing
from evaluation.decision import steps as decision_steps
from evaluation.drafting import queries as drafting_queries
from evaluation.drafting import subjects as drafting_subjects
from evaluation.drafting.steps import consent as consent_steps
from evaluation.drafting.steps import text as draft_steps
from evaluation.integrity import checks
from evaluation.models import DocumentText, LeaderConsent, Signature
from evaluation.vocabulary import Body
from tests.support import guards

pytestmark = pytest.mark.django_db
NUMBER = "平组通〔2027〕12号"


@pytest.fixture
def scene(version, passed, checker, work_committee, organisation_department):
    """A text that is checked, with both leaders' consents."""

    def sign(who):
        return decision_steps.sign(version, by=who)

    def change(by=work_committee):
        facts = dict(passed.facts) | {"paragraphs": [*passed.facts["paragraphs"], "另有要求。"]}
        return draft_steps.save(drafting_subjects.of_version(version), facts, by=by, seen=1)

    def put(text, fingerprint):
        Signature.objects.create(
            version=version, body="organisation_department", text=text, fingerprint=fingerprint,
            by=organisation_department, at=clock.now(),
        )  # fmt: skip

    def switch_off():
        Setting.objects.create(name=Setting.Name.DRAFTING, value="off", at=clock.now())

    def consent():
        for body in Body:
            consent_steps.record(
                drafting_queries.latest(version), by=work_committee, body=body, leader="顾长河", signed_on=clock.today()
            )

    def recheck():
        draft_steps.check(drafting_queries.latest(version), by=checker, is_passed=True)

    consent()
    return SimpleNamespace(
        version=version, text=passed, sign=sign, change=change, put=put, switch_off=switch_off, consent=consent,
        recheck=recheck, committee=work_committee, department=organisation_department,
        proclaim=lambda: decision_steps.proclaim(version.decision, by=work_committee, document_number=NUMBER),
    )  # fmt: skip


def misuses(s) -> dict[str, list[Callable[[], object]]]:
    """What leads to it, and last the act that must be refused."""
    committee, department = (lambda: s.sign(s.committee)), (lambda: s.sign(s.department))
    again = [s.change, s.recheck, s.consent]
    return {
        "a changed text is signed unchecked": [s.change, committee],
        "one body signs a text twice": [committee, committee],
        "the old signatures for a changed text": [committee, department, *again, s.proclaim],
        "one old signature and one new": [committee, *again, department, s.proclaim],
        "a signature under the list alone": [
            committee, lambda: s.put(None, s.version.fingerprint), s.proclaim,
        ],
        "a signature under the text, marked with the list": [
            committee, lambda: s.put(s.text, s.version.fingerprint), s.proclaim,
        ],
        "a signature under an earlier text, marked with the new": [
            *again, committee,
            lambda: s.put(s.text, drafting_queries.signed(s.version.fingerprint, DocumentText.objects.first())), s.proclaim,
        ],
        "a signature marked with nothing": [committee, lambda: s.put(s.text, "0" * 64), s.proclaim],
        "a consent that was withdrawn": [
            committee, department, lambda: consent_steps.withdraw(LeaderConsent.objects.first(), by=s.committee), s.proclaim,
        ],
        "a consent to the text before": [committee, department, s.change, s.recheck, committee, department, s.proclaim],
        "signatures under a text that is not issued": [committee, department, s.switch_off, s.proclaim],
        "a text reworded in the database": [
            lambda: DocumentText.objects.filter(pk=s.text.pk).update(facts=dict(s.text.facts) | {"copies": 7}),
        ],
        "a text deleted": [lambda: DocumentText.objects.filter(pk=s.text.pk).delete()],
        "a text that says as what it was issued, changed": [
            committee, department, s.proclaim, lambda: DocumentText.objects.filter(pk=s.text.pk).update(issued_as=None),
        ],
        "a text saved for what is proclaimed": [committee, department, s.proclaim, s.change],
        "unsigned": [s.proclaim],
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


def test_every_misuse_of_a_text_is_refused(scene):
    assert let_through(scene) == []
    scene.sign(scene.committee)
    scene.sign(scene.department)
    scene.proclaim()


def test_twin_if_any_list_and_text_counted_as_signed_they_would_go_through(scene, monkeypatch):
    monkeypatch.setattr(signing.Standing, "is_cosigned", property(lambda one: True))
    assert len(let_through(scene)) >= 6


def test_a_signed_text_is_intact_until_somebody_rewords_it_past_every_guard(scene):
    for act in (lambda: scene.sign(scene.committee), lambda: scene.sign(scene.department), scene.proclaim):
        act()
    assert checks.decisions().problems == []
    guards.lift()
    facts = dict(scene.text.facts) | {"paragraphs": ["另一种说法。"]}
    DocumentText.objects.filter(pk=scene.text.pk).update(facts=facts)
    told = f"decision {scene.version.decision_id}: its document does not say what was signed"
    text_differs = f"decision {scene.version.decision_id}: the text is not the one that was signed"
    assert checks.decisions().problems == [text_differs, told]
    mark = drafting_queries.fingerprint(scene.text.kind, facts, scene.version.fingerprint)
    DocumentText.objects.filter(pk=scene.text.pk).update(fingerprint=mark)
    list_differs = f"decision {scene.version.decision_id}: the list is not the one that was signed"
    assert checks.decisions().problems == [told, list_differs]
