"""The page of one branch, its end, the audit pages, and `regrant`."""

import json
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from branches import clock
from branches.models import AuditEntry, BranchPermission, FormerName, UnitPermission
from evaluation.advance import Refused
from evaluation.models import AssessmentTeam, TeamMember, TeamPermission
from evaluation.succession.branch.steps import dissolve, restore
from evaluation.vocabulary import HonourState
from tests.support import factories

pytestmark = pytest.mark.django_db


def test_who_sees_a_branch(
    client, case, branch, secretary, organ_officer, leading_group, work_committee, system_admin, security_admin,
    foreign_officer, audit_admin, stranger,
):  # fmt: skip
    seen = {}
    for person in (secretary, organ_officer, leading_group, work_committee, system_admin, security_admin,
                   foreign_officer, audit_admin, stranger):  # fmt: skip
        client.force_login(person)
        seen[person.name] = client.get(f"/branches/{branch.pk}/").status_code
    assert seen == {
        "王书记": 200, "赵专干": 200, "孙党组": 200, "李工委": 200, "吴系统": 200, "郑安全": 200,
        "褚外人": 404, "冯审计": 403, "陈路人": 403,
    }  # fmt: skip


def test_an_assessor_sees_the_branches_of_the_team_but_not_the_grade(
    client, case, branch, secretary, organ_officer, assessor
):
    type(branch).objects.update(last_review_grade="较好")
    applied = factories.applied(case, secretary)
    factories.assess(applied, organ_officer, assessor)
    call_command("regrant")
    client.force_login(assessor)
    page = client.get(f"/branches/{branch.pk}/")
    assert page.status_code == 200 and "述职评议" not in page.content.decode()
    assert client.get(f"/branches/{assessor.branch_id}/").status_code == 404, "never the own branch (D17)"


def test_the_page_shows_names_years_and_titles(client, case, branch, organ_officer):
    factories.honour(branch, 2024, HonourState.LAPSED, decision_number="平直工〔2024〕5号")
    FormerName.objects.create(branch=branch, full_name="旧全称", short_name="旧称", used_until=date(2020, 1, 1))
    client.force_login(organ_officer)
    page = client.get(f"/branches/{branch.pk}/").content.decode()
    for words in (branch.full_name, "旧全称", "平直工〔2024〕5号", "2026年度", "自评中"):
        assert words in page
    assert "登记撤销" not in page


def test_the_page_costs_the_same_with_three_years(client, branch, work_committee, django_assert_max_num_queries):
    client.force_login(work_committee)
    client.get("/")  # what a session reads once
    costs = []
    for years in ((2021,), (2022, 2023)):
        for year in years:
            factories.candidacy(factories.cycle(year, state="closed"), branch)
            factories.honour(branch, year, HonourState.LAPSED)
        with django_assert_max_num_queries(20) as made:
            client.get(f"/branches/{branch.pk}/")
        costs.append(len(made))
    assert costs[0] == costs[1]


def test_a_branch_without_title_or_case_is_dissolved_and_restored_at_once(client, branch, secretary, system_admin):
    client.force_login(system_admin)
    assert client.post(f"/branches/{branch.pk}/dissolve/", {"on": "2026-12-01"}).status_code == 302
    branch.refresh_from_db()
    assert branch.dissolved_on == date(2026, 12, 1)
    assert client.post(f"/branches/{branch.pk}/restore/").status_code == 302
    branch.refresh_from_db()
    assert branch.dissolved_on is None


@pytest.mark.parametrize("has_title", [True, False])
def test_where_a_title_or_a_case_would_end_the_committee_confirms(client, branch, cycle, system_admin, has_title):
    if has_title:
        factories.honour(branch)
    else:
        factories.candidacy(cycle, branch)
    client.force_login(system_admin)
    page = client.get(f"/branches/{branch.pk}/dissolve/").content.decode()
    assert f"/units/{branch.unit_id}/successions/dissolve/?branch={branch.pk}" in page
    answer = client.post(f"/branches/{branch.pk}/dissolve/", {"on": "2026-12-01"})
    assert answer.status_code == 422 and "须申报支部变更" in answer.content.decode()
    branch.refresh_from_db()
    assert branch.dissolved_on is None


@pytest.mark.parametrize(
    ("on", "sentence"), [("2031-01-01", "不能晚于今天"), ("1999-01-01", "不能早于成立"), ("", "请填写撤销日期")]
)
def test_a_bad_day_is_refused(client, branch, system_admin, on, sentence):
    client.force_login(system_admin)
    answer = client.post(f"/branches/{branch.pk}/dissolve/", {"on": on})
    assert answer.status_code == 422 and sentence in answer.content.decode()


def test_a_restored_branch_must_not_clash(branch, system_admin):
    dissolve(branch, on=clock.today(), by=system_admin)
    factories.branch(branch.unit, branch.short_name, full_name="另一个全称")
    branch.refresh_from_db()
    with pytest.raises(Refused, match="已有同名"):
        restore(branch, by=system_admin)


def test_only_the_system_administrator_dissolves(client, branch, organ_officer, work_committee):
    for person in (organ_officer, work_committee):
        client.force_login(person)
        assert client.post(f"/branches/{branch.pk}/dissolve/", {"on": "2026-12-01"}).status_code == 403
        with pytest.raises(PermissionDenied):
            dissolve(branch, on=clock.today(), by=person)


def test_the_auditor_reads_moves_without_their_reasons(client, case, secretary, audit_admin):
    factories.applied(case, secretary)
    client.force_login(audit_admin)
    page = client.get("/audit/moves/").content.decode()
    assert "提交申请" in page and "王书记" in page and case.branch.short_name in page
    assert client.get("/audit/moves/?late=True").context["listing"].count == 0
    assert client.get("/audit/moves/?year=2026&action=apply&q=王书记").context["listing"].count == 1


def test_the_auditor_reads_and_filters_entries(client, system_admin, audit_admin, branch):
    dissolve(branch, on=date(2026, 12, 1), by=system_admin)
    client.force_login(audit_admin)
    page = client.get("/audit/?verb=撤销党支部").content.decode()
    assert "撤销日期：2026年12月1日（周二）" in page and "吴系统" in page
    assert client.get("/audit/?since=2026-12-08").context["listing"].count == 0
    assert client.get("/audit/?until=2026-12-07").context["listing"].count == AuditEntry.objects.count()
    assert client.get("/audit/?q=撤销党支部").context["listing"].count == 1


@pytest.mark.parametrize("route", ["audit/", "audit/moves/"])
def test_the_trail_is_for_the_auditor_alone(client, route, system_admin, security_admin, work_committee, organ_officer):
    for person in (system_admin, security_admin, work_committee, organ_officer):
        client.force_login(person)
        assert client.get(f"/{route}").status_code == 403


def test_audit_lists_cost_the_same_at_one_and_three(client, audit_admin, case, secretary, branch, organ_officer):
    client.force_login(audit_admin)

    def cost(route):
        with CaptureQueriesContext(connection) as made:
            client.get(route)
        return len(made)

    client.get("/")  # what a session reads once
    factories.applied(case, secretary)
    first = cost("/audit/"), cost("/audit/moves/")
    for _ in range(2):
        other = factories.candidacy(case.cycle)
        factories.applied(other, factories.appointed(factories.Role.SECRETARY, other.branch))
    assert (cost("/audit/"), cost("/audit/moves/")) == first
    assert max(first) <= 15


def test_regrant_restores_lost_rows_and_removes_foreign_ones(capsys, case, secretary, organ_officer, assessor):
    team = AssessmentTeam.objects.create(
        cycle=case.cycle, unit=case.unit, leader=assessor, formed_by=organ_officer, formed_at=clock.now()
    )
    TeamMember.objects.create(team=team, user=assessor, joined_on=clock.today())
    call_command("regrant")
    capsys.readouterr()
    rights = [set(model.objects.values_list("user", "permission", "content_object")) for model in _RIGHTS]
    BranchPermission.objects.all().delete()
    stolen = UnitPermission.objects.first()
    UnitPermission.objects.create(user=secretary, permission=stolen.permission, content_object=stolen.content_object)
    TeamPermission.objects.all().delete()
    call_command("regrant")
    assert [set(model.objects.values_list("user", "permission", "content_object")) for model in _RIGHTS] == rights
    assert json.loads(capsys.readouterr().out)["removed"] == 1
    call_command("regrant")
    assert json.loads(capsys.readouterr().out) == {"added": 0, "removed": 0}


_RIGHTS = (BranchPermission, UnitPermission, TeamPermission)
