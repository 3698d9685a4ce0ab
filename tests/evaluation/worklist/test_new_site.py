"""A new site is led: what is done, what is next, and whose turn it is, until a year runs and everybody is in."""

import pytest
from django.urls import reverse

from branches import clock
from branches.models import ProposalList, ProposedPost, Setting, User
from branches.permissions import Role
from evaluation.models import Cycle
from evaluation.vocabulary import CycleState
from evaluation.worklist import new_site
from tests.support import factories

pytestmark = pytest.mark.django_db


def home(client, user):
    client.force_login(user)
    answer = client.get("/")
    assert answer.status_code == 200
    return answer


def sentence(client, user):
    lead = home(client, user).context["way"].lead
    return "".join(lead.clauses) if lead else None


def way(client, user):
    return [(stage.label, f"step-{stage.tone}", stage.note) for stage in home(client, user).context["way"].stages]


@pytest.fixture
def administrators(system_admin, security_admin, audit_admin):
    User.objects.filter(pk=system_admin.pk).update(phone="0375-0000101")
    return system_admin, security_admin, audit_admin


@pytest.fixture
def staffed(administrators, secretary, work_committee):
    """Register, people and posts are there; an officer has not opened his account."""
    officer = factories.appointed(Role.ORGAN_OFFICER, secretary.branch.unit, name="何未开")
    User.objects.filter(pk=officer.pk).update(opened_at=None)


def test_an_empty_site_begins_with_the_register(client, administrators):
    system, security, audit = administrators
    page = home(client, system).content.decode()
    assert sentence(client, system) == "先导入单位和党支部名册"
    assert reverse("branches:register_import") in page and reverse("branches:register_template") in page
    assert page.count("btn-primary") == 1, "one button"
    waiting = home(client, security).content.decode()
    assert sentence(client, security) == "等系统管理员导入名册"
    assert "0375-0000101" in waiting and "btn-primary" not in waiting
    assert sentence(client, audit) == "站点今天建立，已有3条记录"
    nobody_yet = [("人员", "系统管理员办"), ("任职", "安全管理员办"), ("开通", "两位管理员办"), ("年度", "市直工委办")]
    for person in administrators:
        assert way(client, person) == [
            ("名册", "step-doing", "系统管理员办"),
            *((label, "step-todo", who) for label, who in nobody_yet),
        ]


def test_people_follow_the_register(client, administrators, branch):
    system, security, _ = administrators
    assert sentence(client, system) == "请导入人员和任职"
    assert reverse("branches:people_import") in home(client, system).content.decode()
    assert sentence(client, security) == "等系统管理员导入人员"
    assert way(client, system)[:2] == [("名册", "step-done", "1个支部"), ("人员", "step-doing", "系统管理员办")]


def test_posts_that_were_put_forward_are_the_security_administrators(client, administrators, branch):
    system, security, _ = administrators
    person = factories.person("王书记", own_branch=branch)
    assert sentence(client, system) == "请提请任职"
    assert sentence(client, security) == "等系统管理员提请任职"
    put_forward = ProposalList.objects.create(source="任职.xlsx", by=system, at=clock.now())
    ProposedPost.objects.create(
        list=put_forward, user=person, role=Role.SECRETARY.value, branch=branch, starts_on=clock.today()
    )
    assert sentence(client, system) == "等安全管理员确认1项任职"
    assert sentence(client, security) == "请确认1项任职"
    assert reverse("branches:proposed_lists") in home(client, security).content.decode()
    assert way(client, security)[2] == ("任职", "step-doing", "1项待确认")


def test_with_the_posts_the_year_can_be_opened_whoever_is_not_in_yet(client, staffed, administrators, work_committee):
    system, security, _ = administrators
    assert sentence(client, work_committee) == f"可以启动{clock.today().year}年度了"
    page = home(client, work_committee).content.decode()
    assert "核对并启动" in page and reverse("evaluation:cycle_add") in page and "1人还没有开通，不影响启动" in page
    assert sentence(client, system) == sentence(client, security) == "还有1人没有开通"
    assert reverse("branches:slips") in home(client, system).content.decode()
    assert "吴系统" in home(client, security).content.decode(), "there is no word before there is a slip"
    assert [(label, tone) for label, tone, _ in way(client, system)][2:] == [
        ("任职", "step-done"),
        ("开通", "step-doing"),
        ("年度", "step-doing"),
    ]
    made = factories.cycle(state=CycleState.DRAFT)
    assert reverse("evaluation:cycle_open", args=[made.year]) in home(client, work_committee).content.decode()


def test_gaps_stand_below_the_next_step(client, staffed, work_committee):
    Setting.objects.filter(name=Setting.Name.PHONE).delete()
    page = home(client, work_committee).content.decode()
    assert page.index("可以启动") < page.index("补齐站点设置") and "还缺联系电话，公示前须补齐" in page


def test_the_way_ends_when_a_year_runs_and_everybody_is_in(client, staffed, administrators, work_committee):
    factories.cycle()
    assert sentence(client, work_committee) is None, "the ordinary tasks say what to do"
    assert way(client, work_committee)
    User.objects.update(opened_at=clock.now())
    for person in (*administrators, work_committee):
        answer = home(client, person)
        assert answer.context["way"] == new_site.Way()


def test_a_site_that_has_closed_a_year_is_not_new(client, staffed, administrators):
    factories.cycle(state=CycleState.CLOSED)
    User.objects.update(opened_at=None, last_login=None)
    assert new_site.standing(Cycle.objects.all()) is None
    Cycle.objects.update(state=CycleState.OPEN)
    assert new_site.standing(Cycle.objects.all()) is not None, "the twin: it is the closed year that says so"


def test_nobody_else_is_led(client, administrators, secretary, organ_officer, leading_group, stranger):
    for person in (secretary, organ_officer, leading_group, stranger):
        answer = home(client, person)
        assert answer.context["way"] == new_site.Way()
        assert "启动年度后，需要您办理的事项会出现在这里" in answer.content.decode()


@pytest.mark.parametrize("branches", [1, 3])
def test_the_way_costs_five_queries_whatever_the_size(administrators, django_assert_num_queries, branches):
    for _ in range(branches):
        factories.appointed(Role.SECRETARY, factories.branch())
    with django_assert_num_queries(5):
        at = new_site.standing(Cycle.objects.all())
    assert at is not None and (at.branches, at.people, at.posts) == (branches,) * 3
    with django_assert_num_queries(0):
        new_site.stages(at)
