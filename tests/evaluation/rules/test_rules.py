"""Each rule on both sides of its border: facts that it lets pass, and facts of which it says why not."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from evaluation.rules import allotment, assessment, general, impartiality, limits, naming, recommendation, reinspection
from evaluation.rules import reference_score as score
from evaluation.rules import self_assessment as first
from evaluation.rules.facts import Facts, ReinspectionFacts, Resolution, Seats
from evaluation.vocabulary import (
    Action,
    Body,
    Confirmation,
    Grade,
    ObjectionState,
    ScoreTemplate,
    SmallUnitMode,
    State,
    Verdict,
)

NOON = datetime(2027, 1, 10, 4, tzinfo=UTC)
SECOND = timedelta(seconds=1)
DAY = NOON.date()
OPEN, FULL, HANDED_IN = (
    Seats(is_open=True, cap=2, taken=1),
    Seats(is_open=True, cap=2, taken=2),
    Seats(is_submitted=True),
)
COMMITTEE, DEPARTMENT = Body.WORK_COMMITTEE, Body.ORGANISATION_DEPARTMENT


def met(**changes: Any) -> Resolution:
    whole = {"met_on": DAY, "expected": 9, "present": 8, "in_favour": 5, "has_words": True, "full_members": 9}
    return Resolution(**(whole | changes))


BOTH_NAME = (Verdict.NAME, Verdict.NAME)
BOTH_DECLINE = (Verdict.DECLINE, Verdict.DECLINE)

# rule: (facts that pass, facts of which it says why not)
CASES: dict[Any, tuple[list[dict[str, Any]], list[dict[str, Any]]]] = {
    general.cycle_open: ([{}], [{"cycle_is_open": False}]),
    general.in_time: (
        [
            {}, {"now": NOON}, {"due": NOON}, {"now": NOON, "due": NOON + SECOND}, {"now": NOON, "opens": NOON},
            {"opens": NOON + SECOND}, {"now": NOON, "opens": NOON - SECOND, "due": NOON + SECOND},
        ],
        [{"now": NOON, "due": NOON}, {"now": NOON, "due": NOON - SECOND}, {"now": NOON, "opens": NOON + SECOND}],
    ),
    general.reasoned: ([{"note": " 有 "}], [{}, {"note": " \n"}]),
    general.takes_part: ([{}], [{"is_temporary": True}]),
    general.not_honoured: ([{}], [{"is_honoured": True}]),
    general.eligible: ([{}], [{"findings": 1}]),
    general.finding_verified: ([{"findings": 1}], [{}]),
    general.finding_corrected: ([{"corrected_by": 3}], [{}, {"corrected_by": 3, "findings": 1}]),
    general.back_to_draft: ([{"disqualified_from": State.DRAFT}], [{"disqualified_from": State.APPLIED}, {}]),
    general.back_to_applied: (
        [{"disqualified_from": State.APPLIED}],
        [{"disqualified_from": State.DRAFT}, {"disqualified_from": State.ASSESSED}],
    ),
    general.back_to_assessed: (
        [{"disqualified_from": one} for one in (State.ASSESSED, State.FORWARDED, State.RECOMMENDED, State.PROPOSED)],
        [{"disqualified_from": one} for one in (State.DRAFT, State.APPLIED, State.NAMED)],
    ),
    general.room_for_a_date: (
        [{}, {"now": NOON}, {"latest": DAY}, {"now": NOON, "latest": DAY}],
        [{"now": NOON, "latest": DAY - timedelta(days=1)}],
    ),
    general.dated_in_order: (
        [
            {"new_date": DAY}, {"new_date": DAY, "now": NOON}, {"new_date": DAY, "now": NOON, "latest": DAY},
            {"new_date": DAY, "latest": DAY},
        ],
        [
            {}, {"new_date": DAY - timedelta(days=1), "now": NOON},
            {"new_date": DAY + timedelta(days=1), "now": NOON, "latest": DAY},
        ],
    ),
    first.complete: ([{}], [{"missing": ("还有1项没有完成",)}]),
    first.reached: ([{}], [{"unmet": 1}]),
    first.mostly_applicable: (
        [{}, {"not_applicable": 3}, {"not_applicable": 5, "not_applicable_limit": 5}],
        [{"not_applicable": 4}, {"left_out": "组织力强"}, {"not_applicable": 1, "left_out": "组织力强"}],
    ),
    first.resolved: (
        [
            {}, {"now": NOON}, {"now": NOON, "resolution": met()}, {"now": NOON, "resolution": met(in_favour=None)},
            {"resolution": met(has_words=False)}, {"now": NOON, "resolution": met(expected=8)},
            {"now": NOON, "resolution": met(in_favour=8)},
        ],
        [
            {"now": NOON, "resolution": met(**{name: None})} for name in ("met_on", "expected", "present")
        ] + [
            {"now": NOON, "resolution": met(has_words=False)},
            {"now": NOON, "resolution": met(met_on=DAY + timedelta(days=1))},
            {"now": NOON, "resolution": met(expected=7)},
            {"now": NOON, "resolution": met(in_favour=9)},
        ],
    ),
    first.carried: (
        [
            {}, {"resolution": met()}, {"resolution": met(full_members=None)}, {"resolution": met(expected=8)},
            {"resolution": met(in_favour=None, expected=10)}, {"resolution": met(expected=None)},
        ],
        [{"resolution": met(in_favour=4)}, {"resolution": met(expected=10)}, {"resolution": met(in_favour=4, expected=8)}],
    ),
    first.nothing_declared: ([{}], [{"declared": 1}]),
    first.paper_attached: ([{"has_paper": True}], [{}]),
    first.no_team_yet: ([{}], [{"has_team": True}]),
    first.returned: (
        [{"last_action": Action.SEND_BACK}, {"last_action": Action.REINSTATE}], [{}, {"last_action": Action.RECALL}],
    ),
    first.never_returned: (
        [{}, {"last_action": Action.RECALL}], [{"last_action": Action.SEND_BACK}, {"last_action": Action.REINSTATE}],
    ),
    assessment.visited: ([{"is_visited": True}], [{}]),
    assessment.verified: ([{}], [{"unverified": 1}]),
    assessment.scored: (
        [{"sheets": 1}, {"sheets": 2, "sheets_needed": 2}, {"sheets": 3, "sheets_needed": 2}],
        [{}, {"sheets": 1, "sheets_needed": 2}, {"sheets": 2, "missing_sheets": 1}, {"sheets_needed": 0}],
    ),
    assessment.opinion_written: ([{"has_opinion": True}], [{}]),
    recommendation.recommendation_open: ([{"recommendation_is_open": True}], [{}]),
    recommendation.list_open: ([{"own": OPEN}], [{}, {"own": HANDED_IN}, {"own": Seats(is_open=True, is_submitted=True)}]),
    recommendation.seat_free: ([{"own": OPEN}], [{}, {"own": FULL}, {"own": OPEN, "is_pool_unit": True}]),
    recommendation.pool_unit: ([{"is_pool_unit": True}], [{}]),
    recommendation.one_per_unit: ([{}], [{"other_forwarded": True}]),
    recommendation.deliberated: ([{"is_deliberated": True}], [{}]),
    recommendation.appraised: ([{"is_appraised": True}], [{}]),
    recommendation.pool_open: (
        [{"pool": OPEN}], [{}, {"pool": HANDED_IN}, {"own": OPEN}, {"pool": Seats(is_open=True, is_submitted=True)}],
    ),
    recommendation.pool_seat_free: ([{"pool": OPEN}], [{}, {"pool": FULL}, {"own": OPEN}]),
    recommendation.on_own_list: ([{}], [{"holds_pool_seat": True}]),
    recommendation.on_pool_list: ([{"holds_pool_seat": True}], [{}]),
    recommendation.all_answered: ([{}], [{"unanswered": 1}]),
    recommendation.not_handed_in: ([{}], [{"has_handed_in": True}]),
    recommendation.until_units_date: (
        [{}, {"now": NOON}, {"unit_due": NOON}, {"now": NOON, "unit_due": NOON + SECOND}],
        [{"now": NOON, "unit_due": NOON}, {"now": NOON, "unit_due": NOON - SECOND}],
    ),
    recommendation.after_units_date: (
        [{}, {"now": NOON}, {"unit_due": NOON}, {"now": NOON, "unit_due": NOON}],
        [{"now": NOON, "unit_due": NOON + SECOND}],
    ),
    recommendation.in_units_hands: (
        [{"own": OPEN}, {"holds_pool_seat": True}, {"own": OPEN, "now": NOON, "unit_due": NOON}],
        [{"own": HANDED_IN}, {"holds_pool_seat": True, "now": NOON, "unit_due": NOON}],
    ),
    recommendation.out_of_units_hands: ([{"holds_pool_seat": True}, {"own": HANDED_IN}], [{}, {"own": OPEN}]),
    recommendation.requested: ([{"basis": "函〔2027〕1号"}], [{}, {"basis": " "}]),
    naming.list_submitted: (
        [{"own": HANDED_IN}, {"holds_pool_seat": True, "pool": HANDED_IN}],
        [{}, {"pool": HANDED_IN}, {"holds_pool_seat": True, "own": HANDED_IN}],
    ),
    naming.list_stands_open: (
        [{}, {"pool": HANDED_IN}, {"holds_pool_seat": True, "own": HANDED_IN}],
        [{"own": HANDED_IN}, {"holds_pool_seat": True, "pool": HANDED_IN}],
    ),
    naming.verified_by_city: ([{"unverified": 1}], [{"unverified_by_city": 1}]),
    naming.both_agree_to_name: (
        [{"verdicts": BOTH_NAME}],
        [{}, {"verdicts": (Verdict.NAME, "")}, {"verdicts": ("", Verdict.NAME)}, {"verdicts": BOTH_DECLINE}],
    ),
    naming.both_agree_to_decline: (
        [{"verdicts": BOTH_DECLINE}],
        [{}, {"verdicts": (Verdict.DECLINE, Verdict.NAME)}, {"verdicts": (Verdict.NAME, Verdict.DECLINE)}],
    ),
    naming.nothing_pending: ([{}], [{"pending": 1}]),
    naming.no_hold: ([{}], [{"holds": 1}]),
    naming.notice_over: ([{"notice_is_over": True}], [{}]),
    naming.unobjected: ([{}], [{"objection": ObjectionState.OPEN}, {"objection": ObjectionState.UPHELD}]),
    naming.cosigned: ([{"is_cosigned": True}], [{}]),
    impartiality.impartial: ([{}], [{"is_recused": True}]),
    impartiality.assessed_by_another: (
        [{}, {"actor": 1}, {"actor": 1, "applied_by": 2, "typed_by": frozenset({3})}],
        [{"actor": 1, "applied_by": 1}, {"actor": 1, "applied_by": 2, "typed_by": frozenset({1, 2})}],
    ),
    impartiality.recommended_by_another: ([{}, {"actor": 1, "concluded_by": 2}], [{"actor": 1, "concluded_by": 1}]),
    impartiality.picked_by_another: (
        [{}, {"actor": 1, "picked_by": 1}, {"actor": 1, "picked_by": 2, "holds_pool_seat": True}, {"holds_pool_seat": True}],
        [{"actor": 1, "picked_by": 1, "holds_pool_seat": True}],
    ),
    impartiality.evaluated_by_another: (
        [{}, {"actor": 1}, {"actor": 1, "evaluated_by": frozenset({2})}], [{"actor": 1, "evaluated_by": frozenset({1, 2})}],
    ),
    impartiality.own_body_away: ([{"body_away": COMMITTEE}], [{}, {"body_away": DEPARTMENT}]),
}  # fmt: skip

REINSPECTIONS: dict[Any, tuple[list[dict[str, Any]], list[dict[str, Any]]]] = {
    reinspection.held: ([{}], [{"is_held": False}]),
    reinspection.answered: ([{}], [{"unanswered": 1}]),
    reinspection.nothing_found: ([{}], [{"answered_yes": 1}]),
    reinspection.revocation_reasoned: ([{"reason": "理" * 20}], [{}, {"reason": "理" * 19}, {"reason": f"{'理' * 19} "}]),
    reinspection.revocation_grounded: ([{"grounds": 1}], [{}, {"reason": "理" * 20}]),
    reinspection.not_reported: ([{}], [{"is_reported": True}]),
    reinspection.reported: ([{"is_reported": True}], [{}, {"is_overdue": True}]),
    reinspection.reported_or_overdue: ([{"is_reported": True}, {"is_overdue": True}], [{}]),
    reinspection.undecided: (
        [{}, {"confirmations": (Confirmation.REVOKE, Confirmation.KEEP)}, {"confirmations": (Confirmation.KEEP,) * 2}],
        [{"confirmations": (Confirmation.REVOKE,) * 2}],
    ),
    reinspection.both_keep: (
        [{"confirmations": (Confirmation.KEEP,) * 2}], [{}, {"confirmations": (Confirmation.KEEP, Confirmation.REVOKE)}],
    ),
    reinspection.both_revoke: (
        [{"confirmations": (Confirmation.REVOKE,) * 2}], [{}, {"confirmations": ("", Confirmation.REVOKE)}],
    ),
    reinspection.cosigned: ([{"is_cosigned": True}], [{}]),
    impartiality.reviewed_by_another: ([{}, {"actor": 1, "suggested_by": 2}], [{"actor": 1, "suggested_by": 1}]),
}  # fmt: skip

TABLES = [(CASES, Facts), (REINSPECTIONS, ReinspectionFacts)]
EACH = [pytest.param(rule, kind, *sides, id=rule.__name__) for table, kind in TABLES for rule, sides in table.items()]


@pytest.mark.parametrize(("rule", "kind", "passing", "refused"), EACH)
def test_a_rule_on_both_sides_of_its_border(rule: Any, kind: Any, passing: Any, refused: Any) -> None:
    assert [facts for facts in passing if rule(kind(**facts))] == []
    assert [facts for facts in refused if not rule(kind(**facts)).endswith("。")] == []


def test_a_reason_says_which_it_is() -> None:
    """Where one rule has several reasons, people act on the one that they are told."""
    said = {
        "开始": general.in_time(Facts(now=NOON, opens=NOON + SECOND)),
        "截止": general.in_time(Facts(now=NOON, due=NOON)),
        "没有更正": general.finding_corrected(Facts(findings=1)),
        "经两人更正": general.finding_corrected(Facts()),
        "已报送": recommendation.list_open(Facts(own=HANDED_IN)),
        "尚未开启": recommendation.list_open(Facts()),
        "推送联合推荐": recommendation.seat_free(Facts(is_pool_unit=True)),
        "申请调整名额。": recommendation.seat_free(Facts()),
        "已满2个": recommendation.seat_free(Facts(own=FULL)),
        "已完成选定": recommendation.pool_open(Facts(pool=HANDED_IN)),
        "联合推荐尚未开启": recommendation.pool_open(Facts()),
        "联合推荐尚未完成": naming.list_submitted(Facts(holds_pool_seat=True)),
        "推荐名单尚未报送": naming.list_submitted(Facts()),
        "正在核查": naming.unobjected(Facts(objection=ObjectionState.OPEN)),
        "异议成立": naming.unobjected(Facts(objection=ObjectionState.UPHELD)),
        "由您提交": impartiality.assessed_by_another(Facts(actor=1, applied_by=1, typed_by=frozenset({1}))),
        "由您录入": impartiality.assessed_by_another(Facts(actor=1, typed_by=frozenset({1}))),
        "没有提交评分": assessment.scored(Facts(missing_sheets=1)),
        "还没有提交评分": assessment.scored(Facts(sheets_needed=2)),
        "现有1名": assessment.scored(Facts(sheets=1, sheets_needed=2)),
        f"{COMMITTEE.label}尚未": naming.both_agree_to_name(Facts(verdicts=("", Verdict.NAME))),
        f"{DEPARTMENT.label}尚未": reinspection.both_keep(ReinspectionFacts(confirmations=(Confirmation.KEEP, ""))),
        "不能早于今天": general.dated_in_order(Facts(new_date=DAY - timedelta(days=1), now=NOON, latest=DAY)),
        "最迟为": general.dated_in_order(Facts(new_date=DAY + timedelta(days=1), now=NOON, latest=DAY)),
        "没有填写完整": first.resolution_fault(met(present=None), DAY),
        "不能晚于今天": first.resolution_fault(met(met_on=DAY + timedelta(days=1)), DAY),
        "实到党员不能多于": first.resolution_fault(met(present=10), DAY),
        "同意人数不能多于": first.resolution_fault(met(in_favour=9), DAY),
        "不能多于正式党员": first.majority_fault(met(expected=10)),
        "没有超过应到党员": first.majority_fault(met(in_favour=4)),
    }
    assert {words: reason for words, reason in said.items() if words not in reason} == {}
    # A last day is the day before the instant at which the step ends.
    ends = datetime(2027, 1, 10, 16, tzinfo=UTC)
    for reason in (
        general.in_time(Facts(now=ends, due=ends)),
        recommendation.until_units_date(Facts(now=ends, unit_due=ends)),
        recommendation.after_units_date(Facts(now=ends - SECOND, unit_due=ends)),
    ):
        assert "1月10日" in reason
    assert "1月11日" in general.room_for_a_date(Facts(now=ends + timedelta(days=2), latest=DAY))


@pytest.mark.parametrize(
    ("decided_on", "in_the_year", "holds_up"),
    [
        (date(2025, 12, 31), False, False), (date(2026, 1, 1), True, False), (date(2026, 12, 31), True, False),
        (date(2027, 1, 1), False, True), (date(2027, 7, 31), False, True), (date(2027, 8, 1), False, False),
        (date(2028, 1, 1), False, False),
    ],
)  # fmt: skip
def test_a_matter_bars_within_the_year_and_holds_up_until_july(
    decided_on: date, in_the_year: bool, holds_up: bool
) -> None:
    assert general.falls_in_year(decided_on, 2026) == in_the_year
    assert general.raises_hold(decided_on, 2026) == holds_up


def test_a_body_that_is_there_counts_for_both_and_says_so() -> None:
    assert impartiality.counted(("a", "b"), "") == ("a", "b")
    assert impartiality.counted(("a", "b"), COMMITTEE) == ("b", "b")
    assert impartiality.counted(("a", "b"), DEPARTMENT) == ("a", "a")
    assert impartiality.stands_in("") == ""
    assert impartiality.stands_in(COMMITTEE).startswith(f"{COMMITTEE.label}人员全部回避，由{DEPARTMENT.label}办理")


def test_places_are_rounded_down_and_small_units_do_as_the_year_says() -> None:
    tenth = Decimal("0.1")
    assert [allotment.cap(base, tenth) for base in (0, 9, 10, 19, 20)] == [0, 0, 1, 1, 2]
    assert [allotment.cap(10, ratio) for ratio in (Decimal(0), Decimal(1))] == [0, 10]
    for base, ratio in ((-1, tenth), (1, Decimal("-0.1")), (1, Decimal("1.1"))):
        with pytest.raises(ValueError, match="base must not"):
            allotment.cap(base, ratio)
    bases, ratios = {1: 25, 2: 6, 3: 5, 4: 0}, dict.fromkeys((1, 2, 3, 4), tenth)
    pooled = allotment.allot(bases, ratios, tenth, SmallUnitMode.POOLED)
    assert pooled == allotment.Allotment({1: 2, 2: 0, 3: 0, 4: 0}, frozenset({2, 3}), 11, 1, 36)
    assert (pooled.total, pooled.share) == (3, Decimal("0.0833"))
    one_each = allotment.allot(bases, ratios, tenth, SmallUnitMode.MIN_ONE)
    assert one_each == allotment.Allotment({1: 2, 2: 1, 3: 1, 4: 0}, frozenset(), 0, 0, 36)
    assert allotment.share(1, 0) == 0
    assert allotment.arithmetic(31, tenth, 3) == "31个支部 × 10% = 3.1 → 3个"
    assert allotment.arithmetic(6, tenth, 1, at_least_one=True) == "6个支部 × 10% = 0.6 → 1个（至少1个）"
    assert "至少" not in allotment.arithmetic(6, tenth, 1) + allotment.arithmetic(10, tenth, 1, at_least_one=True)


def test_beyond_the_plan_begins_after_a_tenth_and_after_january() -> None:
    assert not limits.of_ratio(Decimal("0.1"))
    assert limits.of_ratio(Decimal("0.1001")) == limits.BEYOND_RATIO
    assert limits.end_of_january(2026) == date(2027, 1, 31)
    assert not limits.of_recommendation(2026, date(2027, 1, 31))
    assert limits.of_recommendation(2026, date(2027, 2, 1)) == limits.BEYOND_JANUARY


def test_the_reference_score_is_points_over_what_applies() -> None:
    marks: list[score.Mark] = [("", 5), ("", 4), (Grade.NOT_APPLICABLE, None)]
    assert score.reference_score(marks, ScoreTemplate.POINTS) == Decimal("90.0")
    assert score.reference_score([("", 0), ("", 1), ("", 1)], ScoreTemplate.POINTS) == Decimal("13.3")
    assert score.reference_score([*marks, ("", None)], ScoreTemplate.POINTS) is None
    assert score.reference_score([(Grade.NOT_APPLICABLE, None)], ScoreTemplate.POINTS) is None
    assert score.reference_score(marks, ScoreTemplate.NONE) is None
