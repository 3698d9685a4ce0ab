"""Within whom each move stays before it is told, and what tells it: the table against the sentences of D22, D34, D52."""

from branches.permissions import Perm
from evaluation.procedure import secrecy
from evaluation.procedure.lives import PROCEDURE, REINSPECTION
from evaluation.procedure.secrecy import Circle, Told
from evaluation.rules import naming
from evaluation.vocabulary import Action, ReinspectionAction, State

A, S = Action, State
Move = tuple[Action, State, State]

IN_THE_UNIT = (frozenset({Circle.UNIT}), Told.LIST_HANDED_IN)
PUT_FORWARD = (frozenset({Circle.UNIT, Circle.CITY}), Told.NEVER)
IN_THE_POOL = (frozenset({Circle.CITY}), Told.POOL_DONE)
PROPOSED = (frozenset({Circle.CITY}), Told.PUBLIC_NOTICE)
DECLINED = (frozenset({Circle.CITY}), Told.DECISION)
SECRET: dict[Move, tuple[frozenset[Circle], Told]] = {
    (A.RECOMMEND, S.ASSESSED, S.RECOMMENDED): IN_THE_UNIT,
    (A.UNRECOMMEND, S.RECOMMENDED, S.ASSESSED): IN_THE_UNIT,
    (A.FORWARD, S.ASSESSED, S.FORWARDED): PUT_FORWARD,
    (A.TAKE_BACK, S.FORWARDED, S.ASSESSED): PUT_FORWARD,
    (A.RECOMMEND, S.FORWARDED, S.RECOMMENDED): IN_THE_POOL,
    (A.UNRECOMMEND, S.RECOMMENDED, S.FORWARDED): IN_THE_POOL,
    (A.PROPOSE, S.RECOMMENDED, S.PROPOSED): PROPOSED,
    (A.RETRACT, S.PROPOSED, S.RECOMMENDED): PROPOSED,
    (A.DECLINE, S.RECOMMENDED, S.NOT_NAMED): DECLINED,
    (A.REOPEN, S.NOT_NAMED, S.RECOMMENDED): DECLINED,
}


def kept(action: Action, before: State, after: State) -> list[tuple[frozenset[Circle], Told]]:
    rows = [one for one in secrecy.SECRETS if action in one.actions and {before, after} <= one.between]
    return [(one.circles, one.told) for one in rows]


def test_each_move_of_a_case_is_told_as_decided_and_all_others_at_once() -> None:
    for action, before, after in {(row.action, row.before, row.after) for row in PROCEDURE}:
        within = SECRET.get((action, before, after))
        assert kept(action, before, after) == ([within] if within else []), (action, before, after)


def test_a_unit_that_takes_back_what_was_picked_in_secret_tells_nobody_of_the_pick() -> None:
    """The record says what was so: from 已推荐, though the unit knew of 已推送 only."""
    assert kept(A.TAKE_BACK, S.RECOMMENDED, S.ASSESSED) == [PUT_FORWARD]


def test_a_state_that_no_secret_move_leads_to_is_everybodys() -> None:
    assert {state for _, before, after in SECRET for state in (before, after)} == secrecy.MAY_BE_SECRET


def test_who_knows_of_what_asks_a_list_that_was_handed_in_knows_of_the_pick() -> None:
    asking = {row.action for row in PROCEDURE if naming.list_submitted in row.rules}
    assert asking & {action for action, _, _ in SECRET} == secrecy.GOES_BEYOND


def test_what_a_unit_says_of_an_honour_is_its_own_until_it_reports() -> None:
    of_the_unit = {row.action for row in REINSPECTION if row.perm is Perm.REINSPECT}
    assert of_the_unit - {ReinspectionAction.REPORT} == secrecy.SUGGESTING
