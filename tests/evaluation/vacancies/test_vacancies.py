"""Nobody is a dead end (D40): where nobody in a post may act, both who can help have one task for the place and the post."""

import pytest
from django.urls import reverse

from branches import access, clock
from branches.models import Unit
from branches.pages.paging import COUNTED
from branches.people.proposals import steps as proposal_steps
from branches.permissions import Perm, Role
from evaluation import worklist
from evaluation.assessment.steps import team as team_steps
from evaluation.models import Candidacy, Cycle, MunicipalEvaluation, Recusal, SelfRating, Vacancy
from evaluation.vacancies import duties as vacancies_duties
from evaluation.vacancies import queries as vacancies_queries
from evaluation.vacancies import steps as vacancies_steps
from evaluation.vocabulary import Body, CycleState, State, Verdict
from tests.support import factories, findings

pytestmark = pytest.mark.django_db


@pytest.fixture
def staffed(case, secretary, organ_officer, leading_group, work_committee, organisation_department, security_admin):
    """One running case, and somebody in every post."""
    return case


def found():
    return {(one.role, one.place, one.waiting) for one in vacancies_queries.vacancies()}


def in_state(case, state):
    Candidacy.objects.filter(pk=case.pk).update(state=state)
    return factories.fresh(case)


def end(person):
    access.end(person.appointments.get(), on=clock.today().replace(day=1), by=None)


def tasks(person):
    """After the worker has looked again."""
    vacancies_steps.look()
    access.forget(person)
    return [task for task in worklist.tasks(person) if task.duty == "fill_post"]


def test_where_everybody_may_act_nothing_is_vacant(staffed, work_committee):
    assert found() == set()
    assert tasks(work_committee) == []


@pytest.mark.parametrize("role", ["secretary", "organ_officer", "leading_group"])
def test_an_empty_post_is_vacant_from_the_opening_on(staffed, request, role):
    end(request.getfixturevalue(role))
    place = staffed.branch if role == "secretary" else staffed.unit
    assert found() == {(Role(role), place, 1)}


def test_a_step_that_is_over_needs_nobody(staffed, secretary, organ_officer):
    end(secretary)
    in_state(staffed, State.APPLIED)
    assert found() == set()
    end(organ_officer)
    in_state(staffed, State.ASSESSED)
    assert found() == set()


def test_an_empty_body_is_vacant_and_the_one_that_stands_back_leaves_it_to_the_other(
    staffed, organisation_department, work_committee
):
    type(work_committee).objects.filter(pk=organisation_department.pk).update(branch=staffed.branch)
    assert found() == set(), "D19"
    type(work_committee).objects.filter(pk=work_committee.pk).update(branch=staffed.branch)
    assert {role for role, _, _ in found()} == {Role.WORK_COMMITTEE, Role.ORGANISATION_DEPARTMENT}
    type(work_committee).objects.update(branch=None)
    end(organisation_department)
    assert found() == {(Role.ORGANISATION_DEPARTMENT, factories.city(), 1)}


def test_the_own_branch_recusal_and_four_eyes_make_a_post_vacant(staffed, organ_officer, leading_group, work_committee):
    person = type(organ_officer).objects.filter(pk=organ_officer.pk)
    own = organ_officer.branch
    person.update(branch=staffed.branch)
    assert found() == {(Role.ORGAN_OFFICER, staffed.unit, 1)}
    person.update(branch=own)
    recusal = Recusal.objects.create(
        candidacy=staffed, user=organ_officer, reason="亲属", by=organ_officer, at=clock.now()
    )
    assert found() == {(Role.ORGAN_OFFICER, staffed.unit, 1)}
    recusal.delete()
    end(leading_group)
    access.grant(organ_officer, Role.LEADING_GROUP, staffed.unit, starts_on=clock.today(), by=None)
    assert found() == {(Role.LEADING_GROUP, staffed.unit, 1)}, "who alone can conclude cannot recommend"
    factories.appointed(Role.ORGAN_OFFICER, staffed.unit)
    assert found() == set()


def test_who_concluded_does_not_recommend(
    case, secretary, organ_officer, assessor, work_committee, organisation_department
):
    access.grant(organ_officer, Role.LEADING_GROUP, case.unit, starts_on=clock.today(), by=None)
    factories.assessed(factories.applied(case, secretary), organ_officer, assessor)
    assert found() == {(Role.LEADING_GROUP, case.unit, 1)}


def test_who_picks_from_the_pool_gives_no_verdict_so_that_the_body_needs_two(
    recommending, staffed, secretary, organ_officer, work_committee
):
    pool = factories.recommendation_list(recommending, None, base=10)
    factories.recommendation_list(recommending, staffed.unit, base=5, pool=pool)
    assert found() == {(Role.WORK_COMMITTEE, factories.city(), 1)}
    second = factories.appointed(Role.WORK_COMMITTEE)
    assert found() == set()
    type(second).objects.filter(pk__in=[second.pk, work_committee.pk]).update(branch=staffed.branch)
    assert found() == {(Role.ORGANISATION_DEPARTMENT, factories.city(), 1)}, "one who stands in for two"
    factories.appointed(Role.ORGANISATION_DEPARTMENT)
    assert found() == set()
    factories.applied(staffed, secretary)
    assert found() == set()
    SelfRating.objects.filter(candidacy=staffed, criterion__number=1).update(by=organ_officer)
    assert found() == {(Role.ORGAN_OFFICER, staffed.unit, 1)}, "who typed it cannot conclude"


def test_a_team_of_which_too_few_may_score_is_told_as_a_vacancy_too(
    staffed, organ_officer, assessor, work_committee, security_admin
):
    Cycle.objects.update(sheets_needed=2)
    team_steps.form_team(staffed.cycle, staffed.unit, leader=assessor, members=[assessor], by=organ_officer)
    assert found() == {("", staffed.unit, 1)}
    (mine,), (theirs,) = tasks(work_committee), tasks(security_admin)
    assert mine.title == theirs.title == "为“市财政局”增加考核组成员"
    team_steps.form_team(
        staffed.cycle, staffed.unit, leader=assessor, by=organ_officer,
        members=[assessor, factories.person(own_branch=factories.branch())],
    )  # fmt: skip
    assert found() == set()


def test_another_units_officer_fills_the_post(staffed, organ_officer):
    end(organ_officer)
    other = factories.appointed(Role.ORGAN_OFFICER, factories.unit())
    Unit.objects.filter(pk=staffed.unit_id).update(assessing_unit=other.appointments.get().unit)
    assert found() == set()


def test_a_title_to_reinspect_waits_for_an_officer_of_another_branch(
    staffed, cycle, organ_officer, branch, unit, work_committee
):
    honour = factories.honour(factories.branch(unit), 2025)
    cycle.reinspections.create(honour=honour, since=clock.now())
    assert found() == set()
    type(organ_officer).objects.filter(pk=organ_officer.pk).update(branch=honour.branch)
    assert found() == {(Role.ORGAN_OFFICER, unit, 1)}


def test_before_the_opening_and_after_the_close_nothing_waits(staffed, organ_officer):
    end(organ_officer)
    for state in (CycleState.DRAFT, CycleState.CLOSED):
        Cycle.objects.update(state=state)
        assert found() == set()


def test_both_have_one_task_for_place_and_post_that_tells_neither_case_nor_reason(
    staffed, organ_officer, work_committee, security_admin, organisation_department, system_admin
):
    for _ in range(2):
        factories.candidacy(
            staffed.cycle, factories.appointed(Role.SECRETARY, factories.branch(staffed.unit)).appointments.get().branch
        )
    type(organ_officer).objects.filter(pk=organ_officer.pk).update(branch=staffed.branch)
    Recusal.objects.create(
        candidacy=Candidacy.objects.last(), user=organ_officer, reason="亲属", by=organ_officer, at=clock.now()
    )
    (mine,), (theirs,) = tasks(work_committee), tasks(security_admin)
    assert (mine.title, mine.hint, mine.key) == (theirs.title, theirs.hint, theirs.key)
    assert (mine.title, mine.hint) == ("为“市财政局”指定机关党组织经办人", "2件无人可办")
    assert mine.url == f"/units/{staffed.unit_id}/proposals/new/?role=organ_officer"
    assert tasks(organisation_department) == tasks(system_admin) == tasks(organ_officer) == []
    words = f"{mine}{theirs}"
    assert staffed.branch.short_name not in words and "回避" not in words and "亲属" not in words


def test_who_is_put_forward_takes_the_task_from_the_committee_and_not_the_vacancy(
    staffed, organ_officer, work_committee, security_admin
):
    end(organ_officer)
    newcomer = factories.person()
    proposal_steps.propose(newcomer, Role.ORGAN_OFFICER, staffed.unit, starts_on=clock.today(), by=work_committee)
    assert tasks(work_committee) == []
    (task,) = tasks(security_admin)
    assert task.hint == "1件无人可办，已有人提请"
    access.grant(newcomer, Role.ORGAN_OFFICER, staffed.unit, starts_on=clock.today(), by=None)
    assert tasks(security_admin) == []


def test_a_candidate_on_which_the_two_bodies_differ_is_a_task_of_both(
    recommending, case, secretary, organ_officer, assessor, leading_group, work_committee, organisation_department
):
    case = findings.on_a_submitted_list(
        factories.applied(case, secretary), recommending, organ_officer, assessor, leading_group
    )
    factories.evaluated(case, work_committee, organisation_department)
    for verdict, asked in ((Verdict.NAME, 0), (Verdict.DECLINE, 1)):
        MunicipalEvaluation.objects.filter(body=Body.WORK_COMMITTEE).update(verdict=verdict, reason="创建成效不突出。")
        for person in (work_committee, organisation_department):
            access.forget(person)
            assert [task.duty.value for task in worklist.tasks(person)].count("consult") == asked


def test_the_twin_who_forgets_recusal_sees_no_vacancy(staffed, organ_officer, monkeypatch):
    type(organ_officer).objects.filter(pk=organ_officer.pk).update(branch=staffed.branch)
    assert found()
    monkeypatch.setattr(vacancies_queries.Staff, "without", lambda self, people, branch: set(people))
    assert not found()


def test_a_site_without_people_has_one_task_for_the_rest(cycle, work_committee, organisation_department):
    for _ in range(8):
        factories.candidacy(cycle)
    shown = tasks(work_committee)
    assert len(shown) == 21 and shown[-1].hint == "另有4处无人可办" and shown[-1].url == reverse("evaluation:vacancies")


def test_the_page_the_export_and_the_way_to_name_somebody(client, staffed, secretary, work_committee, security_admin):
    end(secretary)
    vacancies_steps.look()
    client.force_login(work_committee)
    page = client.get("/vacancies/").content.decode()
    assert "市财政局预算科党支部" in page and f"role=secretary&amp;branch={staffed.branch_id}" in page
    for lack in ("/units/?lack=second_officer", "/branches/?secretary=no", "/posts/never-signed-in/"):
        assert lack in page
        assert client.get(lack).status_code == 200
        assert client.get(f"{lack}{'&' if '?' in lack else '?'}export=xlsx").status_code == 200
    assert client.get("/vacancies/?export=xlsx")["Content-Type"].endswith("sheet")
    client.force_login(security_admin)
    assert "role=secretary" not in client.get("/vacancies/").content.decode()


def test_what_was_found_stays_until_something_differs(staffed, organ_officer, work_committee, security_admin):
    end(organ_officer)
    assert vacancies_steps.look() == 1
    kept = Vacancy.objects.get()
    assert vacancies_steps.look() == 1 and Vacancy.objects.get() == kept
    factories.appointed(Role.ORGAN_OFFICER, staffed.unit)
    assert tasks(work_committee) == tasks(security_admin) == []


def test_what_single_units_lack_is_what_they_lack_in_the_whole_city(staffed, organ_officer, leading_group):
    other = factories.candidacy(staffed.cycle, factories.branch(factories.unit()))
    Unit.objects.filter(pk=staffed.unit_id).update(recommending_unit=other.unit)
    end(leading_group)
    for place in (staffed.unit, other.unit):
        of_city = [one for one in vacancies_queries.vacancies() if one.unit == place]
        of_one = [one for one in vacancies_queries.vacancies([place.pk]) if one.unit == place]
        assert [(one.role, one.place, one.waiting) for one in of_city] == [
            (one.role, one.place, one.waiting) for one in of_one
        ]
        assert of_city


def test_far_more_than_are_shown_are_counted_up_to_a_bound(
    staffed, work_committee, monkeypatch, django_assert_num_queries
):
    Vacancy.objects.bulk_create(
        Vacancy(role=Role.SECRETARY, unit=staffed.unit, branch=staffed.branch, waiting=1)
        for _ in range(vacancies_duties.SINGLY + COUNTED + 2)
    )
    access.may(work_committee, Perm.RUN_CYCLE)
    with django_assert_num_queries(2):
        *_, (_, last) = vacancies_duties.fill_posts([work_committee])
    assert last.hint == "另有1,000以上处无人可办"


@pytest.mark.parametrize("count", [1, 3])
def test_what_it_costs_does_not_grow_with_branches(django_assert_num_queries, staffed, organ_officer, count):
    end(organ_officer)
    for _ in range(count):
        factories.candidacy(staffed.cycle, factories.branch(factories.unit()))
    with django_assert_num_queries(7):
        assert len(found()) == 1 + 3 * count


@pytest.mark.parametrize(
    ("lack", "change"),
    [
        ("officer", lambda unit: None),
        ("second_officer", lambda unit: factories.appointed(Role.ORGAN_OFFICER, unit)),
        ("leading_group", lambda unit: None),
        ("assessing_unit", lambda unit: None),
    ],
)
def test_units_that_lack_somebody_are_filtered(client, work_committee, branch, unit, lack, change):
    change(unit)
    factories.unit("市空局")
    client.force_login(work_committee)
    page = client.get(f"/units/?lack={lack}").content.decode()
    assert unit.name in page and "市空局" not in page
    factories.branch(unit)
    other = factories.unit("市代局")
    for _ in range(2):
        factories.appointed(Role.ORGAN_OFFICER, other)
        factories.appointed(Role.LEADING_GROUP, other)
    Unit.objects.filter(pk=unit.pk).update(assessing_unit=other, recommending_unit=other)
    assert f">{unit.name}<" not in client.get(f"/units/?lack={lack}").content.decode()


def test_who_never_signed_in_is_listed(client, security_admin, secretary, organ_officer):
    type(secretary).objects.filter(pk=secretary.pk).update(last_login=clock.now())
    client.force_login(security_admin)
    page = client.get("/posts/never-signed-in/").content.decode()
    assert organ_officer.name in page and secretary.name not in page
