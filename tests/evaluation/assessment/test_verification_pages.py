"""The pages of verification, and that the facts behind a finding stand nowhere else (D16, D34)."""

from datetime import date

import pytest

from branches.models import AuditEntry, Branch
from branches.permissions import Role
from evaluation.advance import Refused
from evaluation.assessment.verification.steps import verification as verification_steps
from evaluation.models import Hold, RecommendationList, Transition, Verification
from evaluation.vocabulary import Answer, State
from tests.support import factories
from tests.support.findings import SECRET, WITH_BASIS, condition, facts, on_a_submitted_list, url


@pytest.fixture
def applied(case, secretary):
    return factories.applied(case, secretary)


@pytest.fixture
def committee_too(db):
    """The second person of 市直工委."""
    return factories.appointed(Role.WORK_COMMITTEE, name="刘工委")


@pytest.fixture
def submitted(applied, recommending, organ_officer, assessor, leading_group):
    return on_a_submitted_list(applied, recommending, organ_officer, assessor, leading_group)


# Secrecy


@pytest.mark.parametrize(
    "who", ["secretary", "assessor", "leading_group", "organ_officer", "work_committee", "organisation_department"]
)
def test_the_facts_stand_on_no_page_but_their_own(client, submitted, who, organ_officer, work_committee, request):
    verification_steps.verify(submitted, condition(submitted, 6), Answer.YES, by=work_committee, **WITH_BASIS)
    client.force_login(request.getfixturevalue(who))
    for page in (
        "/",
        "/candidacies/",
        f"/candidacies/{submitted.pk}/",
        f"/candidacies/{submitted.pk}/assessment/",
        f"/candidacies/{submitted.pk}/self-assessment/",
        url(submitted),
        "/candidacies/?export=xlsx",
    ):
        assert SECRET.encode() not in client.get(page).content


def test_the_facts_stand_in_no_record(submitted, work_committee, committee_too):
    finding = verification_steps.verify(submitted, condition(submitted, 6), Answer.YES, by=work_committee, **WITH_BASIS)
    verification_steps.confirm(finding, by=committee_too)
    verification_steps.ask_correction(finding, by=work_committee, reason="依据写错。")
    written = [str(row.detail) + row.subject for row in AuditEntry.objects.all()]
    written += [row.note + str(row.data) for row in Transition.objects.all()]
    assert not [text for text in written if SECRET in text or "平督" in text or "依据写错" in text]


def test_each_look_is_on_record(client, submitted, work_committee, organ_officer):
    verification_steps.verify(submitted, condition(submitted, 6), Answer.YES, by=work_committee, **WITH_BASIS)
    client.force_login(organ_officer)
    for seen in (1, 2):
        assert SECRET in client.get(url(submitted, "facts/")).content.decode()
        assert AuditEntry.objects.filter(verb="查看核验事实", by=organ_officer).count() == seen


@pytest.mark.parametrize("who", ["secretary", "assessor", "leading_group", "foreign_officer", "stranger"])
def test_the_pages_are_missing_for_everybody_else(client, submitted, who, request):
    client.force_login(request.getfixturevalue(who))
    for page in ("", "facts/", "3/"):
        assert client.get(url(submitted, page)).status_code in (403, 404)
    assert not AuditEntry.objects.filter(verb="查看核验事实").exists()


# Pages


def test_the_page_saves_the_answers_that_changed(client, applied, organ_officer):
    client.force_login(organ_officer)
    page = client.get(url(applied)).content.decode()
    assert "还有6项没有核验" in page
    assert "checked" not in page, "no answer is chosen beforehand"
    answer = client.post(url(applied), {"answer_1": "no", "answer_2": "pending"})
    assert answer.status_code == 302
    assert "还有4项没有核验" in client.get(url(applied)).content.decode()
    client.post(url(applied), {"answer_1": "no", "answer_2": "no"})
    assert Verification.objects.count() == 3


def test_found_answers_go_on_to_the_pages_that_ask_for_facts(client, applied, organ_officer):
    client.force_login(organ_officer)
    answer = client.post(url(applied), {"answer_1": "yes", "answer_2": "no", "answer_6": "yes"})
    assert answer.headers["Location"] == url(applied, "1/?then=6")
    assert set(Verification.objects.values_list("disqualification__number", flat=True)) == {2}
    given = {"facts": SECRET, "decided_on": "2026-06-01", "basis": "平督〔2026〕3号"}
    answer = client.post(url(applied, "1/?then=6"), given)
    assert answer.headers["Location"] == url(applied, "6/")


def test_a_bad_finding_comes_back_with_everything_typed(client, applied, organ_officer):
    client.force_login(organ_officer)
    answer = client.post(url(applied, "1/"), {"facts": SECRET, "decided_on": "2026-12-24", "basis": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert SECRET in page
    assert "处理决定日期不能晚于今天" in page
    assert "请填写书面依据" in page


def test_the_register_gives_a_hint_but_no_answer(client, applied, organ_officer):
    Branch.objects.filter(pk=applied.branch_id).update(last_review_grade="差")
    client.force_login(organ_officer)
    page = client.get(url(applied)).content.decode()
    assert "名册中上年度述职评议等次为“差”" in page
    assert facts(applied).unverified == 6


def test_two_people_confirm_and_correct_through_the_pages(client, applied, organ_officer, work_committee):
    finding = verification_steps.verify(applied, condition(applied, 1), Answer.YES, by=organ_officer, **WITH_BASIS)
    client.force_login(work_committee)
    assert "确认生效" in client.get(url(applied)).content.decode()
    asked = client.get(url(applied, f"findings/{finding.pk}/confirm/"))
    assert asked.status_code == 200
    assert "None" not in asked.content.decode()
    assert factories.fresh(applied).state == State.APPLIED, "asking changes nothing"
    assert client.post(url(applied, f"findings/{finding.pk}/confirm/")).status_code == 302
    assert factories.fresh(applied).state == State.DISQUALIFIED
    client.force_login(organ_officer)
    assert client.get(url(applied, f"findings/{finding.pk}/confirm/")).status_code == 404
    assert client.post(url(applied, f"findings/{finding.pk}/correction/"), {"reason": "认错人。"}).status_code == 302
    client.force_login(work_committee)
    assert client.post(url(applied, f"findings/{finding.pk}/correct/")).status_code == 302
    reinstate = f"/candidacies/{applied.pk}/reinstate/"
    undated = client.post(reinstate, {"version": 2})
    assert undated.status_code == 422
    assert "请填写恢复后的期限" in undated.content.decode()
    assert client.post(reinstate, {"version": 2, "due": "2027-01-25"}).status_code == 302
    reinstated = factories.fresh(applied)
    assert (reinstated.state, reinstated.assessment_due) == (State.APPLIED, date(2027, 1, 25))


def test_holds_are_raised_and_lifted_through_the_pages(client, submitted, work_committee, organisation_department):
    client.force_login(work_committee)
    assert client.post(url(submitted, "holds/add/"), {"reason": ""}).status_code == 422
    assert client.post(url(submitted, "holds/add/"), {"reason": "有反映，待核。"}).status_code == 302
    hold = Hold.objects.get()
    for who in (work_committee, organisation_department):
        client.force_login(who)
        assert "有反映，待核。" in client.get(url(submitted)).content.decode()
        assert client.post(url(submitted, f"holds/{hold.pk}/lift/")).status_code == 302
    assert facts(submitted).holds == 0


def test_the_page_does_not_betray_a_pick_that_is_not_handed_in(client, submitted, applied, work_committee):
    client.force_login(work_committee)
    RecommendationList.objects.update(state="open", submitted_at=None)
    page = client.get(url(submitted)).content.decode().partition("<main")[2]
    assert "还不到市级考核评定组核验的环节" in page
    assert "推荐" not in page.partition("<h2")[0]
    with pytest.raises(Refused, match="还不到"):
        verification_steps.verify(submitted, condition(submitted, 1), Answer.NO, by=work_committee)
