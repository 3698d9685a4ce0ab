"""更正 of what both bodies signed (D19, D35): the same page, the same signatures; the old document stays until then."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from branches import clock
from branches.models import Setting
from evaluation import worklist
from evaluation.advance import Refused
from evaluation.decision import signing
from evaluation.documents import queries as documents_queries
from evaluation.documents import steps as documents_steps
from evaluation.drafting import comparison, corrections
from evaluation.drafting import queries as drafting_queries
from evaluation.drafting.standard import standard
from evaluation.drafting.steps import consent as consent_steps
from evaluation.drafting.steps import correction as correction_steps
from evaluation.drafting.steps import text as draft_steps
from evaluation.integrity import checks
from evaluation.models import DocumentText, Notice, Signature
from evaluation.naming.steps import evaluation as evaluation_steps
from evaluation.typesetting.compose import compose
from evaluation.vocabulary import Body
from evaluation.vocabulary.duties import Duty
from tests.support import guards
from tests.support.corrections import NEXT, NUMBER, begun, consented, subject
from tests.support.naming import proposed

pytestmark = pytest.mark.django_db


def both_sign(text, *people):
    for person in people:
        correction_steps.sign(text, by=person)


def test_a_correction_begins_with_what_was_issued(issued, work_committee):
    assert standard(subject(issued))["paragraphs"] == list(compose("naming", issued.data).body)
    with pytest.raises(Refused, match="没有不同"):
        begun(issued, work_committee, reason="看错了。")
    with pytest.raises(Refused, match="更正理由"):
        begun(issued, work_committee, reason="")
    with pytest.raises(Refused, match="没有找到“没有的字”"):
        begun(issued, work_committee, wrong="没有的字", right="有")


def test_d35_the_old_document_stays_until_the_corrected_one_is_issued(
    issued, mended, work_committee, organisation_department
):
    before = issued.data
    both_sign(mended, work_committee, organisation_department)
    consented(mended, work_committee)
    issued.refresh_from_db()
    assert documents_queries.counts(Notice.objects.get(pk=issued.pk)) and issued.data == before
    made = correction_steps.issue(mended, by=work_committee, number=NEXT)
    assert (made.corrects, made.number, made.correction, made.decision) == (
        issued, NEXT, "写漏了一句。", issued.decision,
    )  # fmt: skip
    body = compose("naming", made.data).body
    assert body[-2] == "另行说明。" and NUMBER in body[-1] and "废止" in body[-1]
    mended.refresh_from_db()
    assert mended.issued_as == made and "anchor" in made.data
    old = Notice.objects.get(pk=issued.pk)
    assert old.data == before and old.corrected_by == made
    version = mended.version
    assert drafting_queries.latest(version) == issued.text, "the decision keeps the text that was proclaimed"
    assert {one.text for one in signing.standing(version).signatures.values()} == {issued.text}
    assert not signing.standing(version).void
    assert not checks.decisions().problems
    Signature.objects.filter(text=mended, by=organisation_department).update(withdrawn_at=clock.now())
    assert checks.decisions().problems == [f"correction {made.pk}: lacks the signatures of both bodies"]
    guards.lift()
    DocumentText.objects.filter(pk=mended.pk).update(facts=mended.facts | {"copies": 7})
    assert f"correction {made.pk}: the text is not the one that was signed" in checks.decisions().problems


def test_a_wrong_name_in_the_list_is_corrected_with_the_text(issued, checker, work_committee, organisation_department):
    branch = issued.data["units"][0]["branches"][0]
    text = begun(issued, work_committee, wrong=branch, right=f"{branch}（筹）", reason="名称写错。")
    assert [change.label for change in comparison.changes(standard(subject(issued)), text.facts)] == ["名单"]
    draft_steps.check(text, by=checker, is_passed=True)
    both_sign(text, work_committee, organisation_department)
    consented(text, work_committee)
    made = correction_steps.issue(text, by=work_committee, number=NEXT)
    assert made.data["units"][0]["branches"] == [f"{branch}（筹）"]
    again = begun(made, work_committee, reason="再改。", copies_to="市委办公室")
    assert standard(subject(made))["paragraphs"] == text.facts["paragraphs"], "it cites nothing of its own"
    assert again.number == 1


def test_the_corrected_document_is_dated_as_the_last_leader_signed(
    issued, mended, work_committee, organisation_department
):
    both_sign(mended, work_committee, organisation_department)
    with pytest.raises(Refused, match="不能早于原公文"):
        early = issued.dated_on - timedelta(days=1)
        consent_steps.record(mended, by=work_committee, body=Body.WORK_COMMITTEE, leader="顾长河", signed_on=early)
    with clock.moved_to(clock.today() + timedelta(days=9)):
        for body, days in zip(Body, (3, 5), strict=True):
            day = issued.dated_on + timedelta(days=days)
            consent_steps.record(mended, by=work_committee, body=body, leader="顾长河", signed_on=day)
        made = correction_steps.issue(mended, by=work_committee, number=NEXT)
    assert made.dated_on == issued.dated_on + timedelta(days=5)
    assert made.data["dated_on"] == made.dated_on.isoformat()


def test_nobody_checks_the_correction_that_he_drafted(issued, work_committee):
    text = begun(issued, work_committee)
    with pytest.raises(Refused, match="另一人核稿"):
        draft_steps.check(text, by=work_committee, is_passed=True)
    with pytest.raises(Refused, match="还没有核稿通过"):
        correction_steps.sign(text, by=work_committee)


def test_a_signature_is_taken_back_until_the_other_body_has_signed(mended, work_committee, organisation_department):
    correction_steps.sign(mended, by=work_committee)
    correction_steps.withdraw_signature(mended, by=work_committee)
    both_sign(mended, work_committee, organisation_department)
    with pytest.raises(Refused, match="不能撤回"):
        correction_steps.withdraw_signature(mended, by=work_committee)


def test_d19_undrafted_both_bodies_sign_a_correction_too(undrafted, work_committee, organisation_department):
    text = begun(undrafted, work_committee)
    with pytest.raises(Refused, match="尚未签署"):
        correction_steps.issue(text, by=work_committee, number=NEXT)
    both_sign(text, work_committee, organisation_department)
    for day in (undrafted.dated_on - timedelta(days=1), clock.today() + timedelta(days=1)):
        with pytest.raises(Refused, match="成文日期"):
            correction_steps.issue(text, by=work_committee, number=NEXT, dated_on=day)
    made = correction_steps.issue(text, by=work_committee, number=NEXT, dated_on=undrafted.dated_on)
    assert (made.corrects, made.dated_on) == (undrafted, undrafted.dated_on)
    assert not checks.decisions().problems


def test_what_a_body_gave_back_is_neither_signed_nor_issued(
    issued, mended, checker, work_committee, organisation_department, leading_group
):
    both_sign(mended, work_committee, organisation_department)
    consented(mended, work_committee)
    with pytest.raises(Refused, match="写明意见"):
        correction_steps.send_back(mended, by=organisation_department, reason=" ")
    with pytest.raises(PermissionDenied):
        correction_steps.send_back(mended, by=leading_group, reason="不妥。")
    correction_steps.send_back(mended, by=organisation_department, reason="第2段请写明依据。")
    assert owed(work_committee) == {Duty.MEND_TEXT} and owed(checker) == owed(organisation_department) == set()
    for refused in (
        lambda: correction_steps.issue(mended, by=work_committee, number=NEXT),
        lambda: draft_steps.check(mended, by=checker, is_passed=True),
        lambda: correction_steps.send_back(mended, by=work_committee, reason="不妥。"),
    ):
        with pytest.raises(Refused, match="退回"):
            refused()
    assert documents_queries.counts(Notice.objects.get(pk=issued.pk))
    again = draft_steps.save(subject(issued), mended.facts, by=work_committee, seen=1)
    assert again.number == 2, "whoever drafted it may put the same words forward once more"
    draft_steps.check(again, by=checker, is_passed=True)
    both_sign(again, work_committee, organisation_department)
    consented(again, work_committee)
    assert correction_steps.issue(again, by=work_committee, number=NEXT).corrects == issued


def test_undrafted_a_body_gives_a_correction_back_too(undrafted, work_committee, organisation_department):
    text = begun(undrafted, work_committee)
    both_sign(text, work_committee)
    correction_steps.send_back(text, by=organisation_department, reason="第2段请写明依据。")
    assert owed(work_committee) == {Duty.MEND_TEXT} and owed(organisation_department) == set()
    with pytest.raises(Refused, match="退回"):
        correction_steps.sign(text, by=organisation_department)
    with pytest.raises(Refused, match="退回"):
        correction_steps.issue(text, by=work_committee, number=NEXT)
    begun(undrafted, work_committee, seen=1, copies_to="市委办公室")
    assert owed(work_committee) == owed(organisation_department) == {Duty.SIGN}


@pytest.mark.parametrize("kind", ["certificate", "plaque"])
def test_a_certificate_bears_the_name_that_both_bodies_signed(
    issued, checker, work_committee, organisation_department, kind
):
    award = Notice.objects.get(kind=kind)
    branch = award.data["branch"]
    mend = {"by": work_committee, "reason": "名称写错。", "values": {}, "wrong": branch, "right": f"{branch}（筹）"}
    with pytest.raises(Refused, match="先更正命名决定"):
        documents_steps.correct(award, **mend)
    text = begun(issued, work_committee, wrong=branch, right=f"{branch}（筹）", reason="名称写错。")
    draft_steps.check(text, by=checker, is_passed=True)
    both_sign(text, work_committee, organisation_department)
    consented(text, work_committee)
    correction_steps.issue(text, by=work_committee, number=NEXT)
    assert documents_steps.correct(award, **mend).data["branch"] == f"{branch}（筹）"


def test_only_work_committee_drafts_and_issues_and_only_the_bodies_sign(
    issued, mended, organisation_department, leading_group
):
    for act in (
        lambda: begun(issued, organisation_department, seen=1, copies_to="市委办公室"),
        lambda: draft_steps.give_up(mended, by=organisation_department),
        lambda: correction_steps.issue(mended, by=organisation_department, number=NEXT),
        lambda: correction_steps.sign(mended, by=leading_group),
    ):
        with pytest.raises(PermissionDenied):
            act()


def owed(user):
    wanted = {Duty.SIGN, Duty.CHECK_TEXT, Duty.MEND_TEXT, Duty.RECORD_CONSENT, Duty.PROCLAIM}
    return {task.duty for task in worklist.tasks(user)} & wanted


def test_each_sees_what_a_correction_waits_for(issued, checker, work_committee, organisation_department):
    text = begun(issued, work_committee)
    assert owed(checker) == {Duty.CHECK_TEXT} and owed(work_committee) == owed(organisation_department) == set()
    draft_steps.check(text, by=checker, is_passed=True)
    assert owed(work_committee) == {Duty.RECORD_CONSENT, Duty.SIGN} and owed(organisation_department) == {Duty.SIGN}
    both_sign(text, work_committee, organisation_department)
    assert owed(work_committee) == {Duty.RECORD_CONSENT}, "one thing at a time"
    consented(text, work_committee)
    assert owed(work_committee) == {Duty.PROCLAIM} and owed(organisation_department) == set()
    later = begun(issued, work_committee, seen=1, copies_to="市委办公室")
    assert owed(checker) == {Duty.CHECK_TEXT} and owed(organisation_department) == set()
    draft_steps.give_up(later, by=work_committee)
    assert owed(checker) == owed(work_committee) == set() and not corrections.in_hand()
    begun(issued, work_committee, seen=3)
    assert owed(checker) == {Duty.CHECK_TEXT}, "begun once more"


def test_a_public_notice_is_corrected_by_a_checked_text_alone(
    drafting, candidate, work_committee, organisation_department, checker, recommending
):
    type(recommending).objects.filter(pk=recommending.pk).update(notice_days=5)
    recommending.refresh_from_db()
    proposed(candidate, work_committee, organisation_department)
    Setting.objects.create(name=Setting.Name.DRAFTING, value="off", at=clock.now())
    evaluation_steps.publish_notice(recommending, by=work_committee)
    Setting.objects.create(name=Setting.Name.DRAFTING, value="on", at=clock.now())
    old = Notice.objects.get(kind="public_notice")
    usual = standard(subject(old))
    assert any("【截止日】" in line for line in usual["paragraphs"])
    paragraphs = [line.replace("通信地址：", "来信请寄：") for line in usual["paragraphs"]]
    text = begun(old, work_committee, reason="地址写法有误。", paragraphs=paragraphs)
    with pytest.raises(Refused, match="还没有核稿通过"):
        correction_steps.issue(text, by=work_committee)
    draft_steps.check(text, by=checker, is_passed=True)
    with pytest.raises(Refused, match="不签署"):
        correction_steps.sign(text, by=work_committee)
    made = correction_steps.issue(text, by=work_committee)
    said = "".join(compose("public_notice", made.data).body)
    assert "来信请寄：" in said and "【" not in said and (made.number, made.corrects) == ("", old)
