"""A paper without its 发文字号 is a working print; the number that its office registered makes the first edition (D46)."""

from datetime import date

import pytest
from django.urls import reverse

from branches import clock
from branches.models import Setting
from branches.settings import queries as settings_queries
from evaluation.advance import Refused
from evaluation.documents import making, numbers
from evaluation.documents import queries as documents_queries
from evaluation.documents import series as document_series
from evaluation.documents import steps as documents_steps
from evaluation.issued import steps as issued_steps
from evaluation.letters import issue as letters_issue
from evaluation.models import Notice, Reinspection
from evaluation.reinspection.steps import unit as unit_steps
from evaluation.typesetting.compose import compose
from evaluation.typesetting.letter import Layout, Letter
from evaluation.vocabulary import Confirmation, ReinspectionAction
from tests.support.honours import House
from tests.support.typesetting import samples

NUMBER = "平财机党〔2026〕17号"


@pytest.fixture
def house(db, today) -> House:
    today(date(2026, 12, 7))
    house = House.build()
    house.named()
    code = Setting.Name.ORGAN_ORGANISATION_CODE
    Setting.objects.create(name=code, unit=house.unit, value="平财机党", at=clock.now())
    return house


def suggested(house: House, *keeping: Reinspection) -> None:
    for one in keeping:
        house.suggest(house.one(one.honour))


def letter(notice: Notice) -> Letter:
    found = compose(notice.kind, notice.printable)
    assert isinstance(found, Letter)
    return found


@pytest.fixture
def working_print(house) -> Notice:
    """A 复查报告 that was handed in before the office had registered it."""
    cycle = house.open()
    suggested(house, *cycle.reinspections.all())
    unit_steps.report(cycle, house.unit, by=house.officer, number="平财机党〔2026〕号")
    return Notice.objects.get(kind=Notice.Kind.REINSPECTION)


def test_a_serial_is_never_proposed(house, working_print):
    issuer = settings_queries.organ_organisation(house.unit)
    assert document_series.proposed(Notice.Kind.REINSPECTION, issuer) == "平财机党〔2026〕号"
    Setting.objects.create(name=Setting.Name.WORK_COMMITTEE_CODE, value="平直工", at=clock.now())
    Setting.objects.create(name=Setting.Name.ORGANISATION_DEPARTMENT_CODE, value="平组通", at=clock.now())
    numbers.take(Notice.Kind.NAMING, "平组通〔2026〕9号")
    for kind, body, wanted in (
        (Notice.Kind.NAMING, settings_queries.organisation_department(), "平组通〔2026〕号"),
        (Notice.Kind.REMINDER_LETTER, settings_queries.work_committee(), "平直工函〔2026〕号"),
        (Notice.Kind.MINUTES, settings_queries.work_committee(), "平直工纪〔2026〕号"),
    ):
        assert document_series.proposed(kind, body) == wanted and numbers.take(kind, wanted) == ""
    assert working_print.number == "", "code and year alone are no number"
    assert letter(working_print).layout is Layout.PLAIN, "without a number no red head"


def test_twin_if_code_and_year_passed_as_a_number_a_paper_would_bear_them(house, working_print, monkeypatch):
    monkeypatch.setattr(document_series, "is_unfinished", lambda number: False)
    assert numbers.take(working_print.kind, "平财机党〔2026〕号") == "平财机党〔2026〕号"


def test_a_letter_of_the_committee_gets_its_number_later_and_goes_to_nobody_before(client, house):
    cycle = house.open()
    written = letters_issue.reminder_letter(cycle, house.unit, by=house.committee, task="推荐名单", due=clock.today())
    assert (written.number, letter(written).layout) == ("", Layout.PLAIN)
    with pytest.raises(Refused, match="先编号再分发"):
        issued_steps.distribute(written, [house.unit], by=house.committee)
    client.force_login(house.committee)
    page = reverse("evaluation:notice_number", args=[written.pk])
    assert "签发人" not in client.get(page).content.decode(), "it goes downward"
    assert client.post(page, {"number": "平直工函〔2026〕31号"}).status_code == 302
    first = Notice.objects.get(number="平直工函〔2026〕31号")
    assert (first.corrects, letter(first).layout, "signer" in first.data) == (written, Layout.LETTER, False)
    assert issued_steps.distribute(first, [house.unit], by=house.committee) == 1


def test_number_and_signer_are_asked_when_the_report_goes(client, house):
    cycle = house.open()
    suggested(house, *cycle.reinspections.all())
    client.force_login(house.officer)
    page = reverse("evaluation:reinspection_report", args=[cycle.year, house.unit.pk])
    assert 'value="平财机党〔2026〕号"' in client.get(page).content.decode()
    assert client.post(page, {"number": NUMBER, "signer": "王书记"}).status_code == 302
    made = Notice.objects.get(kind=Notice.Kind.REINSPECTION)
    assert (made.number, letter(made).layout, letter(made).signer) == (NUMBER, Layout.NORMAL, "王书记")


def test_a_number_given_later_makes_the_first_edition_and_no_correction(client, house, working_print):
    client.force_login(house.officer)
    shown = client.get(reverse("evaluation:notice", args=[working_print.pk])).content.decode()
    page = reverse("evaluation:notice_number", args=[working_print.pk])
    assert page in shown and "工作打印件" in shown
    assert client.post(page, {"number": "平财机党〔2026〕号", "signer": "王书记"}).status_code == 422
    assert client.post(page, {"number": NUMBER, "signer": ""}).status_code == 422
    made = client.post(page, {"number": NUMBER, "signer": "王书记"})
    first = Notice.objects.get(number=NUMBER)
    assert made.url == reverse("evaluation:notice", args=[first.pk])
    assert (first.corrects, letter(first).layout, letter(first).signer) == (working_print, Layout.NORMAL, "王书记")
    assert "corrects" not in first.data and first.data["branches"] == working_print.data["branches"]
    for one in (first, working_print):
        assert "更正" not in client.get(reverse("evaluation:notice", args=[one.pk])).content.decode().replace(
            f'href="{reverse("evaluation:notice_correct", args=[one.pk])}">更正<', ""
        )
    assert client.get(page).status_code == 404, "once"
    with pytest.raises(Refused, match="已经编号"):
        documents_steps.give_number(working_print, by=house.officer, number="平财机党〔2026〕18号", signer="王书记")
    assert documents_queries.is_first_edition(first)


def test_a_number_is_given_by_whoever_issued_the_paper(client, house, working_print):
    for person in (house.committee, house.department):
        client.force_login(person)
        assert client.get(reverse("evaluation:notice_number", args=[working_print.pk])).status_code in (403, 404)


def test_p4_7_a_revocation_says_of_each_title_what_it_was_and_why_it_goes(house):
    """On what proclaiming froze: year, number, plaque, ground and provision; and the unit is told by a 通知."""
    honour = house.named(2024)
    day = date(2025, 7, 1)
    honour.plaques.create(
        number="2024-045",
        state="issued",
        made_on=day,
        issued_on=day,
        issued_to="王明",
        by=house.committee,
        at=clock.now(),
    )
    cycle = house.open()
    suggested(house, *cycle.reinspections.exclude(honour=honour))
    one = house.reported(honour, ReinspectionAction.SUGGEST_REVOCATION)
    house.review(one, Confirmation.REVOKE, Confirmation.REVOKE)
    house.revoke(cycle)
    decision = Notice.objects.get(kind=Notice.Kind.REVOCATION)
    (row,) = decision.data["titles"]
    assert (row["title_year"], row["decision"], row["plaque_number"]) == (2024, honour.decision_number, "2024-045")
    assert row["grounds"][-1] == "方案第四部分（四）：经复查复核撤销" and len(row["grounds"]) > 1
    assert row["grounds"][0].startswith("方案")
    table = letter(decision).annexes[0].table
    assert table is not None
    assert "2024-045" in table.groups[0].rows[0] and "2024年度" in table.groups[0].rows[0]
    told = letter(Notice.objects.get(kind=Notice.Kind.PLAQUE_LETTER))
    assert (told.layout, told.title[-2:], told.body[-1]) == (Layout.PLAIN, "通知", "特此通知。"), "not yet numbered"
    assert "、".join(decision.data["issuers"]) + "关于撤销" in told.body[0], (
        "organs of a joint document are joined by 、"
    )
    assert f"称号的决定》（{decision.number}）" in told.body[0], "title first, then number"


def test_a_telephone_that_is_not_known_is_left_out(house, working_print):
    assert letter(working_print).note == f"联系人：{house.officer.name}" + (
        f"，联系电话：{house.officer.phone}" if house.officer.phone else ""
    )
    facts = working_print.data | {"telephone": ""}
    empty = compose(working_print.kind, facts)
    assert isinstance(empty, Letter) and empty.note == f"联系人：{house.officer.name}"


def test_minutes_without_a_number_have_no_red_head(house):
    facts = {**samples.MINUTES, "number": ""}
    written = making.make(Notice.Kind.MINUTES, facts, by=house.committee, cycle=house.open())
    unnumbered = letter(written)
    assert (unnumbered.layout, unnumbered.title, unnumbered.attendance) == (Layout.PLAIN, facts["mark"][0], ())
    assert unnumbered.body[-3:] == tuple(
        f"{label}：{'、'.join(facts[name])}"
        for label, name in (("出席", "present"), ("请假", "absent"), ("列席", "attending"))
    )
    first = letter(documents_steps.give_number(written, by=house.committee, number="平直工纪〔2026〕3号"))
    assert (first.layout, first.title, len(first.attendance)) == (Layout.MINUTES, "", 3)
