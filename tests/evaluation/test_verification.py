"""核验: six explicit answers at two tiers; findings that take effect, are confirmed, held or corrected (D10, D13–D16)."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from branches.models import AuditEntry, Branch
from branches.permissions import Role
from evaluation import advance as door
from evaluation import rules
from evaluation.advance import Refused, advance
from evaluation.models import Candidacy, Hold, RecommendationList, Transition, Verification
from evaluation.queries import verification as reads
from evaluation.queries.facts import observe
from evaluation.steps import hold as hold_step
from evaluation.steps import verification as step
from evaluation.vocabulary import Action, Answer, State, Tier
from tests import factories

SECRET = "党员甲酒后驾驶被判处拘役"
IN_YEAR = date(2026, 6, 1)
FINDING = {"facts": SECRET, "decided_on": IN_YEAR}
WITH_BASIS = FINDING | {"basis": "关于某某的通报（平督〔2026〕3号）"}


@pytest.fixture
def applied(case, secretary):
    return factories.applied(case, secretary)


@pytest.fixture
def committee_too(db):
    """The second person of 市直工委."""
    return factories.appointed(Role.WORK_COMMITTEE, name="刘工委")


@pytest.fixture
def submitted(applied, recommending, organ_officer, assessor, leading_group):
    """Recommended, on a list that was handed in."""
    case = factories.assessed(applied, organ_officer, assessor)
    own = factories.recommendation_list(recommending, case.unit, base=19)
    factories.deliberated(own, leading_group)
    factories.recommended(case, leading_group)
    factories.submit(own)
    return factories.fresh(case)


def condition(case, number):
    return case.cycle.disqualifications.get(number=number)


def facts(case):
    return observe(Candidacy.objects.filter(pk=case.pk))[0].known


def url(case, page=""):
    return f"/candidacies/{case.pk}/verification/{page}"


# Answering


def test_each_condition_is_answered_by_itself(applied, organ_officer):
    step.verify(applied, condition(applied, 2), Answer.NO, by=organ_officer)
    assert facts(applied).unverified == 5
    step.verify(applied, condition(applied, 2), Answer.PENDING, by=organ_officer)
    assert (facts(applied).unverified, facts(applied).pending) == (5, 1)
    assert Verification.objects.count() == 2, "the answer before it stays on record"
    assert Verification.objects.filter(is_current=True).count() == 1


@pytest.mark.parametrize("who", ["secretary", "assessor", "leading_group", "foreign_officer", "stranger"])
def test_who_may_not_verify(applied, who, request):
    with pytest.raises(PermissionDenied):
        step.verify(applied, condition(applied, 2), Answer.NO, by=request.getfixturevalue(who))
    with pytest.raises(PermissionDenied):
        step.look(applied, by=request.getfixturevalue(who))


def test_a_branch_that_has_not_applied_is_not_verified(case, organ_officer):
    with pytest.raises(Refused, match="还不到机关党组织核验的环节"):
        step.verify(case, condition(case, 2), Answer.NO, by=organ_officer)


def test_the_panel_verifies_what_was_handed_in(submitted, work_committee, organisation_department):
    step.verify(submitted, condition(submitted, 1), Answer.NO, by=work_committee)
    step.verify(submitted, condition(submitted, 2), Answer.NO, by=organisation_department)
    assert facts(submitted).unverified_by_city == 4
    assert set(Verification.objects.filter(tier=Tier.CITY).values_list("answer", flat=True)) == {Answer.NO}


def test_the_panel_does_not_verify_earlier(applied, work_committee):
    with pytest.raises(Refused, match="还不到市级考核评定组核验的环节"):
        step.verify(applied, condition(applied, 1), Answer.NO, by=work_committee)


def test_the_page_does_not_betray_a_pick_that_is_not_handed_in(client, submitted, applied, work_committee):
    client.force_login(work_committee)
    RecommendationList.objects.update(state="open", submitted_at=None)
    page = client.get(url(submitted)).content.decode().partition("<main")[2]
    assert "还不到市级考核评定组核验的环节" in page
    assert "推荐" not in page.partition("<h2")[0]
    with pytest.raises(Refused, match="还不到"):
        step.verify(submitted, condition(submitted, 1), Answer.NO, by=work_committee)


def test_nobody_verifies_the_own_branch(applied, organ_officer):
    organ_officer.branch = applied.branch
    organ_officer.save()
    with pytest.raises(PermissionDenied):
        step.verify(applied, condition(applied, 2), Answer.NO, by=organ_officer)


# 有


@pytest.mark.parametrize(
    ("number", "given", "sentence"),
    [
        (3, {"facts": " ", "decided_on": IN_YEAR}, "须写明事实"),
        (3, {"facts": SECRET, "decided_on": None}, "请填写处理决定日期"),
        (3, {"facts": SECRET, "decided_on": date(2026, 12, 8)}, "不能晚于今天"),
        (3, {"facts": SECRET, "decided_on": date(2025, 12, 31)}, "不在2026年度内"),
        (1, FINDING, "书面依据"),
        (6, FINDING, "书面依据"),
    ],
)
def test_a_finding_needs_facts_date_and_basis(applied, organ_officer, number, given, sentence):
    with pytest.raises(Refused, match=sentence):
        step.verify(applied, condition(applied, number), Answer.YES, by=organ_officer, **given)
    assert not Verification.objects.exists()
    assert factories.fresh(applied).state == State.APPLIED


@pytest.mark.parametrize("number", [2, 3, 4, 5])
def test_a_finding_within_the_year_disqualifies_at_once(applied, organ_officer, number):
    step.verify(applied, condition(applied, number), Answer.YES, by=organ_officer, **FINDING)
    assert factories.fresh(applied).state == State.DISQUALIFIED
    assert Transition.objects.last().action == Action.DISQUALIFY


@pytest.mark.parametrize("number", [1, 6])
def test_a_finding_that_needs_a_basis_waits_for_confirmation(applied, organ_officer, work_committee, number):
    finding = step.verify(applied, condition(applied, number), Answer.YES, by=organ_officer, **WITH_BASIS)
    assert factories.fresh(applied).state == State.APPLIED
    assert (facts(applied).findings, facts(applied).pending) == (0, 1)
    step.confirm(finding, by=work_committee)
    assert factories.fresh(applied).state == State.DISQUALIFIED


@pytest.mark.parametrize("who", ["organ_officer", "organisation_department", "leading_group", "secretary"])
def test_only_the_work_committee_confirms(applied, organ_officer, who, request):
    finding = step.verify(applied, condition(applied, 1), Answer.YES, by=organ_officer, **WITH_BASIS)
    with pytest.raises(PermissionDenied):
        step.confirm(finding, by=request.getfixturevalue(who))
    assert factories.fresh(applied).state == State.APPLIED


def test_nobody_confirms_the_own_finding(submitted, work_committee, committee_too):
    finding = step.verify(submitted, condition(submitted, 6), Answer.YES, by=work_committee, **WITH_BASIS)
    with pytest.raises(Refused, match="须由市直工委的另一人确认"):
        step.confirm(finding, by=work_committee)
    step.confirm(finding, by=committee_too)
    assert factories.fresh(submitted).state == State.DISQUALIFIED


def test_a_replaced_finding_is_not_confirmed(applied, organ_officer, work_committee):
    finding = step.verify(applied, condition(applied, 1), Answer.YES, by=organ_officer, **WITH_BASIS)
    step.verify(applied, condition(applied, 1), Answer.NO, by=organ_officer)
    with pytest.raises(Refused, match="已经改答"):
        step.confirm(finding, by=work_committee)


def test_a_disqualified_branch_frees_its_seat(submitted, work_committee):
    seat = submitted.seat
    step.verify(submitted, condition(submitted, 3), Answer.YES, by=work_committee, **FINDING)
    submitted = factories.fresh(submitted)
    assert (submitted.state, submitted.seat) == (State.DISQUALIFIED, None)
    assert not Candidacy.objects.filter(seat=seat).exists()


def test_without_disqualifying_a_verified_branch_would_go_on(applied, organ_officer, monkeypatch):
    monkeypatch.setattr(step, "_disqualify", lambda case, finding, by: None)
    step.verify(applied, condition(applied, 3), Answer.YES, by=organ_officer, **FINDING)
    assert factories.fresh(applied).state == State.APPLIED
    assert facts(applied).findings == 1


# Of the next year


def test_a_matter_of_the_next_months_holds_the_naming_up(submitted, work_committee):
    given = step.verify(
        submitted, condition(submitted, 4), Answer.YES, by=work_committee, facts=SECRET, decided_on=date(2027, 1, 4)
    )
    assert not given.takes_effect
    assert factories.fresh(submitted).state == State.RECOMMENDED
    assert facts(submitted).holds == 1
    assert SECRET not in Hold.objects.get().reason


def test_the_same_matter_raises_one_hold(submitted, organ_officer, work_committee):
    for by in (organ_officer, work_committee):
        step.verify(submitted, condition(submitted, 4), Answer.YES, by=by, facts=SECRET, decided_on=date(2027, 1, 4))
    assert Hold.objects.count() == 1


def test_without_that_rule_next_years_matter_would_disqualify(submitted, work_committee, monkeypatch):
    monkeypatch.setattr(rules, "falls_in_year", lambda decided_on, year: True)
    step.verify(
        submitted, condition(submitted, 4), Answer.YES, by=work_committee, facts=SECRET, decided_on=date(2027, 1, 4)
    )
    assert factories.fresh(submitted).state == State.DISQUALIFIED


# Correction


@pytest.fixture
def disqualified(applied, organ_officer):
    step.verify(applied, condition(applied, 3), Answer.YES, by=organ_officer, **FINDING)
    return factories.fresh(applied)


def test_a_finding_in_effect_is_not_answered_away(disqualified, organ_officer):
    with pytest.raises(Refused):
        step.verify(disqualified, condition(disqualified, 3), Answer.NO, by=organ_officer)


def test_correction_takes_two_people_and_allows_reinstating(disqualified, organ_officer, work_committee):
    finding = Verification.objects.get(takes_effect=True)
    step.ask_correction(finding, by=organ_officer, reason="同名同姓，认错人。")
    with pytest.raises(Refused, match="没有更正"):
        advance(disqualified, Action.REINSTATE, by=work_committee)
    step.correct(finding, by=work_committee)
    advance(disqualified, Action.REINSTATE, by=work_committee)
    assert factories.fresh(disqualified).state == State.DRAFT


def test_the_same_person_does_not_do_both(disqualified, work_committee, committee_too):
    finding = Verification.objects.get(takes_effect=True)
    step.ask_correction(finding, by=work_committee, reason="认错人。")
    with pytest.raises(Refused, match="另一人"):
        step.correct(finding, by=work_committee)
    step.correct(finding, by=committee_too)
    assert facts(disqualified).findings == 0


def test_the_database_refuses_one_person_for_both(disqualified, work_committee):
    finding = Verification.objects.get(takes_effect=True)
    step.ask_correction(finding, by=work_committee, reason="认错人。")
    with pytest.raises(IntegrityError), transaction.atomic():
        Verification.objects.filter(pk=finding.pk).update(corrected_by=work_committee, takes_effect=False)


@pytest.mark.parametrize("who", ["organ_officer", "organisation_department"])
def test_the_second_person_is_of_the_work_committee(disqualified, committee_too, who, request):
    finding = Verification.objects.get(takes_effect=True)
    step.ask_correction(finding, by=committee_too, reason="认错人。")
    with pytest.raises(PermissionDenied):
        step.correct(finding, by=request.getfixturevalue(who))


def test_a_correction_may_be_refused_and_asked_again(disqualified, organ_officer, work_committee):
    finding = Verification.objects.get(takes_effect=True)
    step.ask_correction(finding, by=organ_officer, reason="认错人。")
    step.keep(finding, by=work_committee)
    assert facts(disqualified).findings == 1
    step.ask_correction(finding, by=organ_officer, reason="补充了证明。")
    step.correct(finding, by=work_committee)
    assert facts(disqualified).findings == 0


def test_a_correction_needs_a_reason(disqualified, organ_officer):
    with pytest.raises(Refused, match="理由"):
        step.ask_correction(Verification.objects.get(takes_effect=True), by=organ_officer, reason="  ")


# Holds


def test_a_hold_ends_when_both_bodies_have_lifted_it(submitted, work_committee, organisation_department):
    hold = hold_step.raise_hold(submitted, by=work_committee, reason="有反映，待核。")
    assert facts(submitted).holds == 1
    hold_step.lift_hold(hold, by=work_committee)
    assert facts(submitted).holds == 1
    with pytest.raises(Refused, match="市直工委已经解除"):
        hold_step.lift_hold(hold, by=work_committee)
    hold_step.lift_hold(hold, by=organisation_department)
    assert facts(submitted).holds == 0


@pytest.mark.parametrize("who", ["organ_officer", "leading_group", "secretary", "stranger"])
def test_only_the_municipal_bodies_hold(submitted, who, request):
    with pytest.raises(PermissionDenied):
        hold_step.raise_hold(submitted, by=request.getfixturevalue(who), reason="拖一拖。")


# Secrecy


@pytest.mark.parametrize(
    "who", ["secretary", "assessor", "leading_group", "organ_officer", "work_committee", "organisation_department"]
)
def test_the_facts_stand_on_no_page_but_their_own(client, submitted, who, organ_officer, work_committee, request):
    step.verify(submitted, condition(submitted, 6), Answer.YES, by=work_committee, **WITH_BASIS)
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
    finding = step.verify(submitted, condition(submitted, 6), Answer.YES, by=work_committee, **WITH_BASIS)
    step.confirm(finding, by=committee_too)
    step.ask_correction(finding, by=work_committee, reason="依据写错。")
    written = [str(row.detail) + row.subject for row in AuditEntry.objects.all()]
    written += [row.note + str(row.data) for row in Transition.objects.all()]
    assert not [text for text in written if SECRET in text or "平督" in text or "依据写错" in text]


def test_each_look_is_on_record(client, submitted, work_committee, organ_officer):
    step.verify(submitted, condition(submitted, 6), Answer.YES, by=work_committee, **WITH_BASIS)
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
    finding = step.verify(applied, condition(applied, 1), Answer.YES, by=organ_officer, **WITH_BASIS)
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
    assert client.post(f"/candidacies/{applied.pk}/reinstate/", {"version": 2}).status_code == 302
    assert factories.fresh(applied).state == State.DRAFT


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


# In one word


def test_the_six_in_one_word(applied, organ_officer, work_committee):
    def word():
        return reads.overall_of([applied.pk])[applied.pk].label

    assert word() == "未核验"
    factories.verify(applied, organ_officer, Tier.ORGAN)
    assert word() == "无"
    step.verify(applied, condition(applied, 2), Answer.PENDING, by=organ_officer)
    assert word() == "待核实"
    finding = step.verify(applied, condition(applied, 1), Answer.YES, by=organ_officer, **WITH_BASIS)
    assert word() == "待核实"
    step.confirm(finding, by=work_committee)
    assert word() == "有"


@pytest.mark.parametrize("cases", [1, 3])
def test_the_word_costs_one_query_for_any_number(cycle, cases, django_assert_num_queries):
    ids = [factories.candidacy(cycle).pk for _ in range(cases)]
    with django_assert_num_queries(1):
        reads.overall_of(ids)


def test_a_disqualification_without_a_finding_is_refused(applied, organ_officer):
    with pytest.raises(Refused, match="没有已核实的不得参评情形"):
        door.advance(applied, Action.DISQUALIFY, by=organ_officer)
