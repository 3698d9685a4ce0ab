"""To whom a document was given, and who said that he received it."""

import pytest

from branches.models import AuditEntry
from branches.permissions import Role
from evaluation import worklist
from evaluation.advance import Refused
from evaluation.documents import making
from evaluation.issued import queries as issued_queries
from evaluation.issued import steps as issued_steps
from evaluation.models import Distribution
from evaluation.vocabulary.duties import Duty
from tests.support import factories, issued
from tests.support.world import PAPER


@pytest.fixture
def decision(work_committee, cycle, case):
    return issued.decision(work_committee, cycle)


@pytest.fixture
def given(decision, work_committee, unit):
    issued_steps.distribute(decision, [unit], by=work_committee, copies=3)
    return Distribution.objects.get()


def owes(person) -> bool:
    return Duty.RECEIVE_DOCUMENT in [task.duty for task in worklist.tasks(person)]


def test_all_units_of_the_year_are_offered_once(decision, work_committee, unit, cycle, client):
    other = factories.candidacy(cycle).unit
    factories.unit("市体育局")
    assert list(issued_queries.offered(decision)) == [unit, other]
    client.force_login(work_committee)
    page = client.get(f"/notices/{decision.pk}/issued/give/").content.decode()
    assert page.count("checked") == 2 and "市体育局" not in page
    client.post(f"/notices/{decision.pk}/issued/give/", {"copies": 2, "units": [unit.pk]})
    assert list(issued_queries.offered(decision)) == [other]
    with pytest.raises(Refused, match="还没有分发的单位"):
        issued_steps.distribute(decision, [unit], by=work_committee)


def test_a_letter_goes_to_its_own_unit_and_a_report_to_none(work_committee, leading_group, unit, cycle, case):
    letter = issued.letter(work_committee, unit, cycle)
    factories.candidacy(cycle)
    assert list(issued_queries.offered(letter)) == [unit]
    report = issued.report(leading_group, unit, cycle)
    with pytest.raises(Refused, match="不分发"):
        issued_steps.distribute(report, [unit], by=leading_group)


def test_the_officers_of_the_unit_owe_a_receipt_until_one_of_them_gives_it(given, organ_officer, client):
    second = factories.appointed(Role.ORGAN_OFFICER, given.unit)
    assert owes(organ_officer) and owes(second)
    client.force_login(organ_officer)
    page = client.get(f"/notices/receipts/{given.pk}/").content.decode()
    assert "3份" in page
    client.post(f"/notices/receipts/{given.pk}/")
    given.refresh_from_db()
    assert given.received_by == organ_officer
    assert not owes(organ_officer) and not owes(second)


def test_received_twice_is_received_once(given, organ_officer):
    issued_steps.receive(given, by=organ_officer)
    issued_steps.receive(given, by=factories.appointed(Role.ORGAN_OFFICER, given.unit))
    given.refresh_from_db()
    assert given.received_by == organ_officer
    assert AuditEntry.objects.filter(verb="签收公文").count() == 1


def test_nobody_receives_for_another_unit(given, client):
    client.force_login(factories.appointed(Role.ORGAN_OFFICER, factories.unit()))
    assert client.post(f"/notices/receipts/{given.pk}/").status_code == 404
    given.refresh_from_db()
    assert given.received_at is None


def test_whoever_issued_it_sees_who_is_silent_and_nobody_else(given, decision, work_committee, organ_officer, client):
    client.force_login(work_committee)
    page = client.get(f"/notices/{decision.pk}/issued/").content.decode()
    assert "没有签收的单位（1个）" in page and "已分发3份" in page
    issued_steps.receive(given, by=organ_officer)
    assert "没有签收的单位" not in client.get(f"/notices/{decision.pk}/issued/").content.decode()
    client.force_login(organ_officer)
    assert "分发" not in client.get(f"/notices/{decision.pk}/issued/").content.decode().partition("<main")[2]


def test_what_the_text_says_is_printed_is_compared_with_what_was_given(unit, case, work_committee, cycle, client):
    planned = making.make("naming", {**PAPER, "copies": 4}, by=work_committee, cycle=cycle, number="平组通〔2026〕9号")
    client.force_login(work_committee)
    assert "印发4份，已分发0份，还有4份" in client.get(f"/notices/{planned.pk}/issued/give/").content.decode()
    issued_steps.distribute(planned, [unit], by=work_committee, copies=3)
    page = client.get(f"/notices/{planned.pk}/issued/").content.decode()
    assert "印发4份，已分发3份" in page and "比印发的多" not in page
    other = factories.candidacy(cycle, factories.branch(factories.unit())).unit
    answer = client.post(f"/notices/{planned.pk}/issued/give/", {"copies": "2", "units": [other.pk]}, follow=True)
    assert "份数比印发的多1份" in answer.content.decode() and "分发的份数比印发的多1份" in answer.content.decode()
