"""What follows a title (方案 五（二）): no subsidy once it has ended, and who was put forward in 两优一先 (D50)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from branches import clock
from branches.models import AuditEntry
from evaluation import worklist
from evaluation.advance import Refused
from evaluation.honours import queries as honours_queries
from evaluation.honours.steps import nominations as nominations_steps
from evaluation.honours.steps import subsidies as subsidies_steps
from evaluation.models import Cycle, Decision, Honour, Nomination, Subsidy
from evaluation.vocabulary import DecisionState, HonourState
from tests.support import factories

pytestmark = pytest.mark.django_db
TODAY = factories.IN_DECEMBER
GIVEN = {"amount": Decimal(5000), "source": "党建经费"}


@pytest.fixture
def named(branch, cycle):
    case = factories.candidacy(cycle, branch)
    Cycle.objects.filter(pk=cycle.pk).update(subsidy_amount=5000, subsidy_source="党建经费")
    done = Decision.objects.create(cycle=cycle, state=DecisionState.PROCLAIMED, document_number="平组通〔2027〕1号")
    return factories.honour(branch, 2026, named_on=TODAY - timedelta(days=9), decision=done, candidacy=case)


def end(honour, state, on=TODAY):
    """As a decision or a succession ends it."""
    revocation = {"revocation": honour.decision} if state == HonourState.REVOKED else {}
    Honour.objects.filter(pk=honour.pk).update(state=state, ended_on=on, ending="终止", **revocation)
    honour.refresh_from_db()


@pytest.mark.parametrize("state", [HonourState.REVOKED, HonourState.LAPSED])
def test_no_subsidy_is_offered_or_recorded_for_a_title_that_has_ended(client, named, work_committee, state):
    def offered():
        titles = [task.title for task in worklist.tasks(work_committee)]
        page = client.get(reverse("evaluation:honour", args=[named.pk])).content.decode()
        return (
            "登记经费补助" in titles,
            "去登记" in page.split("牌匾")[0],
            named in honours_queries.without_subsidy(cycle),
        )

    cycle = named.decision.cycle
    client.force_login(work_committee)
    assert offered() == (True, True, True)
    end(named, state)
    assert offered() == (False, False, False)
    with pytest.raises(Refused, match="已终止，不给予经费补助"):
        subsidies_steps.grant([named], by=work_committee, **GIVEN)
    grant = reverse("evaluation:subsidies_grant", args=[cycle.year])
    assert client.post(grant, {"honours": [named.pk], "amount": "1", "source": "x"}).status_code == 422
    assert not Subsidy.objects.exists()


def test_without_the_rule_an_ended_title_is_given_a_subsidy(named, work_committee, monkeypatch):
    end(named, HonourState.LAPSED)
    monkeypatch.setattr(subsidies_steps, "HELD", tuple(HonourState))
    assert subsidies_steps.grant([named], by=work_committee, **GIVEN) == 1


def test_what_was_granted_before_a_revocation_is_not_paid_after_it(client, named, work_committee):
    subsidies_steps.grant([named], by=work_committee, **GIVEN)
    subsidy = Subsidy.objects.get()
    end(named, HonourState.REVOKED, TODAY - timedelta(days=2))
    with pytest.raises(Refused, match="撤销，不再拨付"):
        subsidies_steps.pay(subsidy, by=work_committee, on=TODAY, voucher="记-1")
    client.force_login(work_committee)
    assert client.get(reverse("evaluation:subsidies"), {"open": "True"}).context["listing"].count == 0
    assert honours_queries.totals(honours_queries.subsidies())["open"] == 0
    page = client.get(reverse("evaluation:subsidies")).content.decode()
    assert reverse("evaluation:subsidy_pay", args=[subsidy.pk]) not in page
    subsidies_steps.pay(subsidy, by=work_committee, on=TODAY - timedelta(days=3), voucher="记-1")


def test_a_branch_dissolved_after_the_grant_is_still_paid(named, work_committee):
    subsidies_steps.grant([named], by=work_committee, **GIVEN)
    end(named, HonourState.LAPSED)
    subsidies_steps.pay(Subsidy.objects.get(), by=work_committee, on=TODAY, voucher="记-1")
    assert Subsidy.objects.get().paid_on == TODAY


# 两优一先


def test_who_was_put_forward_stands_on_list_export_and_page(client, named, work_committee, secretary):
    client.force_login(work_committee)
    page = reverse("evaluation:honour_nominate", args=[named.pk])
    asked = {"award": "member", "name": "", "put_forward_on": str(TODAY), "note": "省级推荐"}
    told = client.post(page, asked)
    assert (told.status_code, list(told.context["form"].errors)) == (422, ["name"])
    assert "省级推荐" in told.content.decode()
    assert client.post(page, asked | {"name": "王明"}).status_code == 302
    client.force_login(secretary)
    assert client.post(page, asked | {"name": "张三"}).status_code == 403
    shown = f"优秀共产党员：王明（{TODAY}）"
    for name in ("honour_holders", "honours"):
        assert shown in client.get(reverse(f"evaluation:{name}")).content.decode()
    assert "优秀共产党员：王明" in client.get(reverse("evaluation:honour", args=[named.pk])).content.decode()
    column = next(
        one
        for one in client.get(reverse("evaluation:honours")).context["listing"].columns
        if one.label == "两优一先推荐"
    )
    assert column.exported


def test_a_record_is_corrected_with_what_stood_there_before(client, named, work_committee):
    one = nominations_steps.put_forward(named, by=work_committee, award="worker", name="王明", put_forward_on=TODAY)
    client.force_login(work_committee)
    asked = {"award": "worker", "name": "王鸣", "put_forward_on": str(TODAY), "note": "", "is_void": "on"}
    assert client.post(reverse("evaluation:nomination_correct", args=[one.pk]), asked).status_code == 302
    assert AuditEntry.objects.latest("pk").detail["changed"]["姓名"] == ["王明", "王鸣"]
    assert Nomination.objects.get().is_void
    assert "王鸣" not in client.get(reverse("evaluation:honours")).content.decode()


def test_only_a_title_in_force_that_day_is_put_forward(named, work_committee, secretary):
    def put_forward(on, by=work_committee):
        return nominations_steps.put_forward(named, by=by, award="organisation", put_forward_on=on)

    with pytest.raises(Refused, match="不能晚于今天"):
        put_forward(TODAY + timedelta(days=1))
    with pytest.raises(Refused, match="这一天无效"):
        put_forward(named.named_on - timedelta(days=1))
    with pytest.raises(PermissionDenied):
        put_forward(TODAY, secretary)
    end(named, HonourState.LAPSED)
    with pytest.raises(Refused, match="这一天无效"):
        put_forward(clock.today())
    assert put_forward(named.named_on).award == "organisation"
