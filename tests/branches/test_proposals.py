"""Units help themselves: one puts a post forward, a second of the unit agrees; nothing is in force before it is confirmed."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from branches import access, clock
from branches.models import Appointment, ProposalList, User
from branches.people.confirmation import queries as confirmation_queries
from branches.people.confirmation import steps as confirmation_steps
from branches.people.proposals import queries as proposals_queries
from branches.people.proposals import steps as proposal_steps
from branches.people.proposals.steps import Newcomer, NotProposed
from branches.permissions import Perm, Role
from branches.refusals import Conflict
from evaluation import worklist
from tests.support import factories

pytestmark = pytest.mark.django_db
NEXT_WEEK = date(2026, 12, 14)
LI = Newcomer("李新来", "13900000001", None)


@pytest.fixture
def second(unit):
    return factories.appointed(Role.ORGAN_OFFICER, unit, name="钱二号")


def put_forward(unit, by, who=LI, role=Role.ORGAN_OFFICER, **fields):
    return proposal_steps.propose(who, role, fields.pop("place", unit), starts_on=NEXT_WEEK, by=by, **fields)


def fresh(one):
    return proposals_queries.lists().get(pk=one.pk)


def duties(user):
    access.forget(user)
    return [task.duty.value for task in worklist.tasks(user)]


def test_a_newcomer_is_closed_until_the_second_person_agrees_and_never_has_a_password(unit, organ_officer, second):
    one = put_forward(unit, organ_officer)
    born = User.objects.get(name="李新来")
    assert (born.username, born.is_active, born.has_usable_password(), born.unit) == ("lixinlai", False, False, unit)
    assert "agree_posts" in duties(second) and "agree_posts" not in duties(organ_officer)
    assert not confirmation_queries.open_proposals()
    proposal_steps.agree(one, by=second)
    born.refresh_from_db()
    assert born.is_active and not born.has_usable_password() and born.opened_at is None
    assert "agree_posts" not in duties(second)
    assert confirmation_queries.open_proposals().get() == one
    assert not Appointment.objects.filter(user=born).exists(), "the post is the security administrator's to give"


def test_the_whole_way_gives_the_right_with_the_last_yes_and_not_before(
    branch, secretary, organ_officer, second, security_admin, today
):
    one = put_forward(None, organ_officer, role=Role.SECRETARY, place=branch, instead_of=secretary.appointments.get())
    born = User.objects.get(name="李新来")
    with pytest.raises(Conflict):
        confirmation_steps.confirm(one, by=security_admin)
    proposal_steps.agree(one, by=second)
    assert "confirm_posts" in duties(security_admin)
    assert confirmation_steps.confirm(one, by=security_admin) == 1
    for day, person, other in ((date(2026, 12, 13), secretary, born), (NEXT_WEEK, born, secretary)):
        today(day)
        access.forget(person)
        access.forget(other)
        person.refresh_from_db()
        assert access.may(person, Perm.APPLY, branch) and not access.may(other, Perm.APPLY, branch)
    assert not born.has_usable_password()


def test_nobody_agrees_to_what_he_proposed_nor_to_himself(unit, organ_officer, second, leading_group):
    one = put_forward(unit, organ_officer, who=second, role=Role.LEADING_GROUP)
    for person, words in ((organ_officer, "须由另一人同意"), (second, "提请的是您本人")):
        with pytest.raises(NotProposed, match=words):
            proposal_steps.agree(one, by=person)
    proposal_steps.agree(one, by=leading_group)
    assert fresh(one).agreed_by == leading_group
    with pytest.raises(IntegrityError), transaction.atomic():
        ProposalList.objects.update(agreed_by=organ_officer)


def test_the_twin_without_the_rule_the_proposer_stands_in_his_own_way_in_the_database(
    unit, organ_officer, second, monkeypatch
):
    monkeypatch.setattr(proposals_queries, "why_not_agree", lambda one, user: "")
    one = put_forward(unit, organ_officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        proposal_steps.agree(one, by=organ_officer)
    proposed = put_forward(unit, organ_officer, who=second, role=Role.LEADING_GROUP)
    proposal_steps.agree(proposed, by=second)
    assert fresh(proposed).agreed_by == second, "only the rule keeps him from agreeing to himself"


def test_where_a_unit_has_no_second_person_the_work_committee_agrees(unit, organ_officer, work_committee):
    one = put_forward(unit, organ_officer)
    assert "agree_posts" in duties(work_committee)
    proposal_steps.agree(one, by=work_committee)
    assert fresh(one).agreed_by == work_committee


def test_where_there_is_a_second_person_the_work_committee_does_not(unit, organ_officer, second, work_committee):
    one = put_forward(unit, organ_officer)
    assert "agree_posts" not in duties(work_committee)
    with pytest.raises(NotProposed, match="由本单位钱二号同意"):
        proposal_steps.agree(one, by=work_committee)


def test_an_existing_account_is_found_by_name_and_mobile_number(unit, organ_officer):
    known = factories.person("李新来", phone="13900000001")
    put_forward(unit, organ_officer)
    assert User.objects.filter(name="李新来").get() == known and known.is_active
    factories.person("李新来", username="lixinlai2")
    put_forward(unit, organ_officer, who=Newcomer("李新来", "13900000009", None))
    assert User.objects.filter(username="lixinlai").exists()


def test_a_secretary_in_office_is_followed_or_the_proposal_is_refused(branch, secretary, organ_officer, second):
    post = secretary.appointments.get()
    with pytest.raises(NotProposed, match="王书记还在任"):
        put_forward(None, organ_officer, role=Role.SECRETARY, place=branch)
    assert not User.objects.filter(name="李新来").exists(), "all or nothing"
    one = put_forward(None, organ_officer, role=Role.SECRETARY, place=branch, instead_of=post)
    (line,) = fresh(one).posts.all()
    assert (line.ends, line.branch, line.starts_on) == (post, branch, NEXT_WEEK)
    with pytest.raises(NotProposed, match="已有人提请结束或接替"):
        proposal_steps.propose_end(post, on=NEXT_WEEK, by=second)


@pytest.mark.parametrize(("day", "words"), [(date(2026, 12, 6), "不能早于今天"), (date(2026, 12, 7), "")])
def test_a_post_is_put_forward_to_end_today_or_later(secretary, organ_officer, day, words):
    post = secretary.appointments.get()
    if words:
        with pytest.raises(NotProposed, match=words):
            proposal_steps.propose_end(post, on=day, by=organ_officer)
    else:
        (line,) = fresh(proposal_steps.propose_end(post, on=day, by=organ_officer)).posts.all()
        assert (line.ends, line.ends_on, line.starts_on) == (post, day, None)


def test_what_cannot_be_confirmed_is_not_put_forward(unit, organ_officer, second, system_admin):
    cases = (
        (second, Role.ORGAN_OFFICER, "已担任该职务"),
        (system_admin, Role.LEADING_GROUP, "不得兼任"),
        (factories.person("停用", is_active=False, last_login=clock.now()), Role.LEADING_GROUP, "账号已停用"),
    )
    for who, role, words in cases:
        with pytest.raises(NotProposed, match=words):
            put_forward(unit, organ_officer, who=who, role=role)
    put_forward(unit, organ_officer)
    with pytest.raises(NotProposed, match="已经提请"):
        put_forward(unit, organ_officer)


def test_who_may_put_forward_what(unit, organ_officer, foreign_officer, secretary, system_admin, work_committee):
    for person in (foreign_officer, secretary, system_admin):
        with pytest.raises(PermissionDenied):
            put_forward(unit, person)
    with pytest.raises(PermissionDenied):
        put_forward(factories.city(), organ_officer, role=Role.WORK_COMMITTEE)
    with pytest.raises(PermissionDenied):
        put_forward(factories.city(), work_committee, role=Role.SYSTEM_ADMIN)


def test_the_work_committee_names_somebody_of_another_unit_and_the_security_administrator_is_the_second(
    unit, work_committee, foreign_officer
):
    one = put_forward(unit, work_committee, who=foreign_officer, role=Role.LEADING_GROUP)
    assert one.unit is None and confirmation_queries.open_proposals().get() == one
    named = put_forward(factories.city(), work_committee, role=Role.ORGANISATION_DEPARTMENT)
    assert named.posts.get().user.is_active


def test_withdrawn_or_sent_back_is_decided_once(unit, organ_officer, second, leading_group):
    one, other = put_forward(unit, organ_officer), put_forward(unit, organ_officer, who=factories.person())
    with pytest.raises(NotProposed, match="写明不同意的原因"):
        proposal_steps.send_back(one, reason="", by=second)
    proposal_steps.send_back(one, reason="此人已调出", by=second)
    proposal_steps.withdraw(other, by=leading_group)
    assert (fresh(one).outcome, fresh(other).outcome) == ("returned", "withdrawn")
    assert not User.objects.get(name="李新来").is_active
    for again in (proposal_steps.agree, proposal_steps.withdraw):
        with pytest.raises(Conflict):
            again(one, by=second)


def test_the_pages_from_putting_forward_to_agreeing(client, unit, branch, organ_officer, second):
    client.force_login(organ_officer)
    assert f"/units/{unit.pk}/proposals/" in client.get(f"/units/{unit.pk}/").content.decode()
    url = f"/units/{unit.pk}/proposals/new/"
    given = {"role": "secretary", "branch": "", "person": "", "name": "", "phone": "", "starts_on": "2026-12-14"}
    wrong = client.post(url, given)
    assert wrong.status_code == 422 and "请选择任职的党支部" in wrong.content.decode()
    given |= {"branch": branch.pk, "name": "李 新来", "phone": "13900000001"}
    assert client.post(url, given).url == f"/units/{unit.pk}/proposals/"
    page = client.get(f"/units/{unit.pk}/proposals/").content.decode()
    assert "李新来任党支部书记（市财政局预算科党支部）" in page and "待同意" in page
    assert User.objects.get(name="李新来").branch == branch
    one = ProposalList.objects.get()
    assert "须由另一人同意" in client.get(f"/units/proposals/{one.pk}/").content.decode()
    assert client.post(f"/units/proposals/{one.pk}/", {"decision": "agree"}).status_code == 422
    client.force_login(second)
    assert client.post(f"/units/proposals/{one.pk}/", {"decision": "agree"}).status_code == 302
    assert fresh(one).agreed_by == second
    client.force_login(organ_officer)
    client.post(f"/units/proposals/{one.pk}/withdraw/")
    assert fresh(one).outcome == "withdrawn"


def test_the_work_committee_finds_people_of_the_whole_city(client, unit, work_committee, foreign_officer):
    client.force_login(work_committee)
    url = f"/units/{unit.pk}/proposals/new/"
    assert foreign_officer.name not in client.get(url).content.decode()
    page = client.get(f"{url}?q={foreign_officer.name}&role=leading_group").content.decode()
    assert foreign_officer.name in page and "指定" in page
    assert client.get(f"/units/{factories.city().pk}/proposals/new/").status_code == 200
    client.force_login(foreign_officer)
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_whose_consent_waits_costs_the_same_for_one_and_for_three(django_assert_num_queries, count):
    people = []
    for _ in range(count):
        unit = factories.unit()
        first, second = (factories.appointed(Role.ORGAN_OFFICER, unit) for _ in range(2))
        put_forward(unit, first, who=factories.person())
        people += [first, second]
    access.read_rights(people)
    with django_assert_num_queries(3):
        assert len(proposals_queries.to_agree(people)) == count
