"""What is signed is the list and the text (D19): drafting, checking, consents, and what a change makes void."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from branches import clock
from branches.models import Setting
from branches.refusals import Refusal
from evaluation import worklist
from evaluation.advance import Refused, Stale
from evaluation.decision import signing
from evaluation.decision import steps as decision_steps
from evaluation.drafting import comparison, issuing
from evaluation.drafting import queries as drafting_queries
from evaluation.drafting import subjects as drafting_subjects
from evaluation.drafting.standard import renewed, standard
from evaluation.drafting.steps import consent as consent_steps
from evaluation.drafting.steps import text as draft_steps
from evaluation.models import Honour, LeaderConsent, Notice, Signature
from evaluation.naming.steps import evaluation as evaluation_steps
from evaluation.typesetting.compose import compose
from evaluation.vocabulary import Body
from evaluation.vocabulary.duties import Duty
from tests.support.naming import proposed

NUMBER = "平组通〔2027〕12号"
pytestmark = pytest.mark.django_db


def changed(text, **other):
    return dict(text.facts) | {"paragraphs": [*text.facts["paragraphs"], "特此通报。"]} | other


def save(version, facts, by, seen):
    return draft_steps.save(drafting_subjects.of_version(version), facts, by=by, seen=seen)


def consent_of_both(text, by, *days):
    for body, day in zip(Body, days or (clock.today(), clock.today()), strict=True):
        consent_steps.record(text, by=by, body=body, leader="顾长河", signed_on=day)


def both_sign(version, *people):
    for person in people:
        decision_steps.sign(version, by=person)


@pytest.fixture
def all_signed(version, passed, work_committee, organisation_department):
    both_sign(version, work_committee, organisation_department)
    consent_of_both(passed, work_committee)
    return passed


def test_a_frozen_list_has_the_standard_text_at_once(text):
    assert text.number == 1 and text.facts == standard(drafting_subjects.of_version(text.version))
    assert comparison.changes(standard(drafting_subjects.of_version(text.version)), text.facts) == []


def test_everything_given_it_is_proclaimed_with_the_text_that_was_signed(
    version, text, checker, work_committee, organisation_department
):
    given = changed(text, title="关于命名“四强”党支部的\n决定", copies_to="市委办公室", copies=96)
    mine = save(version, given, work_committee, 1)
    draft_steps.check(mine, by=checker, is_passed=True)
    both_sign(version, work_committee, organisation_department)
    consent_of_both(mine, work_committee)
    decision_steps.proclaim(version.decision, by=work_committee, document_number=NUMBER)
    made = Notice.objects.get(kind="naming")
    letter = compose("naming", made.data)
    assert letter.title == "关于命名“四强”党支部的\n决定" and letter.body == tuple(given["paragraphs"])
    assert letter.copies_to == "市委办公室" and made.data["copies"] == 96
    mine.refresh_from_db()
    assert mine.issued_as == made
    assert {one.text for one in Signature.objects.all()} == {mine}


@pytest.mark.parametrize("lacking", ["check", "one signature", "one consent", "both consents"])
def test_whatever_is_lacking_it_is_not_proclaimed(
    lacking, version, text, checker, work_committee, organisation_department
):
    if lacking == "check":
        with pytest.raises(Refused, match="还没有核稿通过，不能签署"):
            decision_steps.sign(version, by=work_committee)
        return
    draft_steps.check(text, by=checker, is_passed=True)
    both_sign(version, work_committee, *([] if lacking == "one signature" else [organisation_department]))
    bodies = {"one consent": list(Body)[:1], "both consents": []}.get(lacking, list(Body))
    for body in bodies:
        consent_steps.record(text, by=work_committee, body=body, leader="顾长河", signed_on=clock.today())
    with pytest.raises(Refused, match="尚未签署" if lacking == "one signature" else "负责人签发的日期"):
        decision_steps.proclaim(version.decision, by=work_committee, document_number=NUMBER)
    assert not Honour.objects.filter(decision=version.decision).exists()


def test_twin_without_asking_for_the_text_it_would_be_proclaimed(
    version, passed, work_committee, organisation_department, monkeypatch
):
    both_sign(version, work_committee, organisation_department)
    monkeypatch.setattr(issuing, "obstacles", lambda subject: [])
    decision_steps.proclaim(version.decision, by=work_committee, document_number=NUMBER)
    assert Honour.objects.filter(decision=version.decision).exists()


def test_a_change_of_the_text_voids_check_signatures_and_consents(version, all_signed, checker, work_committee):
    assert signing.standing(version).is_cosigned
    save(version, changed(all_signed), work_committee, 1)
    standing = signing.standing(version)
    assert not standing.is_cosigned and not standing.signatures and len(standing.void) == 2
    now = drafting_queries.standing(standing.text)
    assert not now.is_passed and len(now.missing) == 2
    with pytest.raises(Refused, match="尚未签署"):
        decision_steps.proclaim(version.decision, by=work_committee, document_number=NUMBER)
    draft_steps.check(standing.text, by=checker, is_passed=True)
    decision_steps.sign(version, by=work_committee)
    assert len(signing.standing(version).signatures) == 1, "who signed the old text signs the new one"


def test_twin_if_a_signature_covered_the_list_alone_it_would_outlive_the_text(
    version, all_signed, work_committee, monkeypatch
):
    monkeypatch.setattr(drafting_queries, "signed", lambda listed, text: listed)
    monkeypatch.setattr(drafting_queries, "latest", lambda version: None)
    Signature.objects.update(text=None, fingerprint=version.fingerprint)
    save(version, changed(all_signed), work_committee, 1)
    assert signing.standing(version).is_cosigned


def test_a_change_of_the_list_voids_the_check_too(
    version, all_signed, second, work_committee, organisation_department, recommending
):
    proposed(second, work_committee, organisation_department)
    with pytest.raises(Refused, match="重新冻结"):
        decision_steps.proclaim(version.decision, by=work_committee, document_number=NUMBER)
    later = decision_steps.freeze(recommending, by=work_committee)
    text = drafting_queries.latest(later)
    assert text.version == later and not drafting_queries.standing(text).is_passed
    with pytest.raises(Refused, match="还没有核稿通过"):
        decision_steps.sign(later, by=work_committee)


def test_what_the_clerk_wrote_is_carried_to_the_next_list_and_standard_figures_are_renewed(
    version, text, second, work_committee, organisation_department, recommending
):
    first = text.facts["paragraphs"][0]
    own = first.replace("按照", "根据", 1)
    save(version, changed(text, paragraphs=[own, *text.facts["paragraphs"][1:], "本单位另有安排。"]), work_committee, 1)
    assert "1个党支部" in own
    proposed(second, work_committee, organisation_department)
    later = drafting_queries.latest(decision_steps.freeze(recommending, by=work_committee))
    assert later.facts["paragraphs"][-1] == "本单位另有安排。"
    assert later.facts["paragraphs"][1:-1] == text.facts["paragraphs"][1:]
    usual = standard(drafting_subjects.of_version(later.version))
    carried = renewed(text.facts, standard(drafting_subjects.of_version(version)), usual)
    assert carried == usual, "a text that was standard becomes the new standard text"
    assert later.facts["paragraphs"][0].startswith("根据") and "2个党支部" in later.facts["paragraphs"][0]
    assert comparison.doubts(later.facts, 3), "a figure that is not that of the list is pointed out"


def test_nobody_checks_what_he_drafted(text, work_committee, checker):
    with pytest.raises(Refused, match="另一人核稿"):
        draft_steps.check(text, by=work_committee, is_passed=True)
    draft_steps.check(text, by=checker, is_passed=True)


def test_only_work_committee_drafts_checks_and_records(version, text, organisation_department):
    for act in (
        lambda: save(version, changed(text), organisation_department, 1),
        lambda: draft_steps.check(text, by=organisation_department, is_passed=True),
        lambda: consent_of_both(text, organisation_department),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_a_return_says_why_and_holds_signing_up(version, text, checker, work_committee):
    with pytest.raises(Refused, match="写明意见"):
        draft_steps.check(text, by=checker, is_passed=False, reason=" ")
    draft_steps.check(text, by=checker, is_passed=False, reason="第2段请写明依据。")
    with pytest.raises(Refused, match="还没有核稿通过"):
        decision_steps.sign(version, by=work_committee)


def test_whoever_saves_on_an_older_text_writes_nothing_over(version, text, work_committee, checker):
    save(version, changed(text), work_committee, 1)
    with pytest.raises(Stale):
        save(version, changed(text, copies=3), checker, 1)
    with pytest.raises(Refused, match="没有改动"):
        save(version, changed(text), checker, 2)


def test_an_older_text_is_neither_checked_nor_consented_to(version, text, work_committee, checker):
    save(version, changed(text), work_committee, 1)
    with pytest.raises(Refused, match="有改动"):
        draft_steps.check(text, by=checker, is_passed=True)
    with pytest.raises(Refused, match="有改动"):
        consent_of_both(text, work_committee)


def test_nobody_signs_another_text_than_he_read(version, passed, work_committee, checker):
    later = save(version, changed(passed), work_committee, 1)
    draft_steps.check(later, by=checker, is_passed=True)
    with pytest.raises(Refused, match="在您查看之后有改动"):
        decision_steps.sign(version, by=work_committee, text=passed.pk)
    decision_steps.sign(version, by=work_committee, text=later.pk)


def test_the_document_is_dated_as_the_last_leader_signed(version, passed, work_committee, organisation_department):
    both_sign(version, work_committee, organisation_department)
    with clock.moved_to(clock.today() + timedelta(days=9)):
        frozen_on = clock.day_of(version.frozen_at)
        days = (frozen_on + timedelta(days=4), frozen_on + timedelta(days=2))
        consent_of_both(passed, work_committee, *days)
        decision_steps.proclaim(version.decision, by=work_committee, document_number=NUMBER)
    made = Notice.objects.get(kind="naming")
    assert made.dated_on == days[0] and made.data["dated_on"] == days[0].isoformat()
    assert Honour.objects.get(decision=version.decision).named_on == days[0]


def test_a_leader_signs_neither_in_the_future_nor_before_the_list(version, text, work_committee):
    for day, why in ((1, "不能晚于今天"), (-1, "不能早于名单冻结")):
        with pytest.raises(Refused, match=why):
            consent_steps.record(
                text,
                by=work_committee,
                body=Body.WORK_COMMITTEE,
                leader="顾长河",
                signed_on=clock.today() + timedelta(days=day),
            )


def test_a_wrong_record_is_withdrawn_and_made_again_until_the_document_is_issued(version, all_signed, work_committee):
    one = LeaderConsent.objects.first()
    with pytest.raises(Refused, match="已经登记"):
        consent_steps.record(all_signed, by=work_committee, body=one.body, leader="顾长河", signed_on=clock.today())
    consent_steps.withdraw(one, by=work_committee)
    consent_steps.record(all_signed, by=work_committee, body=one.body, leader="季云深", signed_on=clock.today())
    decision_steps.proclaim(version.decision, by=work_committee, document_number=NUMBER)
    with pytest.raises(Refusal):
        consent_steps.withdraw(LeaderConsent.objects.last(), by=work_committee)
    assert signing.standing(version).signatures.keys() == set(Body), "what is proclaimed keeps its signatures"


def test_a_text_touched_past_the_system_is_not_signed(version, passed, work_committee):
    passed.fingerprint = "0" * 64
    assert not drafting_queries.fits(passed, drafting_subjects.of_version(version))
    assert drafting_queries.fits(drafting_queries.latest(version), drafting_subjects.of_version(version))


def test_switched_off_the_standard_text_is_the_text(version, text, work_committee, organisation_department):
    Setting.objects.create(name=Setting.Name.DRAFTING, value="off", at=clock.now())
    both_sign(version, work_committee, organisation_department)
    day = clock.day_of(version.frozen_at)
    with pytest.raises(Refused, match="成文日期"):
        decision_steps.proclaim(
            version.decision, by=work_committee, document_number=NUMBER, dated_on=day - timedelta(days=1)
        )
    decision_steps.proclaim(version.decision, by=work_committee, document_number=NUMBER, dated_on=day)
    made = Notice.objects.get(kind="naming")
    assert "paragraphs" not in made.data and made.dated_on == day
    assert set(Signature.objects.values_list("text", flat=True)) == {None}


def test_switched_on_a_list_that_was_frozen_before_waits_for_a_text(
    frozen, work_committee, organisation_department, request
):
    decision_steps.sign(frozen, by=work_committee)
    request.getfixturevalue("drafting")
    assert signing.standing(frozen).signatures, "as yet no text says anything else"
    with pytest.raises(Refused, match="还没有拟稿"):
        decision_steps.sign(frozen, by=organisation_department)


def test_the_body_that_leads_comes_first(text, recommending):
    assert text.facts["printed_by"].startswith("中共平顶山市委组织部")
    Setting.objects.create(name=Setting.Name.LEAD_BODY, value="work_committee", at=clock.now())
    now = drafting_subjects.of_version(text.version)
    assert now.facts["issuers"][0].startswith("中共平顶山市委市直机关")
    assert standard(now)["printed_by"].startswith("中共平顶山市委市直机关")


def test_a_public_notice_waits_for_a_checked_text_of_its_list(
    drafting, candidate, second, work_committee, organisation_department, checker, recommending
):
    type(recommending).objects.filter(pk=recommending.pk).update(notice_days=5)
    recommending.refresh_from_db()
    proposed(candidate, work_committee, organisation_department)
    with pytest.raises(Refused, match="还没有拟稿"):
        evaluation_steps.publish_notice(recommending, by=work_committee)
    subject = drafting_subjects.of_public_notice(recommending)
    usual = standard(subject)
    assert any("【开始日】" in line for line in usual["paragraphs"])
    without = dict(usual) | {"paragraphs": ["现予公示。"]}
    with pytest.raises(Refused, match="要保留【开始日】"):
        draft_steps.save(subject, without, by=work_committee, seen=0)
    text = draft_steps.save(subject, usual, by=work_committee, seen=0)
    with pytest.raises(Refused, match="还没有核稿通过"):
        evaluation_steps.publish_notice(recommending, by=work_committee)
    draft_steps.check(text, by=checker, is_passed=True)
    proposed(second, work_committee, organisation_department)
    with pytest.raises(Refused, match="名单在拟稿之后有变化"):
        evaluation_steps.publish_notice(recommending, by=work_committee)
    own = draft_steps.save(drafting_subjects.of_public_notice(recommending), usual, by=work_committee, seen=1)
    draft_steps.check(own, by=checker, is_passed=True)
    evaluation_steps.publish_notice(recommending, by=work_committee)
    assert drafting_queries.of(text).first() is None, "drafts before it are over"
    body = "".join(compose("public_notice", Notice.objects.get(kind="public_notice").data).body)
    assert "【" not in body and "年" in body


def owed(user):
    return {task.duty for task in worklist.tasks(user)} & {
        Duty.SIGN, Duty.CHECK_TEXT, Duty.MEND_TEXT, Duty.RECORD_CONSENT,
    }  # fmt: skip


def test_each_sees_what_a_text_waits_for(version, text, checker, work_committee, organisation_department):
    assert owed(checker) == {Duty.CHECK_TEXT} and owed(work_committee) == owed(organisation_department) == set()
    draft_steps.check(text, by=checker, is_passed=False, reason="请改标题。")
    assert owed(checker) == set() and owed(work_committee) == {Duty.MEND_TEXT}
    mine = save(version, changed(text), work_committee, 1)
    draft_steps.check(mine, by=checker, is_passed=True)
    assert owed(checker) == owed(work_committee) == {Duty.RECORD_CONSENT, Duty.SIGN}
    assert owed(organisation_department) == {Duty.SIGN}
    titles = [task.title for task in worklist.tasks(organisation_department)]
    assert "会签命名名单第1版和文稿" in titles
    decision_steps.sign(version, by=work_committee)
    consent_of_both(mine, work_committee)
    assert owed(work_committee) == set() and owed(organisation_department) == {Duty.SIGN}
    save(version, changed(text, copies=3), work_committee, 2)
    assert owed(checker) == {Duty.CHECK_TEXT} and owed(organisation_department) == set()
