"""Whose cases come to whom is changed by two people: until the second has agreed, the old value acts (三员分立)."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from branches import access, clock
from branches.changes import queries as changes_queries
from branches.changes import steps as change_steps
from branches.changes.steps import NotChanged
from branches.models import AuditEntry, Branch, ProposalList, ProposedChange, ProposedPost, Unit
from branches.permissions import Perm, Role
from branches.refusals import Conflict
from branches.register import steps as register_steps
from evaluation import worklist
from evaluation.assessment.steps import team as team_steps
from tests.branches.test_units_and_branches import UNIT
from tests.support import factories

pytestmark = pytest.mark.django_db
Kind = ProposedChange.Kind


@pytest.fixture
def small(db):
    return factories.unit("市地震局")


def may(person, perm, place):
    access.forget(person)
    return access.may(person, perm, place)


def saved(unit, **fields):
    """The unit as a form leaves it before it is saved."""
    found = Unit.objects.get(pk=unit.pk)
    for name, value in fields.items():
        setattr(found, name, value)
    return found


def one():
    return ProposedChange.objects.get(outcome="open")


def test_another_units_officer_gets_the_cases_only_when_a_second_person_agrees(
    system_admin, security_admin, organ_officer, unit, small
):
    register_steps.save_unit(saved(small, assessing_unit=unit), by=system_admin)
    small.refresh_from_db()
    assert small.assessing_unit is None and not may(organ_officer, Perm.ASSESS, small)
    change_steps.confirm([one().pk], by=security_admin)
    assert may(organ_officer, Perm.ASSESS, small)
    register_steps.save_unit(saved(small, assessing_unit=None), by=system_admin)
    assert may(organ_officer, Perm.ASSESS, small), "until then the old value acts"
    change_steps.confirm([one().pk], by=security_admin)
    assert not may(organ_officer, Perm.ASSESS, small)


def test_without_the_guard_the_system_administrator_alone_gives_the_cases_away(
    system_admin, organ_officer, unit, small, monkeypatch
):
    """The twin: the steps write at once what they should propose."""

    def at_once(unit, bodies, *, by):
        Unit.objects.filter(pk=unit.pk).update(**{str(kind): other for kind, other in bodies.items()})
        change_steps.regrant_bodies({other.pk for other in bodies.values() if other})
        return []

    monkeypatch.setattr(change_steps, "propose_bodies", at_once)
    register_steps.save_unit(saved(small, assessing_unit=unit), by=system_admin)
    assert may(organ_officer, Perm.ASSESS, small)


def test_a_unit_is_born_with_its_own_bodies(client, system_admin, security_admin, leading_group, unit):
    client.force_login(system_admin)
    client.post("/units/new/", UNIT | {"recommending_unit": unit.pk, "assessing_unit": unit.pk})
    born = Unit.objects.get(name="市审计局")
    assert born.assessing_unit is None and born.recommending_unit is None
    assert not may(leading_group, Perm.RECOMMEND, born)
    assert "等安全管理员确认" in client.get(f"/units/{born.pk}/").content.decode()
    change_steps.confirm([change.pk for change in changes_queries.waiting()], by=security_admin)
    born.refresh_from_db()
    assert (born.assessing_unit, born.recommending_unit) == (unit, unit)
    assert may(leading_group, Perm.RECOMMEND, born)


def test_an_edit_of_the_name_leaves_what_waits_alone(system_admin, unit, small):
    register_steps.save_unit(saved(small, assessing_unit=unit), by=system_admin)
    register_steps.save_unit(saved(small, name="市地震中心"), by=system_admin)
    assert one().new_unit == unit
    assert Unit.objects.get(pk=small.pk).name == "市地震中心"


def test_the_own_branch_is_set_at_once_only_for_who_holds_nothing(system_admin, stranger, branch, organ_officer):
    own = organ_officer.branch
    assert change_steps.propose_branches({stranger: branch, organ_officer: branch}, by=system_admin) == [one()]
    stranger.refresh_from_db()
    organ_officer.refresh_from_db()
    assert (stranger.branch, organ_officer.branch) == (branch, own)
    assert (one().user, one().old_branch, one().new_branch) == (organ_officer, own, branch)


def test_a_post_to_come_a_proposed_one_and_a_team_make_the_branch_wait(
    system_admin, stranger, branch, unit, cycle, organ_officer, assessor
):
    later = factories.appointed(Role.SECRETARY, branch, since=date(2027, 3, 1))
    put_forward = ProposalList.objects.create(source="表", by=system_admin, at=clock.now())
    ProposedPost.objects.create(
        list=put_forward, user=stranger, role="secretary", branch=branch, starts_on=clock.today()
    )
    team_steps.form_team(cycle, unit, leader=assessor, members=[assessor], by=organ_officer)
    waiting = change_steps.propose_branches(dict.fromkeys((later, stranger, assessor), branch), by=system_admin)
    assert {change.user for change in waiting} == {later, stranger, assessor}


def test_recusal_follows_the_old_branch_until_confirmed(system_admin, security_admin, organ_officer, branch):
    own = organ_officer.branch
    change_steps.propose_branches({organ_officer: None}, by=system_admin)
    organ_officer.refresh_from_db()
    assert organ_officer.branch == own
    change_steps.confirm([one().pk], by=security_admin)
    organ_officer.refresh_from_db()
    assert organ_officer.branch is None
    entry = AuditEntry.objects.get(verb="确认更改")
    assert entry.by == security_admin and entry.detail["changed"] == {"所在党支部": [str(own), ""]}


def test_the_same_again_is_nothing_new_and_another_value_replaces_it(system_admin, organ_officer, branch, unit):
    (first,) = change_steps.propose_branches({organ_officer: branch}, by=system_admin)
    assert change_steps.propose_branches({organ_officer: branch}, by=system_admin) == [first]
    other = factories.branch(unit)
    (second,) = change_steps.propose_branches({organ_officer: other}, by=system_admin)
    first.refresh_from_db()
    assert (first.outcome, second.outcome, second.new_branch) == ("withdrawn", "open", other)
    assert change_steps.propose_branches({organ_officer: organ_officer.branch}, by=system_admin) == []
    assert one() == second, "what an unchanged workbook says withdraws nothing"


def test_who_proposed_does_not_confirm_even_after_changing_posts(system_admin, organ_officer, branch):
    (change,) = change_steps.propose_branches({organ_officer: branch}, by=system_admin)
    system_admin.appointments.update(ends_on=date(2026, 12, 6))
    access.grant(system_admin, Role.SECURITY_ADMIN, factories.city(), starts_on=clock.today(), by=None)
    with pytest.raises(NotChanged, match="不能由您自己确认"):
        change_steps.confirm([change.pk], by=system_admin)
    with pytest.raises(IntegrityError), transaction.atomic():
        ProposedChange.objects.update(outcome="confirmed", decided_by=system_admin)
    with pytest.raises(IntegrityError), transaction.atomic():
        ProposedChange.objects.update(outcome="confirmed")


def test_what_has_changed_meanwhile_is_a_conflict_and_nothing_is_done(
    system_admin, security_admin, organ_officer, leading_group, branch, unit
):
    changes = change_steps.propose_branches({organ_officer: branch, leading_group: branch}, by=system_admin)
    type(organ_officer).objects.filter(pk=organ_officer.pk).update(branch=factories.branch(unit))
    with pytest.raises(Conflict, match="情况有变：赵专干所在党支部"):
        change_steps.confirm([change.pk for change in changes], by=security_admin)
    assert changes_queries.waiting().count() == 2
    leading_group.refresh_from_db()
    assert leading_group.branch is None
    Branch.objects.filter(pk=branch.pk).update(dissolved_on=clock.today())
    with pytest.raises(Conflict, match="孙党组"):
        change_steps.confirm([change.pk for change in changes if change.user == leading_group], by=security_admin)
    with pytest.raises(NotChanged, match="已撤销"):
        change_steps.propose_branches({leading_group: branch}, by=system_admin)


def test_confirmed_twice_is_a_conflict(system_admin, security_admin, organ_officer, branch):
    (change,) = change_steps.propose_branches({organ_officer: branch}, by=system_admin)
    change_steps.confirm([change.pk], by=security_admin)
    for again in (
        lambda: change_steps.confirm([change.pk], by=security_admin),
        lambda: change_steps.send_back([change.pk], reason="不对", by=security_admin),
        lambda: change_steps.withdraw(change, by=system_admin),
    ):
        with pytest.raises(Conflict):
            again()


def test_a_unit_is_not_given_to_itself_nor_to_one_out_of_use(system_admin, unit, small):
    for other in (small, factories.city(), factories.unit(is_active=False), factories.unit(successor=unit)):
        with pytest.raises(NotChanged, match="另选一个在用的单位"):
            change_steps.propose_bodies(small, {Kind.ASSESSING_UNIT: other}, by=system_admin)


def test_who_may_what(system_admin, security_admin, audit_admin, work_committee, organ_officer, branch):
    (change,) = change_steps.propose_branches({organ_officer: branch}, by=system_admin)
    for person in (audit_admin, work_committee, organ_officer, system_admin):
        with pytest.raises(PermissionDenied):
            change_steps.confirm([change.pk], by=person)
    for person in (audit_admin, work_committee, organ_officer, security_admin):
        with pytest.raises(PermissionDenied):
            change_steps.propose_branches({organ_officer: None}, by=person)
        with pytest.raises(PermissionDenied):
            change_steps.withdraw(change, by=person)


def test_the_pages_from_proposing_to_confirming(
    client, system_admin, security_admin, organ_officer, branch, small, unit
):
    client.force_login(system_admin)
    answer = client.post(f"/people/{organ_officer.pk}/branch/?q=预算", {"branch": branch.pk}, follow=True)
    assert "由安全管理员确认后生效" in answer.content.decode()
    client.post(f"/units/{small.pk}/edit/", UNIT | {"name": small.name, "assessing_unit": unit.pk})
    seen = client.get("/changes/").content.decode()
    assert "撤回" in seen and "确认所选" not in seen
    client.force_login(security_admin)
    (task,) = [task for task in worklist.tasks(security_admin) if task.duty == "changes"]
    assert (task.hint, task.url) == ("2项待确认", "/changes/")
    page = client.get("/changes/").content.decode()
    for words in (
        "不再回避“市财政局办公室党支部”",
        "回避“市财政局预算科党支部”",
        "现任市财政局机关党组织经办人",
        "市地震局0个党支部的考核、核验和复查由“市财政局”的机关党组织办理，经办人：赵专干",
    ):
        assert words in page
    by_kind = {change.kind: change.pk for change in changes_queries.waiting()}
    assert client.post("/changes/", {"decision": "confirm"}).status_code == 422
    nothing_said = client.post("/changes/", {"decision": "return", "change": by_kind["branch"]})
    assert nothing_said.status_code == 422 and "请写明退回原因" in nothing_said.content.decode()
    answer = client.post(
        "/changes/", {"decision": "return", "change": by_kind["branch"], "reason": "请核对"}, follow=True
    )
    assert "已退回1项更改" in answer.content.decode()
    answer = client.post("/changes/", {"decision": "confirm", "change": by_kind["assessing_unit"]}, follow=True)
    assert "已确认1项更改" in answer.content.decode() and not changes_queries.waiting()
    assert client.post("/changes/", {"decision": "confirm", "change": by_kind["branch"]}).status_code == 409
    decided = client.get("/changes/decided/").content.decode()
    assert "请核对" in decided and "已确认" in decided


def test_withdrawn_by_the_system_administrator(client, system_admin, organ_officer, branch):
    (change,) = change_steps.propose_branches({organ_officer: branch}, by=system_admin)
    client.force_login(system_admin)
    assert client.get(f"/changes/{change.pk}/withdraw/").status_code == 200
    client.post(f"/changes/{change.pk}/withdraw/")
    change.refresh_from_db()
    assert change.outcome == "withdrawn" and client.get(f"/changes/{change.pk}/withdraw/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_and_the_steps_cost_the_same_for_one_and_for_three(
    django_assert_num_queries, client, system_admin, security_admin, unit, branch, count
):
    people = [factories.appointed(Role.ORGAN_OFFICER, factories.unit(), own_branch=branch) for _ in range(count)]
    strangers = [factories.person() for _ in range(2)]
    other = factories.branch(unit)
    access.posts(system_admin), access.held(system_admin, Perm.MANAGE_REGISTER)
    with django_assert_num_queries(13 + count):  # one line of audit each
        change_steps.propose_branches(dict.fromkeys([*people, *strangers], other), by=system_admin)
    client.force_login(security_admin)
    client.get("/changes/")
    with django_assert_num_queries(6):
        client.get("/changes/")
