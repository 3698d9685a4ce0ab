"""Titles, plaques, subsidies: the register, custody, and what an import from earlier years may do."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from evaluation.advance import Refused
from evaluation.honours import queries as honours_queries
from evaluation.honours import table as honour_table
from evaluation.honours.steps import plaques as plaques_steps
from evaluation.honours.steps import register as register_steps
from evaluation.honours.steps import subsidies as subsidies_steps
from evaluation.models import Decision, Honour, Plaque, Subsidy
from evaluation.shift import shift
from evaluation.vocabulary import DecisionState, HonourState, PlaqueState
from tests.support import factories
from tests.support.tables import xlsx

pytestmark = pytest.mark.django_db
TODAY = factories.IN_DECEMBER


@pytest.fixture
def honour(branch):
    return factories.honour(branch)


@pytest.fixture
def plaque(honour, work_committee):
    return plaques_steps.make([honour], by=work_committee, made_on=TODAY)[0]


def end(honour, by, state=HonourState.LAPSED):
    shift(honour, state, by=by, ended_on=TODAY, ending="党支部撤销")


def line(branch, **changes):
    return {
        "党支部全称": branch.full_name,
        "称号年度": 2023,
        "命名文号": "平组通〔2024〕8号",
        "命名日期": date(2024, 7, 1),
        "状态": "有效",
    } | changes


def titles(*lines):
    return xlsx(*lines, headings=honour_table.LAYOUT.headings, sheet=honour_table.LAYOUT.title)


# Plaques


def test_plaques_are_numbered_on_and_no_number_comes_twice(unit, work_committee):
    made = plaques_steps.make(
        [factories.honour(factories.branch(unit)) for _ in range(3)], by=work_committee, made_on=TODAY
    )
    assert [str(one) for one in made] == ["PDS-0001", "PDS-0002", "PDS-0003"]
    Plaque.objects.filter(pk=made[2].pk).update(state=PlaqueState.LOST, lost_on=TODAY, remark="搬家遗失")
    made[2].refresh_from_db()
    assert str(plaques_steps.replace(made[2], by=work_committee, made_on=TODAY)) == "PDS-0004"
    with pytest.raises(Refused, match="已经补制过"):
        plaques_steps.replace(made[2], by=work_committee, made_on=TODAY)


def test_a_plaque_goes_out_and_comes_back_with_names_and_dates(plaque, work_committee):
    plaques_steps.issue(plaque, by=work_committee, on=TODAY, to="王书记")
    with pytest.raises(Refused, match="仍然有效"):
        plaques_steps.take_back(plaque, by=work_committee, on=TODAY, received_by="李工委")
    end(plaque.honour, work_committee)
    assert honours_queries.plaques().filter(honours_queries.to_take_back()).count() == 1
    with pytest.raises(Refused, match="请填写接收人"):
        plaques_steps.take_back(plaque, by=work_committee, on=TODAY, received_by=" ")
    with pytest.raises(Refused, match="不能早于发放日期"):
        plaques_steps.take_back(plaque, by=work_committee, on=date(2026, 1, 1), received_by="李工委")
    plaques_steps.take_back(plaque, by=work_committee, on=TODAY, received_by="李工委")
    assert honours_queries.plaques().filter(honours_queries.to_take_back()).count() == 0


def test_a_returned_plaque_without_a_receiver_is_refused_by_the_database(plaque):
    with pytest.raises(IntegrityError), transaction.atomic():
        Plaque.objects.filter(pk=plaque.pk).update(state=PlaqueState.RETURNED, returned_on=TODAY)


def test_an_ended_title_gets_no_plaque(honour, work_committee):
    end(honour, work_committee)
    with pytest.raises(Refused, match="已终止"):
        plaques_steps.make([honour], by=work_committee, made_on=TODAY)


def test_only_the_work_committee_keeps_plaques(honour, organisation_department, organ_officer):
    for other in (organisation_department, organ_officer):
        with pytest.raises(PermissionDenied):
            plaques_steps.make([honour], by=other, made_on=TODAY)


def test_the_committee_is_reminded_until_the_plaque_is_back(client, plaque, work_committee):
    plaques_steps.issue(plaque, by=work_committee, on=TODAY, to="王书记")
    end(plaque.honour, work_committee)
    client.force_login(work_committee)
    assert "收回牌匾" in client.get("/").content.decode()
    url = reverse("evaluation:plaque_take_back", args=[plaque.pk])
    bad = client.post(url, {"on": "2026-12-01", "received_by": ""})
    assert bad.status_code == 422 and "请填写接收人" in bad.content.decode() and "2026-12-01" in bad.content.decode()
    assert client.post(url, {"on": str(TODAY), "received_by": "李工委"}).status_code == 302
    assert "收回牌匾" not in client.get("/").content.decode()


# Subsidies


@pytest.fixture
def named(branch, cycle):
    case = factories.candidacy(cycle, branch)
    decision = Decision.objects.create(cycle=cycle, state=DecisionState.PROCLAIMED, document_number="平组通〔2027〕1号")
    return factories.honour(branch, 2026, named_on=TODAY, decision=decision, candidacy=case)


def test_a_subsidy_is_recorded_once_for_a_new_title(named, work_committee):
    assert subsidies_steps.grant([named], by=work_committee, amount=Decimal(5000), source="党建经费") == 1
    with pytest.raises(Refused, match="只补助一次"):
        subsidies_steps.grant([named], by=work_committee, amount=Decimal(5000), source="党建经费")
    with pytest.raises(IntegrityError), transaction.atomic():
        Subsidy.objects.create(honour=named, amount=1, source="x", by=work_committee, at=named.candidacy.since)


def test_a_title_from_before_the_system_gets_no_subsidy(honour, work_committee):
    with pytest.raises(Refused, match="不是本系统新命名的"):
        subsidies_steps.grant([honour], by=work_committee, amount=Decimal(5000), source="党建经费")


def test_totals_are_those_of_the_rows_shown(client, named, work_committee):
    subsidies_steps.grant([named], by=work_committee, amount=Decimal(5000), source="党建经费")
    client.force_login(work_committee)
    url = reverse("evaluation:subsidies")
    assert "合计5,000.00元，已拨付0.00元，待拨付5,000.00元" in client.get(url).content.decode()
    assert "合计0.00元" in client.get(f"{url}?year=2001").content.decode()
    subsidies_steps.pay(Subsidy.objects.get(), by=work_committee, on=TODAY, voucher="记-12")
    with pytest.raises(Refused, match="已登记拨付"):
        subsidies_steps.pay(Subsidy.objects.get(), by=work_committee, on=TODAY, voucher="记-13")
    assert "已拨付5,000.00元，待拨付0.00元" in client.get(url).content.decode()


# The register as of a day


def test_the_register_knows_who_held_the_title_on_any_day(unit, work_committee):
    first, second = factories.branch(unit), factories.branch(unit)
    old = factories.honour(first, 2020, HonourState.REVOKED, ended_on=date(2023, 7, 1))
    new = factories.honour(second, 2023)

    def on(day):
        return set(honours_queries.holders(day, with_held_up=True))

    assert on(date(2021, 6, 30)) == set()
    assert on(date(2021, 7, 1)) == on(date(2023, 6, 30)) == {old}
    assert on(date(2023, 7, 1)) == set()
    assert on(date(2026, 12, 1)) == {new}
    shift(new, HonourState.ON_HOLD, by=work_committee)
    assert set(honours_queries.holders(TODAY, with_held_up=False)) == set()


def test_the_exported_list_is_the_list_of_that_day(client, honour, stranger):
    client.force_login(stranger)
    page = client.get(reverse("evaluation:honour_holders"), {"on": "2020-01-01"})
    assert page.context["listing"].count == 0
    found = client.get(reverse("evaluation:honour_holders"), {"on": "2020-01-01", "q": honour.branch.short_name})
    assert found.context["day"] == date(2020, 1, 1), "searching keeps the day"
    export = client.get(reverse("evaluation:honour_holders"), {"on": "2026-12-01", "export": "xlsx"})
    assert export.status_code == 200 and export.content[:2] == b"PK"


# Titles from before the system


def test_titles_are_imported_with_their_plaques_and_once_only(branch, unit, work_committee):
    gone = factories.branch(unit)
    data = titles(
        line(branch, 牌匾编号="旧-7", 牌匾领取人="王书记", 牌匾发放日期="2024-07-02"),
        line(gone, 状态="已撤销", 撤销文号="平组通〔2025〕3号", 终止日期="2025-07-01"),
    )
    assert register_steps.import_honours(data, by=work_committee, dry_run=True).created == 2
    assert Honour.objects.count() == 0
    register_steps.import_honours(data, by=work_committee)
    assert Honour.objects.get(branch=gone).state == HonourState.REVOKED
    assert (Plaque.objects.get().number, Plaque.objects.get().state) == ("旧-7", PlaqueState.ISSUED)
    again = register_steps.import_honours(data, by=work_committee)
    assert (again.created, again.unchanged, Honour.objects.count()) == (0, 2, 2)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"党支部全称": "没有的支部"}, "名册中没有这个党支部"),
        ({"命名文号": ""}, "没有填写"),
        ({"命名日期": "2099-07-01"}, "应在今天之前"),
        ({"状态": "有效的"}, "请填有效、已撤销、已终止之一"),
        ({"状态": "已撤销", "终止日期": "2025-07-01"}, "称号已撤销的须填写"),
        ({"状态": "已终止"}, "称号已撤销或终止的须填写"),
        ({"终止日期": "2025-07-01"}, "有效的称号没有撤销文号和终止日期"),
        ({"牌匾编号": "旧-7"}, "须填写领取人和发放日期"),
        ({"称号年度": "二〇二三"}, "不是年度"),
    ],
)
def test_one_wrong_cell_and_nothing_is_written(changes, sentence, branch, unit, work_committee):
    report = register_steps.import_honours(
        titles(line(factories.branch(unit)), line(branch, **changes)), by=work_committee
    )
    assert [one.row for one in report.problems] == [3] * len(report.problems)
    assert any(sentence in one.reason for one in report.problems)
    assert Honour.objects.count() == 0


def test_a_branch_that_takes_part_this_year_is_told_to_withdraw_first(case, branch, work_committee):
    report = register_steps.import_honours(titles(line(branch)), by=work_committee)
    assert "请先由其退出参评" in report.problems[0].reason


def test_an_import_in_the_browser_is_looked_through_first(client, branch, work_committee):
    client.force_login(work_committee)
    upload = client.post(
        reverse("evaluation:honour_import"), {"file": SimpleUploadedFile("称号.xlsx", titles(line(branch)))}
    )
    page = client.get(upload.url)
    assert "<strong>1</strong>新登记的称号" in page.content.decode() and Honour.objects.count() == 0
    done = client.post(upload.url, {"confirmation": page.context["preview"].confirmation})
    assert done.status_code == 302 and Honour.objects.count() == 1
    assert client.get(upload.url).status_code == 404, "a ticket is used once"


def test_a_register_that_changed_since_the_preview_is_shown_again(client, branch, work_committee):
    """Whatever the register has learnt of the branch: the very title that the file has is enough."""
    client.force_login(work_committee)
    file = titles(line(branch))
    upload = client.post(reverse("evaluation:honour_import"), {"file": SimpleUploadedFile("称号.xlsx", file)})
    token = client.get(upload.url).context["preview"].confirmation
    register_steps.import_honours(file, by=work_committee)
    answer = client.post(upload.url, {"confirmation": token})
    assert answer.status_code == 409 and "请再核对一遍" in answer.content.decode()
    assert Honour.objects.count() == 1


def test_wrong_cells_of_titles_come_back_marked(client, branch, work_committee):
    client.force_login(work_committee)
    file = titles(line(branch, 状态="不明"))
    upload = client.post(reverse("evaluation:honour_import"), {"file": SimpleUploadedFile("称号.xlsx", file)})
    page = client.get(upload.url)
    assert "E2" in page.content.decode() and "只导入" not in page.content.decode()
    assert client.get(page.context["preview"].returned_url).status_code == 200


# What the database itself refuses


def test_a_branch_never_holds_two_titles_and_no_title_ends_without_a_day(honour, branch):
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.honour(branch, 2026)
    for change in ("state = 'revoked'", "state = 'lapsed'", "ended_on = '2026-01-01'"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE evaluation_honour SET {change} WHERE id = %s", [honour.pk])
