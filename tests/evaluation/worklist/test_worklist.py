"""The home page: one sentence, one button, and only what is mine to do."""

from datetime import timedelta

import pytest
from django.urls import reverse

from branches import clock
from branches.accounts.keys import queries as keys_queries
from branches.accounts.keys import steps as keys_steps
from branches.models import ProposalList, Setting
from branches.permissions import Role
from branches.settings import queries as settings_queries
from branches.settings import steps as settings_steps
from evaluation import worklist
from evaluation.models import Honour, PanelMember, PublicNotice, RecommendationList
from evaluation.vocabulary import Body, CycleState
from tests.support import factories

pytestmark = pytest.mark.django_db


def titles(user):
    return [task.title for task in worklist.tasks(user)]


def test_a_secretary_is_asked_to_fill_in_with_what_is_left(case, secretary):
    (task,) = worklist.tasks(secretary)
    assert task.button == "开始填写"
    assert task.due == case.cycle.self_assessment_due
    assert task.url == reverse("evaluation:self_assessment_tasks", args=[case.pk])
    factories.fill_in(case, secretary)
    (task,) = worklist.tasks(secretary)
    assert task.hint == "已填完28项，请检查并提交"


def test_what_is_handed_in_leaves_the_list_and_goes_to_the_next_person(case, secretary, organ_officer, assessor):
    case = factories.applied(case, secretary)
    assert titles(secretary) == []
    assert titles(organ_officer) == ["成立考核组"]
    factories.assess(case, organ_officer, assessor)
    assert titles(organ_officer) == ["提交考核意见"]


def test_a_leading_group_is_asked_while_its_list_is_open(recommending, unit, leading_group):
    own = factories.recommendation_list(recommending, unit)
    assert titles(leading_group) == ["审议并报送推荐名单"]
    factories.submit(own)
    assert titles(leading_group) == []


def test_the_committee_starts_opens_and_picks(cycle, work_committee, today):
    assert titles(work_committee) == []
    today(cycle.base_on + timedelta(days=1))
    assert titles(work_committee) == ["开启推荐环节"]
    cycle.__class__.objects.update(state=CycleState.RECOMMENDING)
    RecommendationList.objects.create(cycle=cycle, unit=None, base=20, ratio_bp=1000, cap=2)
    assert titles(work_committee) == ["选定联合推荐"]


def test_both_bodies_are_asked_for_their_verdicts(
    case, secretary, organ_officer, assessor, leading_group, work_committee, organisation_department, recommending
):
    case = factories.assessed(factories.applied(case, secretary), organ_officer, assessor)
    own = factories.recommendation_list(recommending, case.unit)
    factories.deliberated(own, leading_group)
    factories.recommended(case, leading_group)
    factories.submit(own)
    assert titles(organisation_department) == [], "nobody is asked for a verdict that he is refused"
    assert titles(work_committee) == ["组成考核评定组"]
    for body, member in (
        (Body.WORK_COMMITTEE, work_committee),
        (Body.ORGANISATION_DEPARTMENT, organisation_department),
    ):
        PanelMember.objects.create(cycle=recommending, user=member, body=body, by=work_committee, at=clock.now())
    assert titles(organisation_department) == titles(work_committee) == ["考核评定候选支部"]
    factories.evaluated(case, work_committee, organisation_department)
    assert titles(organisation_department) == []
    assert titles(work_committee) == ["列入拟命名或不予命名"]


def test_a_post_that_ended_leaves_nothing_to_do(case, secretary, today):
    secretary.appointments.update(ends_on=clock.today())
    today(clock.today() + timedelta(days=1))
    assert titles(secretary) == []


def test_the_nearest_deadline_is_the_first_sentence(case, secretary, client):
    client.force_login(secretary)
    page = client.get("/").content.decode()
    assert (
        page.count('<span class="clause">填写2026年度自评，</span><span class="clause">1月10日（周日）截止</span>') == 1
    )
    assert "开始填写" in page


def test_a_branch_with_the_title_is_told_so(branch, secretary, client):
    Honour.objects.create(branch=branch, year=2025, branch_name="甲", decision_number="1号", named_on=clock.today())
    client.force_login(secretary)
    assert "今年参加复查，不参加评定" in client.get("/").content.decode()


def test_everybody_learns_of_a_public_notice(cycle, stranger, work_committee, client):
    day = clock.today()
    PublicNotice.objects.create(cycle=cycle, opens_on=day, closes_on=day, by=work_committee, at=clock.now())
    client.force_login(stranger)
    assert "拟命名公示" in client.get("/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_home_page_costs_the_same_for_one_case_and_for_three(
    count, case, secretary, organ_officer, client, django_assert_max_num_queries
):
    factories.applied(case, secretary)
    for _ in range(count - 1):
        other = factories.candidacy(case.cycle, factories.branch(case.unit))
        factories.applied(factories.fresh(other), factories.appointed(Role.SECRETARY, other.branch))
    client.force_login(organ_officer)
    client.get("/")  # what a process reads once is read
    with django_assert_max_num_queries(26):
        client.get("/")


def test_what_the_site_lacks_for_its_documents_is_a_task_of_the_work_committee(
    work_committee, organ_officer, system_admin
):
    Setting.objects.filter(name__in=[Setting.Name.PHONE, Setting.Name.WORK_COMMITTEE_CODE]).delete()
    (task,) = worklist.tasks(work_committee)
    assert (task.title, task.url) == ("补齐站点设置", reverse("branches:settings"))
    assert task.hint == "还缺联系电话、市直工委机关代字，公示前须补齐"
    assert "补齐站点设置" not in titles(organ_officer) + titles(system_admin)
    factories.settings()
    assert titles(work_committee) == []


def test_an_officer_is_asked_for_the_names_of_the_unit_while_its_list_is_open(recommending, unit, organ_officer):
    own = factories.recommendation_list(recommending, unit)
    (task,) = worklist.tasks(organ_officer)
    assert (task.title, task.url) == ("核对公文用的全称和机关代字", reverse("branches:unit_settings", args=[unit.pk]))
    nothing = dict.fromkeys(settings_queries.OF_A_UNIT, "")
    settings_steps.save(nothing, unit=unit, seen=0, by=organ_officer)
    assert titles(organ_officer) == [], "that there is none is an answer"
    Setting.objects.filter(unit=unit).delete()
    factories.submit(own)
    assert titles(organ_officer) == []


def test_what_is_put_forward_and_words_that_nobody_knows_are_tasks_of_the_security_administrator(
    branch, secretary, security_admin, system_admin
):
    put_forward = ProposalList.objects.create(source="任职.xlsx", by=system_admin, at=clock.now())
    (task,) = worklist.tasks(security_admin)
    assert (task.title, task.hint, task.url) == ("确认任职提请", "1份提请待确认", reverse("branches:proposed_lists"))
    ProposalList.objects.filter(pk=put_forward.pk).update(unit=branch.unit)
    assert titles(security_admin) == [], "a second person of the unit is to agree first"
    keys_steps.print_one(keys_queries.person_or_404(system_admin, secretary.pk), by=system_admin)
    assert titles(security_admin) == ["告知开通口令"]
    keys_steps.tell(keys_queries.runs(), by=security_admin)
    assert titles(security_admin) == titles(system_admin) == []
