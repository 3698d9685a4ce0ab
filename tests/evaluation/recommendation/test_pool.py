"""联合推荐: units without a place put one branch forward, 市直工委 picks within the pool's cap (D3)."""

import re
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from branches import clock
from branches.pages import paging
from branches.permissions import Role
from evaluation import worklist
from evaluation.advance import Refused, advance
from evaluation.cycle.steps import extension as extension_steps
from evaluation.models import Candidacy, ListVersion
from evaluation.recommendation import pool as pool_queries
from evaluation.recommendation import queries as recommendation_queries
from evaluation.recommendation.steps import list as list_steps
from evaluation.recommendation.steps import pool as pool_steps
from evaluation.rules import recommendation as recommendation_rules
from evaluation.vocabulary import Action, ListState, State
from tests.support import boards, factories
from tests.support.twins import without


@pytest.fixture
def pool(recommending, work_committee):
    """A pool of two places: 24 branches × 10% = 2.4."""
    return boards.open_list(recommending, None, work_committee, base=24)


@pytest.fixture
def own(recommending, unit, leading_group, pool):
    return boards.open_list(recommending, unit, leading_group, base=8, pool=pool)


@pytest.fixture
def cases(recommending, unit, own, organ_officer):
    found = boards.assessed(recommending, unit, "96.0", "91.0")
    boards.opinion(found[0], organ_officer)
    return found


@pytest.fixture
def small_unit(recommending, pool):
    """`small_unit()` → another unit of the pool that has put one branch forward."""

    def make():
        unit = factories.unit()
        officer = factories.appointed(Role.LEADING_GROUP, unit)
        boards.open_list(recommending, unit, officer, base=8, pool=pool)
        (case,) = boards.assessed(recommending, unit, "95.0")
        advance(case, Action.FORWARD, by=officer)
        return factories.fresh(case)

    return make


AFTER_THE_UNITS = date(2027, 2, 1)
"""Nobody is picked while his unit may still take him back (D3)."""


def pick(case, by, note="示范作用强。"):
    with clock.moved_to(max(clock.today(), AFTER_THE_UNITS)):
        return list_steps.recommend(case, by=by, version=None, note=note)


def finish(pool, by, **given):
    with clock.moved_to(max(clock.today(), AFTER_THE_UNITS)):
        return pool_steps.finish(pool, by=by, **({"seen": boards.seen(pool)} | given))


# Putting forward


def test_a_unit_of_the_pool_cannot_recommend_but_put_one_forward(cases, leading_group):
    with pytest.raises(Refused, match=r"本单位名额为0（8个支部 × 10% = 0\.8 → 0个），请推送联合推荐"):
        list_steps.recommend(cases[0], by=leading_group, version=0)
    advance(cases[0], Action.FORWARD, by=leading_group)
    with pytest.raises(Refused, match="联合推荐每个单位限一个"):
        advance(cases[1], Action.FORWARD, by=leading_group)


def test_what_was_put_forward_can_be_taken_back_and_another_sent(cases, leading_group):
    advance(cases[0], Action.FORWARD, by=leading_group)
    advance(cases[0], Action.TAKE_BACK, by=leading_group)
    advance(cases[1], Action.FORWARD, by=leading_group)
    assert factories.fresh(cases[1]).state == State.FORWARDED


def test_a_picked_branch_stays_the_only_one_of_its_unit(cases, leading_group, work_committee):
    advance(cases[0], Action.FORWARD, by=leading_group)
    pick(cases[0], work_committee)
    with pytest.raises(Refused, match="联合推荐每个单位限一个"):
        advance(cases[1], Action.FORWARD, by=leading_group)
    with pytest.raises(Refused, match="现在是“已推送联合推荐”，不能“取消推荐”"):
        advance(cases[0], Action.UNRECOMMEND, by=leading_group)


def test_a_unit_says_explicitly_that_it_puts_nobody_forward(own, leading_group, pool):
    """D6, for the pool."""
    list_steps.submit(own, by=leading_group, seen=[], is_nobody=True)
    assert [one.declined for one in pool_queries._members(pool)] == [True]
    assert pool_queries.may_still_forward(pool) == []


def test_who_put_a_branch_forward_need_not_hand_in_again(cases, own, leading_group):
    advance(cases[0], Action.FORWARD, by=leading_group)
    with pytest.raises(Refused, match="推送即为报送"):
        list_steps.submit(own, by=leading_group, seen=[], is_nobody=True)


def test_nothing_is_sent_into_a_pool_that_is_finished(cases, leading_group, work_committee, pool):
    finish(pool, work_committee, is_nobody=True)
    with pytest.raises(Refused, match="联合推荐已完成选定"):
        advance(cases[0], Action.FORWARD, by=leading_group)


def test_a_branch_put_forward_is_no_longer_owed(cases, leading_group):
    assert [task.duty for task in worklist.tasks(leading_group)] == ["recommend"]
    advance(cases[0], Action.FORWARD, by=leading_group)
    assert worklist.tasks(leading_group) == []


# Picking


def test_the_work_committee_picks_with_a_reason_within_the_cap(pool, small_unit, work_committee):
    first, second, third = small_unit(), small_unit(), small_unit()
    with pytest.raises(Refused, match="请写明理由"):
        pick(first, work_committee, note=" ")
    pick(first, work_committee)
    pick(second, work_committee)
    with pytest.raises(Refused, match=r"联合推荐名额已满2个（24个支部 × 10% = 2\.4 → 2个）"):
        pick(third, work_committee)
    case = factories.fresh(first)
    assert (case.seat.list_id, case.recommendation_reason, case.rank) == (pool.pk, "示范作用强。", None)


def test_the_pool_has_no_order_among_units(pool, small_unit, work_committee):
    """D21: no city-wide ranking; the board stands by unit."""
    first, second = small_unit(), small_unit()
    pick(second, work_committee)
    pick(first, work_committee)
    board = pool_queries.board(recommendation_queries.pool_list(pool.cycle), QueryDict())
    assert [line.case.pk for line in board.picked.lines] == [first.pk, second.pk]


def test_a_pick_can_be_undone_until_the_pool_is_finished(pool, small_unit, work_committee):
    case = small_unit()
    pick(case, work_committee)
    advance(case, Action.UNRECOMMEND, by=work_committee)
    assert factories.fresh(case).state == State.FORWARDED
    pick(case, work_committee)
    finish(pool, work_committee)
    with pytest.raises(Refused, match="联合推荐已完成选定"):
        advance(case, Action.UNRECOMMEND, by=work_committee)


def test_picking_ends_with_the_pools_own_day(pool, small_unit, work_committee, recommending, today):
    case = small_unit()
    today(date(2027, 2, 15))
    pick(case, work_committee)
    advance(case, Action.UNRECOMMEND, by=work_committee)
    today(date(2027, 2, 16))
    with pytest.raises(Refused, match="已于2027年2月15日（周一）截止"):
        pick(case, work_committee)
    extension_steps.extend_pool(recommending, due=date(2027, 2, 20), reason="名额空出。", by=work_committee)
    pick(case, work_committee)


def test_only_the_work_committee_picks_and_finishes(pool, small_unit, organisation_department, leading_group):
    case = small_unit()
    for person in (organisation_department, leading_group):
        with pytest.raises((PermissionDenied, Refused)):
            pick(case, person)
        with pytest.raises(PermissionDenied):
            finish(pool, person)


# Finishing


def test_finishing_freezes_what_was_picked(pool, small_unit, work_committee):
    case = small_unit()
    small_unit()
    pick(case, work_committee)
    finish(pool, work_committee)
    pool.refresh_from_db()
    assert pool.state == ListState.SUBMITTED
    assert [(row["candidacy"], row["reason"]) for row in ListVersion.objects.get().rows] == [(case.pk, "示范作用强。")]


def test_the_pool_waits_for_units_that_may_still_put_forward(pool, own, cases, unit, work_committee, small_unit, today):
    """D39: who has nobody left, has said so, or whose day has passed is not waited for."""
    small_unit()
    today(date(2027, 1, 31))
    with pytest.raises(Refused, match="还有2个单位可以推送或者收回"):
        pool_steps.finish(pool, by=work_committee, seen=[], is_nobody=True)
    Candidacy.objects.filter(unit=unit).update(state=State.WITHDRAWN)
    assert [one.the_list.unit_id for one in pool_queries.may_still_forward(pool)] == [unit.pk + 1]
    today(date(2027, 2, 1))
    pool_steps.finish(pool, by=work_committee, seen=[], is_nobody=True)


def test_nobody_is_picked_while_his_unit_may_take_him_back(pool, small_unit, work_committee, monkeypatch):
    """The picks of the pool come after the units' own day, so that no unit learns of them by being refused."""
    case = small_unit()
    with pytest.raises(Refused, match="前还可以收回或者退出"):
        list_steps.recommend(case, by=work_committee, version=None, note="示范作用强。")
    without(monkeypatch, recommendation_rules.after_units_date)
    list_steps.recommend(case, by=work_committee, version=None, note="示范作用强。")


def test_a_unit_takes_back_until_its_own_day_and_no_longer(cases, leading_group, organ_officer, today, monkeypatch):
    advance(cases[0], Action.FORWARD, by=leading_group)
    today(date(2027, 2, 1))
    for action, by in ((Action.TAKE_BACK, leading_group), (Action.WITHDRAW, organ_officer)):
        with pytest.raises(Refused, match="由单位书面向市直工委提出"):
            advance(factories.fresh(cases[0]), action, by=by, note="支部即将合并。")
    without(monkeypatch, recommendation_rules.until_units_date)
    advance(factories.fresh(cases[0]), Action.TAKE_BACK, by=leading_group)


def test_picking_nobody_is_said_explicitly(pool, work_committee):
    with pytest.raises(Refused, match="请勾选确认"):
        finish(pool, work_committee)
    assert finish(pool, work_committee, is_nobody=True).rows == []


def test_the_meeting_that_picked_is_on_record_before_finishing(recommending, work_committee):
    """D20."""
    bare = factories.recommendation_list(recommending, None, base=24)
    with pytest.raises(Refused, match="市直工委研究选定的会议记录"):
        finish(bare, work_committee, is_nobody=True)


def test_a_finished_pool_can_be_opened_again(pool, small_unit, work_committee):
    case = small_unit()
    pick(case, work_committee)
    finish(pool, work_committee)
    list_steps.return_list(pool, by=work_committee, reason="选定的支部退出。", due=date(2027, 2, 20))
    advance(case, Action.UNRECOMMEND, by=work_committee)
    assert finish(pool, work_committee, is_nobody=True).number == 2


# Pages


@pytest.fixture
def browse(client: Client):
    def sign_in(person) -> Client:
        client.force_login(person, backend="branches.access.Accounts")
        return client

    return sign_in


def text(response) -> str:
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", response.content.decode()))


def url(name, pool, *more):
    return reverse(f"evaluation:pool_{name}", args=[pool.cycle.year, *more])


def test_the_pool_page_lists_who_was_sent_and_who_sent_nobody(browse, pool, own, cases, work_committee, small_unit):
    sent = small_unit()
    read = text(browse(work_committee).get(url("board", pool)))
    assert "24个支部×10%=2.4→2个" in read
    assert str(sent.unit) in read
    assert "没有推送的单位（1个）" in read
    assert "市财政局未推送截止2027年1月31日（周日）" in read


def test_a_pick_is_made_on_a_page_that_shows_the_opinion(browse, pool, cases, leading_group, work_committee, today):
    advance(cases[0], Action.FORWARD, by=leading_group)
    today(AFTER_THE_UNITS)
    person = browse(work_committee)
    page = person.get(url("pick", pool, cases[0].pk))
    assert "工作扎实，作用突出。" in text(page)
    empty = person.post(url("pick", pool, cases[0].pk), {"note": "", "version": 1})
    assert empty.status_code == 422
    assert empty.content.decode().count("请填写选定理由") == 2
    person.post(url("pick", pool, cases[0].pk), {"note": "长期扎根基层。", "version": 1})
    assert factories.fresh(cases[0]).recommendation_reason == "长期扎根基层。"


def test_a_pick_refused_keeps_the_reason_that_was_typed(browse, pool, small_unit, work_committee, today):
    first, second, third = small_unit(), small_unit(), small_unit()
    today(AFTER_THE_UNITS)
    pick(first, work_committee)
    pick(second, work_committee)
    answer = browse(work_committee).post(url("pick", pool, third.pk), {"note": "长期扎根基层。", "version": 1})
    assert answer.status_code == 422
    assert "名额已满2个" in text(answer)
    assert "长期扎根基层。" in answer.content.decode()


def test_finishing_on_its_page(browse, pool, small_unit, work_committee, today):
    pick(small_unit(), work_committee)
    today(AFTER_THE_UNITS)
    person = browse(work_committee)
    page = person.get(url("finish", pool))
    done = person.post(url("finish", pool), {"seen": page.context["form"].initial["seen"]}, follow=True)
    assert "联合推荐已完成，选定1个支部" in text(done)


def test_the_other_municipal_body_reads_without_buttons(browse, pool, small_unit, organisation_department):
    case = small_unit()
    person = browse(organisation_department)
    assert url("pick", pool, case.pk) not in person.get(url("board", pool)).content.decode()
    assert person.get(url("pick", pool, case.pk)).status_code == 403


@pytest.mark.parametrize("who", ["leading_group", "organ_officer", "secretary"])
def test_units_do_not_reach_the_pool(browse, request, pool, who):
    assert browse(request.getfixturevalue(who)).get(url("board", pool)).status_code == 403


def test_a_unit_does_not_learn_of_the_pick_before_the_pool_is_finished(
    browse, pool, own, cases, leading_group, work_committee
):
    """D34, for the pool."""
    advance(cases[0], Action.FORWARD, by=leading_group)
    pick(cases[0], work_committee)
    address = reverse("evaluation:recommendation_board", args=[own.cycle.year, own.unit_id])
    assert browse(leading_group).get(address).context["board"].picked[0].state == State.FORWARDED
    finish(pool, work_committee)
    assert browse(leading_group).get(address).context["board"].picked[0].state == State.RECOMMENDED


def test_a_year_without_a_pool_says_so(browse, recommending, work_committee):
    page = browse(work_committee).get(reverse("evaluation:pool_board", args=[recommending.year]))
    assert page.status_code == 200
    assert "没有联合推荐" in text(page) or "还没有开启" in text(page)


def test_the_pool_page_costs_the_same_queries_however_many_were_sent(browse, pool, small_unit, work_committee):
    person = browse(work_committee)
    counts = []
    for more in (1, 2):
        for _ in range(more):
            small_unit()
        person.get(url("board", pool))
        with CaptureQueriesContext(connection) as asked:
            person.get(url("board", pool))
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 21


def test_a_long_table_shows_its_beginning_and_stands_alone_in_pages(
    browse, pool, small_unit, work_committee, monkeypatch, today
):
    monkeypatch.setattr(paging, "PAGE_SIZE", 2)
    cases = [small_unit() for _ in range(5)]
    today(AFTER_THE_UNITS)
    pick(cases[0], work_committee)
    person = browse(work_committee)
    whole = person.get(url("board", pool))
    assert [line.case.pk for line in whole.context["board"].waiting.lines] == [cases[1].pk, cases[2].pk]
    assert "等待选定（4个，本页第1—2个）" in text(whole)
    assert "已选定（1个）" in text(whole)
    assert "?only=waiting" in whole.content.decode()
    second = person.get(url("board", pool), {"only": "waiting", "page": 2})
    assert [line.case.pk for line in second.context["board"].waiting.lines] == [cases[3].pk, cases[4].pk]
    assert "已选定（" not in text(second)


def test_a_pick_that_is_undone_leads_back_to_the_page_it_stood_on(
    browse, pool, small_unit, work_committee, monkeypatch, today
):
    monkeypatch.setattr(paging, "PAGE_SIZE", 1)
    cases = [small_unit(), small_unit()]
    today(AFTER_THE_UNITS)
    for case in cases:
        pick(case, work_committee)
    person, here = browse(work_committee), f"{url('board', pool)}?only=picked&page=2"
    assert f'name="next" value="{here.replace("&", "&amp;")}"' in person.get(here).content.decode()
    undone = person.post(
        reverse("evaluation:move", args=[cases[1].pk, "unrecommend"]),
        {"version": factories.fresh(cases[1]).version, "next": here},
    )
    assert undone.url == here
    assert [line.case.pk for line in person.get(here).context["board"].picked.lines] == [cases[0].pk]
