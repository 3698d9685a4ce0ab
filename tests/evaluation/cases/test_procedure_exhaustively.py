"""Whatever a unit of two branches comes into: no step skipped, no dead end, no place leaked, no list that nothing frees.

Every world is walked to the last (`tests.support.walking`), for units with places of their own and for one in the pool.
"""

from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from evaluation.procedure import lives
from evaluation.procedure.lives import ENDS, PROCEDURE, CaseMove
from evaluation.rules import general, recommendation
from evaluation.rules.facts import Facts
from evaluation.vocabulary import Action, State
from tests.support import walking
from tests.support.walking import POOL, STRAIGHT_ON, Branch, Sheet, Unit, Walk, World, has_handed_in, seats, walk

A, S = Action, State


def closings(unit: Unit, branch: Branch, world: World) -> list[State]:
    """The ends to which the closing of the year would bring the case."""
    known = Facts(
        note="理由。",
        last_action=branch.last_action,
        holds_pool_seat=branch.seat == POOL,
        own=seats(world.own, unit.cap, 0),
        pool=seats(world.pool, unit.cap, 0),
    )
    rows = [row for row in unit.rows if row.action == A.CLOSE and row.before == branch.state]
    return [row.after for row in rows if not list(lives.refusals(row, known))]


def without(rule: Any, rows: tuple[CaseMove, ...]) -> tuple[CaseMove, ...]:
    return tuple(row._replace(rules=tuple(one for one in row.rules if one is not rule)) for row in rows)


UNITS = {
    "one place of its own": Unit(in_pool=False, cap=1),
    "two places of its own": Unit(in_pool=False, cap=2),
    "the pool": Unit(in_pool=True, cap=1, rows=STRAIGHT_ON),
}
CLOSING = {row.after for row in PROCEDURE if row.action == A.CLOSE}
"""Where the closing of a year leads."""


@cache
def walked(name: str) -> Walk:
    return walk(UNITS[name])


@pytest.mark.parametrize("name", UNITS)
def test_no_move_skips_a_step_leaks_a_place_or_comes_after_the_hand_in(name: str) -> None:
    assert walked(name).faults == {}


@pytest.mark.parametrize("name", UNITS)
def test_no_case_is_left_where_only_the_closing_of_the_year_ends_it(name: str) -> None:
    found = walked(name)
    ended = [world for world in found.worlds if all(one.state in ENDS for one in world.branches)]
    assert nearest(found.worlds - found.leads_to(ended)) is None


@pytest.mark.parametrize(("name", "sheet"), [(name, "own") for name in UNITS] + [("the pool", "pool")])
def test_no_list_waits_for_what_no_waiting_brings(name: str, sheet: str) -> None:
    """From every world the list comes in by acts on lists and by waiting alone, whatever the branches do not do."""
    found = walked(name)
    done = [world for world in found.worlds if is_done(world, sheet)]
    assert nearest(found.worlds - found.leads_to(done, without_moves=True)) is None


@pytest.mark.parametrize("name", UNITS)
def test_closing_ends_every_case_in_one_way(name: str) -> None:
    for world in walked(name).worlds:
        for one in world.branches:
            assert one.state in ENDS or len(closings(UNITS[name], one, world)) == 1, (one, world)


def test_a_case_reinstated_after_its_brother_was_named_can_be_recommended_again() -> None:
    found = walked("two places of its own")
    reinstated = {world for world in found.worlds if states(world) == {S.NAMED, S.ASSESSED}}
    both = [world for world in found.worlds if states(world) == {S.NAMED, S.RECOMMENDED}]
    assert reinstated
    assert nearest(reinstated - found.leads_to(both)) is None


def test_the_worlds_come_to_every_state_by_every_row() -> None:
    worlds = {world for name in UNITS for world in walked(name).worlds}
    assert {state for world in worlds for state in states(world)} | CLOSING == set(State)
    used = {row for unit in UNITS.values() for row in unit.used}
    assert [row for row in PROCEDURE if row not in used and row.action != A.CLOSE] == []


@pytest.mark.parametrize(
    ("name", "rule", "fault"),
    [
        ("one place of its own", recommendation.not_handed_in, "a branch applies to a list that has been handed in"),
        ("one place of its own", general.back_to_assessed, "assessed without the steps before it"),
        ("one place of its own", recommendation.seat_free, "a place too many"),
        ("the pool", recommendation.after_units_date, "picked while the unit may take it back"),
        ("the pool", recommendation.one_per_unit, "two branches of one unit are put forward"),
    ],
)
def test_twin_without_the_rule_the_walk_meets_the_fault(name: str, rule: Any, fault: str) -> None:
    unit = replace(UNITS[name], rows=without(rule, UNITS[name].rows), used=set())
    assert fault in walk(unit, until=fault).faults


def test_twin_a_late_list_that_nobody_may_move_would_wait_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walking, "dated_anew", lambda unit, world: ())
    found = walk(replace(UNITS["one place of its own"], used=set()))
    done = [world for world in found.worlds if is_done(world, "own")]
    assert nearest(found.worlds - found.leads_to(done, without_moves=True)) is not None


def is_done(world: World, name: str) -> bool:
    """Handed in; a unit of the pool also by putting a branch forward."""
    sheet: Sheet = getattr(world, name)
    return sheet.state == "submitted" or (name == "own" and has_handed_in(world))


def states(world: World) -> set[State]:
    return {one.state for one in world.branches}


def nearest(worlds: set[World]) -> World | None:
    """One of them to look at, the plainest."""
    return min(worlds, key=lambda world: len(str(world)), default=None)
