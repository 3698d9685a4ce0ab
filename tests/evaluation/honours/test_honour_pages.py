"""The pages of titles and what belongs to them: what is looked at before it is written, and who is told of what."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from evaluation import worklist
from evaluation.advance import Refused
from evaluation.honours import queries as honours_queries
from evaluation.honours.steps import methods as methods_steps
from evaluation.honours.steps import plaques as plaques_steps
from evaluation.honours.steps import subsidies as subsidies_steps
from evaluation.models import Decision, Honour, Plaque, Reinspection, Subsidy, WorkingMethod
from evaluation.shift import shift
from evaluation.vocabulary import DecisionState, HonourState, PlaqueState
from tests.support import factories

pytestmark = pytest.mark.django_db
TODAY = factories.IN_DECEMBER
TITLE = {"year": "2023", "decision_number": "平组通〔2024〕8号", "named_on": "2024-07-01", "state": "有效"}


@pytest.fixture
def honour(branch):
    return factories.honour(branch)


@pytest.fixture
def named(branch, cycle):
    case = factories.candidacy(cycle, branch)
    done = Decision.objects.create(cycle=cycle, state=DecisionState.PROCLAIMED, document_number="平组通〔2027〕1号")
    return factories.honour(branch, 2026, named_on=TODAY, decision=done, candidacy=case)


@pytest.fixture
def outstanding(honour, work_committee):
    """A plaque that is out although its title has ended."""
    plaque = plaques_steps.make([honour], by=work_committee, made_on=TODAY)[0]
    plaques_steps.issue(plaque, by=work_committee, on=TODAY, to="王书记")
    shift(honour, HonourState.LAPSED, by=work_committee, ended_on=TODAY, ending="党支部撤销")
    return plaque


def todo(user):
    return [task.title for task in worklist.tasks(user)]


# One title of earlier years


def test_one_title_of_earlier_years_is_registered_on_a_page(client, branch, work_committee):
    client.force_login(work_committee)
    url = reverse("evaluation:honour_add", args=[branch.pk])
    asked = client.post(url, TITLE | {"state": "已撤销", "plaque": "旧-7"})
    page = asked.content.decode()
    assert asked.status_code == 422
    assert "平组通〔2024〕8号" in page, "what was typed is still there"
    assert list(asked.context["form"].errors) == ["ended_on", "revocation_number", "plaque"]
    assert client.post(url, TITLE).status_code == 302
    again = client.post(url, TITLE)
    assert (again.status_code, Honour.objects.count()) == (422, 1)
    assert "已经登记过" in again.content.decode()


def test_a_title_registered_while_a_year_runs_is_reinspected_in_it(client, cycle, branch, work_committee):
    client.force_login(work_committee)
    client.post(reverse("evaluation:honour_add", args=[branch.pk]), TITLE)
    one = Reinspection.objects.get()
    assert (one.cycle, one.honour.branch, one.is_special) == (cycle, branch, False)


def test_only_who_keeps_titles_is_offered_to_register_one(client, branch, work_committee, system_admin):
    offered = {}
    for person in (work_committee, system_admin):
        client.force_login(person)
        offered[person.name] = (
            "登记以往称号" in client.get(reverse("evaluation:branch", args=[branch.pk])).content.decode()
        )
    assert offered == {work_committee.name: True, system_admin.name: False}


# The register


def test_the_register_is_filtered_by_unit_and_plaque(client, honour, outstanding, work_committee):
    other = factories.honour(factories.branch(factories.unit("市体育局")), 2023)
    client.force_login(work_committee)
    url = reverse("evaluation:honours")

    def found(**asked):
        return [row.pk for row in client.get(url, asked).context["listing"].chosen]

    assert found(unit=other.branch.unit_id) == [other.pk]
    assert found(plaque="issued") == [honour.pk]
    assert found(state="lapsed") == [honour.pk]
    assert found(on="2026-11-01") == [honour.pk, other.pk]


# Plaques


def test_a_number_is_proposed_and_none_is_ever_used_again(client, honour, work_committee):
    client.force_login(work_committee)
    url = reverse("evaluation:plaques_make")
    assert client.get(url).context["form"]["first"].value() == 1
    asked = {"honours": [honour.pk], "made_on": str(TODAY)}
    assert client.post(url, asked | {"first": "12"}).status_code == 302
    assert Plaque.objects.get().number == "PDS-0012"
    shift(Plaque.objects.get(), PlaqueState.LOST, by=work_committee, lost_on=TODAY, remark="搬家遗失")
    second = factories.honour(factories.branch(honour.branch.unit), 2025)
    refused = client.post(url, {"honours": [second.pk], "made_on": str(TODAY), "first": "12"})
    assert refused.status_code == 422
    assert "PDS-0012已经使用" in refused.content.decode()
    assert client.get(url).context["form"]["first"].value() == 13


def test_a_plaque_that_never_left_the_office_is_put_away_with_its_title(honour, work_committee):
    plaque = plaques_steps.make([honour], by=work_committee, made_on=TODAY)[0]
    with pytest.raises(Refused, match="仍然有效"):
        plaques_steps.take_back(plaque, by=work_committee, on=TODAY, received_by="李工委")
    shift(honour, HonourState.LAPSED, by=work_committee, ended_on=TODAY, ending="党支部撤销")
    plaques_steps.take_back(plaque, by=work_committee, on=TODAY, received_by="李工委")
    plaque.refresh_from_db()
    assert plaque.state == PlaqueState.RETURNED


def test_d24_the_unit_is_told_too_until_the_plaque_is_back(
    outstanding, work_committee, organ_officer, foreign_officer, secretary
):
    assert "收回牌匾" in todo(work_committee)
    assert "交回牌匾" in todo(organ_officer)
    assert not {"收回牌匾", "交回牌匾"} & {*todo(foreign_officer), *todo(secretary)}
    plaques_steps.take_back(outstanding, by=work_committee, on=TODAY, received_by="李工委")
    assert not {"收回牌匾", "交回牌匾"} & {*todo(work_committee), *todo(organ_officer)}


def test_d24_a_list_that_forgets_the_outstanding_ones_is_noticed(outstanding, organ_officer, monkeypatch):
    """The twin."""
    monkeypatch.setattr(honours_queries, "to_hand_back", lambda units: [])
    assert "交回牌匾" not in todo(organ_officer)


def test_plaques_are_made_then_issued_and_the_worklist_follows(honour, work_committee):
    assert "制作牌匾" in todo(work_committee)
    plaque = plaques_steps.make([honour], by=work_committee, made_on=TODAY)[0]
    assert "制作牌匾" not in todo(work_committee) and "发放牌匾" in todo(work_committee)
    plaques_steps.issue(plaque, by=work_committee, on=TODAY, to="王书记")
    assert "发放牌匾" not in todo(work_committee)


def test_the_receipt_says_which_way_the_plaque_goes(client, outstanding, work_committee):
    client.force_login(work_committee)
    url = reverse("evaluation:plaque_receipt", args=[outstanding.pk])
    page = client.get(url).content.decode()
    assert "收回单" in page and "接收人（签字）" in page and "PDS-0001" in page
    Honour.objects.update(state=HonourState.STANDING, ended_on=None)
    page = client.get(url).content.decode()
    assert "领取单" in page and "领取人（签字）" in page


# Subsidies


def test_subsidies_are_looked_through_before_they_are_recorded(client, named, work_committee):
    client.force_login(work_committee)
    url = reverse("evaluation:subsidies_grant", args=[2026])
    asked = {"honours": [named.pk], "amount": "5000", "source": "党建经费"}
    first = client.post(url, asked)
    assert (first.status_code, Subsidy.objects.count()) == (200, 0)
    assert "将为1个支部各登记5,000.00元，共5,000.00元" in first.content.decode()
    confirmed = asked | {"confirmed": first.context["form"].outcome}
    changed = client.post(url, confirmed | {"amount": "9000"})
    assert (changed.status_code, Subsidy.objects.count()) == (200, 0), "what was not looked at is shown again"
    assert client.post(url, confirmed).status_code == 302
    assert Subsidy.objects.get().amount == 5000
    assert client.get(url).context["offered"].count() == 0


def test_the_worklist_asks_for_subsidies_once_the_year_has_an_amount(named, cycle, work_committee):
    assert "登记经费补助" not in todo(work_committee)
    type(cycle).objects.update(subsidy_amount=Decimal(5000), subsidy_source="党建经费")
    assert "登记经费补助" in todo(work_committee)
    subsidies_steps.grant([named], by=work_committee, amount=Decimal(5000), source="党建经费")
    assert "登记经费补助" not in todo(work_committee)


def test_a_payment_before_the_naming_or_after_today_is_refused(named, work_committee):
    subsidies_steps.grant([named], by=work_committee, amount=Decimal(5000), source="党建经费")
    for day in (date(2026, 1, 1), date(2027, 12, 1)):
        with pytest.raises(Refused, match="应在命名之后、今天之前"):
            subsidies_steps.pay(Subsidy.objects.get(), by=work_committee, on=day, voucher="记-1")


# Working methods


def test_a_named_branch_is_reminded_gently_and_no_longer_once_it_has_written(honour, secretary, work_committee):
    task = next(task for task in worklist.tasks(secretary) if task.title == "撰写支部工作法")
    assert task.due is None
    methods_steps.write(honour, by=secretary, texts=dict.fromkeys(methods_steps.TEXTS, "三访三办"), version=None)
    written = methods_steps.submit(honour, by=secretary)
    assert "撰写支部工作法" not in todo(secretary)
    assert "遴选党支部工作法" in todo(work_committee)
    methods_steps.send_back(written, by=work_committee, reason="请补充数据。")
    assert "市直工委已退回修改" in [task.hint for task in worklist.tasks(secretary)]


def test_a_text_kept_as_a_draft_is_handed_in_only_within_its_limits(honour, secretary):
    methods_steps.write(honour, by=secretary, texts=dict.fromkeys(methods_steps.TEXTS, "好"), version=None)
    WorkingMethod.objects.update(effect="好" * 2001)
    with pytest.raises(Refused, match="成效超出字数"):
        methods_steps.submit(honour, by=secretary)


@pytest.mark.parametrize(
    "payload", ["<script>alert(1)</script>", "</textarea><img src=x onerror=alert(1)>", "{{ 7*7 }}"]
)
def test_a_payload_in_any_text_stays_text(payload, client, honour, secretary, work_committee, stranger):
    methods_steps.write(honour, by=secretary, texts=dict.fromkeys(methods_steps.TEXTS, payload), version=None)
    client.force_login(secretary)
    pages = [client.get(reverse("evaluation:method_write", args=[honour.pk]))]
    methods_steps.select(methods_steps.submit(honour, by=secretary), by=work_committee)
    client.force_login(stranger)
    pages += [client.get(reverse("evaluation:method", args=[WorkingMethod.objects.get().pk]))]
    pages += [client.get(url) for url in ("/methods/", f"/honours/{honour.pk}/")]
    for page in pages:
        assert page.status_code == 200
        assert payload in page.content.decode() if payload.startswith("{") else payload not in page.content.decode()
