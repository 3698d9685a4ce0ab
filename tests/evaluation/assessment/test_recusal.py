"""回避: the own branch and declared cases are out of sight and out of reach (D17)."""

import pytest
from django.core.exceptions import PermissionDenied

from branches import access
from branches.permissions import Role
from evaluation.advance import Refused
from evaluation.assessment import queries as assessment_queries
from evaluation.assessment.steps import assessment as assessment_steps
from evaluation.assessment.steps import scoring as scoring_steps
from evaluation.assessment.steps import team as team_steps
from evaluation.casefile import steps as casefile_steps
from evaluation.models import Recusal, ScoreSheet
from evaluation.vocabulary import Grade
from tests.support import factories

PAGES = ["", "score/", "score/all/", "visits/add/", "consultations/add/", "sheets/", "opinion/", "print/"]


@pytest.fixture
def colleague(unit):
    return factories.person("郑立新", own_branch=factories.branch(unit, "国库科党支部"))


@pytest.fixture
def applied(case, secretary):
    return factories.applied(case, secretary)


@pytest.fixture
def team(applied, cycle, unit, organ_officer, assessor, colleague, secretary):
    """The secretary belongs to the team too: the case is of his own branch."""
    return team_steps.form_team(
        cycle, unit, leader=assessor, members=[assessor, colleague, secretary], by=organ_officer
    )


def main(answer):
    """What the page says; the frame around it names the address that was asked for."""
    return answer.content.decode().partition("<main")[2]


def mark_all(case, by, grade=Grade.MET):
    for one in case.cycle.criteria.all():
        scoring_steps.rate(case, one, by=by, mark=grade, note="看过。")


def test_nobody_scores_the_own_branch(applied, team, secretary):
    with pytest.raises(PermissionDenied):
        scoring_steps.rate(applied, applied.cycle.criteria.first(), by=secretary, mark=Grade.MET)


def test_without_the_rule_a_secretary_would_score_the_own_branch(applied, team, secretary, monkeypatch):
    monkeypatch.setattr(
        scoring_steps,
        "part_of",
        lambda by, case: assessment_queries.Part(assesses=access.may(by, assessment_queries.Perm.SCORE, team)),
    )
    assert scoring_steps.rate(applied, applied.cycle.criteria.first(), by=secretary, mark=Grade.MET)


def test_nobody_visits_the_own_branch(applied, team, secretary, assessor, today):
    with pytest.raises(Refused, match="不在回避之列"):
        assessment_steps.record_visit(
            applied, by=assessor, visited_on=factories.IN_DECEMBER, visitors=[secretary], findings="看过。"
        )


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_the_own_branch_is_missing(client, applied, team, secretary, page):
    client.force_login(secretary)
    own = client.get(f"/candidacies/{applied.pk}/assessment/{page}")
    missing = client.get(f"/candidacies/99999/assessment/{page}")
    assert own.status_code == missing.status_code == 404
    assert main(own) == main(missing)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_there_for_a_member_of_another_branch(client, applied, team, assessor, page):
    client.force_login(assessor)
    assert client.get(f"/candidacies/{applied.pk}/assessment/{page}").status_code in (200, 403)


def test_the_organ_officer_does_not_see_the_own_branch_either(client, cycle, organ_officer):
    own = factories.candidacy(cycle, organ_officer.branch)
    client.force_login(organ_officer)
    for page in ("", "opinion/"):
        assert client.get(f"/candidacies/{own.pk}/assessment/{page}").status_code == 404
    assert client.get(f"/candidacies/{own.pk}/verification/").status_code == 404


def test_an_officer_is_told_that_somebody_else_concludes_the_own_branch(client, cycle, organ_officer, secretary):
    own = factories.candidacy(cycle, organ_officer.branch)
    client.force_login(organ_officer)
    assert "您须回避" not in client.get("/assessments/").content.decode()
    factories.applied(own, factories.appointed(Role.SECRETARY, own.branch))
    assert "您须回避" in client.get("/assessments/").content.decode()
    assert f"/candidacies/{own.pk}/assessment/" not in client.get(f"/candidacies/{own.pk}/").content.decode()


def test_a_declared_recusal_closes_the_case(client, applied, team, assessor):
    client.force_login(assessor)
    url = f"/candidacies/{applied.pk}/assessment/"
    assert client.get(url).status_code == 200
    answer = client.post(f"/candidacies/{applied.pk}/recusal/", {"reason": "与支部书记是夫妻关系。"})
    assert answer.status_code == 302
    assert client.get(url).status_code == 404
    assert Recusal.objects.get(user=assessor, candidacy=applied).reason == "与支部书记是夫妻关系。"


def test_a_recusal_needs_a_reason(client, applied, team, assessor):
    client.force_login(assessor)
    answer = client.post(f"/candidacies/{applied.pk}/recusal/", {"reason": " "})
    assert answer.status_code == 422
    assert "请填写理由" in answer.content.decode()


def test_a_recused_members_sheet_no_longer_counts(applied, team, assessor):
    mark_all(applied, assessor)
    scoring_steps.submit_sheet(applied, by=assessor)
    casefile_steps.recuse(applied, assessor, by=assessor, reason="亲属关系。")
    assert not ScoreSheet.objects.filter(submitted_at__isnull=False).exists()


def test_the_organ_officer_recuses_a_member(applied, team, organ_officer, assessor):
    casefile_steps.recuse(applied, assessor, by=organ_officer, reason="亲属关系。")
    with pytest.raises(PermissionDenied):
        scoring_steps.rate(applied, applied.cycle.criteria.first(), by=assessor, mark=Grade.MET)
    with pytest.raises(Refused, match="已经回避"):
        casefile_steps.recuse(applied, assessor, by=organ_officer, reason="再说一次。")


def test_a_member_cannot_recuse_a_colleague(applied, team, assessor, colleague):
    with pytest.raises(PermissionDenied):
        casefile_steps.recuse(applied, colleague, by=assessor, reason="不想让他评。")


def test_only_members_are_recused(applied, team, organ_officer, stranger):
    with pytest.raises(Refused, match="不是考核组成员"):
        casefile_steps.recuse(applied, stranger, by=organ_officer, reason="亲属关系。")


def test_a_member_who_keeps_away_owes_no_sheet(applied, team, organ_officer, assessor, colleague):
    mark_all(applied, assessor)
    scoring_steps.submit_sheet(applied, by=assessor)
    assert assessment_queries.progress(applied, organ_officer).owing
    casefile_steps.recuse(applied, colleague, by=organ_officer, reason="亲属关系。")
    assert not assessment_queries.progress(applied, organ_officer).owing
