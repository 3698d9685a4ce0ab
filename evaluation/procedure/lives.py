"""The four steps, and re-inspection, as tables (方案 四): action, permission, state before and after, the rules needed.

Buttons, reasons, to-do lists, the permission matrix, the tests and the diagram in the documentation come from here.
"""

from collections.abc import Iterator
from typing import NamedTuple

from branches.permissions import Perm
from evaluation.rules import case as r
from evaluation.rules import reinspection as rr
from evaluation.rules.case import Rule
from evaluation.rules.facts import Facts, ReinspectionFacts
from evaluation.rules.reinspection import ReinspectionRule
from evaluation.vocabulary import (
    Action,
    CycleState,
    DecisionState,
    HonourState,
    ListState,
    MethodState,
    ObjectionState,
    PlaqueState,
    ReinspectionAction,
    ReinspectionState,
    State,
    Step,
    SuccessionState,
)


class Move(NamedTuple):
    step: Step
    action: Action
    perm: Perm
    before: State
    after: State
    rules: tuple[Rule, ...]


class ReinspectionMove(NamedTuple):
    action: ReinspectionAction
    perm: Perm
    before: ReinspectionState
    after: ReinspectionState
    rules: tuple[ReinspectionRule, ...]


S, A, P = State, Action, Perm
RS, RA = ReinspectionState, ReinspectionAction
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
    Move(NAMING, A.NAME, P.NAME, S.PROPOSED, S.NAMED, (r.cycle_open, r.eligible, r.nothing_pending, r.no_hold, r.not_honoured, r.notice_over, r.unobjected, r.cosigned)),
    Move(NAMING, A.WITHDRAW, P.NAME, S.PROPOSED, S.WITHDRAWN, (r.cycle_open, r.reasoned)),

    *(Move(step, A.DISQUALIFY, perm, state, S.DISQUALIFIED, (r.cycle_open, r.finding_verified))
      for step, perm in ((ASSESS, P.VERIFY), (NAMING, P.VERIFY_CITY))
      for state in (S.DRAFT, S.APPLIED, S.ASSESSED, S.FORWARDED, S.RECOMMENDED, S.PROPOSED)),
    Move(NAMING, A.REINSTATE, P.NAME, S.DISQUALIFIED, S.ASSESSED, (r.cycle_open, r.finding_corrected, r.once_concluded)),
    Move(NAMING, A.REINSTATE, P.NAME, S.DISQUALIFIED, S.DRAFT, (r.cycle_open, r.finding_corrected, r.never_concluded)),

    *(Move(NAMING, A.CEASE, P.CONFIRM_SUCCESSION, state, S.WITHDRAWN, (r.cycle_open, r.reasoned))
      for state in (S.DRAFT, S.APPLIED, S.ASSESSED, S.FORWARDED, S.RECOMMENDED, S.PROPOSED)),

    Move(NAMING, A.CLOSE, P.RUN_CYCLE, S.DRAFT, S.NOT_APPLIED, (r.reasoned,)),
    *(Move(NAMING, A.CLOSE, P.RUN_CYCLE, state, S.NOT_RECOMMENDED, (r.reasoned,)) for state in (S.APPLIED, S.ASSESSED, S.FORWARDED)),
    Move(NAMING, A.CLOSE, P.RUN_CYCLE, S.RECOMMENDED, S.NOT_RECOMMENDED, (r.reasoned, r.list_never_submitted)),
    Move(NAMING, A.CLOSE, P.RUN_CYCLE, S.RECOMMENDED, S.NOT_NAMED, (r.reasoned, r.list_submitted)),
    Move(NAMING, A.CLOSE, P.RUN_CYCLE, S.PROPOSED, S.NOT_NAMED, (r.reasoned,)),
)

# 复查 by the unit, 复核 by the two municipal bodies. A report and a review leave the state: they are facts beside it.
REINSPECTION: tuple[ReinspectionMove, ...] = (
    ReinspectionMove(RA.SUGGEST_KEEPING, P.REINSPECT, RS.DUE, RS.KEEPING_SUGGESTED, (rr.held, rr.impartial, rr.answered, rr.nothing_found)),
    ReinspectionMove(RA.SUGGEST_REVOCATION, P.REINSPECT, RS.DUE, RS.REVOCATION_SUGGESTED, (rr.held, rr.impartial, rr.answered, rr.revocation_reasoned)),
    *(ReinspectionMove(RA.RECONSIDER, P.REINSPECT, state, RS.DUE, (rr.not_reported,)) for state in (RS.KEEPING_SUGGESTED, RS.REVOCATION_SUGGESTED)),
    *(ReinspectionMove(RA.REPORT, P.REINSPECT, state, state, (rr.held, rr.not_reported)) for state in (RS.KEEPING_SUGGESTED, RS.REVOCATION_SUGGESTED)),
    *(ReinspectionMove(RA.REVIEW, P.REVIEW, state, state, (rr.held, rr.impartial, rr.reviewed_by_another, rr.reported_or_overdue)) for state in (RS.DUE, RS.KEEPING_SUGGESTED, RS.REVOCATION_SUGGESTED)),
    *(ReinspectionMove(RA.SEND_BACK, P.REVIEW, state, RS.DUE, (rr.reported, rr.undecided, rr.reasoned)) for state in (RS.KEEPING_SUGGESTED, RS.REVOCATION_SUGGESTED)),
    *(ReinspectionMove(RA.KEEP, P.REVIEW, state, RS.KEPT, (rr.held, rr.reported_or_overdue, rr.both_keep)) for state in (RS.DUE, RS.KEEPING_SUGGESTED, RS.REVOCATION_SUGGESTED)),
    *(ReinspectionMove(RA.REVOKE, P.NAME, state, RS.REVOKED, (rr.held, rr.reported_or_overdue, rr.both_revoke, rr.cosigned)) for state in (RS.DUE, RS.KEEPING_SUGGESTED, RS.REVOCATION_SUGGESTED)),
    *(ReinspectionMove(RA.END, perm, state, RS.VOID, (rr.reasoned,)) for perm in (P.RUN_CYCLE, P.MANAGE_REGISTER) for state in (RS.DUE, RS.KEEPING_SUGGESTED, RS.REVOCATION_SUGGESTED)),
)
# fmt: on

REINSPECTION_OPEN = frozenset({RS.DUE, RS.KEEPING_SUGGESTED, RS.REVOCATION_SUGGESTED})

# Made only within a larger act: the unit's report, both reviews alike, the proclaiming of a decision, the title's end.
REINSPECTION_NOT_ROUTABLE = frozenset({RA.REPORT, RA.KEEP, RA.REVOKE, RA.END})

HOLDS_SEAT = frozenset({S.RECOMMENDED, S.PROPOSED, S.NAMED, S.NOT_NAMED})
ENDS = frozenset({S.NAMED, S.NOT_NAMED, S.NOT_RECOMMENDED, S.NOT_APPLIED, S.WITHDRAWN, S.DISQUALIFIED})

# Moves that only a larger act makes: the proclaiming of a decision, the closing of a cycle, the saving of a finding, the
# end of a branch.
NOT_ROUTABLE = frozenset({A.NAME, A.CLOSE, A.DISQUALIFY, A.CEASE})

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
OBJECTION_LIFE = {ObjectionState.OPEN: {ObjectionState.DISMISSED, ObjectionState.UPHELD}}
SUCCESSION_LIFE = {SuccessionState.REPORTED: {SuccessionState.CONFIRMED, SuccessionState.REFUSED}}
METHOD_LIFE = {
    MethodState.DRAFT: {MethodState.SUBMITTED},
    MethodState.SUBMITTED: {MethodState.DRAFT, MethodState.SELECTED},
    MethodState.SELECTED: {MethodState.SUBMITTED},
}
PLAQUE_LIFE = {
    PlaqueState.MADE: {PlaqueState.ISSUED, PlaqueState.RETURNED, PlaqueState.LOST},
    PlaqueState.ISSUED: {PlaqueState.RETURNED, PlaqueState.LOST},
    PlaqueState.LOST: {PlaqueState.RETURNED},
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


def reinspection_moves(action: str, state: str) -> tuple[ReinspectionMove, ...]:
    """The rows for an action on a re-inspection in a state; several where different posts may do it."""
    return tuple(move for move in REINSPECTION if move.action == action and move.before == state)


def reinspection_refusals(move: ReinspectionMove, facts: ReinspectionFacts, *, button: bool = False) -> Iterator[str]:
    """Why the move is not possible now; for a button without what the actor gives with the move."""
    for rule in move.rules:
        if not (button and rule is rr.reasoned) and (reason := rule(facts)):
            yield reason
