"""Accounts and posts: deactivation, 三员分立, and a right that ends with its post."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from branches import access, clock
from branches.access import NotAppointed
from branches.models import Appointment, AuditEntry, Branch, Unit, User
from branches.people import steps as people_steps
from branches.permissions import Perm, Role, Scope, codenames, incompatible
from branches.register.steps import NotRecorded
from evaluation.models import AssessmentTeam
from tests.support import factories

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def admin(client, system_admin):
    client.force_login(system_admin)
    return client


@pytest.fixture
def security(client, security_admin):
    client.force_login(security_admin)
    return client


def test_a_new_account_has_no_password_and_no_page_shows_one(admin):
    answer = admin.post("/people/new/", {"name": "张 三", "username": "zhangsan", "phone": "0375-2660001"})
    person = User.objects.get(username="zhangsan")
    assert answer.url == f"/people/{person.pk}/branch/"
    assert person.name == "张三" and not person.has_usable_password() and person.opened_at is None
    assert "未开通" in admin.get(f"/people/{person.pk}/").content.decode()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": ""}, "请填写姓名"),
        ({"username": ""}, "请填写账号"),
        ({"username": "taken"}, "这个账号已有人使用"),
        ({"phone": "请打给我"}, "电话只能有数字"),
    ],
)
def test_a_bad_account_is_refused_with_everything_typed_kept(admin, fields, sentence):
    factories.person(username="taken")
    before = User.objects.count()
    answer = admin.post("/people/new/", {"name": "张三丰", "username": "zsf", "phone": "123456"} | fields)
    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert User.objects.count() == before


def test_change_and_own_branch(admin, stranger, branch):
    admin.post(f"/people/{stranger.pk}/edit/", {"name": "陈明", "username": "chenming", "phone": ""})
    found = admin.get(f"/people/{stranger.pk}/branch/?q=预算").content.decode()
    assert "市财政局预算科党支部" in found
    admin.post(f"/people/{stranger.pk}/branch/?q=预算", {"branch": branch.pk})
    stranger.refresh_from_db()
    assert (stranger.name, stranger.username, stranger.branch) == ("陈明", "chenming", branch)
    foreign = factories.branch()
    assert admin.post(f"/people/{stranger.pk}/branch/?q=预算", {"branch": foreign.pk}).status_code == 422
    admin.post(f"/people/{stranger.pk}/branch/", {"branch": "none"})
    stranger.refresh_from_db()
    assert stranger.branch is None


def test_deactivating_ends_posts_and_bars_signing_in(admin, secretary):
    own = Client()
    own.force_login(secretary)
    assert own.get("/account/").status_code == 200
    assert admin.post(f"/people/{secretary.pk}/active/").status_code == 302
    secretary.refresh_from_db()
    assert not secretary.is_active
    assert secretary.appointments.get().ends_on == clock.today()
    assert own.get("/account/").status_code == 302, "the session is gone"
    admin.post(f"/people/{secretary.pk}/active/")
    secretary.refresh_from_db()
    assert secretary.is_active and secretary.appointments.get().ends_on == clock.today()


def test_nobody_locks_himself_out(admin, system_admin):
    assert admin.post(f"/people/{system_admin.pk}/active/").status_code == 422
    with pytest.raises(NotRecorded):
        people_steps.deactivate(system_admin, by=system_admin)


def appoint(security, person, role, words="", **fields):
    url = f"/people/{person.pk}/posts/?role={role.value}&q={words}"
    found = security.get(url).context["places"]
    place = fields.pop("place", found[0].pk if found else "")
    return security.post(url, {"place": place, "starts_on": "2026-12-07", "ends_on": ""} | fields)


def test_appoint_in_the_browser_and_the_right_is_there_at_once(security, stranger, unit):
    assert not access.may(stranger, Perm.ASSESS, unit)
    assert appoint(security, stranger, Role.ORGAN_OFFICER, "财政").status_code == 302
    access.forget(stranger)
    assert access.may(stranger, Perm.ASSESS, unit)
    entry = AuditEntry.objects.latest("id")
    assert (entry.verb, entry.detail["role"]) == ("任职", "organ_officer")


def test_places_are_found_by_role(security, stranger, unit, branch):
    def places(query):
        return security.get(f"/people/{stranger.pk}/posts/?{query}").context["places"]

    assert places("role=secretary&q=预算") == [branch]
    assert places("role=leading_group&q=财政") == [unit]
    assert places("role=work_committee") == [factories.city()]
    assert places("role=secretary") == [] == places("role=nonsense&q=财政") == places("q=财政")


@pytest.mark.parametrize(
    ("held", "wanted", "sentence"),
    [
        (Role.SECRETARY, Role.SYSTEM_ADMIN, "不得兼任业务职务"),
        (Role.SYSTEM_ADMIN, Role.SECRETARY, "此人现任管理员"),
        (Role.AUDIT_ADMIN, Role.SYSTEM_ADMIN, "须由不同的人担任"),
        (Role.WORK_COMMITTEE, Role.ORGANISATION_DEPARTMENT, "不能同时代表"),
        (Role.SECRETARY, Role.SECRETARY, "已担任该职务"),
    ],
)
def test_the_sentences_of_a_refused_appointment_are_shown(security, branch, held, wanted, sentence):
    person = factories.appointed(held, branch if held is Role.SECRETARY else None)
    answer = appoint(security, person, wanted, "预算" if wanted is Role.SECRETARY else "")
    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert person.appointments.count() == 1


def test_an_administrator_holds_nothing_else_and_nobody_stands_for_both_bodies():
    """三员分立, and D19: whatever somebody holds, each other post."""
    administrators = {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN}
    bodies = {Role.WORK_COMMITTEE, Role.ORGANISATION_DEPARTMENT}
    for held in Role:
        for wanted in Role:
            is_apart = held != wanted and (bool({held, wanted} & administrators) or {held, wanted} == bodies)
            assert bool(incompatible({held}, wanted)) is is_apart, (held, wanted)


def test_each_permission_is_held_over_the_table_of_its_place():
    """And none over another: guardian would keep rights that nobody asks for."""
    for model, places in ((Branch, {Scope.BRANCH}), (Unit, {Scope.UNIT, Scope.CITY}), (AssessmentTeam, {Scope.TEAM})):
        declared = {perm.codename: perm.label for perm in Perm if perm.scope in places}
        assert dict(model._meta.permissions) == dict(codenames(*places)) == declared


def test_a_post_is_called_by_its_place():
    posts = [(Role.SECRETARY, "市财政局预算科党支部"), (Role.LEADING_GROUP, "市财政局"), (Role.AUDIT_ADMIN, "平顶山市")]
    assert [role.at(place) for role, place in posts] == [
        "市财政局预算科党支部书记",
        "市财政局党组（党委）经办人",
        "审计管理员",
    ]


def test_without_the_separation_rule_one_person_could_be_everything(security, secretary, monkeypatch):
    monkeypatch.setattr(access, "incompatible", lambda held, wanted: "")
    assert appoint(security, secretary, Role.SYSTEM_ADMIN).status_code == 302


def test_nobody_appoints_himself(security, security_admin):
    """Ending the own post and starting another tomorrow would be the way round the separation."""
    answer = appoint(security, security_admin, Role.WORK_COMMITTEE, starts_on="2027-06-01")
    assert answer.status_code == 422 and "不能给自己任职" in answer.content.decode()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"starts_on": ""}, "请填写任职起"),
        ({"ends_on": "2026-01-01"}, "任职止日不能早于起日"),
        ({"place": ""}, "请选择任职地点"),
        ({"place": "999999"}, "任职地点的选项无效"),
    ],
)
def test_a_bad_appointment_is_refused(security, stranger, unit, fields, sentence):
    answer = appoint(security, stranger, Role.ORGAN_OFFICER, "财政", **fields)
    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert not stranger.appointments.exists()


def test_no_post_for_the_inactive_and_none_over_what_is_gone(security_admin, stranger, unit, branch):
    today = {"starts_on": clock.today(), "ends_on": None, "by": security_admin}
    type(branch).objects.update(dissolved_on=date(2026, 1, 1))
    branch.refresh_from_db()
    with pytest.raises(NotAppointed, match="已撤销"):
        people_steps.appoint(stranger, Role.SECRETARY, branch, **today)
    unit.is_active = False
    with pytest.raises(NotAppointed, match="已停用"):
        people_steps.appoint(stranger, Role.ORGAN_OFFICER, unit, **today)
    stranger.is_active = False
    with pytest.raises(NotAppointed, match="账号已停用"):
        people_steps.appoint(stranger, Role.WORK_COMMITTEE, factories.city(), **today)


def test_a_post_ends_on_its_last_day(security, secretary, branch, today):
    post = secretary.appointments.get()
    assert security.post(f"/posts/{post.pk}/end/", {"on": "2026-12-08"}).status_code == 302
    for day, expected in ((date(2026, 12, 8), True), (date(2026, 12, 9), False)):
        with clock.moved_to(day):
            access.forget(secretary)
            assert access.may(secretary, Perm.APPLY, branch) is expected


def test_a_post_does_not_end_in_the_past_nor_twice(security, secretary):
    post = secretary.appointments.get()
    answer = security.post(f"/posts/{post.pk}/end/", {"on": "2026-12-01"})
    assert answer.status_code == 422 and "最后一天不能早于今天" in answer.content.decode()
    Appointment.objects.update(ends_on=clock.today() - DAY)
    assert "已经结束" in security.post(f"/posts/{post.pk}/end/", {"on": "2026-12-08"}).content.decode()


@pytest.mark.parametrize("role", ["system_admin", "security_admin", "audit_admin"])
def test_the_last_administrator_of_a_kind_stays(request, role, security_admin, system_admin):
    post = request.getfixturevalue(role).appointments.get()
    factories.appointed(Role(role), opened_at=None)
    with pytest.raises(NotAppointed, match="唯一能登录的"):
        access.end(post, on=clock.today(), by=security_admin)
    factories.appointed(Role(role))
    access.end(post, on=clock.today(), by=security_admin)
    assert post.user.appointments.get().ends_on == clock.today()


def test_who_may_what(system_admin, security_admin, audit_admin, work_committee, organ_officer, stranger, unit):
    for person in (security_admin, audit_admin, work_committee, organ_officer):
        for write in (
            lambda by: people_steps.add(User(username="x", name="x"), by=by),
            lambda by: people_steps.save(stranger, by=by),
            lambda by: people_steps.deactivate(stranger, by=by),
            lambda by: people_steps.reactivate(stranger, by=by),
        ):
            with pytest.raises(PermissionDenied):
                write(person)
    for person in (system_admin, audit_admin, work_committee, organ_officer):
        with pytest.raises(PermissionDenied):
            people_steps.appoint(stranger, Role.ORGAN_OFFICER, unit, starts_on=clock.today(), ends_on=None, by=person)
    with pytest.raises(PermissionDenied):
        people_steps.end_post(organ_officer.appointments.get(), on=clock.today(), by=system_admin)


@pytest.mark.parametrize("route", ["people", "posts"])
def test_lists_cost_the_same_at_one_and_three(security, django_assert_max_num_queries, unit, route):
    security.get(f"/{route}/")
    counts = []
    for _ in range(2):
        with django_assert_max_num_queries(15) as made:
            security.get(f"/{route}/")
        counts.append(len(made))
        for _ in range(2):
            factories.appointed(Role.SECRETARY, factories.branch())
    assert counts[0] == counts[1]


def test_lists_filter(security, secretary, organ_officer, stranger):
    def names(query):
        return {row[0].text for row in security.get(query).context["listing"].rows}

    assert names("/people/?role=secretary") == {"王书记"}
    assert names("/people/?q=陈路人") == {"陈路人"}
    Appointment.objects.filter(user=secretary).update(ends_on=date(2026, 1, 1))
    assert names("/posts/?when=ended") == {"王书记"}
    assert "赵专干" in names("/posts/?when=now") and "王书记" not in names("/posts/?when=now")
