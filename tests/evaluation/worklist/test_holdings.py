"""Whoever leaves is listed with what he still holds, before and after."""

import pytest

from branches.permissions import Role
from evaluation.assessment.steps import team as team_steps
from evaluation.worklist import holdings
from tests.support import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def applied(case, secretary, organ_officer, leading_group, work_committee, organisation_department):
    """It waits for the unit's only officer."""
    return factories.applied(case, secretary)


def test_an_officer_holds_posts_teams_tasks_and_what_only_he_can_move_on(applied, organ_officer, assessor):
    team_steps.form_team(
        applied.cycle, applied.unit, leader=assessor, members=[assessor, organ_officer], by=organ_officer
    )
    held = holdings.of(organ_officer)
    assert [post.role for post in held.posts] == ["organ_officer"]
    assert held.memberships == ["2026年度市财政局考核组"]
    assert (held.tasks > 0, held.only_by, held.vacant) == (True, 1, [])
    factories.appointed(Role.ORGAN_OFFICER, applied.unit)
    assert holdings.of(organ_officer).only_by == 0


def test_a_person_without_anything_is_asked_for_nothing(applied, stranger):
    assert not holdings.of(stranger).is_anything


def test_ending_a_post_and_closing_an_account_say_so_before_and_after(
    client, applied, organ_officer, system_admin, security_admin
):
    client.force_login(security_admin)
    post = organ_officer.appointments.get()
    assert "1件只有赵专干能办" in client.get(f"/posts/{post.pk}/end/").content.decode()
    client.force_login(system_admin)
    before = client.get(f"/people/{organ_officer.pk}/active/").content.decode()
    assert "1件只有赵专干能办" in before and applied.branch.short_name not in before
    client.post(f"/people/{organ_officer.pk}/active/")
    after = client.get(f"/people/{organ_officer.pk}/").content.decode()
    assert "市财政局机关党组织经办人：1件无人可办" in after
