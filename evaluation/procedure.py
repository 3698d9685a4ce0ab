"""The four steps as one table (方案 四): action, permission, state before, state after, the rules it needs.

Buttons, reasons, to-do lists, the permission matrix, the tests and the diagram in the documentation come from here.
"""

from collections.abc import Iterator
from typing import NamedTuple

from branches.permissions import Perm
from evaluation import rules as r
from evaluation.facts import Facts
from evaluation.rules import Rule
from evaluation.vocabulary import Action, CycleState, DecisionState, HonourState, ListState, State, Step


class Move(NamedTuple):
    step: Step
    action: Action
    perm: Perm
    before: State
    after: State
    rules: tuple[Rule, ...]


S, A, P = State, Action, Perm
SELF, ASSESS, RECOMMEND, NAMING = Step

# fmt: off
PROCEDURE: tuple[Move, ...] = (
    Move(SELF, A.APPLY, P.APPLY, S.DRAFT, S.APPLIED, (r.cycle_open, r.in_time, r.not_honoured, r.eligible, r.nothing_declared, r.complete)),
    Move(SELF, A.APPLY, P.ASSESS, S.DRAFT, S.APPLIED, (r.cycle_open, r.in_time, r.not_honoured, r.eligible, r.nothing_declared, r.complete, r.paper_attached)),
    Move(SELF, A.NOT_APPLY, P.APPLY, S.DRAFT, S.NOT_APPLIED, (r.cycle_open, r.reasoned)),
    Move(SELF, A.RESUME, P.APPLY, S.NOT_APPLIED, S.DRAFT, (r.cycle_open, r.in_time)),
    Move(SELF, A.RECALL, P.APPLY, S.APPLIED, S.DRAFT, (r.cycle_open, r.in_time, r.no_team_yet)),
    Move(SELF, A.WITHDRAW, P.APPLY, S.APPLIED, S.WITHDRAWN, (r.cycle_open, r.reasoned)),

    Move(ASSESS, A.SEND_BACK, P.ASSESS, S.APPLIED, S.DRAFT, (r.cycle_open, r.reasoned)),
    Move(ASSESS, A.CONCLUDE, P.ASSESS, S.APPLIED, S.ASSESSED, (r.cycle_open, r.in_time, r.eligible, r.visited, r.verified, r.scored, r.opinion_written, r.assessed_by_another, r.impartial)),
    Move(ASSESS, A.WITHDRAW, P.ASSESS, S.ASSESSED, S.WITHDRAWN, (r.cycle_open, r.reasoned)),
    Move(ASSESS, A.WITHDRAW, P.ASSESS, S.FORWARDED, S.WITHDRAWN, (r.cycle_open, r.reasoned)),
    Move(ASSESS, A.WITHDRAW, P.ASSESS, S.RECOMMENDED, S.WITHDRAWN, (r.cycle_open, r.reasoned)),

    Move(RECOMMEND, A.SEND_BACK, P.RECOMMEND, S.ASSESSED, S.APPLIED, (r.cycle_open, r.list_open, r.reasoned)),
    Move(RECOMMEND, A.RECOMMEND, P.RECOMMEND, S.ASSESSED, S.RECOMMENDED, (r.cycle_open, r.list_open, r.in_time, r.eligible, r.seat_free, r.deliberated, r.recommended_by_another)),
    Move(RECOMMEND, A.UNRECOMMEND, P.RECOMMEND, S.RECOMMENDED, S.ASSESSED, (r.cycle_open, r.on_own_list, r.list_open)),
    Move(RECOMMEND, A.FORWARD, P.RECOMMEND, S.ASSESSED, S.FORWARDED, (r.cycle_open, r.pool_unit, r.list_open, r.pool_open, r.in_time, r.eligible, r.one_per_unit, r.deliberated, r.recommended_by_another)),
    Move(RECOMMEND, A.TAKE_BACK, P.RECOMMEND, S.FORWARDED, S.ASSESSED, (r.cycle_open, r.list_open)),
    Move(RECOMMEND, A.RECOMMEND, P.PICK_FROM_POOL, S.FORWARDED, S.RECOMMENDED, (r.cycle_open, r.pool_open, r.in_time, r.eligible, r.pool_seat_free, r.reasoned)),
    Move(RECOMMEND, A.UNRECOMMEND, P.PICK_FROM_POOL, S.RECOMMENDED, S.FORWARDED, (r.cycle_open, r.on_pool_list, r.pool_open)),

    Move(NAMING, A.PROPOSE, P.NAME, S.RECOMMENDED, S.PROPOSED, (r.cycle_open, r.list_submitted, r.eligible, r.verified_by_city, r.both_agree_to_name)),
    Move(NAMING, A.RETRACT, P.NAME, S.PROPOSED, S.RECOMMENDED, (r.cycle_open, r.reasoned)),
    Move(NAMING, A.DECLINE, P.NAME, S.RECOMMENDED, S.NOT_NAMED, (r.cycle_open, r.list_submitted, r.both_agree_to_decline, r.reasoned)),
    Move(NAMING, A.REOPEN, P.NAME, S.NOT_NAMED, S.RECOMMENDED, (r.cycle_open, r.reasoned)),
    Move(NAMING, A.NAME, P.NAME, S.PROPOSED, S.NAMED, (r.cycle_open, r.eligible, r.nothing_pending, r.no_hold, r.not_honoured, r.notice_over, r.cosigned)),
    Move(NAMING, A.WITHDRAW, P.NAME, S.PROPOSED, S.WITHDRAWN, (r.cycle_open, r.reasoned)),

    *(Move(step, A.DISQUALIFY, perm, state, S.DISQUALIFIED, (r.cycle_open, r.finding_verified))
      for step, perm in ((ASSESS, P.VERIFY), (NAMING, P.VERIFY_CITY))
      for state in (S.DRAFT, S.APPLIED, S.ASSESSED, S.FORWARDED, S.RECOMMENDED, S.PROPOSED)),
    Move(NAMING, A.REINSTATE, P.NAME, S.DISQUALIFIED, S.ASSESSED, (r.cycle_open, r.finding_corrected, r.once_concluded)),
    Move(NAMING, A.REINSTATE, P.NAME, S.DISQUALIFIED, S.DRAFT, (r.cycle_open, r.finding_corrected, r.never_concluded)),

    Move(NAMING, A.CLOSE, P.RUN_CYCLE, S.DRAFT, S.NOT_APPLIED, (r.reasoned,)),
    *(Move(NAMING, A.CLOSE, P.RUN_CYCLE, state, S.NOT_RECOMMENDED, (r.reasoned,)) for state in (S.APPLIED, S.ASSESSED, S.FORWARDED)),
    Move(NAMING, A.CLOSE, P.RUN_CYCLE, S.RECOMMENDED, S.NOT_RECOMMENDED, (r.reasoned, r.list_never_submitted)),
    Move(NAMING, A.CLOSE, P.RUN_CYCLE, S.RECOMMENDED, S.NOT_NAMED, (r.reasoned, r.list_submitted)),
    Move(NAMING, A.CLOSE, P.RUN_CYCLE, S.PROPOSED, S.NOT_NAMED, (r.reasoned,)),
)
# fmt: on

HOLDS_SEAT = frozenset({S.RECOMMENDED, S.PROPOSED, S.NAMED, S.NOT_NAMED})
ENDS = frozenset({S.NAMED, S.NOT_NAMED, S.NOT_RECOMMENDED, S.NOT_APPLIED, S.WITHDRAWN, S.DISQUALIFIED})

# Moves that only a larger act makes: the proclaiming of a decision, the closing of a cycle, the saving of a finding.
NOT_ROUTABLE = frozenset({A.NAME, A.CLOSE, A.DISQUALIFY})

# What moves a case on from each state that is not an end: whoever may make this move holds the case now.
NEXT = {
    S.DRAFT: A.APPLY,
    S.APPLIED: A.CONCLUDE,
    S.ASSESSED: A.RECOMMEND,
    S.FORWARDED: A.RECOMMEND,
    S.RECOMMENDED: A.PROPOSE,
    S.PROPOSED: A.NAME,
}

# Rules that speak of what the actor gives with the move itself: a button does not wait for them.
GIVEN_WITH_THE_MOVE: frozenset[Rule] = frozenset({r.reasoned})

# The lives of the things around a case: state → states it may change to.
CYCLE_LIFE = {
    CycleState.DRAFT: {CycleState.OPEN},
    CycleState.OPEN: {CycleState.RECOMMENDING, CycleState.CLOSED},
    CycleState.RECOMMENDING: {CycleState.CLOSED},
}
LIST_LIFE = {ListState.OPEN: {ListState.SUBMITTED}, ListState.SUBMITTED: {ListState.OPEN}}
HONOUR_LIFE = {
    HonourState.STANDING: {HonourState.ON_HOLD, HonourState.REVOKED, HonourState.LAPSED},
    HonourState.ON_HOLD: {HonourState.STANDING, HonourState.REVOKED, HonourState.LAPSED},
    HonourState.LAPSED: {HonourState.STANDING},
}
DECISION_LIFE = {
    DecisionState.DRAFT: {DecisionState.FROZEN},
    DecisionState.FROZEN: {DecisionState.DRAFT, DecisionState.PROCLAIMED},
}


def moves_from(state: str) -> tuple[Move, ...]:
    return tuple(move for move in PROCEDURE if move.before == state)


def find(action: str, state: str) -> tuple[Move, ...]:
    """The rows for an action in a state; several where different posts may do it, or its end depends on the past."""
    return tuple(move for move in PROCEDURE if move.action == action and move.before == state)


def refusals(move: Move, facts: Facts, *, button: bool = False) -> Iterator[str]:
    """Why the move is not possible now; for a button without what the actor gives with the move."""
    for rule in move.rules:
        if not (button and rule in GIVEN_WITH_THE_MOVE) and (reason := rule(facts)):
            yield reason
