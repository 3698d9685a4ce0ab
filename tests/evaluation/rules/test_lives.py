"""What is read off the tables of the procedure: what leads on, what has no button, what a button does not wait for."""

from typing import Any

from evaluation.procedure import lives
from evaluation.procedure.lives import ENDS, GIVEN_WITH_THE_MOVE, NEXT, NOT_ROUTABLE, PROCEDURE
from evaluation.rules import impartiality
from evaluation.rules.facts import Facts
from evaluation.vocabulary import Action, Body, State
from evaluation.vocabulary import ReinspectionAction as Re

A, S = Action, State

ONWARD = {
    S.DRAFT: S.APPLIED,
    S.APPLIED: S.ASSESSED,
    S.ASSESSED: S.RECOMMENDED,
    S.FORWARDED: S.RECOMMENDED,
    S.RECOMMENDED: S.PROPOSED,
    S.PROPOSED: S.NAMED,
}
LARGER_ACTS: dict[str, set[Any]] = {
    "the proclaiming of a decision": {A.NAME, Re.REVOKE},
    "the saving of a finding": {A.DISQUALIFY},
    "the closing of a year, the end of a branch or of an honour": {A.CLOSE, A.CEASE, Re.END},
    "the report of a unit, two reviews alike": {Re.REPORT, Re.KEEP},
}


def test_from_each_state_that_is_no_end_one_move_leads_on() -> None:
    assert NEXT.keys() == set(State) - ENDS
    assert {before: {row.after for row in lives.find(NEXT[before], before)} for before in NEXT} == {
        before: {after} for before, after in ONWARD.items()
    }


def test_what_only_a_larger_act_makes_has_no_button() -> None:
    assert set[Any]().union(*LARGER_ACTS.values()) == NOT_ROUTABLE


def test_a_button_waits_for_all_but_what_is_given_with_the_move() -> None:
    """Red facts for every rule of a row: only what the person writes or chooses on the page is not asked beforehand."""
    given = {
        "请写明理由。",
        "请选择新的期限。",
        "还没有党组（党委）的综合考评意见。",
        "请写明单位书面申请的标题或文号、日期。",
    }
    for move in PROCEDURE:
        asked, waits = (set(lives.refusals(move, Facts(), button=button)) for button in (False, True))
        assert asked - waits == asked & given, move
        assert asked == {reason for rule in move.rules if (reason := rule(Facts()))}
    assert {rule(Facts()) for rule in GIVEN_WITH_THE_MOVE} == given


def test_a_row_for_the_other_body_is_there_only_where_the_first_keeps_away() -> None:
    for away, is_there in (("", False), (Body.ORGANISATION_DEPARTMENT, False), (Body.WORK_COMMITTEE, True)):
        for move in PROCEDURE:
            is_for_the_other = impartiality.own_body_away in move.rules
            assert lives.is_theirs(move, Facts(body_away=away)) is (is_there or not is_for_the_other)


def test_only_a_decision_of_the_city_says_which_body_was_away() -> None:
    away = Facts(body_away=Body.WORK_COMMITTEE)
    (proposing, _), (concluding,), (closing,) = (
        lives.find(A.PROPOSE, S.RECOMMENDED),
        lives.find(A.CONCLUDE, S.APPLIED),
        lives.find(A.CLOSE, S.PROPOSED),
    )
    assert lives.stood_in(proposing, away) == {"body_away": Body.WORK_COMMITTEE}
    for move, facts in ((proposing, Facts()), (concluding, away), (closing, away)):
        assert lives.stood_in(move, facts) == {}


def test_the_moves_from_a_state_are_the_rows_that_begin_there() -> None:
    for state in State:
        rows = [row for row in PROCEDURE if row.before == state]
        assert list(lives.moves_from(state)) == rows
        for action in Action:
            assert list(lives.find(action, state)) == [row for row in rows if row.action == action]
