"""Scoring: one's own sheet, sealed when handed in, blind until then; spreads, returns and 参考分 (D17, D21)."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from evaluation.advance import Refused
from evaluation.assessment import queries as assessment_queries
from evaluation.assessment import scores
from evaluation.assessment.steps import scoring as scoring_steps
from evaluation.assessment.steps import team as team_steps
from evaluation.models import Candidacy, Cycle, ScoreSheet
from evaluation.vocabulary import CycleState, Grade, ScoreTemplate, State
from tests.support import factories


@pytest.fixture
def colleague(unit):
    return factories.person("郑立新", own_branch=factories.branch(unit, "国库科党支部"))


@pytest.fixture
def applied(case, secretary):
    return factories.applied(case, secretary)


@pytest.fixture
def team(applied, cycle, unit, organ_officer, assessor, colleague):
    """Led by the assessor."""
    return team_steps.form_team(cycle, unit, leader=assessor, members=[assessor, colleague], by=organ_officer)


def mark_all(case, by, marks=None, note=""):
    for one in case.cycle.criteria.all():
        scoring_steps.rate(case, one, by=by, mark=(marks or {}).get(one.number, Grade.MET), note=note)


def hand_in(case, by, marks=None, note="看过。"):
    mark_all(case, by, marks, note)
    return scoring_steps.submit_sheet(case, by=by)


def url(case, page=""):
    return f"/candidacies/{case.pk}/assessment/{page}"


def test_the_check_list_says_what_is_missing_and_hands_in_what_is_complete(client, applied, team, assessor):
    mark_all(applied, assessor, {7: Grade.UNMET})
    client.force_login(assessor)
    assert f'href="{url(applied, "score/all/")}#c7"' in client.get(url(applied, "score/")).content.decode()
    answer = client.post(url(applied, "score/"))
    assert answer.status_code == 422
    assert "第7项评为“未达到”，请写明现场看到什么。" in answer.content.decode()
    scoring_steps.rate(applied, applied.cycle.criteria.get(number=7), by=assessor, note="没有台账。")
    assert client.post(url(applied, "score/")).status_code == 302
    assert ScoreSheet.objects.get().submitted_at


def test_an_incomplete_sheet_is_not_handed_in(applied, team, assessor):
    scoring_steps.rate(applied, applied.cycle.criteria.get(number=1), by=assessor, mark=Grade.MET)
    with pytest.raises(Refused) as refused:
        scoring_steps.submit_sheet(applied, by=assessor)
    assert len(refused.value.reasons) == 19


def test_without_that_check_an_empty_sheet_would_count(applied, team, assessor, monkeypatch):
    monkeypatch.setattr(scores, "items", lambda case, sheet: [])
    assert scoring_steps.submit_sheet(applied, by=assessor).submitted_at


def test_a_sheet_handed_in_is_sealed(applied, team, assessor):
    hand_in(applied, assessor)
    with pytest.raises(Refused, match="您已提交评分"):
        scoring_steps.rate(applied, applied.cycle.criteria.first(), by=assessor, mark=Grade.UNMET)
    with pytest.raises(Refused, match="您已提交评分"):
        scoring_steps.submit_sheet(applied, by=assessor)


@pytest.mark.parametrize("who", ["organ_officer", "secretary", "leading_group", "work_committee", "stranger"])
def test_only_members_score(applied, team, who, request):
    with pytest.raises(PermissionDenied):
        scoring_steps.rate(applied, applied.cycle.criteria.first(), by=request.getfixturevalue(who), mark=Grade.MET)


def test_a_branch_that_has_not_applied_is_not_scored(client, case, cycle, unit, organ_officer, assessor):
    team_steps.form_team(cycle, unit, leader=assessor, members=[assessor], by=organ_officer)
    with pytest.raises(Refused, match="不在考核中"):
        scoring_steps.rate(case, case.cycle.criteria.first(), by=assessor, mark=Grade.MET)
    client.force_login(assessor)
    assert client.get(url(case, "score/all/")).status_code == 404


@pytest.mark.parametrize("state", [State.DRAFT, State.NOT_APPLIED, State.DISQUALIFIED, State.WITHDRAWN])
def test_words_never_handed_in_stand_on_no_page_of_the_team(client, applied, team, assessor, state):
    hand_in(applied, assessor)
    Candidacy.objects.filter(pk=applied.pk).update(state=state)
    client.force_login(assessor)
    for page in ("score/", "score/all/", "score/1/", "sheets/", "print/"):
        assert client.get(url(applied, page)).status_code == 404
    assert client.get(url(applied)).status_code == 200


def test_nothing_is_scored_after_the_year(applied, team, assessor):
    Cycle.objects.update(state=CycleState.CLOSED)
    with pytest.raises((Refused, PermissionDenied)):
        scoring_steps.rate(applied, applied.cycle.criteria.first(), by=assessor, mark=Grade.MET)


def test_colleagues_sheets_are_unseen_until_the_own_is_handed_in(client, applied, team, assessor, colleague):
    hand_in(applied, colleague, note="看见郑立新的独有说明")
    client.force_login(assessor)
    before = client.get(url(applied, "sheets/"))
    assert before.status_code == 403
    for page in ("", "score/", "score/all/", "opinion/", "print/"):
        assert "独有说明" not in client.get(url(applied, page)).content.decode()
    hand_in(applied, assessor)
    after = client.get(url(applied, "sheets/"))
    assert after.status_code == 200
    assert "独有说明" in after.content.decode()


def test_without_blindness_the_leader_would_see_them(client, applied, team, assessor, colleague, monkeypatch):
    hand_in(applied, colleague, note="看见郑立新的独有说明")
    monkeypatch.setattr(assessment_queries.Progress, "sees_sheets", property(lambda self: True))
    client.force_login(assessor)
    assert "独有说明" in client.get(url(applied, "sheets/")).content.decode()


def test_the_organ_officer_sees_figures_only_when_nobody_owes_a_sheet(
    client, applied, team, organ_officer, assessor, colleague
):
    hand_in(applied, colleague)
    client.force_login(organ_officer)
    assert client.get(url(applied, "sheets/")).status_code == 403
    assert "平均参考分" not in client.get(url(applied, "opinion/")).content.decode()
    hand_in(applied, assessor)
    assert client.get(url(applied, "sheets/")).status_code == 200


def test_the_leader_is_shown_where_two_are_more_than_a_grade_apart(client, applied, team, assessor, colleague):
    hand_in(applied, colleague, {3: Grade.UNMET, 4: Grade.PARTLY})
    hand_in(applied, assessor)
    assert [row.criterion.number for row in scores.comparison(applied).differing] == [3]
    client.force_login(assessor)
    assert "有1项评分相差超过一个等次" in client.get(url(applied, "sheets/")).content.decode()
    client.force_login(colleague)
    assert "相差" not in client.get(url(applied, "sheets/")).content.decode()


@pytest.mark.parametrize(("one", "other", "differs"), [("5", "1", True), ("5", "2", False), ("n/a", "0", False)])
def test_points_differ_when_more_than_three_apart(applied, team, assessor, colleague, one, other, differs):
    Cycle.objects.update(score_template=ScoreTemplate.POINTS)
    applied = factories.fresh(applied)
    hand_in(applied, assessor, dict.fromkeys(range(1, 21), "5") | {3: one})
    hand_in(applied, colleague, dict.fromkeys(range(1, 21), "5") | {3: other})
    assert bool(scores.comparison(applied).differing) is differs


def test_the_leader_returns_a_sheet_with_a_reason(client, applied, team, assessor, colleague):
    sheet = hand_in(applied, colleague)
    client.force_login(assessor)
    answer = client.post(url(applied, f"sheets/{sheet.pk}/return/"), {"reason": "第3项请再核对。"})
    assert answer.status_code == 302
    sheet.refresh_from_db()
    assert sheet.submitted_at is None
    assert sheet.scores.count() == 20
    client.force_login(colleague)
    assert "第3项请再核对。" in client.get(url(applied)).content.decode()
    scoring_steps.rate(applied, applied.cycle.criteria.get(number=3), by=colleague, mark=Grade.PARTLY)
    assert scoring_steps.submit_sheet(applied, by=colleague).return_reason == ""


def test_nobody_returns_the_own_sheet_and_members_return_none(applied, team, assessor, colleague):
    own, other = hand_in(applied, assessor), hand_in(applied, colleague)
    for sheet, by in ((own, assessor), (own, colleague), (other, colleague)):
        with pytest.raises(PermissionDenied):
            scoring_steps.return_sheet(sheet, by=by, reason="想改。")


def test_the_organ_officer_returns_the_leaders_sheet(applied, team, organ_officer, assessor):
    scoring_steps.return_sheet(hand_in(applied, assessor), by=organ_officer, reason="请核对。")
    assert ScoreSheet.objects.get().submitted_at is None


def test_the_mean_of_the_sheets_is_the_reference_score(applied, team, assessor, colleague):
    hand_in(applied, assessor)
    hand_in(applied, colleague, {1: Grade.PARTLY, 2: Grade.UNMET, 3: Grade.NOT_APPLICABLE})
    assert scores.mean_score(applied) == Decimal("96.3")


def test_a_year_without_figures_has_no_mean(applied, team, assessor):
    Cycle.objects.update(score_template=ScoreTemplate.NONE)
    applied = factories.fresh(applied)
    hand_in(applied, assessor)
    assert scores.mean_score(applied) is None


def test_an_unknown_mark_is_refused(applied, team, assessor):
    with pytest.raises(Refused, match="没有这个评分选项"):
        scoring_steps.rate(applied, applied.cycle.criteria.first(), by=assessor, mark="9")


@pytest.mark.parametrize("cases", [1, 3])
def test_the_list_of_branches_costs_the_same_at_any_length(
    client, cycle, unit, organ_officer, assessor, secretary, cases, django_assert_max_num_queries
):
    for number in range(cases):
        factories.fill_in(one := factories.candidacy(cycle, factories.branch(unit, f"第{number}科党支部")), secretary)
        factories.Candidacy.objects.filter(pk=one.pk).update(state="applied")
    team_steps.form_team(cycle, unit, leader=assessor, members=[assessor], by=organ_officer)
    client.force_login(assessor)
    with django_assert_max_num_queries(18):
        assert f"您还有{cases}个支部没有评完" in client.get("/assessments/").content.decode()
