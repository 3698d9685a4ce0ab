"""Who must not decide (D18, D19, D38): one test for each decision, over HTTP as each person; each with its twin."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from branches import clock
from branches.permissions import Role
from evaluation.advance import Refused, advance
from evaluation.assessment.verification.steps import hold as hold_steps
from evaluation.assessment.verification.steps import verification as verification_steps
from evaluation.casefile import steps as casefile_steps
from evaluation.cases import recusals
from evaluation.cases.moving import observe_one
from evaluation.cases.observe import Observed
from evaluation.decision import steps as decision_steps
from evaluation.models import Candidacy, Declaration, MunicipalEvaluation, Recusal, SelfRating
from evaluation.naming.steps import evaluation as evaluation_steps
from evaluation.procedure.lives import OF_MANY, PROCEDURE, REINSPECTION
from evaluation.reinspection.steps import recusal as reinspection_recusal_steps
from evaluation.reinspection.steps import review as review_steps
from evaluation.rules import impartiality
from evaluation.rules.facts import Facts
from evaluation.vocabulary import Action, Answer, Body, Confirmation, ReinspectionAction, State, Step, Verdict
from tests.support import factories, findings
from tests.support import honours as honour_helpers

KEEP_AWAY = "已申报回避，须回避"


def elsewhere(*people):
    """Everybody has an own branch, and it is not the one of the case."""
    for person in people:
        person.branch = factories.branch()
        person.save()


@pytest.fixture
def applied(case, secretary):
    return factories.applied(case, secretary)


@pytest.fixture
def listed(applied, recommending, organ_officer, assessor, leading_group, work_committee, organisation_department):
    """Recommended, on a list that was handed in; both bodies on the panel."""
    elsewhere(work_committee, organisation_department)
    case = findings.on_a_submitted_list(applied, recommending, organ_officer, assessor, leading_group)
    members = [(work_committee, Body.WORK_COMMITTEE), (organisation_department, Body.ORGANISATION_DEPARTMENT)]
    evaluation_steps.set_panel(recommending, members, by=work_committee, leader=work_committee)
    return case


def move(client, case, action, **given):
    return client.post(reverse("evaluation:move", args=[case.pk, action]), {"version": case.version, **given})


def state(case):
    return factories.fresh(case).state


def join(case, *people):
    """From now on they belong to the branch of the case."""
    for person in people:
        person.branch = case.branch
        person.save()


# D38


def test_D38_every_act_on_one_case_after_step_1_asks_whether_the_person_keeps_away():
    of_cases = [row for row in PROCEDURE if row.step is not Step.SELF_ASSESSMENT and row.action not in OF_MANY]
    assert all(impartiality.impartial in row.rules for row in of_cases)
    assert not any(
        impartiality.impartial in row.rules
        for row in PROCEDURE
        if row.step is Step.SELF_ASSESSMENT or row.action in OF_MANY
    )
    asked = {row.action for row in REINSPECTION if impartiality.impartial in row.rules}
    assert set(ReinspectionAction) - asked == {
        ReinspectionAction.REPORT,
        ReinspectionAction.KEEP,
        ReinspectionAction.REVOKE,
        ReinspectionAction.END,
    }
    assert impartiality.impartial(Facts(is_recused=True)) and not impartiality.impartial(Facts())


SENDS_BACK = {"note": "请补正。", "due": "2026-12-20"}


def test_D38_a_recused_officer_gives_the_branch_no_private_deadline(client, applied, organ_officer):
    client.force_login(organ_officer)
    page = f"/candidacies/{applied.pk}/recusal/"
    assert page in client.get(f"/candidacies/{applied.pk}/").content.decode()
    assert client.post(page, {"user": organ_officer.pk, "reason": "与支部书记是夫妻关系。"}).status_code == 302
    file = client.get(f"/candidacies/{applied.pk}/").content.decode()
    assert KEEP_AWAY in file and page not in file
    answer = move(client, applied, Action.SEND_BACK, **SENDS_BACK)
    assert answer.status_code == 422 and KEEP_AWAY in answer.content.decode()
    assert state(applied) == State.APPLIED
    assert "不需要申报" in client.get(page).content.decode()


def test_D38_the_twin_without_recusal_sends_the_own_branch_back(client, applied, organ_officer, monkeypatch):
    join(applied, organ_officer)
    client.force_login(organ_officer)
    assert move(client, applied, Action.SEND_BACK, **SENDS_BACK).status_code == 422
    monkeypatch.setattr(Observed, "is_kept_from", lambda seen, user: False)
    assert move(client, applied, Action.SEND_BACK, **SENDS_BACK).status_code == 302
    assert state(applied) == State.DRAFT


def test_D38_whoever_acts_declares_it_at_any_state_and_decides_nothing_any_more(
    client, listed, organ_officer, leading_group, work_committee, organisation_department, stranger
):
    factories.evaluated(listed, work_committee, organisation_department)
    hold = hold_steps.raise_hold(listed, by=work_committee, reason="待研究。")
    client.force_login(stranger)
    assert client.post(f"/candidacies/{listed.pk}/recusal/", {"reason": "亲属。"}).status_code == 403
    for person in (organ_officer, leading_group, work_committee):
        client.force_login(person)
        assert client.post(f"/candidacies/{listed.pk}/recusal/", {"reason": "亲属。"}).status_code == 302
        assert f"/candidacies/{listed.pk}/recusal/" not in client.get(f"/candidacies/{listed.pk}/").content.decode()
    assert list(listed.evaluations.values_list("body", flat=True)) == [Body.ORGANISATION_DEPARTMENT]
    condition = listed.cycle.disqualifications.first()
    for refused in (
        lambda: verification_steps.verify(listed, condition, Answer.NO, by=work_committee),
        lambda: verification_steps.verify(listed, condition, Answer.NO, by=organ_officer),
        lambda: hold_steps.raise_hold(listed, by=work_committee, reason="又一件。"),
        lambda: hold_steps.lift_hold(hold, by=work_committee),
    ):
        with pytest.raises(PermissionDenied), transaction.atomic():
            refused()
    assert KEEP_AWAY in evaluation_steps.why_not_evaluate(listed, work_committee)
    client.force_login(organ_officer)
    answer = move(client, listed, Action.WITHDRAW, note="单位申请。")
    assert KEEP_AWAY in answer.content.decode()


def test_D38_acts_in_bulk_leave_own_cases_out_and_name_them(
    client, listed, recommending, work_committee, organisation_department
):
    factories.evaluated(listed, work_committee, organisation_department)
    factories.appointed(Role.WORK_COMMITTEE, own_branch=factories.branch())
    Recusal.objects.create(candidacy=listed, user=work_committee, reason="亲属。", by=work_committee, at=clock.now())
    client.force_login(work_committee)
    page = reverse("evaluation:naming_settle", args=[recommending.year])
    assert "您须回避，不在此列" in client.get(page).content.decode()
    said = client.post(page, follow=True).content.decode()
    assert f"您须回避、没有办理的：{listed.branch.short_name}" in said
    assert state(listed) == State.RECOMMENDED
    kept, left_out = recusals.without_own(work_committee, [listed])
    assert (kept, left_out) == ([], [listed])
    assert recusals.without_own(organisation_department, [listed]) == ([listed], [])


@pytest.mark.django_db
def test_D38_reinspection_and_review_ask_it_too(client):
    house = honour_helpers.House.build()
    for _ in range(2):
        house.named()
    house.open()
    one, other = (house.one(honour) for honour in type(house.named()).objects.filter(reinspections__isnull=False))
    client.force_login(house.officer)
    page = f"/reinspections/{one.pk}/recusal/"
    assert page in client.get(f"/reinspections/{one.pk}/").content.decode()
    assert client.post(page, {"reason": ""}).status_code == 422
    assert client.post(page, {"reason": "亲属。"}).status_code == 302
    assert KEEP_AWAY in client.get(f"/reinspections/{one.pk}/fill/").content.decode()
    with pytest.raises(Refused, match="须回避"):
        house.suggest(one)
    second = factories.appointed(Role.ORGAN_OFFICER, house.unit, own_branch=factories.branch())
    house.officer = second
    for seen in (one, other):
        house.suggest(seen)
    one, other = house.report(one), honour_helpers.fresh(other)
    review_steps.review(one, by=house.committee, verdict=Confirmation.KEEP)
    reinspection_recusal_steps.recuse(one, by=house.committee, reason="亲属。")
    assert not one.reviews.exists(), "what was said no longer counts"
    client.force_login(house.committee)
    answer = client.post(f"/cycles/{one.cycle.year}/reinspections/agree/", {"one": [other.pk]}, follow=True)
    assert f"您须回避、没有办理的：{one.honour.branch.short_name}" in answer.content.decode()
    with pytest.raises(Refused, match="须回避"):
        review_steps.send_back(honour_helpers.fresh(one), by=house.committee, note="补正。", due=date(2026, 12, 30))


# D18


def test_D18_who_typed_for_the_branch_is_as_one_who_applied(client, case, secretary, organ_officer, assessor):
    factories.fill_in(case, secretary)
    SelfRating.objects.filter(candidacy=case, criterion__number=1).update(by=organ_officer)
    advance(case, Action.APPLY, by=secretary)
    factories.assess(case, organ_officer, assessor)
    client.force_login(organ_officer)
    answer = move(client, factories.fresh(case), Action.CONCLUDE)
    assert answer.status_code == 422 and "自评由您录入" in answer.content.decode()
    SelfRating.objects.filter(candidacy=case).update(by=secretary)
    Declaration.objects.filter(candidacy=case, disqualification__number=1).update(by=organ_officer)
    assert organ_officer.pk in observe_one(case).known.typed_by
    Declaration.objects.filter(candidacy=case).update(by=secretary)
    assert move(client, factories.fresh(case), Action.CONCLUDE).status_code == 302


@pytest.mark.parametrize(
    ("rule", "refused", "allowed"),
    [
        (impartiality.assessed_by_another, Facts(actor=7, typed_by=frozenset({7})), Facts(actor=8, applied_by=7)),
        (impartiality.recommended_by_another, Facts(actor=7, concluded_by=7), Facts(actor=8, concluded_by=7)),
        (
            impartiality.picked_by_another,
            Facts(actor=7, picked_by=7, holds_pool_seat=True),
            Facts(actor=7, picked_by=7, holds_pool_seat=False),
        ),
        (
            impartiality.evaluated_by_another,
            Facts(actor=7, evaluated_by=frozenset({7})),
            Facts(actor=8, evaluated_by=frozenset({7})),
        ),
    ],
)
def test_D18_of_two_steps_in_a_row_one_person_makes_one(rule, refused, allowed):
    assert rule(refused) and not rule(allowed)


# D19


@pytest.fixture
def away(listed, work_committee, organisation_department):
    """市直工委 as a whole belongs to the branch; the other body does not."""
    join(listed, work_committee, factories.appointed(Role.WORK_COMMITTEE, name="吴工委"))
    return listed


def verify_all(case, by):
    verification_steps.verify_all(case, [(one, Answer.NO) for one in case.cycle.disqualifications.all()], by=by)


def test_D19_an_own_branch_of_the_work_committee_has_a_way_through_to_its_name(
    client, away, recommending, work_committee, organisation_department
):
    verify_all(away, organisation_department)
    client.force_login(organisation_department)
    evaluate = reverse("evaluation:naming_evaluate", args=[away.pk])
    assert "市直工委人员全部回避" in client.get(evaluate).content.decode()
    assert client.post(evaluate, {"verdict": Verdict.NAME, "reason": ""}).status_code == 302
    client.force_login(work_committee)
    assert move(client, away, Action.PROPOSE).status_code == 422
    client.force_login(organisation_department)
    assert move(client, away, Action.PROPOSE).status_code == 302
    client.force_login(work_committee)
    file = client.get(f"/candidacies/{away.pk}/").content.decode()
    assert "市直工委人员全部回避，由市委组织部办理" in file
    with pytest.raises(PermissionDenied):
        decision_steps.freeze(recommending, by=organisation_department)
    version = decision_steps.freeze(recommending, by=work_committee)
    assert version.rows[0]["body_away"] == Body.WORK_COMMITTEE
    decision_steps.sign(version, by=organisation_department)
    with pytest.raises(Refused, match="尚未签署"):
        decision_steps.proclaim(version.decision, by=work_committee, document_number="1号")
    client.force_login(work_committee)
    assert "市直工委人员全部回避" in client.get(reverse("evaluation:naming_sign", args=[version.pk])).content.decode()
    decision_steps.sign(version, by=work_committee)
    decision_steps.proclaim(version.decision, by=work_committee, document_number="1号")
    assert state(away) == State.NAMED


def test_D19_where_one_of_a_body_is_left_the_other_makes_none_of_its_moves(
    client, away, work_committee, organisation_department
):
    factories.evaluated(away, work_committee, organisation_department)
    newcomer = factories.appointed(Role.WORK_COMMITTEE, own_branch=factories.branch())
    client.force_login(organisation_department)
    assert "拟命名" not in client.get(f"/candidacies/{away.pk}/").content.decode().partition("办理经过")[0]
    assert move(client, away, Action.PROPOSE).status_code == 404
    assert state(away) == State.RECOMMENDED
    client.force_login(newcomer)
    assert move(client, away, Action.PROPOSE).status_code == 302


def test_D19_the_twin_who_never_finds_a_body_away_has_no_way_through(
    client, away, organisation_department, monkeypatch
):
    monkeypatch.setattr(recusals, "away", lambda row: "")
    verify_all(away, organisation_department)
    evaluation_steps.evaluate(away, by=organisation_department, verdict=Verdict.NAME)
    client.force_login(organisation_department)
    assert move(client, away, Action.PROPOSE).status_code == 404


def test_D19_one_word_counts_for_both_in_declining_and_an_older_one_does_not(
    client, away, work_committee, organisation_department
):
    MunicipalEvaluation.objects.create(
        candidacy=away, body=Body.WORK_COMMITTEE, verdict=Verdict.NAME, by=work_committee, at=clock.now()
    )
    evaluation_steps.evaluate(away, by=organisation_department, verdict=Verdict.DECLINE, reason="成效不突出。")
    assert observe_one(away).known.verdicts == (Verdict.DECLINE, Verdict.DECLINE)
    client.force_login(organisation_department)
    assert move(client, away, Action.DECLINE, note="双方不同意。").status_code == 302
    assert move(client, factories.fresh(away), Action.REOPEN, note="重新评定。").status_code == 302
    assert impartiality.counted(("", "name"), "") == ("", "name")


def test_D19_two_people_of_the_body_that_is_there_lift_a_hold(away, organisation_department):
    hold = hold_steps.raise_hold(away, by=organisation_department, reason="待研究。")
    assert not hold_steps.lift_hold(hold, by=organisation_department).lifted_at
    with pytest.raises(Refused, match="另一人再解除"):
        hold_steps.lift_hold(hold, by=organisation_department)
    colleague = factories.appointed(Role.ORGANISATION_DEPARTMENT, own_branch=factories.branch())
    assert hold_steps.lift_hold(hold, by=colleague).lifted_at


def test_D19_the_other_body_picks_from_the_pool_and_another_of_it_evaluates(
    client,
    applied,
    recommending,
    unit,
    organ_officer,
    assessor,
    leading_group,
    work_committee,
    organisation_department,
    today,
):
    case = factories.assessed(applied, organ_officer, assessor)
    pool = factories.recommendation_list(recommending, None, base=10)
    own = factories.recommendation_list(recommending, unit, base=5, pool=pool)
    factories.deliberated(own, leading_group)
    advance(case, Action.FORWARD, by=leading_group)
    join(case, work_committee)
    elsewhere(organisation_department)
    today(date(2027, 2, 8))
    case = factories.fresh(case)
    client.force_login(work_committee)
    assert move(client, case, Action.RECOMMEND, note="成效突出。").status_code == 422
    client.force_login(organisation_department)
    assert move(client, case, Action.RECOMMEND, note="成效突出。").status_code == 302
    factories.submit(pool)
    assert state(case) == State.RECOMMENDED
    assert "由您在联合推荐中选定" in evaluation_steps.why_not_evaluate(factories.fresh(case), organisation_department)
    colleague = factories.appointed(Role.ORGANISATION_DEPARTMENT, own_branch=factories.branch())
    assert not evaluation_steps.why_not_evaluate(factories.fresh(case), colleague)


@pytest.mark.django_db
def test_D19_one_review_counts_for_both_where_a_body_is_away():
    house = honour_helpers.House.build()
    honour = house.named()
    factories.branch(house.unit)
    house.open()
    one = house.reported(honour)
    for person in (house.committee, house.second):
        person.branch = honour.branch
        person.save()
    review_steps.review(one, by=house.department, verdict=Confirmation.KEEP)
    assert honour_helpers.fresh(one).state == "kept"
    assert one.records.get(action=ReinspectionAction.REVIEW).data["body_away"] == Body.WORK_COMMITTEE


def test_D38_a_member_who_keeps_away_is_said_so_by_the_officer_only_before_the_opinion(
    listed, organ_officer, assessor, leading_group
):
    with pytest.raises(Refused, match="考核意见已经提交"):
        casefile_steps.recuse(listed, assessor, by=organ_officer, reason="亲属。")
    with pytest.raises(PermissionDenied):
        casefile_steps.recuse(listed, assessor, by=leading_group, reason="亲属。")
    assert Candidacy.objects.filter(recusals__isnull=False).count() == 0
