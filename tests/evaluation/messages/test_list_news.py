"""What becomes of a list without a move of a case is told once, to those whom it concerns (D4, D34, D39)."""

from collections import Counter
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from branches.permissions import Role
from evaluation.advance import advance
from evaluation.cycle.outlook import Scope
from evaluation.cycle.steps.ratio import adjust_ratio
from evaluation.messages.sending import lists as list_news
from evaluation.models import ListNews, Message, RecommendationList
from evaluation.recommendation.steps import list as list_steps
from evaluation.recommendation.steps import pool as pool_steps
from evaluation.vocabulary import Action, ListState
from tests.support import boards, factories


def told():
    """Whom one sweep tells, with what."""
    before = set(Message.objects.values_list("pk", flat=True))
    list_news.sweep()
    return {one.user: one.text for one in Message.objects.exclude(pk__in=before).select_related("user")}


@pytest.fixture
def pool(recommending, work_committee):
    return boards.open_list(recommending, None, work_committee, base=24)


@pytest.fixture
def put_forward(recommending, pool):
    """Two units of the pool that put one branch forward each, one that did not: the case by its leading group."""
    found = {}
    for number in range(3):
        unit = factories.unit()
        clerk = factories.appointed(Role.LEADING_GROUP, unit)
        boards.open_list(recommending, unit, clerk, base=8, pool=pool)
        (case,) = boards.assessed(recommending, unit, "95.0")
        if number < 2:
            advance(case, Action.FORWARD, by=clerk)
            found[clerk] = case
    return found


@pytest.fixture
def finished(pool, put_forward, work_committee, today, recommending):
    today(recommending.pool_due)
    picked = next(iter(put_forward.values()))
    list_steps.recommend(picked, by=work_committee, version=None, note="示范作用强。")
    pool_steps.finish(pool, by=work_committee, seen=boards.seen(pool), remark="各单位均已答复。")
    return picked


def test_the_pool_is_done_units_that_put_forward_learn_of_their_own_and_the_city_of_how_many(
    finished, put_forward, work_committee, organisation_department
):
    second = factories.appointed(Role.WORK_COMMITTEE)
    first, other = put_forward
    news = told()
    assert set(news) == {first, other, organisation_department, second}, "not who did it himself"
    assert f"{finished.branch.short_name}已选定" in news[first]
    assert "没有选定" in news[other] and "列入推荐" not in news[other], "nobody learns of another's"
    assert "共选定1个支部" in news[organisation_department]
    assert told() == {}, "once"


def test_it_is_told_once_also_after_a_kill_in_the_middle(finished, put_forward, monkeypatch):
    """Messages and the mark stand in one transaction: killed between them, the next sweep tells everybody once."""

    class Killed(Exception):
        pass

    post = list_news.post

    def killed(drafts):
        post(drafts)
        raise Killed

    monkeypatch.setattr(list_news, "post", killed)
    with pytest.raises(Killed):
        list_news.sweep()
    assert not Message.objects.exists()
    monkeypatch.setattr(list_news, "post", post)
    told(), told()
    assert set(Counter(Message.objects.values_list("user", flat=True)).values()) == {1}


def test_without_the_mark_it_would_be_told_again(finished, put_forward):
    """The twin: the mark alone keeps it to once; where it is gone the inbox itself refuses the second."""
    told()
    ListNews.objects.update(told_at=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        list_news.sweep()


def rise(cycle, unit, by, ratio):
    adjust_ratio(cycle, scope=Scope.UNIT, ratio=Decimal(ratio), reason="党员多。", document="1号", by=by, unit=unit)


def test_a_cap_that_rose_after_hand_in_is_told_with_what_may_be_done(
    recommending, unit, leading_group, organ_officer, work_committee
):
    own = factories.recommendation_list(recommending, unit, base=20, ratio_bp=500)
    rise(recommending, unit, work_committee, "0.06")
    assert told() == {}, "no place more, and nothing handed in"
    factories.submit(own)
    rise(recommending, unit, work_committee, "0.1")
    news = told()
    assert set(news) == {leading_group}
    assert "名额由1个增加到2个" in news[leading_group] and "退回名单" in news[leading_group]
    assert told() == {}
    rise(recommending, unit, work_committee, "0.05")
    assert told() == {}, "fewer places are no news of this kind"


def test_what_is_undone_before_it_is_told_is_not_told(recommending, unit, leading_group, work_committee):
    own = factories.recommendation_list(recommending, unit, base=20, ratio_bp=500)
    factories.submit(own)
    rise(recommending, unit, work_committee, "0.1")
    RecommendationList.objects.filter(pk=own.pk).update(state=ListState.OPEN, submitted_at=None)
    assert told() == {}
    assert not ListNews.objects.filter(told_at=None).exists()
