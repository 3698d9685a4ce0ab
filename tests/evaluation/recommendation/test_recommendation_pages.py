"""The pages of step 3 over HTTP: what each person reads and may do, and what bad input looks like."""

import re
from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from branches import clock
from evaluation.models import Candidacy, Cycle, Deliberation, Honour, RecommendationList
from evaluation.recommendation import queries as recommendation_queries
from evaluation.recommendation.steps import list as list_steps
from evaluation.vocabulary import CycleState, HonourState, State
from tests.support import boards, factories


@pytest.fixture
def own(recommending, unit, leading_group):
    return boards.open_list(recommending, unit, leading_group, base=31)


@pytest.fixture
def cases(recommending, unit, own, organ_officer):
    found = boards.assessed(recommending, unit, "96.5", "94.0", "94.0", "90.1")
    for case in found:
        boards.opinion(case, organ_officer)
    return found


@pytest.fixture
def browse(client: Client):
    """`browse(person)` → a client signed in as that person."""

    def sign_in(person) -> Client:
        client.force_login(person, backend="branches.access.Accounts")
        return client

    return sign_in


def url(name: str, own: RecommendationList, *more: object) -> str:
    return reverse(f"evaluation:recommendation_{name}", args=[own.cycle.year, own.unit_id, *more])


def text(response) -> str:
    """What is read on the page, without its tags and spaces."""
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", response.content.decode()))


def heads(response) -> str:
    heading = re.findall(r"<h1[^>]*>(.*?)</h1>", response.content.decode(), re.S)[0]
    return re.sub(r"<[^>]+>", "", heading).strip()


# Reading


def test_the_board_says_in_one_sentence_where_the_list_stands(browse, leading_group, own, cases):
    boards.pick(leading_group, cases[0])
    page = browse(leading_group).get(url("board", own))
    assert heads(page) == "已选1个，最多3个，1月31日（周日）前报送"
    read = text(page)
    assert "最后一个工作日是1月29日（周五）" in read
    assert "31个支部×10%=3.1→3个" in read
    assert "乙支部、丙支部参考分同为94.0，请在会议中说明取舍" in read


def test_a_branch_with_a_title_is_named_and_takes_no_part(browse, leading_group, own, unit, cases):
    Honour.objects.create(
        branch=factories.branch(unit, "会计科党支部"),
        year=2024,
        branch_name="x",
        decision_number="平直〔2025〕3号",
        named_on=date(2025, 7, 1),
    )
    factories.honour(cases[1].branch, 2021, HonourState.REVOKED)
    read = text(browse(leading_group).get(url("board", own)))
    assert "会计科党支部已是“四强”党支部2024年度命名，今年参加复查，不参加评定" in read
    assert "乙支部2021年度曾命名（已撤销）" in read


def test_before_the_meeting_the_board_offers_nothing_but_the_record(browse, leading_group, own, cases):
    Deliberation.objects.all().delete()
    page = browse(leading_group).get(url("board", own))
    assert "还没有党组（党委）会议审议记录" in text(page)
    assert url("pick", own) not in page.content.decode()
    assert url("deliberation", own) in page.content.decode()


def test_before_recommendation_opens_the_board_says_so(browse, leading_group, cycle, unit):
    address = reverse("evaluation:recommendation_board", args=[cycle.year, unit.pk])
    page = browse(leading_group).get(address)
    assert heads(page) == "推荐环节尚未开启"


def test_a_unit_that_came_too_late_has_no_list(browse, leading_group, recommending, unit):
    Cycle.objects.filter(pk=recommending.pk).update(recommendation_opened_at=clock.now())
    page = browse(leading_group).get(reverse("evaluation:recommendation_board", args=[recommending.year, unit.pk]))
    assert heads(page) == "本单位本年度没有推荐名单"


def test_a_closed_year_is_only_read(browse, leading_group, own, cases, recommending):
    boards.pick(leading_group, cases[0])
    Cycle.objects.filter(pk=recommending.pk).update(state=CycleState.CLOSED)
    page = browse(leading_group).get(url("board", own))
    assert heads(page) == "2026年度已结束"
    for name in ("pick", "order", "submit"):
        assert url(name, own) not in page.content.decode()


def test_the_municipal_reader_sees_neither_whom_nor_how_many_until_it_is_handed_in(
    browse, leading_group, work_committee, own, cases
):
    """D34, D52."""
    boards.pick(leading_group, cases[1])
    page = browse(work_committee).get(url("board", own))
    assert heads(page) == "名额3个，推荐名单尚未报送"
    assert "拟推荐的支部" not in text(page)
    assert "同为" not in text(page)
    assert {line.state for line in page.context["board"].ready} == {State.ASSESSED}
    list_steps.submit(own, by=leading_group, seen=[cases[1].pk], reasons={cases[1].pk: "示范作用强。"})
    page = browse(work_committee).get(url("board", own))
    assert heads(page) == "已报送推荐名单，共1个支部"
    assert "乙支部的推荐理由：示范作用强。" in text(page)


def test_the_organ_officer_reads_without_buttons(browse, organ_officer, leading_group, own, cases):
    boards.pick(leading_group, cases[0])
    page = browse(organ_officer).get(url("board", own)).content.decode()
    assert "拟推荐" in page
    assert url("order", own) not in page
    assert url("pick", own) not in page


def exported(answer) -> list[list[object]]:
    return [list(row) for row in load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True)]


def test_the_export_holds_what_the_page_shows_and_hides_what_it_hides(
    browse, leading_group, work_committee, own, cases
):
    boards.pick(leading_group, cases[1])
    rows = exported(browse(leading_group).get(url("board", own), {"export": "xlsx"}))
    assert rows[1][:2] == [1, "乙支部"]
    assert rows[1][-1] == "拟推荐"
    assert len(rows) == 1 + len(cases)
    hidden = exported(browse(work_committee).get(url("board", own), {"export": "xlsx"}))
    assert {row[-1] for row in hidden[1:]} == {"已考核"}


def test_without_a_place_under_strict_mode_the_board_explains(browse, recommending, leading_group, unit):
    own = boards.open_list(recommending, unit, leading_group, base=9)
    boards.assessed(recommending, unit, "90.0")
    page = browse(leading_group).get(url("board", own))
    assert "9个支部×10%=0.9→0个" in text(page)
    assert "按比例计算不足1个的单位不推荐" in text(page)
    assert url("pick", own) not in page.content.decode()
    assert heads(browse(leading_group).get(url("submit", own))) == "报送：本年度不推荐"


@pytest.mark.parametrize("name", ["board", "papers", "deliberation", "submit"])
def test_strangers_and_other_units_get_the_404_of_a_missing_unit(browse, foreign_officer, own, name):
    person = browse(foreign_officer)
    missing = reverse(f"evaluation:recommendation_{name}", args=[own.cycle.year, 999_999])
    answers = [person.get(address) for address in (url(name, own), missing)]
    assert answers[0].status_code == answers[1].status_code in (403, 404)
    # Only the page's own address and the token of the form differ.
    pages = [re.sub(r'value="[^"]*"', "", answer.content.decode()) for answer in answers]
    assert pages[0] == pages[1]


def test_secretaries_do_not_reach_the_board(browse, secretary, own):
    assert browse(secretary).get(url("board", own)).status_code == 403


def test_the_meeting_papers_carry_the_whole_opinion(browse, leading_group, own, cases):
    read = text(browse(leading_group).get(url("papers", own)))
    assert "工作扎实，作用突出。" in read
    assert "参考分只供参考" in read


def test_one_unit_leads_straight_to_its_board(browse, leading_group, own):
    answer = browse(leading_group).get(reverse("evaluation:recommendation_now"))
    assert answer.status_code == 302
    assert answer.url == url("board", own)


def test_the_board_costs_the_same_queries_however_many_cases(browse, leading_group, recommending, unit):
    own = boards.open_list(recommending, unit, leading_group, base=31)
    person = browse(leading_group)
    counts = []
    for names in ("甲", "乙丙"):
        boards.assessed(recommending, unit, "90.0", "90.0", names=names)
        person.get(url("board", own))
        with CaptureQueriesContext(connection) as asked:
            person.get(url("board", own))
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 21


# Picking, swapping, the order


def test_one_click_takes_a_place(browse, leading_group, own, cases):
    answer = browse(leading_group).post(url("pick", own), {"case": cases[0].pk, "version": 0}, follow=True)
    assert "已选入甲支部" in text(answer)
    assert boards.order(own) == ["甲支部"]


def test_a_pick_at_the_cap_answers_with_whom_to_swap(browse, leading_group, own, cases):
    boards.pick(leading_group, *cases[:3])
    answer = browse(leading_group).post(url("pick", own), {"case": cases[3].pk, "version": 0})
    assert answer.status_code == 422
    assert heads(answer) == "名额已满3个，用丁支部换下哪一个？"
    assert answer.content.decode().count('name="out"') == 3


def test_a_swap_is_one_click_more(browse, leading_group, own, cases):
    boards.pick(leading_group, *cases[:3])
    person = browse(leading_group)
    assert person.get(url("replace", own, cases[3].pk)).status_code == 200
    person.post(url("replace", own, cases[3].pk), {"version": 0, "out": cases[1].pk, "out_version": 1})
    assert boards.order(own) == ["甲支部", "丁支部", "丙支部"]


def test_a_stale_pick_is_refused_with_a_sentence(browse, leading_group, own, cases):
    answer = browse(leading_group).post(url("pick", own), {"case": cases[0].pk, "version": 7})
    assert answer.status_code == 409
    assert "刚刚有人办理过" in text(answer)


@pytest.mark.parametrize("data", [{}, {"case": "x", "version": 0}, {"case": 999_999, "version": 0}])
def test_a_pick_of_nothing_is_a_404(browse, leading_group, own, data):
    assert browse(leading_group).post(url("pick", own), data).status_code == 404


def test_a_case_of_another_unit_cannot_be_slipped_in(browse, leading_group, own, recommending):
    (foreign,) = boards.assessed(recommending, factories.unit(), "99.0")
    assert browse(leading_group).post(url("pick", own), {"case": foreign.pk, "version": 0}).status_code == 404


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"shift": "{2}:up"}, "甲丙乙"),
        ({"shift": "{0}:down"}, "乙甲丙"),
        ({"shift": "{0}:up"}, "甲乙丙"),
        ({"shift": "rubbish"}, "甲乙丙"),
        ({"rank_{0}": "3", "rank_{1}": "2", "rank_{2}": "3"}, "乙丙甲"),
        ({"rank_{0}": "1", "rank_{1}": "2", "rank_{2}": "1"}, "丙甲乙"),
        ({"rank_{0}": "", "rank_{1}": "x", "rank_{2}": "1"}, "丙甲乙"),
    ],
)
def test_the_order_by_arrows_and_by_typed_numbers(browse, leading_group, own, cases, data, expected):
    boards.pick(leading_group, *cases[:3])
    keys = [case.pk for case in cases]
    browse(leading_group).post(
        url("order", own), {name.format(*keys): value.format(*keys) for name, value in data.items()}
    )
    assert "".join(name[0] for name in boards.order(own)) == expected


# The meeting


def test_a_meeting_recorded_wrongly_keeps_every_word(browse, leading_group, own):
    answer = browse(leading_group).post(
        url("deliberation", own),
        {"held_on": "2027-02-01", "chair": "张书记", "expected": "5", "present": "6", "minutes": "纪要〔2027〕8号"},
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "<title>错误：" in page
    for sentence in ("会议日期不能晚于今天，请重新填写。", "实到人数不能超过应到人数，请核对。"):
        assert page.count(sentence) == 2  # in the summary and at the field
    for typed in ("张书记", "2027-02-01", "纪要〔2027〕8号"):
        assert typed in page


def test_an_empty_meeting_names_every_field(browse, leading_group, own):
    answer = browse(leading_group).post(url("deliberation", own), {})
    assert answer.status_code == 422
    for label in ("会议日期", "主持人", "应到人数", "实到人数", "会议纪要（文号或编号）"):
        assert f"请填写{label}" in answer.content.decode()


def test_a_meeting_is_kept(browse, leading_group, own):
    browse(leading_group).post(
        url("deliberation", own),
        {"held_on": "2027-01-07", "chair": "张书记", "expected": "7", "present": "6", "minutes": "纪要〔2027〕8号"},
    )
    assert Deliberation.objects.first().chair == "张书记"


# Handing in and giving back


def test_the_check_page_asks_for_what_is_owed_and_hands_in(browse, leading_group, own, cases):
    boards.pick(leading_group, cases[3])
    person = browse(leading_group)
    page = person.get(url("submit", own))
    assert "丁支部（90.1）排在参考分更高的甲支部（96.5）" in text(page)
    seen = page.context["form"].initial["seen"]
    opinion = {f"appraisal_{cases[3].pk}": "同意推荐。"}
    missing = person.post(url("submit", own), {"seen": seen} | opinion)
    assert missing.status_code == 422
    assert missing.content.decode().count("请填写丁支部的推荐理由") == 2
    done = person.post(
        url("submit", own), {"seen": seen, f"reason_{cases[3].pk}": "群众评价高。"} | opinion, follow=True
    )
    assert "已报送市直工委（第1次），共1个支部" in text(done)


def test_recommending_nobody_has_a_box_of_its_own(browse, leading_group, own):
    person = browse(leading_group)
    page = person.get(url("submit", own))
    assert heads(page) == "报送：本年度不推荐"
    assert person.post(url("submit", own), {"seen": ""}).status_code == 422
    done = person.post(url("submit", own), {"seen": "", "is_nobody": "on"}, follow=True)
    assert heads(done) == "已报送：本年度不推荐"


def test_handing_in_what_was_not_on_the_page_is_refused_and_keeps_the_words(browse, leading_group, own, cases):
    boards.pick(leading_group, cases[3])
    answer = browse(leading_group).post(
        url("submit", own), {"seen": str(cases[0].pk), f"reason_{cases[3].pk}": "群众评价高。"}
    )
    assert answer.status_code == 409
    assert "刚刚有人办理过" in text(answer)
    assert "群众评价高。" in answer.content.decode()


def test_after_the_last_day_the_check_page_says_why_and_has_no_button(browse, leading_group, own, cases, today):
    boards.pick(leading_group, cases[0])
    today(date(2027, 2, 1))
    page = browse(leading_group).get(url("submit", own))
    assert "已于2027年1月31日（周日）截止" in text(page)
    assert "报送市直工委" not in page.content.decode()


def test_the_work_committee_gives_a_list_back(browse, leading_group, work_committee, own, cases):
    boards.pick(leading_group, cases[0])
    list_steps.submit(own, by=leading_group, seen=[cases[0].pk])
    person = browse(work_committee)
    assert url("return", own) in person.get(url("board", own)).content.decode()
    bad = person.post(url("return", own), {"reason": "", "due": "2027-01-01"})
    assert bad.status_code == 422
    assert "请填写退回理由" in bad.content.decode()
    assert "期限不能早于今天" in bad.content.decode()
    person.post(url("return", own), {"reason": "缺少纪要文号。", "due": "2027-02-05"})
    own.refresh_from_db()
    assert recommendation_queries.own_list(own.cycle, own.unit).last_day == date(2027, 2, 5)
    read = text(browse(leading_group).get(url("board", own)))
    assert "退回：缺少纪要文号。请在2027年2月5日（周五）前重新报送" in read


def test_no_page_of_the_board_tells_the_facts_of_a_veto(browse, leading_group, organ_officer, own, cases):
    """D16: 有、无、待核实 and nothing more."""
    condition = own.cycle.disqualifications.get(number=2)
    cases[0].verifications.create(
        disqualification=condition,
        tier="organ",
        answer="pending",
        facts="绝密事实",
        by=organ_officer,
        at=cases[0].since,
    )
    person = browse(leading_group)
    for name in ("board", "papers", "submit"):
        page = person.get(url(name, own)).content.decode()
        assert "绝密事实" not in page
    assert "待核实" in person.get(url("board", own)).content.decode()


def test_a_get_changes_nothing(browse, leading_group, own, cases):
    before = list(Candidacy.objects.order_by("pk").values())
    person = browse(leading_group)
    for address in (url("pick", own), url("order", own)):
        assert person.get(address).status_code == 405
    for name in ("board", "papers", "deliberation", "submit"):
        assert person.get(url(name, own)).status_code == 200
    assert list(Candidacy.objects.order_by("pk").values()) == before


def test_choosing_comes_before_recommending_nobody(browse, leading_group, own, cases):
    hero = text(browse(leading_group).get(url("board", own))).split("本年度不推荐")[0]
    assert hero.endswith("选择推荐的支部")


def test_twin_where_nobody_can_be_chosen_there_is_nothing_to_choose(browse, recommending, leading_group, unit):
    own = boards.open_list(recommending, unit, leading_group, base=9)
    assert "选择推荐的支部" not in text(browse(leading_group).get(url("board", own)))
