"""A move fetches the facts that its own rules ask, and locks lists only where one belongs to it."""

from dataclasses import fields, replace
from typing import Any

import pytest

from evaluation.advance import Refused, advance
from evaluation.cases import knowledge, locks, moving
from evaluation.cases.moving import ask_lists, columns_of, observe_for_moves
from evaluation.cases.observing import observe
from evaluation.models import Candidacy
from evaluation.procedure import asked
from evaluation.procedure.lives import PROCEDURE, CaseMove, find, refusals
from evaluation.rules.facts import Facts, Resolution, Seats
from evaluation.vocabulary import Action, State
from tests.support import factories

EVERY_WAY = (
    Facts(),
    Facts(note="理由。", is_cosigned=True, is_visited=True, has_opinion=True, findings=1, sheets=3, corrected_by=1),
    Facts(own=Seats(is_open=True, cap=2), pool=Seats(is_open=True, cap=2), is_pool_unit=True, holds_pool_seat=True),
    Facts(own=Seats(is_submitted=True), pool=Seats(is_submitted=True), actor=1, applied_by=1, picked_by=1),
    Facts(resolution=Resolution(in_favour=3, expected=4), actor=1, typed_by=frozenset({1}), verdicts=("name", "name")),
)


class Untouched:
    """What a rule looks at fails."""

    def fail(self, *_: object) -> Any:
        raise AssertionError("was looked at")

    __bool__ = __len__ = __iter__ = __contains__ = __lt__ = __le__ = __gt__ = __ge__ = __eq__ = __getattr__ = fail
    __hash__ = None  # type: ignore[assignment]


def look_no_further(move: CaseMove, names: frozenset[str]) -> None:
    """The rules of the move are content with these facts."""
    others: Any = {one.name: Untouched() for one in fields(Facts) if one.name not in names}
    for known in EVERY_WAY:
        list(refusals(move, replace(known, **others)))


def test_the_rules_of_no_move_look_at_a_fact_that_is_not_read_off_them() -> None:
    for move in PROCEDURE:
        look_no_further(move, asked.asked_by((move,)))


def test_twin_a_fact_less_and_a_rule_misses_it() -> None:
    (move,) = find(Action.RECALL, State.APPLIED)
    with pytest.raises(AssertionError, match="was looked at"):
        look_no_further(move, asked.asked_by((move,)) - {"has_team"})


def test_a_recall_asks_little() -> None:
    assert asked.asked_by(find(Action.RECALL, State.APPLIED)) == {"cycle_is_open", "opens", "due", "now", "has_team"}
    assert not ask_lists(find(Action.RECALL, State.APPLIED))


def test_what_asks_for_no_date_fetches_none_and_a_recall_its_own_alone() -> None:
    assert columns_of(find(Action.NOT_APPLY, State.DRAFT)) == {"head"}
    assert columns_of(find(Action.RECALL, State.APPLIED)) == {"head", "has_team", "self_assessment_until"}


def test_what_a_fact_is_made_of_is_fetched_with_it(case: Candidacy, secretary: Any) -> None:
    rows = find(Action.APPLY, State.DRAFT)
    (everything,) = observe([case.pk])
    assert refused(case, secretary, rows) == everything.why_not(rows[0], secretary)
    assert "还有20项自评没有完成" in "".join(refused(case, secretary, rows))


def test_twin_without_the_column_the_fact_says_nothing(
    case: Candidacy, secretary: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moving, "columns_of", lambda moves: columns_of(moves) - {"criteria"})
    assert "项自评没有完成" not in "".join(refused(case, secretary, find(Action.APPLY, State.DRAFT)))


def refused(case: Candidacy, by: Any, rows: tuple[CaseMove, ...]) -> list[str]:
    return observe_for_moves(factories.fresh(case), rows).why_not(rows[0], by)


# What may be withheld


@pytest.fixture
def unasked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The condition of secrecy, which costs more than all the rest, fails."""
    monkeypatch.setattr(knowledge, "moves_as_told", Untouched().fail)


@pytest.mark.usefixtures("unasked")
def test_of_a_case_that_made_no_secret_move_the_condition_of_secrecy_is_not_asked(
    case: Candidacy, secretary: Any
) -> None:
    case = factories.applied(factories.fresh(case), secretary)
    assert knowledge.known(case, secretary) == knowledge.Known("该支部", State.APPLIED, 1)


def test_of_one_that_did_it_is_asked_for_those_alone_who_stand_outside(
    case: Candidacy, secretary: Any, organ_officer: Any, assessor: Any, leading_group: Any, recommending: Any,
    request: Any,
) -> None:  # fmt: skip
    case = factories.assessed(factories.applied(factories.fresh(case), secretary), organ_officer, assessor)
    factories.deliberated(factories.recommendation_list(recommending, case.unit), leading_group)
    case = factories.recommended(case, leading_group)
    request.getfixturevalue("unasked")
    assert knowledge.known(case, leading_group).state == State.RECOMMENDED
    with pytest.raises(AssertionError, match="was looked at"):
        knowledge.known(case, secretary)


# Lists


@pytest.fixture
def locked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """In what order lists and cases are locked."""
    order: list[str] = []
    lists, one = locks.lock_lists, locks.case_to_lock
    monkeypatch.setattr(locks, "lock_lists", lambda case: (order.append("lists"), lists(case)))
    monkeypatch.setattr(locks, "case_to_lock", lambda: (order.append("case"), one())[1])
    return order


def test_a_move_that_has_nothing_to_do_with_a_list_locks_none(
    case: Candidacy, secretary: Any, locked: list[str]
) -> None:
    advance(case, Action.NOT_APPLY, by=secretary, note="支部今年先打基础。")
    assert locked == ["case"]


def test_one_that_asks_for_a_list_locks_it_first(case: Candidacy, secretary: Any, locked: list[str]) -> None:
    with pytest.raises(Refused):
        advance(case, Action.APPLY, by=secretary)
    assert locked == ["lists", "case"]


def test_a_case_that_turns_out_to_hold_a_place_is_locked_again_after_its_lists(
    case: Candidacy, secretary: Any, organ_officer: Any, assessor: Any, leading_group: Any, recommending: Any,
    locked: list[str],
) -> None:  # fmt: skip
    """What was on the page, or in the hands of a step, has moved on since."""
    case = factories.applied(factories.fresh(case), secretary)
    old = factories.fresh(case)
    case = factories.assessed(case, organ_officer, assessor)
    factories.deliberated(factories.recommendation_list(recommending, case.unit), leading_group)
    factories.recommended(case, leading_group)
    locked.clear()
    advance(old, Action.WITHDRAW, by=organ_officer, note="支部即将合并。")
    assert locked == ["case", "lists", "case"]
    assert (factories.fresh(case).state, factories.fresh(case).seat) == (State.WITHDRAWN, None)


def test_what_a_larger_act_does_to_many_locks_the_lists_first_whatever_the_state() -> None:
    """It may come to a case with a place next, while whoever picks on that list waits for this case."""
    assert all(ask_lists((move,)) for move in PROCEDURE if move.action in (Action.CEASE, Action.DISQUALIFY))


def test_a_closing_year_knows_all_that_its_rows_ask() -> None:
    closing = tuple(row for row in PROCEDURE if row.action == Action.CLOSE)
    assert asked.asked_by(closing) == {"note", "last_action", "own", "pool", "holds_pool_seat"}
