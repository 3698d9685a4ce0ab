"""Pages of units and branches: who sees which, what an edit keeps, and that names stay searchable."""

import re
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from branches import clock
from branches import queries as branches_queries
from branches.models import AuditEntry, Branch, FormerName, Unit
from branches.permissions import Role
from branches.register import doubts
from branches.register import steps as register_steps
from branches.register.steps import NotRecorded
from tests.support import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client, system_admin):
    client.force_login(system_admin)
    return client


UNIT = {
    "name": "市审计局",
    "short_name": "",
    "kind": "organ",
    "organ_body": "committee",
    "organ_organisation_name": "",
    "assessing_unit": "",
    "leading_body": "group",
    "leading_group_name": "",
    "recommending_unit": "",
}
FACTS = {
    "established_on": "2012-05-04",
    "last_election_on": "2024-05-04",
    "secretary_name": "王建国",
    "full_members": "12",
    "probationary_members": "1",
    "last_review_grade": "好",
}


def test_everybody_sees_their_own(unit, branch, organ_officer, secretary, work_committee, security_admin, stranger):
    foreign = factories.branch()
    assert (
        set(branches_queries.units(work_committee))
        == set(branches_queries.units(security_admin))
        == {unit, foreign.unit}
    )
    assert set(branches_queries.units(organ_officer)) == {unit}
    assert set(branches_queries.branches(organ_officer)) == set(unit.branches.all())
    assert set(branches_queries.branches(secretary)) == {branch}
    assert (
        not branches_queries.units(secretary)
        and not branches_queries.branches(stranger)
        and not branches_queries.units(stranger)
    )


def test_a_foreign_unit_is_a_missing_unit(client, unit, organ_officer):
    foreign = factories.unit()
    client.force_login(organ_officer)
    assert client.get(f"/units/{unit.pk}/").status_code == 200
    answers = [client.get(f"/units/{pk}/") for pk in (foreign.pk, 999_999, factories.city().pk)]
    assert [answer.status_code for answer in answers] == [404] * 3
    # The frame's forms carry a token and the address that was asked for; nothing else may differ.
    assert len({re.sub(r'value="[^"]+"', "", answer.content.decode()) for answer in answers}) == 1


def test_a_unit_page_shows_bodies_branches_and_people(client, unit, branch, secretary, organ_officer):
    type(secretary).objects.filter(pk=organ_officer.pk).update(phone="0375-2660001")
    client.force_login(organ_officer)
    page = client.get(f"/units/{unit.pk}/").content.decode()
    for words in ("市财政局机关党委", "市财政局党组", "预算科党支部", "王书记", "0375-2660001"):
        assert words in page
    assert "修改单位" not in page


def test_a_unit_whose_bodies_are_another_units(client, work_committee):
    acting = factories.unit("市政府办公室")
    small = factories.unit("市地震局", assessing_unit=acting, recommending_unit=acting)
    client.force_login(work_committee)
    page = client.get(f"/units/{small.pk}/").content.decode()
    assert "市政府办公室机关党委" in page and "由“市政府办公室”代为推荐" in page


@pytest.mark.parametrize("route", ["units", "branches"])
def test_lists_cost_the_same_at_one_and_three(
    client, work_committee, django_assert_max_num_queries, unit, branch, route
):
    client.force_login(work_committee)
    client.get(f"/{route}/")
    counts = []
    for _ in range(2):
        with django_assert_max_num_queries(15) as queries_made:
            client.get(f"/{route}/")
        counts.append(len(queries_made))
        factories.branch()
        factories.branch()
    assert counts[0] == counts[1]


def test_branches_are_found_by_pinyin_and_filtered(admin, unit, system_admin):
    budget = register_steps.save_branch(
        Branch(
            unit=unit,
            full_name="预算科全称",
            short_name="预算科党支部",
            established_on=date(2010, 1, 1),
            is_first_branch=True,
        ),
        by=system_admin,
    )
    gone = factories.branch(unit, "旧科党支部", dissolved_on=date(2020, 1, 1))

    def found(query):
        return {row[0].url for row in admin.get(f"/branches/?{query}").context["listing"].rows}

    page = {name: reverse("evaluation:branch", args=[one.pk]) for name, one in (("budget", budget), ("gone", gone))}
    assert found("q=czjysk") == {page["budget"]}
    assert found("q=yusuanke") == {page["budget"]}
    assert found("active=no") == {page["gone"]}
    assert found("active=yes") == {page["budget"]} == found("first=True")
    assert found(f"unit={unit.pk}") == set(page.values())


def test_add_and_change_a_unit(admin, system_admin):
    assert admin.post("/units/new/", UNIT).status_code == 302
    unit = Unit.objects.get(name="市审计局")
    assert "shishenjiju ssjj" in unit.search_text
    branch = factories.branch(unit, "办公室党支部")
    assert admin.post(f"/units/{unit.pk}/edit/", UNIT | {"name": "市审计厅"}).status_code == 302
    unit.refresh_from_db()
    branch.refresh_from_db()
    assert unit.name == "市审计厅" and "sjt" in unit.search_text
    assert "shishenjitingbangongshi" in branch.search_text, "the branches are found by the unit's new name"
    entry = AuditEntry.objects.get(verb="修改单位")
    assert entry.by == system_admin and entry.detail["changed"] == {"单位名称": ["市审计局", "市审计厅"]}


def test_a_unit_with_a_name_that_exists_keeps_what_was_typed(admin, unit):
    answer = admin.post("/units/new/", UNIT | {"name": unit.name, "leading_group_name": "审计局党组"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert page.count("已有同名单位，请核对单位名称。") == 2 and "审计局党组" in page


def test_a_unit_with_branches_stays_in_use(admin, unit, branch):
    answer = admin.post(f"/units/{unit.pk}/active/")
    assert answer.status_code == 422 and "还有1个党支部" in answer.content.decode()
    Branch.objects.update(dissolved_on=date(2026, 1, 1))
    assert admin.post(f"/units/{unit.pk}/active/").status_code == 302
    unit.refresh_from_db()
    assert not unit.is_active
    admin.post(f"/units/{unit.pk}/active/")
    unit.refresh_from_db()
    assert unit.is_active


def test_add_a_branch(admin, unit):
    names = {"unit": unit.pk, "full_name": "中共平顶山市财政局国库科支部委员会", "short_name": "国库科党支部"}
    answer = admin.post("/branches/new/", FACTS | names)
    branch = Branch.objects.get()
    assert answer.url == reverse("evaluation:branch", args=[branch.pk])
    assert "gkk" in branch.search_text


@pytest.mark.parametrize(
    ("spoilt", "sentence"),
    [
        ({"established_on": ""}, "请填写成立日期"),
        ({"established_on": "2031-01-01"}, "成立日期应在1921年7月1日到今天之间"),
        ({"last_election_on": "2011-01-01"}, "最近换届日期不能早于成立日期"),
        ({"full_members": "-1"}, "正式党员数"),
        ({"short_name": "预算科党支部"}, "本单位已有同名（简称）党支部"),
        ({"full_name": "中共市财政局预算科党支部委员会"}, "已有同名党支部，请核对全称。"),
        ({"is_first_branch": "on"}, "一个单位只有一个第一支部"),
    ],
)
def test_a_bad_branch_is_refused_with_everything_typed_kept(admin, unit, branch, spoilt, sentence):
    Branch.objects.filter(pk=branch.pk).update(is_first_branch=True)
    names = {"unit": unit.pk, "full_name": "新全称", "short_name": "国库科党支部"}
    answer = admin.post("/branches/new/", FACTS | names | spoilt)
    page = answer.content.decode()
    assert answer.status_code == 422 and sentence in page and "王建国" in page
    assert Branch.objects.count() == 1


def test_changing_a_branch_leaves_its_name_alone(admin, branch):
    assert (
        admin.post(f"/branches/{branch.pk}/edit/", FACTS | {"full_name": "别的", "short_name": "别的"}).status_code
        == 302
    )
    branch.refresh_from_db()
    assert branch.short_name == "预算科党支部" and branch.secretary_name == "王建国"
    assert "wjg" in branch.search_text


def rename(admin, branch, **fields):
    names = {"full_name": "中共平顶山市财政局预算处支部委员会", "short_name": "预算处党支部"}
    return admin.post(f"/branches/{branch.pk}/rename/", names | fields)


def test_a_mistyped_name_is_corrected_and_leaves_no_former_one(admin, branch):
    assert rename(admin, branch).status_code == 302
    branch.refresh_from_db()
    assert branch.short_name == "预算处党支部" and "ysc" in branch.search_text
    assert not FormerName.objects.exists()


def test_a_real_new_name_leads_to_a_succession(admin, branch):
    page = admin.get(f"/branches/{branch.pk}/rename/").content.decode()
    assert f"/units/{branch.unit_id}/successions/rename/?branch={branch.pk}" in page


def test_the_same_name_is_no_correction(admin, branch):
    answer = rename(admin, branch, full_name=branch.full_name, short_name=branch.short_name)
    assert answer.status_code == 422 and "和原名称一样" in answer.content.decode()


def test_a_branch_is_found_by_its_former_name_once(admin, system_admin, branch):
    for name in ("预算一科党支部", "预算二科党支部", "预算三科党支部"):
        branch.full_name, branch.short_name = f"中共市财政局{name}委员会", name
        register_steps.rename_branch(branch, used_until=date(2020, 1, 1), by=system_admin)
    assert admin.get("/branches/?q=预算二科").context["listing"].count == 1
    assert [row.pk for row in admin.get("/branches/?q=市财政局").context["listing"].chosen].count(branch.pk) == 1


def test_a_name_taken_in_the_unit_is_refused(admin, unit, branch):
    factories.branch(unit, "预算处党支部")
    answer = rename(admin, branch)
    assert answer.status_code == 422 and "已有同名（简称）" in answer.content.decode()


def test_dissolving_ends_the_posts_and_nothing_is_deleted(system_admin, branch, secretary):
    register_steps.dissolve_branch(branch, on=clock.today(), by=system_admin)
    branch.refresh_from_db()
    assert not branch.is_active_on(clock.today())
    assert secretary.appointments.get().ends_on == clock.today()
    with pytest.raises(NotRecorded):
        register_steps.dissolve_branch(branch, on=date(2001, 1, 1), by=system_admin)
    with pytest.raises(NotRecorded):
        register_steps.dissolve_branch(branch, on=date(2027, 1, 1), by=system_admin)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SYSTEM_ADMIN])
def test_only_the_system_administrator_writes(role, unit, branch):
    place = {"branch": branch, "unit": unit, "city": None}[role.scope]
    person = factories.appointed(role, place)
    for write in (
        lambda: register_steps.save_unit(unit, by=person),
        lambda: register_steps.set_unit_active(unit, False, by=person),
        lambda: register_steps.save_branch(branch, by=person),
        lambda: register_steps.rename_branch(branch, used_until=None, by=person),
        lambda: register_steps.dissolve_branch(branch, on=clock.today(), by=person),
    ):
        with pytest.raises(PermissionDenied):
            write()


def test_a_joint_branch_names_the_other_units_in_its_form(client, system_admin):
    branch = factories.branch(factories.unit("市财政局"), "联合党支部")
    other = factories.unit("市审计局")
    client.force_login(system_admin)
    url = reverse("branches:branch_edit", args=[branch.pk])
    told = {"established_on": "2012-05-04", "full_members": 5, "probationary_members": 0, "telephone": "0375-1234567"}
    wrong = client.post(url, told | {"kind": "joint"})
    assert wrong.status_code == 422 and "联合党支部请选联合的其他单位" in wrong.content.decode()
    wrong = client.post(url, told | {"kind": "regular", "joint_units": [other.pk]})
    assert "只有联合党支部才选联合单位" in wrong.content.decode()
    assert client.post(url, told | {"kind": "joint", "joint_units": [other.pk]}).status_code == 302
    branch.refresh_from_db()
    assert (branch.kind, branch.telephone, [unit.name for unit in branch.joint_units.all()]) == (
        "joint",
        "0375-1234567",
        ["市审计局"],
    )
    assert AuditEntry.objects.get(verb="修改党支部").detail["changed"]["联合单位"] == ["", "市审计局"]
    page = client.get(reverse("evaluation:branch", args=[branch.pk])).content.decode()
    assert "联合党支部" in page and "市审计局" in page and "0375-1234567" in page


def test_a_unit_is_called_by_its_short_name_where_there_is_little_room(admin):
    name = "市公共资源交易监督管理委员会办公室"
    assert (
        admin.post(reverse("branches:unit_add"), UNIT | {"name": name, "short_name": " 市公管办 "}).status_code == 302
    )
    found = Unit.objects.get(name=name)
    assert (found.short_name, found.called) == ("市公管办", "市公管办")
    assert name in admin.get(reverse("branches:units"), {"q": "公管办"}).content.decode()
    assert factories.unit("市审计局").called == "市审计局"


def test_a_department_of_the_city_committee_has_a_council_and_is_doubted_without(admin):
    department = factories.unit("市委宣传部")
    edit = reverse("branches:unit_edit", args=[department.pk])
    assert "市委的部门一般由部务会讨论决定" in admin.get(edit).content.decode()
    given = UNIT | {"name": "市委宣传部", "leading_body": "council"}
    assert admin.post(edit, given).status_code == 302
    department.refresh_from_db()
    assert department.leading_group == "市委宣传部部务会"
    assert "部务会讨论决定" not in admin.get(edit).content.decode()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("市委组织部", True),
        ("中共平顶山市委统战部", True),
        ("市委党校", False),
        ("市委办公室", False),
        ("市人武部", False),
    ],
)
def test_which_units_are_departments_of_the_city_committee(name, expected):
    assert doubts.is_department(name) is expected
