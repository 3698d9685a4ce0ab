"""The page of a case says what is missing before the next move, which way back is open, and when each step was or will be."""

import re
from datetime import date

import pytest

from branches import clock
from evaluation.advance import advance
from evaluation.cases.moving import observe_one
from evaluation.models import AssessmentTeam, Recusal, SiteVisit, TeamMember
from evaluation.procedure import missing as lacking
from evaluation.procedure.lives import find
from evaluation.rules import assessment as rules
from evaluation.vocabulary import Action, State, Tier
from tests.support import factories

pytestmark = pytest.mark.django_db
CONCLUDE = find(Action.CONCLUDE, State.APPLIED)[0]


@pytest.fixture
def applied(case, secretary):
    return factories.applied(case, secretary)


@pytest.fixture
def with_team(applied, organ_officer, assessor):
    team = AssessmentTeam.objects.create(
        cycle=applied.cycle, unit=applied.unit, leader=assessor, formed_by=organ_officer, formed_at=clock.now()
    )
    TeamMember.objects.create(team=team, user=assessor, joined_on=clock.today())
    return applied


def visited(case, by):
    return SiteVisit.objects.create(candidacy=case, visited_on=clock.today(), findings="规范。", by=by, at=clock.now())


def lacks(case, user):
    return observe_one(case).missing(CONCLUDE, user)


def page(client, user, case):
    client.force_login(user)
    return client.get(f"/candidacies/{case.pk}/").content.decode()


def head(text):
    return re.sub("</?span[^>]*>", "", text.split('<section class="hero">')[1].split("</section>")[0])


def test_an_officer_reads_how_many_things_are_missing_and_goes_to_the_first(client, applied, organ_officer):
    text = page(client, organ_officer, applied)
    assert "还差5件事：先成立考核组" in head(text)
    assert f'href="/cycles/2026/units/{applied.unit_id}/team/">成立考核组</a>' in head(text)
    assert "提交考核意见1月20日（周三）截止" in head(text)


def test_what_is_missing_stands_in_the_order_of_the_rules_each_with_a_page_that_opens(
    client, with_team, organ_officer, assessor
):
    found = lacks(with_team, organ_officer)
    assert [one.title + one.number for one in found.things] == [
        "实地查看", "核验不得参评情形（6项）", "收齐评分（1人）", "写考核意见",
    ]  # fmt: skip
    visited(with_team, assessor)
    text = page(client, organ_officer, with_team)
    assert "还差3件事：先核验不得参评情形（6项）" in head(text)
    assert f'href="/candidacies/{with_team.pk}/verification/">去核验</a>' in head(text)
    found = lacks(with_team, organ_officer)
    assert [one.title for one in found.done] == ["实地查看"]
    for one in (*found.things, *found.done):
        assert client.get(one.url).status_code == 200, one
        assert f'href="{one.url}"' in text, one


def test_a_team_in_which_nobody_is_left_to_score_needs_members(with_team, organ_officer, assessor):
    Recusal.objects.create(candidacy=with_team, user=assessor, by=assessor, reason="亲属。", at=clock.now())
    assert "增加考核组成员" in [one.title for one in lacks(with_team, organ_officer).things]


def test_when_nothing_is_missing_the_button_is_the_move(client, with_team, organ_officer, assessor):
    factories.assess(with_team, organ_officer, assessor)
    text = page(client, organ_officer, with_team)
    assert "可以提交考核意见了" in head(text)
    assert f'href="/candidacies/{with_team.pk}/conclude/">提交考核意见</a>' in head(text)
    assert "没有办好" not in text


def test_what_nobody_can_do_on_a_page_is_told_as_what_it_is(client, with_team, organ_officer, today):
    today(date(2027, 1, 21))
    text = page(client, organ_officer, with_team)
    assert "现在还不能提交考核意见" in head(text) and "截止" in head(text)


def test_who_keeps_away_reads_nothing_of_what_is_missing(client, with_team, organ_officer):
    Recusal.objects.create(candidacy=with_team, user=organ_officer, by=organ_officer, reason="亲属。", at=clock.now())
    assert lacks(with_team, organ_officer).things == ()
    assert "核验不得参评情形（" not in page(client, organ_officer, with_team)


def test_every_rule_that_the_page_counts_refuses_the_move(with_team, organ_officer, assessor, monkeypatch):
    """The twin: what the page counts is the row's own rules. One rule less, and it is one thing less."""
    visited(with_team, assessor)
    assert len(lacks(with_team, organ_officer).things) == 3
    less = CONCLUDE._replace(rules=tuple(rule for rule in CONCLUDE.rules if rule is not rules.verified))
    assert len(observe_one(with_team).missing(less, organ_officer).things) == 2
    monkeypatch.setattr(lacking, "WAYS", {})
    found = lacks(with_team, organ_officer)
    assert len(found.obstacles) == 3 and not found.things, "a rule without a page stands in the way"


def test_the_home_of_an_officer_counts_alike(client, with_team, organ_officer, assessor):
    visited(with_team, assessor)
    client.force_login(organ_officer)
    assert "还差3件事：先核验不得参评情形（6项）" in client.get("/").content.decode()


def test_both_bodies_and_the_leading_group_read_what_their_next_move_waits_for(
    client, case, secretary, organ_officer, assessor, leading_group, work_committee, recommending
):
    case = factories.assessed(factories.applied(case, secretary), organ_officer, assessor)
    own = factories.recommendation_list(recommending, case.unit)
    assert "还差1件事：先记录会议审议" in head(page(client, leading_group, case))
    factories.deliberated(own, leading_group)
    assert "可以推荐了" in head(page(client, leading_group, case))
    case = factories.recommended(case, leading_group)
    factories.submit(own)
    text = head(page(client, work_committee, case))
    assert "还差2件事：先核验不得参评情形（6项）" in text
    factories.verify(case, work_committee, Tier.CITY)
    assert "还差1件事：先考核评定" in head(page(client, work_committee, case))


def test_the_branch_reads_for_whom_it_waits_and_finds_the_way_back_below(client, applied, secretary):
    text = page(client, secretary, applied)
    assert "已提交，等市财政局机关党委考核" in head(text) and "看回执" in head(text)
    assert text.index("看回执") < text.index("撤回申请") < text.index("不想参加了")


def test_an_officer_finds_what_the_branch_asks_for_where_it_is_answered(client, with_team, secretary, organ_officer):
    client.force_login(secretary)
    client.post(f"/candidacies/{with_team.pk}/ask-return/", {"reason": "第8项日期写错。"})
    text = page(client, organ_officer, with_team)
    assert "请求：第8项日期写错。" in text.split("其他办理")[1]


def test_every_step_carries_its_date(client, case, secretary, organ_officer, assessor, work_committee):
    def notes(user):
        return re.findall(r'<span class="hint">([^<]*)</span></span>', page(client, user, case).split('"stepper"')[1])[
            :4
        ]

    assert notes(secretary) == ["2027年1月10日前", "2027年1月20日前", "2027年1月31日前", "2027年7月1日前后"]
    factories.assessed(factories.applied(case, secretary), organ_officer, assessor)
    day = f"{clock.today().month}月{clock.today().day}日"
    for user in (secretary, organ_officer, work_committee):
        assert notes(user) == [f"{day}已申请", f"{day}已考核", "2027年1月31日前", "2027年7月1日前后"]
    advance(case, Action.WITHDRAW, by=organ_officer, note="支部撤销。")
    assert notes(secretary) == [f"{day}已申请", f"{day}已考核", f"{day}已退出", "2027年7月1日前后"]


def test_home_says_which_way_back_is_open_and_why(client, applied, secretary, organ_officer, assessor, request):
    def home():
        client.force_login(secretary)
        return head(client.get("/").content.decode())

    assert "考核组还没有成立，2027年1月10日（周日）前可以自己撤回" in home()
    assert f'href="/candidacies/{applied.pk}/recall/">撤回申请</a>' in home()
    request.getfixturevalue("with_team")
    assert "考核组已经成立，不能自己撤回了。可以请市财政局机关党委退回修改" in home()
    assert f'href="/candidacies/{applied.pk}/ask-return/">请机关退回修改</a>' in home() and "recall" not in home()
    client.post(f"/candidacies/{applied.pk}/ask-return/", {"reason": "第8项日期写错。"})
    assert "第8项日期写错。" in home() and "ask-return" not in home()
