"""One test for each decision that the table of the procedure keeps, with its twin. The others: test_decisions.py."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from branches import clock
from evaluation import advance as door
from evaluation import worklist
from evaluation.advance import Refused, advance
from evaluation.assessment.verification.steps import verification as verification_steps
from evaluation.deadlines import own_date
from evaluation.models import Candidacy, RecommendationList, SelfAssessment, SelfRating
from evaluation.procedure.lives import find
from evaluation.recommendation.steps import list as list_steps
from evaluation.rules import general as general_rules
from evaluation.rules import recommendation as recommendation_rules
from evaluation.rules import self_assessment as self_assessment_rules
from evaluation.rules.facts import Facts
from evaluation.vocabulary import Action, Answer, Grade, ListState, State
from evaluation.vocabulary.duties import Duty
from tests.support import boards, factories
from tests.support.twins import without

AFTER_STEP_ONE = date(2027, 1, 11)
REQUEST = "关于退出评定的报告（2027年2月2日）"


@pytest.fixture
def own(recommending, unit, leading_group):
    """The unit's list with two places, the meeting held."""
    return boards.open_list(recommending, unit, leading_group, base=20)


@pytest.fixture
def pool_list(recommending, unit, leading_group, work_committee):
    """The list of a unit without a place, in a pool of one."""
    pool = boards.open_list(recommending, None, work_committee, base=10)
    return boards.open_list(recommending, unit, leading_group, base=8, pool=pool)


def state(case):
    return factories.fresh(case).state


def hand_in(own, by, **given):
    return list_steps.submit(own, by=by, **({"seen": boards.seen(own), "is_nobody": True} | given))


# D9, D36: dates


def sent_back_twice(case, secretary, organ_officer, assessor, leading_group, today):
    """Assessed, back to the organ until 28 January, back to the branch until the 26th, and applied again."""
    factories.assessed(factories.applied(case, secretary), organ_officer, assessor)
    today(date(2027, 1, 22))
    advance(factories.fresh(case), Action.SEND_BACK, by=leading_group, note="请核实。", due=date(2027, 1, 28))
    advance(factories.fresh(case), Action.SEND_BACK, by=organ_officer, note="请补充。", due=date(2027, 1, 26))
    assert own_date(factories.fresh(case)) == date(2027, 1, 26)
    advance(factories.fresh(case), Action.APPLY, by=secretary)
    return factories.fresh(case)


def test_D9_a_case_sent_back_twice_keeps_its_date_and_can_be_concluded(
    case, own, secretary, organ_officer, assessor, leading_group, today
):
    case = sent_back_twice(case, secretary, organ_officer, assessor, leading_group, today)
    assert own_date(case) == date(2027, 1, 28)
    advance(case, Action.CONCLUDE, by=organ_officer)
    assert (state(case), factories.fresh(case).assessment_due) == (State.ASSESSED, None)


def test_D9_without_a_date_for_each_step_it_could_not(
    case, own, secretary, organ_officer, assessor, leading_group, today, monkeypatch
):
    def only_one(before, after, due):
        return {"self_assessment_due": due, "assessment_due": due, "recommendation_due": due}

    monkeypatch.setattr(door, "own_dates", only_one)
    case = sent_back_twice(case, secretary, organ_officer, assessor, leading_group, today)
    with pytest.raises(Refused, match="已于2027年1月20日（周三）截止"):
        advance(case, Action.CONCLUDE, by=organ_officer)


def test_D36_a_send_back_lies_before_the_date_that_follows(case, secretary, organ_officer, monkeypatch):
    case = factories.applied(case, secretary)
    for due, sentence in (
        (None, "请选择新的期限"),
        (date(2026, 12, 6), "不能早于今天"),
        (date(2027, 1, 20), "最迟为2027年1月19日"),
    ):
        with pytest.raises(Refused, match=sentence):
            advance(case, Action.SEND_BACK, by=organ_officer, note="请补充。", due=due)
    without(monkeypatch, general_rules.dated_in_order)
    advance(case, Action.SEND_BACK, by=organ_officer, note="请补充。", due=date(2027, 1, 20))
    assert own_date(factories.fresh(case)) == date(2027, 1, 20)


def test_D36_where_no_date_is_left_the_button_says_what_to_do(case, secretary, organ_officer, today, monkeypatch):
    case = factories.applied(case, secretary)
    today(date(2027, 1, 20))
    given = {"by": organ_officer, "note": "请补充。", "due": date(2027, 1, 20)}
    with pytest.raises(Refused, match="已经没有日期可选。请先联系市直工委延期"):
        advance(case, Action.SEND_BACK, **given)
    without(monkeypatch, general_rules.room_for_a_date)
    without(monkeypatch, general_rules.dated_in_order)
    advance(case, Action.SEND_BACK, **given)


# D37: what a branch must reach


def unmet(case):
    rate(case, [1], Grade.UNMET)


def zero(case):
    SelfRating.objects.filter(candidacy=case, criterion__number=1).update(grade="", points=0)


def too_many_left_out(case):
    rate(case, [1, 6, 11, 16], Grade.NOT_APPLICABLE)


def an_empty_strength(case):
    case.cycle.__class__.objects.filter(pk=case.cycle_id).update(not_applicable_limit=5)
    rate(case, [1, 2, 3, 4, 5], Grade.NOT_APPLICABLE)


def half_in_favour(case):
    SelfAssessment.objects.filter(candidacy=case).update(expected=8, present=8, in_favour=4)


def more_than_there_are(case):
    SelfAssessment.objects.filter(candidacy=case).update(expected=10, present=9, in_favour=9)


def rate(case, numbers, grade):
    SelfRating.objects.filter(candidacy=case, criterion__number__in=numbers).update(grade=grade)


@pytest.mark.parametrize(
    ("spoil", "rule", "sentence"),
    [
        (unmet, self_assessment_rules.reached, "有1项自评为未达到"),
        (zero, self_assessment_rules.reached, "有1项自评为未达到"),
        (too_many_left_out, self_assessment_rules.mostly_applicable, "有4项填了不适用，最多3项"),
        (an_empty_strength, self_assessment_rules.mostly_applicable, "“政治功能强”各项都填了不适用"),
        (half_in_favour, self_assessment_rules.carried, "没有超过应到党员8名的半数"),
        (more_than_there_are, self_assessment_rules.carried, "不能多于正式党员9名"),
    ],
)
def test_D37_only_a_branch_that_reaches_the_standard_and_whose_meeting_carried_it_applies(
    case, secretary, monkeypatch, spoil, rule, sentence
):
    factories.fill_in(case, secretary)
    spoil(case)
    with pytest.raises(Refused, match=sentence):
        advance(case, Action.APPLY, by=secretary)
    without(monkeypatch, rule)
    advance(case, Action.APPLY, by=secretary)
    assert state(case) == State.APPLIED


# D39: the unit as a whole


def test_D39_a_unit_waits_for_branches_that_may_still_apply(
    own, case, recommending, unit, secretary, leading_group, today, monkeypatch
):
    boards.assessed(recommending, unit, "96.0")
    for given in ({}, {"is_nobody": True}):
        with pytest.raises(Refused, match="还有1个支部在自评、期限未到"):
            hand_in(own, leading_group, **given)
    client = Client()
    client.force_login(leading_group, "branches.access.Accounts")
    check = client.get(reverse("evaluation:recommendation_submit", args=[recommending.year, unit.pk])).content.decode()
    assert "没有答复的支部" in check and case.branch.short_name in check
    with monkeypatch.context() as patch:
        patch.setattr(recommendation_rules, "all_answered", lambda facts: "")
        hand_in(own, leading_group)
    RecommendationList.objects.filter(pk=own.pk).update(state=ListState.OPEN)
    advance(case, Action.NOT_APPLY, by=secretary, note="今年先打基础。")
    hand_in(own, leading_group)
    RecommendationList.objects.filter(pk=own.pk).update(state=ListState.OPEN)
    Candidacy.objects.filter(pk=case.pk).update(state=State.DRAFT)
    today(AFTER_STEP_ONE)
    hand_in(own, leading_group)


def test_D39_so_does_putting_forward(pool_list, case, recommending, unit, leading_group, today, monkeypatch):
    (one,) = boards.assessed(recommending, unit, "96.0")
    with pytest.raises(Refused, match="还有1个支部在自评、期限未到"):
        advance(one, Action.FORWARD, by=leading_group)
    Candidacy.objects.filter(pk=case.pk).update(self_assessment_due=date(2027, 1, 15))
    today(date(2027, 1, 15))
    with pytest.raises(Refused, match="还有1个支部在自评、期限未到"):
        advance(one, Action.FORWARD, by=leading_group)
    without(monkeypatch, recommendation_rules.all_answered)
    advance(one, Action.FORWARD, by=leading_group)


@pytest.mark.parametrize("how", ["handed in", "put forward"])
def test_D39_steps_one_and_two_end_with_what_the_unit_hands_in(
    request, recommending, unit, secretary, organ_officer, leading_group, case, monkeypatch, how
):
    the_list = request.getfixturevalue("own" if how == "handed in" else "pool_list")
    factories.fill_in(case, secretary)
    (brother,) = boards.assessed(recommending, unit, "96.0")
    if how == "handed in":
        RecommendationList.objects.filter(pk=the_list.pk).update(state=ListState.SUBMITTED)
    else:
        Candidacy.objects.filter(pk=brother.pk).update(state=State.FORWARDED)
    acts = (
        (State.DRAFT, Action.APPLY, secretary),
        (State.NOT_APPLIED, Action.RESUME, secretary),
        (State.APPLIED, Action.SEND_BACK, organ_officer),
    )
    for stands, action, by in acts:
        Candidacy.objects.filter(pk=case.pk).update(state=stands)
        with pytest.raises(Refused, match="本单位的推荐已经办结"):
            advance(factories.fresh(case), action, by=by, note="理由。", due=clock.today())
    with monkeypatch.context() as patch:
        without(patch, recommendation_rules.not_handed_in)
        advance(factories.fresh(case), Action.SEND_BACK, by=organ_officer, note="理由。", due=clock.today())
    if how == "handed in":
        RecommendationList.objects.filter(pk=the_list.pk).update(state=ListState.OPEN)
    else:
        advance(factories.fresh(brother), Action.TAKE_BACK, by=leading_group)
    advance(factories.fresh(case), Action.APPLY, by=secretary)


# D42: silence


def close(case, by):
    advance(factories.fresh(case), Action.CLOSE, by=by, note="年度工作结束。")
    return state(case)


def born(case, secretary, organ_officer):
    pass


def recalled(case, secretary, organ_officer):
    advance(factories.applied(case, secretary), Action.RECALL, by=secretary)


def sent_back(case, secretary, organ_officer):
    case = factories.applied(case, secretary)
    advance(case, Action.SEND_BACK, by=organ_officer, note="请补充。", due=date(2026, 12, 20))


def sent_back_and_resumed(case, secretary, organ_officer):
    sent_back(case, secretary, organ_officer)
    advance(factories.fresh(case), Action.NOT_APPLY, by=secretary, note="今年先打基础。")
    advance(factories.fresh(case), Action.RESUME, by=secretary)


@pytest.mark.parametrize(
    ("past", "end"),
    [
        (born, State.NOT_ANSWERED),
        (recalled, State.NOT_ANSWERED),
        (sent_back, State.NOT_RECOMMENDED),
        (sent_back_and_resumed, State.NOT_ANSWERED),
    ],
)
def test_D42_silence_is_its_own_end(case, secretary, organ_officer, work_committee, past, end):
    past(case, secretary, organ_officer)
    assert close(case, work_committee) == end


def test_D42_without_its_rule_who_was_sent_back_would_count_as_silent(
    case, secretary, organ_officer, work_committee, monkeypatch
):
    sent_back(case, secretary, organ_officer)
    without(monkeypatch, self_assessment_rules.never_returned)
    assert close(case, work_committee) == State.NOT_ANSWERED


@pytest.mark.parametrize(("stands", "end"), [("open", State.NOT_RECOMMENDED), ("submitted", State.NOT_NAMED)])
def test_D42_on_a_list_that_stands_open_nobody_was_recommended(
    own, recommending, unit, leading_group, work_committee, stands, end
):
    (one,) = boards.assessed(recommending, unit, "96.0")
    boards.pick(leading_group, one)
    RecommendationList.objects.filter(pk=own.pk).update(state=stands)
    assert close(one, work_committee) == end


# D14, D16: what is lost and given back


def found_wrong(case, officer, committee):
    """Disqualified by a finding that was wrong, corrected by two."""
    condition = case.cycle.disqualifications.get(number=5)
    given = {"facts": "查实。", "decided_on": date(2026, 6, 1)}
    finding = verification_steps.verify(case, condition, Answer.YES, by=officer, **given)
    verification_steps.ask_correction(finding, by=officer, reason="查实的是另一支部。")
    finding.refresh_from_db()
    verification_steps.correct(finding, by=committee)
    return factories.fresh(case)


def test_D14_after_a_brother_was_named_a_reinstated_case_can_be_recommended_again(
    own, recommending, unit, organ_officer, leading_group, work_committee, today
):
    named, wronged = boards.assessed(recommending, unit, "96.0", "94.0")
    boards.pick(leading_group, named, wronged)
    hand_in(own, leading_group)
    Candidacy.objects.filter(pk=named.pk).update(state=State.NAMED)
    wronged = found_wrong(wronged, organ_officer, work_committee)
    today(date(2027, 3, 1))
    list_steps.return_list(own, by=work_committee, reason="名额空出。", due=date(2027, 3, 10))
    advance(wronged, Action.REINSTATE, by=work_committee, due=date(2027, 3, 9))
    assert state(wronged) == State.ASSESSED
    boards.pick(leading_group, factories.fresh(wronged))
    hand_in(own, leading_group)
    assert (state(named), state(wronged)) == (State.NAMED, State.RECOMMENDED)
    assert own.versions.count() == 2


def test_D16_reinstating_skips_no_step(
    own, case, secretary, organ_officer, assessor, leading_group, work_committee, monkeypatch
):
    factories.assessed(factories.applied(case, secretary), organ_officer, assessor)
    advance(factories.fresh(case), Action.SEND_BACK, by=leading_group, note="请核实。", due=date(2027, 1, 25))
    case = found_wrong(factories.fresh(case), organ_officer, work_committee)
    advance(case, Action.REINSTATE, by=work_committee, due=date(2027, 1, 26))
    assert (state(case), own_date(factories.fresh(case))) == (State.APPLIED, date(2027, 1, 26))
    rows = {row.after: row.rules for row in find(Action.REINSTATE, State.DISQUALIFIED)}
    for rule, places in (
        (general_rules.back_to_draft, {State.DRAFT}),
        (general_rules.back_to_applied, {State.APPLIED}),
        (general_rules.back_to_assessed, {State.ASSESSED, State.FORWARDED, State.RECOMMENDED, State.PROPOSED}),
    ):
        assert sum(rule in rules for rules in rows.values()) == 1
        assert {one for one in State if not rule(Facts(disqualified_from=one))} == places


# D27: leaving


def test_D27_later_a_branch_leaves_on_the_units_written_request(
    own, recommending, unit, organ_officer, leading_group, work_committee, monkeypatch
):
    first, second = boards.assessed(recommending, unit, "96.0", "94.0")
    boards.pick(leading_group, first, second)
    with pytest.raises(Refused, match="不由您“退出参评”"):
        advance(factories.fresh(second), Action.WITHDRAW, by=work_committee, note="支部合并。", basis=REQUEST)
    advance(factories.fresh(first), Action.WITHDRAW, by=organ_officer, note="支部合并。")
    hand_in(own, leading_group)
    with pytest.raises(Refused, match="推荐名单已报送"):
        advance(factories.fresh(second), Action.WITHDRAW, by=organ_officer, note="支部合并。")
    with pytest.raises(Refused, match="请写明单位书面申请"):
        advance(factories.fresh(second), Action.WITHDRAW, by=work_committee, note="支部合并。")
    client = Client()
    client.force_login(work_committee, "branches.access.Accounts")
    url = reverse("evaluation:move", args=[second.pk, "withdraw"])
    given = {"note": "支部合并。", "version": factories.fresh(second).version}
    kept = client.post(url, given | {"basis": ""})
    assert kept.status_code == 422 and "支部合并。" in kept.content.decode()
    client.post(url, given | {"basis": REQUEST})
    assert factories.fresh(second).transitions.last().data == {"basis": REQUEST}
    assert {state(first), state(second)} == {State.WITHDRAWN}


def test_D27_without_its_rule_a_word_would_do(own, recommending, unit, leading_group, work_committee, monkeypatch):
    (one,) = boards.assessed(recommending, unit, "96.0")
    boards.pick(leading_group, one)
    hand_in(own, leading_group)
    without(monkeypatch, recommendation_rules.requested)
    advance(factories.fresh(one), Action.WITHDRAW, by=work_committee, note="支部合并。")
    assert state(one) == State.WITHDRAWN


# Nobody is a dead end (D40): a list that waiting cannot free is somebody's


def test_a_returned_list_past_its_date_is_a_task_of_the_work_committee(own, leading_group, work_committee, today):
    def owed():
        return [task.subject for task in worklist.tasks(work_committee) if task.duty == Duty.FREE_LIST]

    hand_in(own, leading_group)
    list_steps.return_list(own, by=work_committee, reason="缺少纪要文号。", due=date(2027, 2, 5))
    today(date(2027, 2, 5))
    assert owed() == []
    today(date(2027, 2, 6))
    assert owed() == ["市财政局"]
    RecommendationList.objects.filter(pk=own.pk).update(state=ListState.SUBMITTED)
    assert owed() == []
