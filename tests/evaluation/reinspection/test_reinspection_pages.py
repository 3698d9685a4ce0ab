"""The pages of 复查 and 复核 as people use them: what is asked, what is kept, who sees what."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from branches.models import User
from branches.permissions import Role
from evaluation import worklist
from evaluation.messages import nudging
from evaluation.messages.sending import remind as reminding
from evaluation.models import Honour, Reinspection, Succession
from evaluation.reinspection import changes
from evaluation.reinspection.steps import review as review_steps
from evaluation.reinspection.steps import unit as unit_steps
from evaluation.vocabulary import Confirmation, ReinspectionState, SuccessionKind, SuccessionState
from evaluation.workdays import workdays
from evaluation.worklist import holdings
from tests.support import factories
from tests.support.honours import FACTS, GROUNDED, LONG, NOTHING, REVOCATION, House, fresh

KEEP, REVOKE = Confirmation.KEEP, Confirmation.REVOKE
ANSWERS = {f"answer_{number}": "no" for number in range(1, 7)}


@pytest.fixture
def house(db: None) -> House:
    made = House.build()
    factories.branch(made.unit)
    return made


@pytest.fixture
def one(house: House) -> Reinspection:
    honour = house.named()
    house.open()
    return house.one(honour)


def page(name: str, *args: int) -> str:
    return reverse(f"evaluation:{name}", args=args)


@pytest.fixture
def enter(client):
    def sign_in(person: User):
        client.force_login(person)
        return client

    return sign_in


def test_nothing_is_chosen_beforehand_and_there_is_no_button_for_all(house, one, enter):
    text = enter(house.officer).get(page("reinspection_fill", one.pk)).content.decode()
    assert text.count('type="radio"') == 6 * 3 + 2
    assert "checked" not in text
    assert "全部选无" not in text


def test_a_suggestion_asks_for_every_answer_and_keeps_what_was_typed(house, one, enter):
    client = enter(house.officer)
    given = ANSWERS | {
        "version": "0",
        "answer_3": "",
        "suggestion": REVOCATION,
        "reason": "太短。",
        "changes": "换届。",
    }
    answer = client.post(page("reinspection_fill", one.pk), given)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "请选择情形（三）违规违纪违法受处理的结论" in text
    assert "不少于20个字" in text
    assert "换届。" in text
    assert fresh(one).state == ReinspectionState.DUE


def test_without_a_suggestion_it_is_kept_as_it_is(house, one, enter):
    client = enter(house.officer)
    assert (
        client.post(
            page("reinspection_fill", one.pk), {"version": "0", "answer_1": "no", "changes": "换届。"}
        ).status_code
        == 302
    )
    assert (fresh(one).state, one.answers.count(), fresh(one).changes) == (ReinspectionState.DUE, 1, "换届。")


def test_the_unit_reinspects_reports_and_both_bodies_agree_with_one_click(house, one, enter):
    client = enter(house.officer)
    grounded = {"deviation_8": "没有组织生活。", "grounds": ["c8"]}
    given = ANSWERS | grounded | {"version": "0", "suggestion": REVOCATION, "reason": LONG}
    client.post(page("reinspection_fill", one.pk), given)
    client.post(page("reinspection_report", one.cycle.year, house.unit.pk), {"remark": ""})
    assert fresh(one).report is not None
    for person in (house.committee, house.department):
        client = enter(person)
        shown = client.get(page("reinspection_review", one.pk))
        assert "同意单位建议（同意撤销）" in shown.content.decode()
        seen = shown.context["form"]["version"].value()
        client.post(page("reinspection_review", one.pk), {"agree": "1", "version": seen})
    assert {row.verdict for row in one.reviews.all()} == {REVOKE}
    assert all(LONG in row.reason for row in one.reviews.all())


def test_the_revocation_page_names_branch_plaque_and_consequence(house, one, enter):
    house.review(house.reported(one.honour, REVOCATION), REVOKE, REVOKE)
    text = enter(house.committee).get(page("revocation", one.cycle.year)).content.decode()
    assert one.honour.branch.full_name in text
    assert "下一年度可以重新参评" in text
    assert "发布不能撤回，更正须有新的决定" in text


def test_what_the_unit_has_not_reported_is_its_own(house, one, enter):
    house.suggest(one, REVOCATION)
    client = enter(house.committee)
    for url in (page("reinspection", one.pk), page("reinspections", one.cycle.year)):
        text = client.get(url).content.decode()
        assert "建议撤销</span>" not in text
        assert LONG not in text
    assert enter(house.officer).get(page("reinspection", one.pk)).content.decode().count("建议撤销") > 0


def test_what_a_body_has_said_stays_between_the_bodies_until_it_is_settled(house, one, enter):
    house.review(house.reported(one.honour), KEEP, REVOKE)
    text = enter(house.officer).get(page("reinspection", one.pk)).content.decode()
    assert "同意撤销" not in text
    assert "意见不一致" not in text
    review_steps.review(one, by=house.department, verdict=KEEP)
    text = enter(house.officer).get(page("reinspection", one.pk)).content.decode()
    assert "继续认定，不重复通报" in text


def test_disputed_ones_stand_on_top_and_every_number_opens_its_list(house, enter):
    titles = [house.named() for _ in range(3)]
    cycle = house.open()
    for title in titles:
        house.suggest(house.one(title))
    house.report(house.one(titles[0]))
    house.review(house.one(titles[2]), KEEP, REVOKE)
    answer = enter(house.committee).get(page("reinspections", cycle.year))
    assert next(iter(answer.context["listing"].page)).honour_id == titles[2].pk
    for number in answer.context["numbers"]:
        shown = enter(house.committee).get(page("reinspections", cycle.year) + number["url"])
        assert shown.context["listing"].count == number["number"], number["label"]


def test_the_facts_are_on_no_list_and_no_export_and_only_for_verifiers(house, one, enter, leading_group):
    found = house.find(one.honour)
    unit_steps.suggest(found, REVOCATION, NOTHING, by=house.officer, reason=LONG, **GROUNDED)
    house.suggest(one)
    house.report(found)
    client = enter(house.committee)
    sheet = client.get(page("reinspections", one.cycle.year) + "?export=xlsx").content
    cells = [str(cell.value) for row in load_workbook(BytesIO(sheet)).active.iter_rows() for cell in row]
    assert any("命名后核实" in cell for cell in cells)
    pages = [
        page("reinspections", one.cycle.year),
        page("reinspection", found.pk),
        page("reinspection_review", found.pk),
    ]
    assert not any(FACTS in client.get(url).content.decode() for url in pages)
    assert FACTS not in "".join(cells)
    assert FACTS in client.get(page("reinspection_facts", found.pk)).content.decode()
    reader = factories.appointed(Role.LEADING_GROUP, house.unit)
    assert enter(reader).get(page("reinspection", found.pk)).status_code == 200
    assert enter(reader).get(page("reinspection_facts", found.pk)).status_code == 403


def test_many_at_once_needs_an_answer_in_each_cell(house, enter):
    titles = [house.named() for _ in range(2)]
    cycle = house.open()
    url, client = page("reinspection_keep", cycle.year, house.unit.pk), enter(house.officer)
    assert "checked" not in client.get(url).content.decode()
    first, second = (house.one(title) for title in titles)
    given = {f"r{first.pk}_{number}": "no" for number in range(1, 7)}
    assert client.post(url, given | {f"r{second.pk}_1": "no"}).status_code == 422
    assert client.post(url, given).status_code == 302
    assert (fresh(first).state, fresh(second).state) == (ReinspectionState.KEEPING_SUGGESTED, ReinspectionState.DUE)


def test_changes_are_computed_and_linked(house, one):
    assert changes.of(one) == []
    branch = one.honour.branch
    earlier = factories.appointed(Role.SECRETARY, branch, name="王旧", since=date(2024, 1, 1))
    newer = factories.appointed(Role.SECRETARY, branch, name="李新", since=date(2026, 8, 1))
    branch.former_names.create(full_name="旧名", short_name="旧名", used_until=date(2026, 9, 1))
    merger = Succession.objects.create(
        kind=SuccessionKind.MERGE, unit=house.unit, state=SuccessionState.CONFIRMED, effective_on=date(2026, 10, 1),
        basis="1号", by=house.officer, at=one.since, decided_by=house.committee, decided_at=one.since,
    )  # fmt: skip
    merger.successors.add(branch)
    house.find(one.honour)
    labels = [change.label for change in changes.of(one)]
    assert labels == ["书记已换（李新）", "已改名，原名旧名", "支部合并", "命名后核实有不得参评情形"]
    assert all(change.url.startswith("/") for change in changes.of(one))
    assert (earlier.name, newer.name) == ("王旧", "李新")


def test_a_change_before_the_last_recognition_is_no_news(house, one, today):
    one.honour.branch.former_names.create(full_name="旧名", short_name="旧名", used_until=date(2026, 9, 1))
    house.review(house.reported(one.honour), KEEP, KEEP)
    today(date(2027, 12, 7))
    one.cycle.__class__.objects.update(state="closed")
    house.open(2027)
    assert changes.of(house.one(one.honour, 2027)) == []


def test_everybody_has_the_task_that_is_his(house, one):
    def titles_of(person: User) -> list[str]:
        return [
            task.title
            for task in worklist.tasks(User.objects.get(pk=person.pk))
            if "复" in task.title or "撤销" in task.title
        ]

    secretary = factories.appointed(Role.SECRETARY, one.honour.branch)
    assert titles_of(house.officer) == ["复查1个已命名支部"]
    assert titles_of(secretary) == []
    house.suggest(one, REVOCATION)
    assert titles_of(house.officer) == ["报送复查情况"]
    assert titles_of(house.committee) == []
    house.report(one)
    assert titles_of(house.officer) == []
    assert titles_of(house.department) == ["复核已命名支部"]
    house.review(one, REVOKE, REVOKE)
    assert titles_of(house.committee) == ["冻结撤销名单"]
    house.revoke(one.cycle)
    assert titles_of(house.committee) == titles_of(house.department) == []


@pytest.fixture
def told(house, one) -> Callable[[], Any]:
    """What 市直工委 is told of the officer: on the list of 催办, on the preview of reminders, of his account."""

    def look() -> Any:
        officer = User.objects.get(pk=house.officer.pk)
        urged = [(owing.titles, owing.due) for owing in nudging.owing(house.committee) if owing.user == officer]
        day = one.cycle.recommendation_due
        planned = [
            [(task.title, task.due, stage) for task, stage in planned.items]
            for planned in reminding.preview_of_all(workdays.last_working_day(day).day)
            if planned.user == officer
        ]
        return urged, planned, holdings.of(officer).tasks

    return look


def test_D52_others_are_told_the_same_of_a_unit_s_duty_whatever_it_suggests(house, one, told):
    before = told()
    assert "复查1个已命名支部并报送" in str(before[0])
    assert "复查1个已命名支部并报送" in str(before[1])
    house.suggest(one, REVOCATION)
    assert told() == before
    house.report(one)
    assert "复查" not in str(told())


def test_D52_without_the_other_words_the_suggestion_would_show(house, one, told, monkeypatch):
    """The twin."""
    monkeypatch.setattr(worklist, "AS_TOLD", {})
    _, before, _ = told()
    house.suggest(one, REVOCATION)
    assert told()[1] != before


def test_a_named_branchs_secretary_is_told_and_asked_nothing(house, one, enter):
    secretary = factories.appointed(Role.SECRETARY, one.honour.branch)
    client = enter(secretary)
    text = client.get("/").content.decode()
    assert "2025年度已命名为“四强”党支部</a>，今年参加复查，不参加评定" in text
    assert client.get(page("reinspection", one.pk)).status_code == 403
    house.find(one.honour)
    assert "称号目前暂缓" in client.get("/").content.decode()


def test_a_special_one_starts_from_the_title_and_is_refused_for_the_own_branch(house, one, enter):
    url = page("honour_special", one.honour_id)
    client = enter(house.officer)
    assert url in client.get(page("honour", one.honour_id)).content.decode()
    given = {"condition": one.cycle.disqualifications.get(number=3).pk, "facts": FACTS, "decided_on": "2026-12-01"}
    answer = client.post(url, given)
    assert answer.status_code == 422
    assert FACTS in answer.content.decode()
    assert client.post(url, given | {"basis": "平纪〔2026〕3号"}).status_code == 302
    assert Honour.objects.get(pk=one.honour_id).state == "on_hold"
    User.objects.filter(pk=house.officer.pk).update(branch=one.honour.branch)
    assert enter(house.officer).get(url).status_code == 404


def test_the_list_of_a_year_without_titles_says_so(house, enter):
    cycle = house.open()
    assert "本年度没有需要复查的支部" in enter(house.officer).get(page("reinspections", cycle.year)).content.decode()
