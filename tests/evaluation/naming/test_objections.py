"""公示 and 异议: days, who records, who settles, who may read, and that only the one candidate waits (D22)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from branches import clock
from branches.models import AuditEntry
from branches.permissions import Role
from evaluation.advance import Refused, advance
from evaluation.decision import queries as decision_queries
from evaluation.decision import signing
from evaluation.decision import steps as decision_steps
from evaluation.models import Candidacy, Cycle, Objection, Transition
from evaluation.naming.steps import evaluation as evaluation_steps
from evaluation.naming.steps import objection as objection_steps
from evaluation.vocabulary import Action, CycleState, DecisionKind, ObjectionState, State
from tests.support import factories

SECRET = "反映该支部台账不实"
WHO = "署名来信·刘某"
PHONES = {"organisation_department": "0375-2660009", "work_committee": "0375-2660008"}
OPENED = date(2027, 6, 11)  # a Friday
CLOSES = date(2027, 6, 18)  # five working days later


@pytest.fixture
def proposed(cycle, unit, work_committee, today):
    """Two branches of one unit, proposed, in a public notice since Friday 11 June 2027."""
    Cycle.objects.filter(pk=cycle.pk).update(state=CycleState.RECOMMENDING, notice_days=5)
    cycle.refresh_from_db()
    own = factories.recommendation_list(cycle, unit, base=29)
    cases = []
    for number, name in enumerate(("甲党支部", "乙党支部"), start=1):
        case = factories.candidacy(cycle, factories.branch(unit, name))
        Candidacy.objects.filter(pk=case.pk).update(state=State.PROPOSED, seat=own.seats.get(number=number))
        cases.append(factories.fresh(case))
    factories.submit(own)
    today(OPENED)
    evaluation_steps.publish_notice(cycle, by=work_committee, telephones=PHONES)
    return cases


@pytest.fixture
def colleague(db):
    """A second person of 市直工委."""
    return factories.appointed(Role.WORK_COMMITTEE, name="黄工委")


def objected(case, by, **fields):
    given = {"received_on": clock.today(), "source": WHO, "facts": SECRET} | fields
    return objection_steps.record(case, by=by, **given)


def names(cycle):
    return [row["branch"] for row in signing.rows_now(cycle, DecisionKind.NAMING)]


def test_the_notice_runs_five_working_days_and_says_its_weekdays(client, proposed, cycle, stranger):
    notice = cycle.notices.get()
    assert (notice.opens_on, notice.closes_on) == (OPENED, CLOSES)
    client.force_login(stranger)
    page = client.get(f"/cycles/{cycle.year}/notice/").content.decode()
    assert "2027年6月14日（周一）至2027年6月18日（周五）" in page, "five working days, counted from the next one"
    assert "2027年6月11日（周五）发布公示" in page and "怎样提出异议" in page
    with clock.moved_to(CLOSES + timedelta(days=1)):
        page = client.get(f"/cycles/{cycle.year}/notice/").content.decode()
    assert "公示期满" in page and "怎样提出异议" not in page


@pytest.mark.parametrize("role", list(Role))
def test_everybody_reads_the_notice_without_scores_or_objections(
    client, proposed, cycle, role, unit, branch, colleague
):
    Candidacy.objects.update(assessed_score="91.5", recommendation_reason="推荐理由很多")
    objected(proposed[0], colleague)
    place = {"branch": branch, "unit": unit, "city": None}[role.scope]
    client.force_login(factories.appointed(role, place))
    answer = client.get(f"/cycles/{cycle.year}/notice/")
    page = answer.content.decode()
    assert answer.status_code == 200 and "甲党支部" in page and "乙党支部" in page
    assert not any(word in page for word in ("91.5", "推荐理由很多", SECRET, WHO))
    assert ("登记异议" in page) == (role in (Role.WORK_COMMITTEE, Role.ORGANISATION_DEPARTMENT))


def test_one_objection_holds_up_one_name_and_voids_the_frozen_list(proposed, cycle, work_committee, colleague, today):
    today(CLOSES + timedelta(days=1))
    version = decision_steps.freeze(cycle, by=work_committee)
    assert signing.standing(version).is_current and len(version.rows) == 2
    one = objected(proposed[0], colleague, received_on=CLOSES)
    assert names(cycle) == [proposed[1].branch.full_name]
    assert not signing.standing(version).is_current
    [(case, reasons)] = decision_queries.left_out(cycle)
    assert case.pk == proposed[0].pk and "收到异议" in reasons[0]
    with pytest.raises(Refused, match="收到异议"):
        advance(proposed[0], Action.NAME, by=work_committee, is_cosigned=True)
    objection_steps.decide(one, by=work_committee, state=ObjectionState.DISMISSED, outcome="经核查不属实。")
    assert signing.standing(version).is_current and len(names(cycle)) == 2


def test_without_the_rule_the_objected_name_would_be_frozen(proposed, cycle, colleague, today, monkeypatch):
    """The twin."""
    objected(proposed[0], colleague)
    today(CLOSES + timedelta(days=1))
    assert len(names(cycle)) == 1
    monkeypatch.setattr("evaluation.cases.observe.refusals", lambda move, facts, button: iter(()))
    assert len(names(cycle)) == 2


def test_an_upheld_one_takes_the_name_back_and_asks_both_bodies_anew(
    proposed, cycle, work_committee, colleague, organisation_department, today
):
    factories.evaluated(proposed[0], work_committee, organisation_department)
    one = objected(proposed[0], colleague)
    objection_steps.decide(one, by=work_committee, state=ObjectionState.UPHELD, outcome="台账确有不实。")
    case = factories.fresh(proposed[0])
    assert (case.state, case.evaluations.count()) == (State.RECOMMENDED, 0)
    assert Transition.objects.get(candidacy=case, action=Action.RETRACT).note == "公示异议成立：台账确有不实。"
    factories.evaluated(case, work_committee, organisation_department)
    today(CLOSES + timedelta(days=1))
    advance(case, Action.PROPOSE, by=work_committee)
    assert len(names(cycle)) == 2, "agreed upon anew, the old objection holds it up no longer"


def test_upheld_by_the_department_the_name_waits_for_the_committee_to_take_it_back(
    client, proposed, cycle, work_committee, organisation_department, today
):
    one = objected(proposed[0], work_committee)
    objection_steps.decide(one, by=organisation_department, state=ObjectionState.UPHELD, outcome="属实。")
    today(CLOSES + timedelta(days=1))
    assert factories.fresh(proposed[0]).state == State.PROPOSED and len(names(cycle)) == 1
    client.force_login(work_committee)
    assert "撤出拟命名" in client.get("/").content.decode()


def test_who_recorded_it_does_not_settle_it(proposed, work_committee):
    one = objected(proposed[0], work_committee)
    with pytest.raises(Refused, match="由另一人"):
        objection_steps.decide(one, by=work_committee, state=ObjectionState.DISMISSED, outcome="不属实。")
    with pytest.raises(IntegrityError), transaction.atomic():
        Objection.objects.filter(pk=one.pk).update(
            state=ObjectionState.DISMISSED, outcome="不属实。", decided_by=work_committee
        )


def test_nobody_records_or_settles_one_against_the_own_branch(proposed, work_committee, colleague):
    one = objected(proposed[0], work_committee)
    colleague.branch = proposed[0].branch
    colleague.save()
    with pytest.raises(Refused, match="须回避"):
        objection_steps.decide(one, by=colleague, state=ObjectionState.DISMISSED, outcome="不属实。")
    with pytest.raises(Refused, match="须回避"):
        objected(proposed[0], colleague)


def test_after_the_notice_only_the_committee_records_what_came_in_time(
    proposed, work_committee, organisation_department, today
):
    today(CLOSES + timedelta(days=3))
    with pytest.raises(Refused, match="由市直工委补登"):
        objected(proposed[0], organisation_department, received_on=CLOSES)
    for day in (OPENED - timedelta(days=1), CLOSES + timedelta(days=1)):
        with pytest.raises(Refused, match="公示期内"):
            objected(proposed[0], work_committee, received_on=day)
    assert objected(proposed[0], work_committee, received_on=CLOSES).notice.closes_on == CLOSES


def test_a_branch_proposed_later_has_a_notice_of_its_own(proposed, cycle, unit, work_committee, today):
    later = factories.candidacy(cycle, factories.branch(unit, "丙党支部"))
    own = cycle.lists.get(unit=unit)
    factories.recommendation_list(cycle, factories.unit(), base=10)
    Candidacy.objects.filter(pk=proposed[1].pk).update(state=State.RECOMMENDED)
    advance(proposed[0], Action.WITHDRAW, by=work_committee, note="单位申请。", basis="退出申请（2027年6月20日）")
    Candidacy.objects.filter(pk=later.pk).update(state=State.PROPOSED, seat=own.seats.filter(holder=None).first())
    today(date(2027, 6, 21))
    with pytest.raises(Refused, match="没有公示"):
        objected(later, work_committee)
    notice = evaluation_steps.publish_notice(cycle, by=work_committee, telephones=PHONES)
    assert list(notice.candidacies.all()) == [later] and notice.closes_on > CLOSES
    assert names(cycle) == []


def test_only_the_two_bodies_read_it_and_each_look_is_on_record(
    client, proposed, cycle, colleague, work_committee, organ_officer, leading_group, audit_admin
):
    one = objected(proposed[0], colleague)
    pages = [
        "/", f"/objections/{one.pk}/", f"/cycles/{cycle.year}/objections/",
        f"/cycles/{cycle.year}/objections/?export=xlsx", f"/candidacies/{proposed[0].pk}/", "/candidacies/",
        f"/cycles/{cycle.year}/naming/", f"/cycles/{cycle.year}/naming/freeze/", "/audit/", "/audit/?export=xlsx",
    ]  # fmt: skip
    shown = set()
    for person in (work_committee, organ_officer, leading_group, audit_admin):
        client.force_login(person)
        for url in pages:
            body = b"".join(client.get(url)).decode(errors="replace")
            if SECRET in body or WHO in body:
                shown.add((person.name, url))
    assert shown == {(work_committee.name, f"/objections/{one.pk}/")}
    objection_steps.decide(one, by=work_committee, state=ObjectionState.DISMISSED, outcome=f"{SECRET}，经查不实。")
    entries = str(list(AuditEntry.objects.values("verb", "subject", "detail")))
    assert "查看异议" in entries and SECRET not in entries and WHO not in entries


def test_the_pages_record_and_settle(client, proposed, cycle, colleague, work_committee):
    client.force_login(colleague)
    empty = client.post(f"/candidacies/{proposed[0].pk}/objection/", {"received_on": "2027-06-11", "source": WHO})
    assert empty.status_code == 422 and WHO in empty.content.decode()
    given = {"received_on": "2027-06-11", "source": WHO, "facts": SECRET}
    answer = client.post(f"/candidacies/{proposed[0].pk}/objection/", given)
    one = Objection.objects.get()
    assert answer.url == f"/objections/{one.pk}/"
    assert "由另一人核查办结" in client.get(answer.url).content.decode()
    client.force_login(work_committee)
    assert "核查公示异议" in client.get("/").content.decode()
    assert client.post(answer.url, {"state": "upheld"}).status_code == 422
    done = client.post(answer.url, {"state": "upheld", "outcome": "属实。"}, follow=True)
    assert "该支部由双方重新评定" in done.content.decode()
    assert client.get(f"/cycles/{cycle.year}/objections/?state=upheld").context["listing"].count == 1


def test_others_are_refused_by_the_steps_themselves(proposed, work_committee, organ_officer, secretary, system_admin):
    one = objected(proposed[0], work_committee)
    for person in (organ_officer, secretary, system_admin):
        for write in (
            lambda person=person: objected(proposed[0], person),
            lambda person=person: objection_steps.decide(one, by=person, state=ObjectionState.DISMISSED, outcome="x"),
            lambda person=person: objection_steps.look(one, by=person),
        ):
            with pytest.raises(PermissionDenied):
                write()
