"""核验: six explicit answers at two tiers; findings that take effect, are confirmed, held or corrected (D10, D13–D16)."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from branches.permissions import Role
from evaluation import advance as door
from evaluation.advance import Refused, advance
from evaluation.assessment.verification.queries import Veto
from evaluation.assessment.verification.steps import hold as hold_steps
from evaluation.assessment.verification.steps import verification as verification_steps
from evaluation.cases.observing import observe
from evaluation.models import Candidacy, Hold, Transition, Verification
from evaluation.rules import general as general_rules
from evaluation.vocabulary import Action, Answer, State, Tier
from tests.support import factories
from tests.support.findings import FINDING, SECRET, WITH_BASIS, condition, facts, on_a_submitted_list


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


# Answering


def test_each_condition_is_answered_by_itself(applied, organ_officer):
    verification_steps.verify(applied, condition(applied, 2), Answer.NO, by=organ_officer)
    assert facts(applied).unverified == 5
    verification_steps.verify(applied, condition(applied, 2), Answer.PENDING, by=organ_officer)
    assert (facts(applied).unverified, facts(applied).pending) == (5, 1)
    assert Verification.objects.count() == 2, "the answer before it stays on record"
    assert Verification.objects.filter(is_current=True).count() == 1


@pytest.mark.parametrize("who", ["secretary", "assessor", "leading_group", "foreign_officer", "stranger"])
def test_who_may_not_verify(applied, who, request):
    with pytest.raises(PermissionDenied):
        verification_steps.verify(applied, condition(applied, 2), Answer.NO, by=request.getfixturevalue(who))
    with pytest.raises(PermissionDenied):
        verification_steps.look(applied, by=request.getfixturevalue(who))


def test_a_branch_that_has_not_applied_is_not_verified(case, organ_officer):
    with pytest.raises(Refused, match="还不到机关党组织核验的环节"):
        verification_steps.verify(case, condition(case, 2), Answer.NO, by=organ_officer)


def test_the_panel_verifies_what_was_handed_in(submitted, work_committee, organisation_department):
    verification_steps.verify(submitted, condition(submitted, 1), Answer.NO, by=work_committee)
    verification_steps.verify(submitted, condition(submitted, 2), Answer.NO, by=organisation_department)
    assert facts(submitted).unverified_by_city == 4
    assert set(Verification.objects.filter(tier=Tier.CITY).values_list("answer", flat=True)) == {Answer.NO}


def test_the_panel_does_not_verify_earlier(applied, work_committee):
    with pytest.raises(Refused, match="还不到市级考核评定组核验的环节"):
        verification_steps.verify(applied, condition(applied, 1), Answer.NO, by=work_committee)


def test_nobody_verifies_the_own_branch(applied, organ_officer):
    organ_officer.branch = applied.branch
    organ_officer.save()
    with pytest.raises(PermissionDenied):
        verification_steps.verify(applied, condition(applied, 2), Answer.NO, by=organ_officer)


# 有


@pytest.mark.parametrize(
    ("number", "given", "sentence"),
    [
        (3, {"facts": " ", "decided_on": date(2026, 6, 1)}, "须写明事实"),
        (3, {"facts": SECRET, "decided_on": None}, "请填写处理决定日期"),
        (3, {"facts": SECRET, "decided_on": date(2026, 12, 8)}, "不能晚于今天"),
        (3, {"facts": SECRET, "decided_on": date(2025, 12, 31)}, "不在2026年度内"),
        (1, FINDING, "书面依据"),
        (6, FINDING, "书面依据"),
    ],
)
def test_a_finding_needs_facts_date_and_basis(applied, organ_officer, number, given, sentence):
    with pytest.raises(Refused, match=sentence):
        verification_steps.verify(applied, condition(applied, number), Answer.YES, by=organ_officer, **given)
    assert not Verification.objects.exists()
    assert factories.fresh(applied).state == State.APPLIED


@pytest.mark.parametrize("number", [2, 3, 4, 5])
def test_a_finding_within_the_year_disqualifies_at_once(applied, organ_officer, number):
    verification_steps.verify(applied, condition(applied, number), Answer.YES, by=organ_officer, **FINDING)
    assert factories.fresh(applied).state == State.DISQUALIFIED
    assert Transition.objects.last().action == Action.DISQUALIFY


@pytest.mark.parametrize("number", [1, 6])
def test_a_finding_that_needs_a_basis_waits_for_confirmation(applied, organ_officer, work_committee, number):
    finding = verification_steps.verify(applied, condition(applied, number), Answer.YES, by=organ_officer, **WITH_BASIS)
    assert factories.fresh(applied).state == State.APPLIED
    assert (facts(applied).findings, facts(applied).pending) == (0, 1)
    verification_steps.confirm(finding, by=work_committee)
    assert factories.fresh(applied).state == State.DISQUALIFIED


@pytest.mark.parametrize("who", ["organ_officer", "organisation_department", "leading_group", "secretary"])
def test_only_the_work_committee_confirms(applied, organ_officer, who, request):
    finding = verification_steps.verify(applied, condition(applied, 1), Answer.YES, by=organ_officer, **WITH_BASIS)
    with pytest.raises(PermissionDenied):
        verification_steps.confirm(finding, by=request.getfixturevalue(who))
    assert factories.fresh(applied).state == State.APPLIED


def test_nobody_confirms_the_own_finding(submitted, work_committee, committee_too):
    finding = verification_steps.verify(submitted, condition(submitted, 6), Answer.YES, by=work_committee, **WITH_BASIS)
    with pytest.raises(Refused, match="须由市直工委的另一人确认"):
        verification_steps.confirm(finding, by=work_committee)
    verification_steps.confirm(finding, by=committee_too)
    assert factories.fresh(submitted).state == State.DISQUALIFIED


def test_a_replaced_finding_is_not_confirmed(applied, organ_officer, work_committee):
    finding = verification_steps.verify(applied, condition(applied, 1), Answer.YES, by=organ_officer, **WITH_BASIS)
    verification_steps.verify(applied, condition(applied, 1), Answer.NO, by=organ_officer)
    with pytest.raises(Refused, match="刚刚有人办理过"):
        verification_steps.confirm(finding, by=work_committee)


def test_a_disqualified_branch_frees_its_seat(submitted, work_committee):
    seat = submitted.seat
    verification_steps.verify(submitted, condition(submitted, 3), Answer.YES, by=work_committee, **FINDING)
    submitted = factories.fresh(submitted)
    assert (submitted.state, submitted.seat) == (State.DISQUALIFIED, None)
    assert not Candidacy.objects.filter(seat=seat).exists()


def test_without_disqualifying_a_verified_branch_would_go_on(applied, organ_officer, monkeypatch):
    monkeypatch.setattr(verification_steps, "_disqualify", lambda case, finding, by: None)
    verification_steps.verify(applied, condition(applied, 3), Answer.YES, by=organ_officer, **FINDING)
    assert factories.fresh(applied).state == State.APPLIED
    assert facts(applied).findings == 1


# Of the next year


def test_a_matter_of_the_next_months_holds_the_naming_up(submitted, work_committee):
    given = verification_steps.verify(
        submitted, condition(submitted, 4), Answer.YES, by=work_committee, facts=SECRET, decided_on=date(2027, 1, 4)
    )
    assert not given.takes_effect
    assert factories.fresh(submitted).state == State.RECOMMENDED
    assert facts(submitted).holds == 1
    assert SECRET not in Hold.objects.get().reason


def test_the_same_matter_raises_one_hold(submitted, organ_officer, work_committee):
    for by in (organ_officer, work_committee):
        verification_steps.verify(
            submitted, condition(submitted, 4), Answer.YES, by=by, facts=SECRET, decided_on=date(2027, 1, 4)
        )
    assert Hold.objects.count() == 1


def test_without_that_rule_next_years_matter_would_disqualify(submitted, work_committee, monkeypatch):
    monkeypatch.setattr(general_rules, "falls_in_year", lambda decided_on, year: True)
    verification_steps.verify(
        submitted, condition(submitted, 4), Answer.YES, by=work_committee, facts=SECRET, decided_on=date(2027, 1, 4)
    )
    assert factories.fresh(submitted).state == State.DISQUALIFIED


# Correction


@pytest.fixture
def disqualified(applied, organ_officer):
    verification_steps.verify(applied, condition(applied, 3), Answer.YES, by=organ_officer, **FINDING)
    return factories.fresh(applied)


def test_a_finding_in_effect_is_not_answered_away(disqualified, organ_officer):
    with pytest.raises(Refused):
        verification_steps.verify(disqualified, condition(disqualified, 3), Answer.NO, by=organ_officer)


def test_correction_takes_two_people_and_allows_reinstating(disqualified, organ_officer, work_committee):
    finding = Verification.objects.get(takes_effect=True)
    verification_steps.ask_correction(finding, by=organ_officer, reason="同名同姓，认错人。")
    with pytest.raises(Refused, match="没有更正"):
        advance(disqualified, Action.REINSTATE, by=work_committee, due=date(2027, 1, 25))
    verification_steps.correct(finding, by=work_committee)
    with pytest.raises(Refused, match="请选择新的期限"):
        advance(disqualified, Action.REINSTATE, by=work_committee)
    advance(disqualified, Action.REINSTATE, by=work_committee, due=date(2027, 1, 25))
    reinstated = factories.fresh(disqualified)
    assert (reinstated.state, reinstated.assessment_due) == (State.APPLIED, date(2027, 1, 25))


def test_the_same_person_does_not_do_both(disqualified, work_committee, committee_too):
    finding = Verification.objects.get(takes_effect=True)
    verification_steps.ask_correction(finding, by=work_committee, reason="认错人。")
    with pytest.raises(Refused, match="另一人"):
        verification_steps.correct(finding, by=work_committee)
    verification_steps.correct(finding, by=committee_too)
    assert facts(disqualified).findings == 0


def test_the_database_refuses_one_person_for_both(disqualified, work_committee):
    finding = Verification.objects.get(takes_effect=True)
    verification_steps.ask_correction(finding, by=work_committee, reason="认错人。")
    with pytest.raises(IntegrityError), transaction.atomic():
        Verification.objects.filter(pk=finding.pk).update(corrected_by=work_committee, takes_effect=False)


@pytest.mark.parametrize("who", ["organ_officer", "organisation_department"])
def test_the_second_person_is_of_the_work_committee(disqualified, committee_too, who, request):
    finding = Verification.objects.get(takes_effect=True)
    verification_steps.ask_correction(finding, by=committee_too, reason="认错人。")
    with pytest.raises(PermissionDenied):
        verification_steps.correct(finding, by=request.getfixturevalue(who))


def test_a_correction_may_be_refused_and_asked_again(disqualified, organ_officer, work_committee):
    finding = Verification.objects.get(takes_effect=True)
    verification_steps.ask_correction(finding, by=organ_officer, reason="认错人。")
    verification_steps.keep(finding, by=work_committee)
    assert facts(disqualified).findings == 1
    verification_steps.ask_correction(finding, by=organ_officer, reason="补充了证明。")
    verification_steps.correct(finding, by=work_committee)
    assert facts(disqualified).findings == 0


def test_a_correction_needs_a_reason(disqualified, organ_officer):
    with pytest.raises(Refused, match="理由"):
        verification_steps.ask_correction(Verification.objects.get(takes_effect=True), by=organ_officer, reason="  ")


# Holds


def test_a_hold_ends_when_both_bodies_have_lifted_it(submitted, work_committee, organisation_department):
    hold = hold_steps.raise_hold(submitted, by=work_committee, reason="有反映，待核。")
    assert facts(submitted).holds == 1
    hold_steps.lift_hold(hold, by=work_committee)
    assert facts(submitted).holds == 1
    with pytest.raises(Refused, match="市直工委已经解除"):
        hold_steps.lift_hold(hold, by=work_committee)
    hold_steps.lift_hold(hold, by=organisation_department)
    assert facts(submitted).holds == 0


@pytest.mark.parametrize("who", ["organ_officer", "leading_group", "secretary", "stranger"])
def test_only_the_municipal_bodies_hold(submitted, who, request):
    with pytest.raises(PermissionDenied):
        hold_steps.raise_hold(submitted, by=request.getfixturevalue(who), reason="拖一拖。")


# In one word


def test_the_six_in_one_word(applied, organ_officer, work_committee):
    def word():
        return Veto.of(observe([applied.pk])[0].case).label

    assert word() == "未核验"
    factories.verify(applied, organ_officer, Tier.ORGAN)
    assert word() == "无"
    verification_steps.verify(applied, condition(applied, 2), Answer.PENDING, by=organ_officer)
    assert word() == "待核实"
    finding = verification_steps.verify(applied, condition(applied, 1), Answer.YES, by=organ_officer, **WITH_BASIS)
    assert word() == "待核实"
    verification_steps.confirm(finding, by=work_committee)
    assert word() == "有"


def test_a_disqualification_without_a_finding_is_refused(applied, organ_officer):
    with pytest.raises(Refused, match="没有已核实的不得参评情形"):
        door.advance(applied, Action.DISQUALIFY, by=organ_officer)
