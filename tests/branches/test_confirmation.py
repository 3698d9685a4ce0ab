"""Posts put forward come into force: doubts on top, checked anew, all or nothing, never by who put them forward."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from branches import access, clock
from branches.models import Appointment, AuditEntry, Branch, ProposalList, ProposedPost, Unit, UnitPermission, User
from branches.people.confirmation import faults as confirmation_faults
from branches.people.confirmation import queries as confirmation_queries
from branches.people.confirmation import steps as confirmation_steps
from branches.people.confirmation.review import review_of
from branches.permissions import Perm, Role
from branches.refusals import Conflict, Refusal
from evaluation.status import duties as status_duties
from tests.support import factories

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def proposed(by, *posts, **fields):
    """A list of posts put forward: (person, role, place, further fields)."""
    made = ProposalList.objects.create(source="人员.xlsx", by=by, at=clock.now(), **fields)
    for user, role, place, more in posts:
        where = {"branch": place} if isinstance(place, Branch) else {"unit": place}
        values = {"starts_on": clock.today()} | where | more
        ProposedPost.objects.create(list=made, user=user, role=role.value, **values)
    return made


def one(by, user, role, place, **more):
    return proposed(by, (user, role, place, more))


def refused(made, by):
    with pytest.raises(Refusal) as red:
        confirmation_steps.confirm(made, by=by)
    return "".join(red.value.reasons)


def test_a_confirmed_list_is_in_force_with_its_rights_and_on_record(
    system_admin, security_admin, unit, branch, stranger
):
    made = proposed(
        system_admin,
        (stranger, Role.SECRETARY, branch, {}),
        (factories.person("甲"), Role.ORGAN_OFFICER, unit, {"ends_on": date(2027, 12, 31)}),
    )
    assert confirmation_steps.confirm(made, by=security_admin) == 2
    made.refresh_from_db()
    assert (made.outcome, made.decided_by) == ("confirmed", security_admin)
    assert access.may(User.objects.get(pk=stranger.pk), Perm.APPLY, branch)
    assert access.may(User.objects.get(name="甲"), Perm.ASSESS, unit)
    assert Appointment.objects.get(user__name="甲").ends_on == date(2027, 12, 31)
    assert AuditEntry.objects.filter(verb="任职", by=security_admin).count() == 2
    entry = AuditEntry.objects.get(verb="确认任职")
    assert (entry.by, entry.detail["posts"]) == (security_admin, 2)


def test_nobody_confirms_what_he_put_forward_nor_a_post_for_himself(system_admin, security_admin, unit, stranger):
    assert "不能由您自己确认" in refused(one(security_admin, stranger, Role.ORGAN_OFFICER, unit), security_admin)
    agreed = proposed(
        system_admin, (stranger, Role.ORGAN_OFFICER, unit, {}), agreed_by=security_admin, agreed_at=clock.now()
    )
    assert "不能由您自己确认" in refused(agreed, security_admin)
    own = one(system_admin, security_admin, Role.ORGAN_OFFICER, unit)
    assert "不能确认您本人的任职" in refused(own, security_admin)


def test_the_database_itself_refuses_who_confirms_his_own_list(security_admin, unit, stranger):
    """The twin: with the step's own check gone, the constraint holds."""
    made = one(security_admin, stranger, Role.ORGAN_OFFICER, unit)
    with pytest.raises(IntegrityError), transaction.atomic():
        ProposalList.objects.filter(pk=made.pk).update(outcome="confirmed", decided_by=security_admin)


@pytest.mark.parametrize("person", ["system_admin", "audit_admin", "work_committee", "organ_officer"])
def test_nobody_but_the_security_administrator_confirms(person, request, system_admin, unit, stranger):
    made = one(system_admin, stranger, Role.ORGAN_OFFICER, unit)
    with pytest.raises(PermissionDenied):
        confirmation_steps.confirm(made, by=request.getfixturevalue(person))


# Checked anew


def test_what_has_changed_since_is_refused_as_a_whole(system_admin, security_admin, unit, branch, secretary, stranger):
    other, gone = factories.person("乙"), factories.branch(unit, "撤销支部")
    retired = factories.unit("市旧局")
    made = proposed(
        system_admin,
        (other, Role.ORGAN_OFFICER, unit, {}),
        (stranger, Role.SECRETARY, branch, {}),
        (factories.person("丙", is_active=False), Role.ORGAN_OFFICER, unit, {}),
        (factories.person("丁"), Role.SECRETARY, gone, {}),
        (factories.person("戊"), Role.LEADING_GROUP, retired, {}),
        (system_admin, Role.LEADING_GROUP, unit, {}),
        (factories.person("己"), Role.ORGAN_OFFICER, factories.city(), {}),
    )
    Branch.objects.filter(pk=gone.pk).update(dissolved_on=clock.today())
    Unit.objects.filter(pk=retired.pk).update(is_active=False)
    said = refused(made, security_admin)
    for words in ("另有书记王书记", "账号已停用", "已撤销", "单位已停用", "此人现任管理员", "不能任职于此处"):
        assert words in said
    assert not Appointment.objects.filter(user=other).exists()
    made.refresh_from_db()
    assert made.outcome == "open"


def test_two_posts_of_one_list_that_do_not_go_together_are_refused(system_admin, security_admin, unit, stranger):
    made = proposed(
        system_admin, (stranger, Role.WORK_COMMITTEE, factories.city(), {}),
        (stranger, Role.ORGANISATION_DEPARTMENT, factories.city(), {}),
    )  # fmt: skip
    assert "不能同时代表" in refused(made, security_admin)


def test_without_the_checks_an_administrator_would_get_a_business_post(system_admin, security_admin, unit, monkeypatch):
    """The twin."""
    made = one(system_admin, system_admin, Role.ORGAN_OFFICER, unit)
    assert "此人现任管理员" in refused(made, security_admin)
    monkeypatch.setattr(confirmation_faults, "incompatible", lambda held, wanted: "")
    confirmation_steps.confirm(made, by=security_admin)
    assert Appointment.objects.filter(user=system_admin, role="organ_officer").exists()


def test_a_list_is_confirmed_once(system_admin, security_admin, unit, stranger):
    made = one(system_admin, stranger, Role.ORGAN_OFFICER, unit)
    stale = ProposalList.objects.get(pk=made.pk)
    confirmation_steps.confirm(made, by=security_admin)
    for act in (
        lambda: confirmation_steps.confirm(stale, by=security_admin),
        lambda: confirmation_steps.send_back(stale, reason="x", by=security_admin),
        lambda: confirmation_steps.withdraw(stale, by=system_admin),
    ):
        with pytest.raises(Conflict, match="刚刚有变"):
            act()
    assert Appointment.objects.filter(user=stranger).count() == 1


def test_a_unit_s_list_waits_for_its_second_person(system_admin, security_admin, organ_officer, unit, stranger):
    made = proposed(organ_officer, (stranger, Role.ORGAN_OFFICER, unit, {}), unit=unit)
    assert not confirmation_queries.open_proposals().exists()
    with pytest.raises(Conflict):
        confirmation_steps.confirm(made, by=security_admin)
    ProposalList.objects.filter(pk=made.pk).update(agreed_by=system_admin, agreed_at=clock.now())
    assert list(confirmation_queries.open_proposals()) == [made]
    made.refresh_from_db()
    with pytest.raises(Refusal, match="由本人撤回"):
        confirmation_steps.withdraw(made, by=system_admin)


# One after another


def test_who_is_followed_leaves_the_day_before(system_admin, security_admin, branch, secretary, stranger):
    held = Appointment.objects.get(user=secretary)
    first = clock.today() + 10 * DAY
    made = one(system_admin, stranger, Role.SECRETARY, branch, starts_on=first, ends=held)
    confirmation_steps.confirm(made, by=security_admin)
    held.refresh_from_db()
    assert held.ends_on == first - DAY
    assert access.may(User.objects.get(pk=secretary.pk), Perm.APPLY, branch)
    with clock.moved_to(first):
        assert not access.may(User.objects.get(pk=secretary.pk), Perm.APPLY, branch)
        assert access.may(User.objects.get(pk=stranger.pk), Perm.APPLY, branch)


def test_who_is_followed_since_a_day_that_has_passed_keeps_the_ground_of_what_he_did(
    system_admin, security_admin, branch, secretary, stranger
):
    held = Appointment.objects.get(user=secretary)
    made = one(system_admin, stranger, Role.SECRETARY, branch, starts_on=date(2026, 9, 1), ends=held)
    confirmation_steps.confirm(made, by=security_admin)
    held.refresh_from_db()
    assert held.ends_on == clock.today() - DAY
    assert not access.may(User.objects.get(pk=secretary.pk), Perm.APPLY, branch)


def test_whoever_has_come_in_between_is_not_passed_over(system_admin, security_admin, branch, secretary, stranger):
    held = Appointment.objects.get(user=secretary)
    made = one(system_admin, stranger, Role.SECRETARY, branch, ends=held)
    access.end(held, on=clock.today() - DAY, by=None)
    access.grant(factories.person("新任"), Role.SECRETARY, branch, starts_on=clock.today(), by=None)
    assert "另有书记新任" in refused(made, security_admin)


def test_a_post_that_only_ends(system_admin, security_admin, unit, organ_officer):
    held = Appointment.objects.get(user=organ_officer)
    last = clock.today() + 5 * DAY
    made = one(system_admin, organ_officer, Role.ORGAN_OFFICER, unit, starts_on=None, ends_on=last, ends=held)
    confirmation_steps.confirm(made, by=security_admin)
    held.refresh_from_db()
    assert (held.ends_on, Appointment.objects.filter(user=organ_officer).count()) == (last, 1)


# Doubts on top


def test_no_list_ends_the_last_administrators_of_a_kind(system_admin, security_admin, audit_admin):
    """Two in one list are no keepers for each other."""
    second = factories.appointed(Role.AUDIT_ADMIN)
    ends = [
        (person, Role.AUDIT_ADMIN, factories.city(), {"starts_on": None, "ends": person.appointments.get()})
        for person in (audit_admin, second)
    ]
    assert "唯一能登录的审计管理员" in refused(proposed(system_admin, *ends), security_admin)
    assert audit_admin.appointments.get().ends_on is None
    assert confirmation_steps.confirm(proposed(system_admin, ends[0]), by=security_admin) == 1


def test_without_that_nobody_would_read_the_audit_any_more(system_admin, security_admin, audit_admin, monkeypatch):
    monkeypatch.setattr(access, "keep_administrators", lambda ended: None)
    post = audit_admin.appointments.get()
    made = one(system_admin, audit_admin, Role.AUDIT_ADMIN, factories.city(), starts_on=None, ends=post)
    assert confirmation_steps.confirm(made, by=security_admin) == 1


def test_what_is_odd_stands_on_top(system_admin, unit, branch, secretary, stranger):
    held = Appointment.objects.get(user=secretary)
    made = proposed(
        system_admin,
        (stranger, Role.SECRETARY, branch, {"starts_on": clock.today() + DAY, "ends": held}),
        (stranger, Role.ORGAN_OFFICER, unit, {}),
    )
    review = review_of(list(confirmation_queries.posts_of(made)))
    assert [odd.sentence for odd in review.oddities] == [
        "1项接替现任",
        "1个单位的经办人不足2名",
        "1个单位没有党组（党委）经办人",
        "1名经办人也是党支部书记",
    ]
    (count,) = review.units
    assert (count.secretaries, count.officers, count.leading_group) == (1, 1, 0)
    assert count.doubts == ["接替王书记", "经办人只有1名", "党组（党委）空缺", "陈路人既是经办人又是书记"]


def test_a_unit_for_which_another_acts_lacks_nobody(system_admin, unit, branch, stranger):
    Unit.objects.filter(pk=unit.pk).update(assessing_unit=factories.unit(), recommending_unit=factories.unit())
    made = one(system_admin, stranger, Role.SECRETARY, branch)
    assert review_of(list(confirmation_queries.posts_of(made))).oddities == []


def test_the_security_administrator_looks_and_confirms_in_two_clicks(
    client, system_admin, security_admin, unit, branch, stranger
):
    made = one(system_admin, stranger, Role.SECRETARY, branch)
    client.force_login(security_admin)
    assert "待确认" in client.get("/posts/proposals/").content.decode()
    page = client.get(f"/posts/proposals/{made.pk}/").content.decode()
    assert "确认1项" in page
    assert "先看2处疑点" in page
    assert stranger.name in client.get(f"/posts/proposals/{made.pk}/posts/?unit={unit.pk}").content.decode()
    assert stranger.name not in client.get(f"/posts/proposals/{made.pk}/posts/?unit=0").content.decode()
    answer = client.post(f"/posts/proposals/{made.pk}/confirm/", follow=True)
    assert "已确认1项任职，现已生效" in answer.content.decode()
    again = client.post(f"/posts/proposals/{made.pk}/confirm/")
    assert (again.status_code, "刚刚有变" in again.content.decode()) == (409, True)


def test_the_proposer_sees_why_his_list_came_back_and_withdraws_another(
    client, system_admin, security_admin, unit, stranger
):
    made = one(system_admin, stranger, Role.ORGAN_OFFICER, unit)
    client.force_login(security_admin)
    assert client.post(f"/posts/proposals/{made.pk}/return/", {"reason": ""}).status_code == 422
    client.post(f"/posts/proposals/{made.pk}/return/", {"reason": "市财政局请再核对。"})
    other = one(system_admin, stranger, Role.ORGAN_OFFICER, unit)
    client.force_login(system_admin)
    page = client.get(f"/posts/proposals/{made.pk}/").content.decode()
    assert "市财政局请再核对。" in page
    assert "确认1项" not in client.get(f"/posts/proposals/{other.pk}/").content.decode()
    client.post(f"/posts/proposals/{other.pk}/withdraw/")
    other.refresh_from_db()
    assert (other.outcome, Appointment.objects.filter(user=stranger).exists()) == ("withdrawn", False)


def test_a_list_that_waits_is_a_task_of_whoever_may_confirm_it(system_admin, security_admin, unit, stranger):
    made = one(system_admin, stranger, Role.ORGAN_OFFICER, unit)
    (task,) = status_duties.confirm_posts(security_admin)
    assert (task.url, task.hint) == ("/posts/proposals/", "1份提请待确认")
    assert list(status_duties.confirm_posts(system_admin)) == []
    confirmation_steps.confirm(made, by=security_admin)
    assert list(status_duties.confirm_posts(security_admin)) == []


# Many at once


def many(by, unit, count):
    people = [factories.person() for _ in range(count)]
    return proposed(by, *((person, Role.ORGAN_OFFICER, unit, {}) for person in people))


@pytest.mark.parametrize("count", [1, 20])
def test_queries_do_not_grow_with_the_list(system_admin, security_admin, unit, count, django_assert_num_queries):
    made = many(system_admin, unit, count)
    access.may(security_admin, Perm.APPOINT)
    with django_assert_num_queries(17):
        confirmation_steps.confirm(made, by=security_admin)
    assert UnitPermission.objects.filter(content_object=unit).count() >= count


@pytest.mark.parametrize("count", [1, 20])
def test_queries_of_the_page_do_not_grow(client, system_admin, security_admin, unit, count, django_assert_num_queries):
    made = many(system_admin, unit, count)
    client.force_login(security_admin)
    with django_assert_num_queries(13):
        client.get(f"/posts/proposals/{made.pk}/")
