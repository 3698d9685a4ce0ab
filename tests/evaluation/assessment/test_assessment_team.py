"""Forming and changing a team: who may belong, what follows for rights and for own branches (方案 四（二）, D17)."""

import pytest
from django.core.exceptions import PermissionDenied

from branches import access
from branches.permissions import Perm, Role
from evaluation.advance import Refused
from evaluation.assessment import team as assessment_team
from evaluation.assessment.steps import team as team_steps
from evaluation.cases.bodies import assessors_of
from evaluation.models import AssessmentTeam, Cycle, Recusal, TeamMember, TeamPermission
from evaluation.vocabulary import CycleState
from tests.support import factories


@pytest.fixture
def colleague(unit):
    return factories.person("郑立新", own_branch=factories.branch(unit, "国库科党支部"))


def form(cycle, unit, by, *members, leader=None):
    return team_steps.form_team(cycle, unit, leader=leader or members[0], members=members, by=by)


def test_members_hold_the_right_to_score_over_their_team(cycle, unit, organ_officer, assessor, stranger):
    team = form(cycle, unit, organ_officer, assessor)
    assert access.may(assessor, Perm.SCORE, team)
    assert not access.may(stranger, Perm.SCORE, team)


def test_a_member_without_a_branch_is_refused_with_a_sentence(cycle, unit, organ_officer, stranger):
    with pytest.raises(Refused, match="陈路人没有登记所在党支部"):
        form(cycle, unit, organ_officer, stranger)
    assert not AssessmentTeam.objects.exists()


def test_without_that_rule_somebody_whose_branch_is_unknown_would_be_let_in(
    cycle, unit, organ_officer, stranger, monkeypatch
):
    monkeypatch.setattr(team_steps, "obstacle", lambda user: "")
    team = form(cycle, unit, organ_officer, stranger)
    assert access.may(stranger, Perm.SCORE, team)


def test_an_administrator_cannot_belong(cycle, unit, branch, organ_officer):
    admin = factories.appointed(Role.AUDIT_ADMIN, name="冯审计", own_branch=branch)
    with pytest.raises(Refused, match="管理员"):
        form(cycle, unit, organ_officer, admin)


def test_the_leader_must_be_a_member(cycle, unit, organ_officer, assessor, colleague):
    with pytest.raises(Refused, match="组长须是考核组成员"):
        form(cycle, unit, organ_officer, assessor, leader=colleague)


@pytest.mark.parametrize("who", ["secretary", "leading_group", "foreign_officer", "assessor"])
def test_only_the_units_organ_officer_forms_it(cycle, unit, assessor, who, request):
    with pytest.raises(PermissionDenied):
        form(cycle, unit, request.getfixturevalue(who), assessor)


def test_no_team_in_a_year_that_does_not_run(cycle, unit, organ_officer, assessor):
    Cycle.objects.update(state=CycleState.CLOSED)
    cycle.refresh_from_db()
    with pytest.raises(Refused, match="没有在进行"):
        form(cycle, unit, organ_officer, assessor)


def test_who_leaves_loses_the_right_at_once(cycle, unit, organ_officer, assessor, colleague):
    team = form(cycle, unit, organ_officer, assessor, colleague)
    form(cycle, unit, organ_officer, colleague)
    access.forget(assessor)
    assert not access.may(assessor, Perm.SCORE, team)
    assert access.may(colleague, Perm.SCORE, team)
    assert TeamMember.objects.filter(team=team, left_on=None).count() == 1


def test_who_left_may_come_back(case, cycle, unit, organ_officer, assessor, colleague):
    form(cycle, unit, organ_officer, assessor, colleague)
    form(cycle, unit, organ_officer, colleague)
    team = form(cycle, unit, organ_officer, assessor, colleague)
    access.forget(assessor)
    assert access.may(assessor, Perm.SCORE, team)
    assert sorted(user.pk for user in assessors_of(case)) == sorted([assessor.pk, colleague.pk])


def test_each_member_keeps_away_from_the_own_branch(cycle, unit, organ_officer, assessor, colleague):
    own = factories.candidacy(cycle, assessor.branch)
    other = factories.candidacy(cycle, colleague.branch)
    form(cycle, unit, organ_officer, assessor, colleague)
    assert set(Recusal.objects.values_list("candidacy", "user", "is_automatic")) == {
        (own.pk, assessor.pk, True),
        (other.pk, colleague.pk, True),
    }


def test_two_members_of_one_branch_both_keep_away(cycle, unit, organ_officer, assessor):
    twin = factories.person("同事", own_branch=assessor.branch)
    factories.candidacy(cycle, assessor.branch)
    form(cycle, unit, organ_officer, assessor, twin)
    assert Recusal.objects.count() == 2


def test_regranting_rebuilds_what_somebody_deleted(case, cycle, unit, organ_officer, assessor):
    team = form(cycle, unit, organ_officer, assessor)
    TeamPermission.objects.all().delete()
    access.forget(assessor)
    assert not access.may(assessor, Perm.SCORE, team)
    assert team_steps.regrant_teams() == (1, 0)
    assert team_steps.regrant_teams() == (0, 0)
    access.forget(assessor)
    assert access.may(assessor, Perm.SCORE, team)


def test_regranting_takes_away_what_no_membership_covers(cycle, unit, organ_officer, assessor, colleague):
    form(cycle, unit, organ_officer, assessor, colleague)
    TeamMember.objects.filter(user=assessor).delete()
    assert team_steps.regrant_teams([assessor.pk]) == (0, 1)
    assert TeamPermission.objects.filter(user=colleague).exists()


def test_the_page_tells_for_which_branch_nobody_is_left(cycle, unit, organ_officer, assessor):
    own = factories.candidacy(cycle, assessor.branch)
    team = form(cycle, unit, organ_officer, assessor)
    assert assessment_team.short_of_members(team) == [own]


def test_the_page_offers_the_units_people_and_says_why_some_cannot(cycle, unit, organ_officer, assessor, leading_group):
    offered = {one.user: one.obstacle for one in assessment_team.choosable(unit, None)}
    assert offered[assessor] == ""
    assert "没有登记所在党支部" in offered[leading_group]


def test_a_search_brings_in_people_of_other_units(cycle, unit, organ_officer):
    outsider = factories.person("外单位的石工", own_branch=factories.branch())
    assert outsider not in {one.user for one in assessment_team.choosable(unit, None)}
    assert outsider in {one.user for one in assessment_team.choosable(unit, None, "石工")}


def test_the_page_forms_a_team(client, cycle, unit, organ_officer, assessor, colleague):
    client.force_login(organ_officer)
    url = f"/cycles/{cycle.year}/units/{unit.pk}/team/"
    assert "组建市财政局考核组" in client.get(url).content.decode()
    answer = client.post(url, {"members": [assessor.pk, colleague.pk], "leader": colleague.pk})
    assert answer.status_code == 302
    assert AssessmentTeam.objects.get().leader == colleague
    assert "考核组已保存" in client.get(url).content.decode()


def test_bad_input_keeps_the_ticks(client, cycle, unit, organ_officer, assessor, colleague):
    client.force_login(organ_officer)
    url = f"/cycles/{cycle.year}/units/{unit.pk}/team/"
    answer = client.post(url, {"members": [assessor.pk], "leader": colleague.pk})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "组长须同时勾选为成员" in page
    assert f'value="{assessor.pk}" id="member_{assessor.pk}" checked' in page


def test_a_foreign_unit_and_a_missing_one_look_the_same(client, cycle, unit, foreign_officer):
    client.force_login(foreign_officer)
    foreign = client.get(f"/cycles/{cycle.year}/units/{unit.pk}/team/")
    missing = client.get(f"/cycles/{cycle.year}/units/99999/team/")
    assert foreign.status_code == missing.status_code == 404
    assert foreign.content.partition(b"<main")[2] == missing.content.partition(b"<main")[2]
