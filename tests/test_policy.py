"""One test for each clause of the policy (P…), quoted. What the policy leaves open is in test_decisions.py (D…)."""

import tomllib
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from branches import clock
from branches.models import Branch
from branches.permissions import Perm, Role
from evaluation import deadlines
from evaluation.advance import Refused, advance
from evaluation.assessment.verification.steps import verification as verification_steps
from evaluation.cases.reinspections import seen
from evaluation.cycle.steps import ratio as ratio_steps
from evaluation.cycle.steps import year as year_steps
from evaluation.deadlines import YearDate
from evaluation.honours import queries as honours_queries
from evaluation.honours.steps import methods as methods_steps
from evaluation.honours.steps import subsidies as subsidies_steps
from evaluation.models import AssessmentTeam, Candidacy, Decision, Honour, Notice, PublicNotice, RatioAdjustment
from evaluation.procedure.lives import PROCEDURE, REINSPECTION, find
from evaluation.reinspection.steps import unit as unit_steps
from evaluation.rules import allotment as allotments
from evaluation.rules import naming as naming_rules
from evaluation.rules.facts import Facts, Seats
from evaluation.rules.impartiality import own_body_away
from evaluation.shift import shift
from evaluation.vocabulary import (
    FOUR_STEPS,
    Action,
    Answer,
    Confirmation,
    DecisionState,
    HonourState,
    ReinspectionState,
    State,
    Step,
    Strength,
)
from tests.plugins.databases import ROOT
from tests.support import factories
from tests.support import honours as honour_helpers

STANDARD = tomllib.loads((ROOT / "evaluation/standards/pingdingshan_2024.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("number", range(1, 21))
def test_P2_each_criterion_is_data_of_the_cycle(number, work_committee, branch):
    """P2.1–P2.20 二、目标任务：（一）政治功能强 1—5，（二）支部班子强 6—10，（三）党员队伍强 11—15，（四）作用发挥强 16—20."""
    row = STANDARD["criteria"][number - 1]
    assert (row["number"], row["strength"]) == (number, Strength.values[(number - 1) // 5])
    made = year_steps.open_cycle(year_steps.create_cycle(2026, by=work_committee), by=work_committee)
    copied = made.criteria.get(number=number)
    assert (copied.text, copied.strength) == (row["text"], row["strength"])


def test_P2_the_texts_are_whole():
    """“1. 坚定捍卫‘两个确立’……”，“20. 统筹发展和安全……守牢安全底线。”"""
    texts = [row["text"] for row in STANDARD["criteria"]]
    assert texts[0].startswith("坚定捍卫“两个确立”")
    assert texts[19].endswith("守牢安全底线。")
    assert all(text.endswith("。") for text in texts)


@pytest.mark.parametrize("number", range(1, 7))
def test_P3_a_verified_condition_bars_from_taking_part(number, case, secretary, organ_officer, work_committee, today):
    """P3.1–P3.6 三、评定标准：有下列情形之一的，不得参评“四强”党支部。"""
    case = factories.applied(case, secretary)
    condition = case.cycle.disqualifications.get(number=number)
    given = verification_steps.verify(
        case, condition, Answer.YES, by=organ_officer, facts="已处理。", basis="通报1号", decided_on=date(2026, 5, 6)
    )
    if condition.needs_basis:
        assert factories.fresh(case).state == State.APPLIED
        verification_steps.confirm(given, by=work_committee)
    assert factories.fresh(case).state == State.DISQUALIFIED


def test_P3_conditions_two_to_five_are_within_the_year():
    """（二）（三）（四）（五）：“年度内……”；（一）（六）没有年度限制。"""
    assert [row["number"] for row in STANDARD["disqualifications"] if row["within_year"]] == [2, 3, 4, 5]


def test_P4_0_four_steps_in_this_order_none_skipped():
    """P4.0 四、评定步骤：由支部自评、机关党组织考核、党组（党委）推荐、集中命名表彰的程序进行。"""
    assert [step.label for step in FOUR_STEPS] == ["支部自评", "机关党组织考核", "党组（党委）推荐", "集中命名表彰"]
    forward = [Action.APPLY, Action.CONCLUDE, Action.RECOMMEND, Action.PROPOSE, Action.NAME]
    way = [State.DRAFT, State.APPLIED, State.ASSESSED, State.RECOMMENDED, State.PROPOSED, State.NAMED]
    for action, before, after in zip(forward, way, way[1:], strict=False):
        assert {move.after for move in find(action, before)} == {after}
    reach_named = {move.before for move in PROCEDURE if move.after == State.NAMED}
    assert reach_named == {State.PROPOSED}


def test_P4_1_a_branch_that_meets_the_standard_applies(case, secretary):
    """P4.1 支部自评：党支部根据评定标准进行自评，达到标准的向上级党组织提出申请。"""
    with pytest.raises(Refused, match="自评没有完成"):
        advance(case, Action.APPLY, by=secretary)
    assert factories.applied(case, secretary).state == State.APPLIED


@pytest.mark.parametrize("missing", ["is_visited", "has_opinion"])
def test_P4_2_the_team_visits_and_an_opinion_is_written(missing):
    """P4.2 机关党组织考核：成立考核组，采取实地查看、征求意见等方式进行考核，提出考核意见，提交党组（党委）评审。"""
    ready = Facts(is_visited=True, sheets=1, has_opinion=True, actor=1, applied_by=2)
    move = find(Action.CONCLUDE, State.APPLIED)[0]
    assert [rule(ready) for rule in move.rules if rule(ready)] == []
    lacking = Facts(**{**ready.__dict__, missing: False})
    assert [rule(lacking) for rule in move.rules if rule(lacking)] != []


def test_P4_2_the_assessment_needs_a_team(case, secretary, organ_officer):
    case = factories.applied(case, secretary)
    assert not AssessmentTeam.objects.exists()
    with pytest.raises(Refused, match="考核组还没有提交评分"):
        advance(case, Action.CONCLUDE, by=organ_officer)


@pytest.mark.parametrize(("branches", "places"), [(9, 0), (10, 1), (19, 1), (29, 2), (31, 3), (44, 4), (100, 10)])
def test_P4_3_at_most_ten_percent_are_recommended(branches, places):
    """P4.3 党组（党委）推荐：按照不超过 10% 比例向平顶山市直工委推荐。"""
    assert allotments.cap(branches, Decimal("0.1")) == places


def test_P4_3_by_the_end_of_january(case, secretary, organ_officer, assessor, leading_group, recommending, today):
    """“……于次年元月底前……”"""
    assert deadlines.usual(2026)["recommendation_due"] == date(2027, 1, 31)
    case = factories.assessed(factories.applied(case, secretary), organ_officer, assessor)
    factories.deliberated(factories.recommendation_list(recommending, case.unit), leading_group)
    today(date(2027, 2, 1))
    with pytest.raises(Refused, match="截止"):
        factories.recommended(case, leading_group)
    today(date(2027, 1, 31))
    assert factories.recommended(case, leading_group).state == State.RECOMMENDED


def test_P4_3b_the_ratio_is_adjusted_according_to_circumstances(recommending, unit, work_committee, second_member):
    """P4.3b 平顶山市直工委根据实际情况对推荐比例进行动态调整。"""
    own = factories.recommendation_list(recommending, unit, base=20)
    ratio_steps.adjust_ratio(
        recommending,
        scope=RatioAdjustment.Scope.UNIT,
        unit=unit,
        ratio=Decimal("0.15"),
        reason="任务重。",
        document="平直工〔2027〕1号",
        by=work_committee,
        confirmed_by=second_member,
    )
    own.refresh_from_db()
    assert (own.cap, own.seats.count()) == (3, 3)


def test_P4_4_both_bodies_evaluate_together():
    """P4.4 集中命名表彰：由平顶山市直工委会同平顶山市委组织部组成考核评定组……每年“七一”前后命名表彰奖励。"""
    propose, name = find(Action.PROPOSE, State.RECOMMENDED)[0], find(Action.NAME, State.PROPOSED)[0]
    assert naming_rules.both_agree_to_name in propose.rules
    assert naming_rules.cosigned in name.rules
    one_sided = Facts(verdicts=("name", ""), own=Seats(is_submitted=True))
    assert "市委组织部" in naming_rules.both_agree_to_name(one_sided)
    assert deadlines.usual(2026)["naming_on"] == date(2027, 7, 1)


def test_P4_5_who_holds_the_title_does_not_take_part_again(work_committee, branch, unit):
    """P4.5 已评为平顶山市机关“四强”党支部的，不重复参加评定。"""
    other = factories.branch(unit)
    Honour.objects.create(
        branch=branch, year=2024, branch_name=branch.full_name, decision_number="1号", named_on=date(2025, 7, 1)
    )
    made = year_steps.open_cycle(year_steps.create_cycle(2026, by=work_committee), by=work_committee)
    assert set(Candidacy.objects.filter(cycle=made).values_list("branch", flat=True)) == {other.pk}


@pytest.mark.django_db
def test_P4_6_every_year_each_unit_reinspects_its_titles_and_reports():
    """P4.6 各单位每年对本单位……党支部进行复查，提出保留或者撤销的建议，并将有关复查情况报告报送平顶山市直工委。"""
    house = honour_helpers.House.build()
    factories.branch(house.unit)
    honour = house.named()
    cycle = house.open()
    one = house.one(honour)
    assert {
        move.perm for move in REINSPECTION if move.action in (honour_helpers.KEEPING, honour_helpers.REVOCATION)
    } == {Perm.REINSPECT}
    with pytest.raises(Refused, match="还没有复查建议"):
        unit_steps.report(cycle, house.unit, by=house.officer)
    assert house.report(house.suggest(one)).report.rows[0]["suggestion"] == ReinspectionState.KEEPING_SUGGESTED


@pytest.mark.django_db
@pytest.mark.parametrize("verdict", list(Confirmation))
def test_P4_7_both_bodies_review_keep_silently_or_revoke_and_take_the_plaque_back(verdict):
    """P4.7 ……进行复核，对符合要求的继续认定，不重复通报；对不符合要求的予以撤销，并收回牌匾。"""
    house = honour_helpers.House.build()
    factories.branch(house.unit)
    honour = house.named()
    house.open()
    action = honour_helpers.KEEPING if verdict == Confirmation.KEEP else honour_helpers.REVOCATION
    one = house.review(house.reported(honour, action), verdict, verdict)
    if verdict == Confirmation.KEEP:
        assert one.state == ReinspectionState.KEPT
        assert not PublicNotice.objects.exists()
        assert not Decision.objects.exists()
        assert not Notice.objects.exclude(kind=Notice.Kind.REINSPECTION).exists(), "no notice but the unit's own report"
        return
    assert Honour.objects.get().state == HonourState.STANDING  # not before both have signed
    house.revoke(one.cycle)
    assert Honour.objects.get().state == HonourState.REVOKED


@pytest.mark.django_db
def test_P4_8_reinspection_runs_at_the_same_time_as_recommendation():
    """P4.8 复查、复核与推荐、评定工作同步进行。"""
    house = honour_helpers.House.build()
    factories.branch(house.unit)
    honour = house.named()
    cycle = house.open()
    assert YearDate.RECOMMENDATION.of(cycle) == seen(house.one(honour).pk).due
    assert Candidacy.objects.filter(cycle=cycle).exists()


def test_P5_1_progress_is_visible_and_every_decision_traceable(case, secretary, organ_officer, client):
    """P5.1 五（一）各级党组织要……定期进行督促检查，及时了解情况，掌握落实进度。"""
    case = factories.applied(case, secretary)
    client.force_login(organ_officer)
    progress = client.get(reverse("evaluation:cycle_progress", args=[case.cycle.year]))
    assert progress.status_code == 200
    file = client.get(reverse("evaluation:case", args=[case.pk])).content.decode()
    assert "提交申请" in file
    assert secretary.name in file


def test_P5_1b_the_first_branch_is_marked_and_filtered_but_neither_bonus_nor_bar(case, client, work_committee):
    """P5.1b 坚持从“一把手”所在的“第一支部”抓起。"""
    Branch.objects.filter(pk=case.branch_id).update(is_first_branch=True)
    factories.candidacy(case.cycle, factories.branch(case.unit))
    client.force_login(work_committee)
    url = f"{reverse('evaluation:candidacy_list')}?cycle={case.cycle.year}"
    assert client.get(url).context["listing"].count == 2
    assert client.get(f"{url}&first=True").context["listing"].count == 1
    assert not any("first" in rule.__name__ for move in PROCEDURE for rule in move.rules)


def test_P5_2_a_new_title_gets_one_subsidy_and_counts_for_the_yearly_choice(branch, case, work_committee, client):
    """P5.2 五（二）对获评的“四强”党支部……给予经费补助，在“两优一先”评选中优先考虑。"""
    done = Decision.objects.create(cycle=case.cycle, state=DecisionState.PROCLAIMED, document_number="1号")
    title = factories.honour(branch, 2026, decision=done, candidacy=case, named_on=clock.today())
    subsidies_steps.grant([title], by=work_committee, amount=Decimal(5000), source="党建经费")
    with pytest.raises(Refused, match="只补助一次"):
        subsidies_steps.grant([title], by=work_committee, amount=Decimal(5000), source="党建经费")
    assert list(honours_queries.holders(clock.today(), with_held_up=False)) == [title]
    shift(title, HonourState.ON_HOLD, by=work_committee)
    assert list(honours_queries.holders(clock.today(), with_held_up=False)) == []
    client.force_login(work_committee)
    page = client.get(reverse("evaluation:honour_holders"), {"with_held_up": "True"})
    assert page.context["listing"].count == 1
    assert "暂缓" in page.content.decode()


def test_P5_3_what_a_named_branch_has_learned_is_collected_chosen_and_shown(
    branch, secretary, work_committee, stranger, client
):
    """P5.3 五（三）注重总结典型经验……形成一批党支部工作法。"""
    title = factories.honour(branch, 2025)
    texts = dict.fromkeys(methods_steps.TEXTS, "三访三办")
    methods_steps.write(title, by=secretary, texts=texts, version=None)
    written = methods_steps.submit(title, by=secretary)
    client.force_login(stranger)
    url = reverse("evaluation:method", args=[written.pk])
    assert client.get(url).status_code == 404
    methods_steps.select(written, by=work_committee)
    assert client.get(url).status_code == 200
    assert "三访三办" in client.get(reverse("evaluation:methods")).content.decode()


def test_every_step_belongs_to_its_own_body():
    """“按照‘分级负责’的原则”：支部、机关党组织、党组（党委）、市直工委各负其责；市直工委回避时由市委组织部办理（D19）。"""
    holders = {
        Action.NOT_APPLY: Perm.APPLY,
        Action.CONCLUDE: Perm.ASSESS,
        Action.FORWARD: Perm.RECOMMEND,
        Action.PROPOSE: Perm.NAME,
    }
    for action, perm in holders.items():
        own = (move for move in PROCEDURE if own_body_away not in move.rules)
        assert {move.perm for move in own if move.action == action} == {perm}
    assert Counter(perm.scope for perm in holders.values())["unit"] == 2
    assert {role for role in Role if role.scope == "city"} >= {Role.WORK_COMMITTEE, Role.ORGANISATION_DEPARTMENT}
    assert {move.step for move in PROCEDURE} == set(Step)
