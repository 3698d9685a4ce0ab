"""Step 3 as the leading Party group works it: places, order, reasons, handing in, giving back (方案 四（三）)."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from branches import access
from branches.models import AuditEntry
from branches.permissions import Role
from evaluation.advance import Refused, advance
from evaluation.cycle.steps import extension as extension_steps
from evaluation.models import Candidacy, Cycle, Deliberation, ListVersion, RecommendationList, Verification
from evaluation.recommendation import handing_in
from evaluation.recommendation.comparison import Candidate, passed_over, tie_sentence, ties
from evaluation.recommendation.steps import list as list_steps
from evaluation.vocabulary import Action, Answer, CycleState, ListState, State, Step, Tier
from tests.support import boards, factories


@pytest.fixture
def own(recommending, unit, leading_group):
    """A list of three places, its meeting held."""
    return boards.open_list(recommending, unit, leading_group, base=30)


@pytest.fixture
def cases(recommending, unit, own):
    return boards.assessed(recommending, unit, "96.5", "94.0", "94.0", "90.1")


def meeting(**changes):
    return {
        "held_on": date(2027, 1, 8),
        "chair": "李书记",
        "expected": 7,
        "present": 6,
        "minutes": "党组会议纪要〔2027〕1号",
    } | changes


# Picking


def test_a_pick_takes_a_place_and_the_last_rank(cases, leading_group, own):
    boards.pick(leading_group, cases[0], cases[1])
    assert boards.order(own) == ["甲支部", "乙支部"]
    assert factories.fresh(cases[1]).rank == 2


def test_nothing_is_picked_before_the_meeting(recommending, unit, leading_group):
    factories.recommendation_list(recommending, unit, base=30)
    (case,) = boards.assessed(recommending, unit, "90.0")
    with pytest.raises(Refused, match="还没有党组（党委）会议审议记录"):
        list_steps.recommend(case, by=leading_group, version=0)


def test_without_the_meeting_rule_it_would_be_picked(recommending, unit, leading_group, monkeypatch):
    factories.recommendation_list(recommending, unit, base=30)
    (case,) = boards.assessed(recommending, unit, "90.0")
    monkeypatch.setattr("evaluation.cases.observe.refusals", lambda move, facts, button: iter(()))
    list_steps.recommend(case, by=leading_group, version=0)
    assert factories.fresh(case).state == State.RECOMMENDED


def test_at_the_cap_a_pick_is_refused_with_the_arithmetic(cases, leading_group):
    boards.pick(leading_group, *cases[:3])
    with pytest.raises(Refused, match="名额已满3个（30个支部 × 10% = 3 → 3个）"):
        list_steps.recommend(cases[3], by=leading_group, version=0)


def test_replacing_swaps_in_the_same_place_of_the_order(cases, leading_group, own):
    boards.pick(leading_group, *cases[:3])
    list_steps.replace(cases[0], cases[3], by=leading_group, out_version=1, into_version=0)
    assert boards.order(own) == ["丁支部", "乙支部", "丙支部"]
    assert factories.fresh(cases[0]).state == State.ASSESSED


def test_a_refused_replacement_leaves_everything_as_it_was(cases, leading_group, own):
    boards.pick(leading_group, *cases[:3])
    with pytest.raises(Refused):
        list_steps.replace(cases[0], cases[3], by=leading_group, out_version=1, into_version=99)
    assert boards.order(own) == ["甲支部", "乙支部", "丙支部"]


def test_a_replacement_across_units_is_refused(cases, recommending, leading_group):
    (foreign,) = boards.assessed(recommending, factories.unit(), "99.0")
    boards.pick(leading_group, cases[0])
    with pytest.raises(Refused, match="同一单位"):
        list_steps.replace(cases[0], foreign, by=leading_group, out_version=1, into_version=0)


def test_who_concluded_the_opinion_may_not_recommend(case, secretary, organ_officer, assessor, unit, recommending):
    """D18: four eyes, although the person holds both posts."""
    access.grant(organ_officer, Role.LEADING_GROUP, unit, starts_on=date(2020, 1, 1), by=None)
    boards.open_list(recommending, unit, organ_officer, base=30)
    case = factories.assessed(factories.applied(case, secretary), organ_officer, assessor)
    with pytest.raises(Refused, match="考核意见由您提交，推荐须由另一人办理"):
        list_steps.recommend(case, by=organ_officer, version=case.version)


def test_a_reason_over_the_limit_is_refused(cases, leading_group):
    with pytest.raises(Refused, match="超出1字"):
        list_steps.recommend(cases[0], by=leading_group, version=0, note="长" * 301)


def test_a_place_freed_by_a_finding_can_be_used_again(cases, leading_group, organ_officer, own):
    """D14: the seat of a disqualified branch becomes free at once."""
    boards.pick(leading_group, *cases[:3])
    Verification.objects.create(
        candidacy=cases[0],
        disqualification=cases[0].cycle.disqualifications.get(number=2),
        tier=Tier.ORGAN,
        answer=Answer.YES,
        takes_effect=True,
        by=organ_officer,
        at=cases[0].since,
    )
    advance(cases[0], Action.DISQUALIFY, by=organ_officer)
    boards.pick(leading_group, cases[3])
    assert boards.order(own) == ["乙支部", "丙支部", "丁支部"]


# The order


def test_the_order_is_what_was_given_and_tells_the_audit_of_no_picks(cases, leading_group, own):
    boards.pick(leading_group, *cases[:3])
    list_steps.put_in_order(own, [cases[2].pk, cases[0].pk, cases[1].pk], by=leading_group)
    assert boards.order(own) == ["丙支部", "甲支部", "乙支部"]
    assert not AuditEntry.objects.filter(by=leading_group).exists()


def test_an_order_of_other_cases_is_refused(cases, leading_group, own):
    boards.pick(leading_group, *cases[:2])
    with pytest.raises(Refused, match="刚刚有人办理过"):
        list_steps.put_in_order(own, [cases[0].pk, cases[2].pk], by=leading_group)


def test_only_the_units_own_leading_group_orders(cases, own, organ_officer, work_committee):
    for person in (organ_officer, work_committee):
        with pytest.raises(PermissionDenied):
            list_steps.put_in_order(own, [], by=person)


def test_a_list_handed_in_or_of_a_closed_year_is_not_worked_on(cases, leading_group, own, recommending):
    boards.pick(leading_group, *cases[:2])
    order = [cases[1].pk, cases[0].pk]
    RecommendationList.objects.filter(pk=own.pk).update(state=ListState.SUBMITTED)
    with pytest.raises(Refused, match="名单已报送"):
        list_steps.put_in_order(own, order, by=leading_group)
    with pytest.raises(Refused, match="名单已报送"):
        list_steps.deliberate(own, by=leading_group, **meeting())
    RecommendationList.objects.filter(pk=own.pk).update(state=ListState.OPEN)
    Cycle.objects.filter(pk=recommending.pk).update(state=CycleState.CLOSED)
    with pytest.raises(Refused, match="已结束"):
        list_steps.put_in_order(own, order, by=leading_group)


# The meeting


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"held_on": date(2027, 1, 9)}, "会议日期不能晚于今天"),
        ({"present": 8}, "实到人数"),
        ({"present": 0}, "实到人数"),
    ],
)
def test_an_impossible_meeting_is_refused(own, leading_group, changes, sentence):
    with pytest.raises(Refused, match=sentence):
        list_steps.deliberate(own, by=leading_group, **meeting(**changes))


def test_a_second_meeting_is_added_beside_the_first(own, leading_group):
    list_steps.deliberate(own, by=leading_group, **meeting(chair="王书记"))
    assert [one.chair for one in Deliberation.objects.filter(list=own)] == ["王书记", "李书记"]


def test_a_meeting_is_recorded_only_by_the_body_itself(own, organ_officer):
    with pytest.raises(PermissionDenied):
        list_steps.deliberate(own, by=organ_officer, **meeting())


# Handing in


def hand_in(own, by, **given):
    return list_steps.submit(own, by=by, **({"seen": boards.seen(own)} | given))


def test_handing_in_freezes_a_version_and_closes_the_list(cases, leading_group, own):
    boards.pick(leading_group, *cases[:3])
    version = hand_in(own, leading_group)
    own.refresh_from_db()
    assert (own.state, own.version, own.submitted_by) == (ListState.SUBMITTED, 1, leading_group)
    assert [(row["place"], row["branch"], row["score"]) for row in version.rows] == [
        (1, "甲支部", "96.5"),
        (2, "乙支部", "94.0"),
        (3, "丙支部", "94.0"),
    ]
    with pytest.raises(Refused, match="推荐名单已报送"):
        advance(cases[0], Action.UNRECOMMEND, by=leading_group)


def test_a_lower_score_before_a_higher_one_wants_a_reason(cases, leading_group, own):
    """D21: nothing is selected by score alone, but passing over is explained."""
    boards.pick(leading_group, cases[3])
    with pytest.raises(Refused, match=r"丁支部（90\.1）排在参考分更高的甲支部（96\.5）"):
        hand_in(own, leading_group)
    hand_in(own, leading_group, reasons={cases[3].pk: "承担重点任务，群众评价高。"})
    assert factories.fresh(cases[3]).recommendation_reason == "承担重点任务，群众评价高。"
    assert ListVersion.objects.get().rows[0]["reason"] == "承担重点任务，群众评价高。"


def test_without_the_comparison_nobody_would_have_to_explain(cases, leading_group, own, monkeypatch):
    monkeypatch.setattr(list_steps, "passed_over", lambda standing: {})
    boards.pick(leading_group, cases[3])
    assert hand_in(own, leading_group).number == 1


def test_a_case_still_being_assessed_wants_a_reason(cases, leading_group, own, recommending, unit):
    """D34."""
    late = factories.candidacy(recommending, factories.branch(unit, "戊支部"))
    Candidacy.objects.filter(pk=late.pk).update(state=State.APPLIED)
    boards.pick(leading_group, cases[0])
    with pytest.raises(Refused, match="戊支部已申请但没有考核完"):
        hand_in(own, leading_group)
    hand_in(own, leading_group, remark="书记外出学习，明年再申请。")
    own.refresh_from_db()
    assert own.remark == "书记外出学习，明年再申请。"


def test_recommending_nobody_is_an_act_of_its_own(own, leading_group):
    """D6: 宁缺毋滥, said explicitly."""
    with pytest.raises(Refused, match="如经研究本年度不推荐，请勾选确认"):
        hand_in(own, leading_group)
    assert hand_in(own, leading_group, is_nobody=True).rows == []


def test_a_list_that_changed_meanwhile_is_not_handed_in(cases, leading_group, own):
    boards.pick(leading_group, cases[0])
    before = boards.seen(own)
    boards.pick(leading_group, cases[1])
    with pytest.raises(Refused, match="刚刚有人办理过"):
        hand_in(own, leading_group, seen=before)


def test_without_the_meeting_nothing_is_handed_in(recommending, unit, leading_group):
    own = factories.recommendation_list(recommending, unit, base=30)
    with pytest.raises(Refused, match="会议审议记录"):
        hand_in(own, leading_group, is_nobody=True)


def test_after_the_last_day_handing_in_waits_for_an_extension(
    cases, leading_group, own, unit, recommending, work_committee, today
):
    """D8, D9: the end of the day, and no silent grace."""
    boards.pick(leading_group, cases[0])
    today(date(2027, 2, 1))
    with pytest.raises(Refused, match="已于2027年1月31日（周日）截止"):
        hand_in(own, leading_group)
    with pytest.raises(Refused, match="截止"):
        list_steps.recommend(cases[1], by=leading_group, version=0)
    days = {Step.RECOMMENDATION: date(2027, 2, 3)}
    both = {"by": work_committee, "confirmed_by": factories.appointed(Role.WORK_COMMITTEE)}
    extension_steps.extend(recommending, [unit], days, reason="会议改期。", **both)
    assert hand_in(own, leading_group).number == 1


def test_nobody_else_hands_in(own, organ_officer, work_committee, secretary):
    for person in (organ_officer, work_committee, secretary):
        with pytest.raises(PermissionDenied):
            hand_in(own, person, is_nobody=True)


# Giving back


@pytest.fixture
def handed_in(cases, leading_group, own):
    boards.pick(leading_group, cases[0])
    hand_in(own, leading_group)
    return own


def test_a_list_given_back_is_open_until_its_own_date_and_counts_its_versions(
    handed_in, cases, leading_group, work_committee, today
):
    """D27: the version stays as it was handed in."""
    list_steps.return_list(handed_in, by=work_committee, reason="缺少会议纪要文号。", due=date(2027, 2, 5))
    handed_in.refresh_from_db()
    assert (handed_in.state, handing_in.locked(handed_in).last_day) == (ListState.OPEN, date(2027, 2, 5))
    today(date(2027, 2, 5))
    boards.pick(leading_group, cases[1])
    second = hand_in(handed_in, leading_group)
    first = ListVersion.objects.get(list=handed_in, number=1)
    assert (len(first.rows), first.return_reason, second.number, len(second.rows)) == (1, "缺少会议纪要文号。", 2, 2)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"reason": " "}, "请写明退回理由"),
        ({"due": date(2027, 1, 7)}, "期限应在今天以后"),
        ({"due": date(2027, 7, 2)}, "最迟为2027年6月30日，须早于下一环节"),
    ],
)
def test_giving_back_wants_a_reason_and_a_sensible_date(handed_in, work_committee, given, sentence):
    with pytest.raises(Refused, match=sentence):
        list_steps.return_list(
            handed_in, by=work_committee, **({"reason": "请补充。", "due": date(2027, 2, 5)} | given)
        )


def test_what_is_decided_on_a_returned_list_stays_on_its_place(handed_in, cases, leading_group, work_committee):
    """D14: a brother that is proposed, named or not named does not keep the list shut for the others."""
    Candidacy.objects.filter(pk=cases[0].pk).update(state=State.PROPOSED)
    list_steps.return_list(handed_in, by=work_committee, reason="名额空出。", due=date(2027, 2, 5))
    with pytest.raises(Refused, match="不能“取消推荐”"):
        advance(cases[0], Action.UNRECOMMEND, by=leading_group)
    assert factories.fresh(cases[0]).seat.list_id == handed_in.pk


def test_only_the_work_committee_gives_back(handed_in, leading_group, organisation_department):
    for person in (leading_group, organisation_department):
        with pytest.raises(PermissionDenied):
            list_steps.return_list(handed_in, by=person, reason="请补充。", due=date(2027, 2, 5))


def test_an_open_list_cannot_be_given_back(own, work_committee):
    with pytest.raises(Refused, match="没有报送"):
        list_steps.return_list(own, by=work_committee, reason="请补充。", due=date(2027, 2, 5))


def test_each_act_on_a_list_leaves_one_record(handed_in, work_committee):
    before = AuditEntry.objects.count()
    list_steps.return_list(handed_in, by=work_committee, reason="请补充。", due=date(2027, 2, 5))
    assert AuditEntry.objects.count() == before + 1


def test_the_lock_is_taken_before_the_list_is_read(own, leading_group, monkeypatch):
    """What was decided on is what the locked list says, not what the page loaded."""
    RecommendationList.objects.filter(pk=own.pk).update(state=ListState.SUBMITTED)
    own.state = ListState.OPEN
    with pytest.raises(Refused, match="已报送"):
        hand_in(own, leading_group, is_nobody=True)
    monkeypatch.setattr(handing_in, "locked", lambda the_list: the_list)
    own.taken, own.is_deliberated, own.last_day, own.unanswered = 0, True, own.cycle.recommendation_due, 0
    with pytest.raises(Refused, match=r"不能这样办理|刚刚有人"):
        hand_in(own, leading_group, is_nobody=True)


# Comparing


def test_passing_over_looks_at_who_is_left_out_and_at_the_order():
    left_out = Candidate(1, "甲", 96)
    first, second = Candidate(2, "乙", 90, 1), Candidate(3, "丙", 94, 2)
    assert {pk: [one.pk for one in others] for pk, others in passed_over([left_out, first, second]).items()} == {
        2: [1, 3],
        3: [1],
    }


def test_candidates_without_a_score_are_never_compared():
    assert passed_over([Candidate(1, "甲", None), Candidate(2, "乙", 80, 1), Candidate(3, "丙", None, 2)]) == {}


def test_a_tie_is_told_when_it_touches_the_choice():
    """D21: ties are shown, never broken silently."""
    standing = [Candidate(1, "甲", 95, 1), Candidate(2, "乙", 94), Candidate(3, "丙", 94), Candidate(4, "丁", 80)]
    assert [[one.pk for one in group] for group in ties(standing, 2)] == [[2, 3]]
    assert ties(standing, 1) == []
    assert ties([*standing[:1], Candidate(2, "乙", 94, 2), *standing[2:]], 2)[0][0].pk == 2
    assert tie_sentence(standing[1:3]) == "乙、丙参考分同为94，请在会议中说明取舍。"
