"""Decisions on what units write and what follows a title: each rule with a test that names it, and its twin."""

from datetime import date, timedelta

import pytest

from evaluation.advance import Refused
from evaluation.honours.steps import nominations as nominations_steps
from evaluation.models import Appraisal, Nomination, Notice, PromotionActivity
from evaluation.procedure import lives
from evaluation.promotion import queries as promotion_queries
from evaluation.promotion import steps as promotion_steps
from evaluation.recommendation.steps import forwarding as forwarding_steps
from evaluation.recommendation.steps import list as list_steps
from evaluation.reinspection import reviews
from evaluation.reinspection.steps import review as review_steps
from evaluation.rules import recommendation as recommendation_rules
from evaluation.rules import reinspection as reinspection_rules
from evaluation.rules.facts import Facts, ReinspectionFacts
from evaluation.vocabulary import Action, Confirmation, State
from evaluation.vocabulary import ReinspectionAction as ReinsA
from evaluation.vocabulary import ReinspectionState as ReinsS
from tests.support import boards, factories
from tests.support.honours import House

pytestmark = pytest.mark.django_db
TODAY = factories.IN_DECEMBER


# 五（二）, 五（三）


def told_of(held_on: date, reference: str, by, branch) -> str:
    """Why an activity of that day, shown by that, is not recorded; "" where it is."""
    try:
        promotion_steps.record(
            by=by,
            kind="on_site",
            title="观摩会",
            held_on=held_on,
            organiser="工委",
            branches=[branch],
            reference=reference,
        )
    except Refused as refused:
        return "".join(refused.reasons)
    return ""


def test_D49_an_activity_is_recorded_with_what_shows_it_and_read_by_everybody(branch, work_committee, stranger):
    assert "请写明文件、报道或网址" in told_of(TODAY, "", work_committee, branch)
    assert "不能晚于今天" in told_of(TODAY + timedelta(days=1), "日报", work_committee, branch)
    assert told_of(TODAY, "日报", work_committee, branch) == ""
    assert [str(one) for one in promotion_queries.visible(stranger)] == ["观摩会"]
    assert promotion_queries.of_branch(branch).get().kind == PromotionActivity.Kind.ON_SITE


def test_D50_the_holders_list_says_who_was_put_forward_when_and_for_what(branch, work_committee):
    honour = factories.honour(branch)
    one = nominations_steps.put_forward(honour, by=work_committee, award="member", name="王明", put_forward_on=TODAY)
    assert (str(one), one.put_forward_on) == ("优秀共产党员：王明", TODAY)
    with pytest.raises(Refused, match="这一天无效"):
        nominations_steps.put_forward(
            honour, by=work_committee, award="organisation", put_forward_on=honour.named_on - timedelta(days=1)
        )


def test_D50_without_its_rule_a_branch_is_put_forward_before_it_held_the_title(branch, work_committee, monkeypatch):
    honour = factories.honour(branch)
    monkeypatch.setattr(nominations_steps, "_check", lambda row: None)
    nominations_steps.put_forward(
        honour, by=work_committee, award="organisation", put_forward_on=honour.named_on - timedelta(days=1)
    )
    assert Nomination.objects.exists()


# What a unit hands in


@pytest.fixture
def silent(recommending, unit, leading_group):
    """A unit's list with one branch picked, of which the leading Party group has said nothing."""
    own = boards.open_list(recommending, unit, leading_group, base=31)
    (case,) = boards.assessed(recommending, unit, "96.5")
    boards.pick(leading_group, case)
    Appraisal.objects.all().delete()
    return own, case


def test_D54_the_leading_group_gives_its_opinion_on_each_branch_that_it_recommends(silent, leading_group):
    own, case = silent
    with pytest.raises(Refused, match="还没有党组（党委）的综合考评意见"):
        list_steps.submit(own, by=leading_group, seen=[case.pk])
    version = list_steps.submit(own, by=leading_group, seen=[case.pk], appraisals={case.pk: "同意推荐。"})
    assert version.rows[0]["appraisal"] == "同意推荐。"
    assert Notice.objects.get(kind="recommendation").data["branches"][0]["appraisal"] == ["同意推荐。"]


def test_D54_without_its_rule_a_list_is_handed_in_without_a_word(silent, leading_group, monkeypatch):
    own, case = silent
    monkeypatch.setattr(list_steps, "_unappraised", lambda picked: [])
    assert list_steps.submit(own, by=leading_group, seen=[case.pk]).rows[0]["appraisal"] == ""


def test_D54_a_branch_is_put_forward_with_an_opinion_and_its_button_does_not_wait_for_it():
    (forward,) = lives.find(Action.FORWARD, State.ASSESSED)
    silent, spoken = Facts(), Facts(is_appraised=True)
    why = recommendation_rules.appraised(silent)
    assert why in lives.refusals(forward, silent)
    assert why not in lives.refusals(forward, silent, button=True)
    assert recommendation_rules.appraised(spoken) == ""
    without = forward._replace(
        rules=tuple(rule for rule in forward.rules if rule is not recommendation_rules.appraised)
    )
    assert why not in lives.refusals(without, silent), "the twin"


@pytest.fixture
def small(recommending, unit, leading_group, work_committee):
    """An assessed branch of a unit in the pool."""
    pool = boards.open_list(recommending, None, work_committee, base=24)
    boards.open_list(recommending, unit, leading_group, base=8, pool=pool)
    return boards.assessed(recommending, unit, "96.0")[0]


def reports() -> list[Notice]:
    return list(Notice.objects.filter(kind="recommendation").order_by("pk"))


def test_D47_putting_forward_makes_a_report_taking_back_voids_it_and_the_next_is_its_next_version(small, leading_group):
    forwarding_steps.forward(small, by=leading_group)
    (first,) = reports()
    forwarding_steps.take_back(factories.fresh(small), by=leading_group)
    first.refresh_from_db()
    assert "收回" in first.voiding.reason
    forwarding_steps.forward(factories.fresh(small), by=leading_group)
    assert [one.corrects for one in reports()] == [None, first]


def test_D47_without_its_rule_a_branch_taken_back_leaves_a_report_that_counts(small, leading_group, monkeypatch):
    monkeypatch.setattr(forwarding_steps.making, "void", lambda *_, **__: None)
    forwarding_steps.forward(small, by=leading_group)
    forwarding_steps.take_back(factories.fresh(small), by=leading_group)
    assert not hasattr(reports()[0], "voiding")


# 复查 against the standard


def test_D44_a_suggestion_to_revoke_rests_on_criteria_or_conditions_and_a_deviation_bars_nothing():
    (revoking,) = lives.rows_of(lives.REINSPECTION, ReinsA.SUGGEST_REVOCATION, ReinsS.DUE)
    (keeping,) = lives.rows_of(lives.REINSPECTION, ReinsA.SUGGEST_KEEPING, ReinsS.DUE)
    bare, grounded = ReinspectionFacts(reason="理" * 30), ReinspectionFacts(reason="理" * 30, grounds=1)
    assert list(lives.refusals(revoking, bare)) == [reinspection_rules.UNGROUNDED]
    assert list(lives.refusals(revoking, grounded)) == list(lives.refusals(keeping, grounded)) == []
    rules = tuple(rule for rule in revoking.rules if rule is not reinspection_rules.revocation_grounded)
    assert list(lives.refusals(revoking._replace(rules=rules), bare)) == [], "the twin"


def test_D44_a_verdict_without_a_report_names_what_it_rests_on(today):
    house = House.build()
    honour = house.named()
    house.open()
    today(date(2027, 3, 1))
    one = house.one(honour)
    with pytest.raises(Refused, match="撤销须写明依据"):
        review_steps.review(one, by=house.committee, verdict=Confirmation.REVOKE, reason="应当撤销。")
    review_steps.review(one, by=house.committee, verdict=Confirmation.REVOKE, reason="应当撤销。", grounds=["c8"])
    assert [str(row) for row in one.grounds.all()] == ["标准第8项"]


def test_D44_without_its_rule_a_body_revokes_on_nothing(today, monkeypatch):
    house = House.build()
    honour = house.named()
    house.open()
    today(date(2027, 3, 1))
    monkeypatch.setattr(reviews, "needs_grounds", lambda seen, verdict: "")
    review_steps.review(house.one(honour), by=house.committee, verdict=Confirmation.REVOKE, reason="应当撤销。")
