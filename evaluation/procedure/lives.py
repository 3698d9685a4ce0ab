"""The four steps, and re-inspection, as tables of one form (方案 四): action, permission, state before and after, rules.

Buttons, reasons, to-do lists, the permission matrix, the tests and the diagram in the documentation come from here.
"""

from collections.abc import Callable, Iterator
from typing import Generic, NamedTuple, Never, TypeVar

from branches.permissions import Perm
from evaluation.rules import case as r
from evaluation.rules import reinspection as rr
from evaluation.rules.facts import ActFacts, Facts, ReinspectionFacts
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
    Word,
)

ActionT_co = TypeVar("ActionT_co", bound=Word, covariant=True)
StateT_co = TypeVar("StateT_co", bound=Word, covariant=True)
FactsT_contra = TypeVar("FactsT_contra", bound=ActFacts, contravariant=True)
FactsT = TypeVar("FactsT", bound=ActFacts)
MoveT = TypeVar("MoveT", bound="AnyMove")


class Move(NamedTuple, Generic[ActionT_co, StateT_co, FactsT_contra]):
    """One row of a life: who may do what to which state, and what must hold. Only the life of a case has steps."""

    action: ActionT_co
    perm: Perm
    before: StateT_co
    after: StateT_co
    rules: tuple[Callable[[FactsT_contra], str], ...]
    step: Step | None = None


AnyMove = Move[Word, Word, Never]
CaseMove = Move[Action, State, Facts]
ReinspectionMove = Move[ReinspectionAction, ReinspectionState, ReinspectionFacts]


def _of(step: Step, *rows: CaseMove) -> tuple[CaseMove, ...]:
    return tuple(row._replace(step=step) for row in rows)


S, A, P = State, Action, Perm
RS, RA = ReinspectionState, ReinspectionAction
RUNNING = (S.DRAFT, S.APPLIED, S.ASSESSED, S.FORWARDED, S.RECOMMENDED, S.PROPOSED)
SUGGESTED = (RS.KEEPING_SUGGESTED, RS.REVOCATION_SUGGESTED)
OPEN = (RS.DUE, *SUGGESTED)

# fmt: off
PROCEDURE: tuple[CaseMove, ...] = (
    *_of(
        Step.SELF_ASSESSMENT,
        Move(A.APPLY, P.APPLY, S.DRAFT, S.APPLIED, (r.cycle_open, r.in_time, r.not_honoured, r.eligible, r.nothing_declared, r.complete, r.resolved)),
        Move(A.APPLY, P.ASSESS, S.DRAFT, S.APPLIED, (r.cycle_open, r.in_time, r.not_honoured, r.eligible, r.nothing_declared, r.complete, r.resolved, r.paper_attached)),
        Move(A.NOT_APPLY, P.APPLY, S.DRAFT, S.NOT_APPLIED, (r.cycle_open, r.reasoned)),
        Move(A.RESUME, P.APPLY, S.NOT_APPLIED, S.DRAFT, (r.cycle_open, r.in_time)),
        Move(A.RECALL, P.APPLY, S.APPLIED, S.DRAFT, (r.cycle_open, r.in_time, r.no_team_yet)),
        Move(A.WITHDRAW, P.APPLY, S.APPLIED, S.WITHDRAWN, (r.cycle_open, r.reasoned)),
    ),
    *_of(
        Step.ASSESSMENT,
        Move(A.SEND_BACK, P.ASSESS, S.APPLIED, S.DRAFT, (r.cycle_open, r.reasoned)),
        Move(A.CONCLUDE, P.ASSESS, S.APPLIED, S.ASSESSED, (r.cycle_open, r.in_time, r.eligible, r.visited, r.verified, r.scored, r.opinion_written, r.assessed_by_another, r.impartial)),
        Move(A.WITHDRAW, P.ASSESS, S.ASSESSED, S.WITHDRAWN, (r.cycle_open, r.reasoned)),
        Move(A.WITHDRAW, P.ASSESS, S.FORWARDED, S.WITHDRAWN, (r.cycle_open, r.reasoned)),
        Move(A.WITHDRAW, P.ASSESS, S.RECOMMENDED, S.WITHDRAWN, (r.cycle_open, r.reasoned)),
        *(Move(A.DISQUALIFY, P.VERIFY, state, S.DISQUALIFIED, (r.cycle_open, r.finding_verified)) for state in RUNNING),
    ),
    *_of(
        Step.RECOMMENDATION,
        Move(A.SEND_BACK, P.RECOMMEND, S.ASSESSED, S.APPLIED, (r.cycle_open, r.list_open, r.reasoned)),
        Move(A.RECOMMEND, P.RECOMMEND, S.ASSESSED, S.RECOMMENDED, (r.cycle_open, r.list_open, r.in_time, r.eligible, r.seat_free, r.deliberated, r.recommended_by_another)),
        Move(A.UNRECOMMEND, P.RECOMMEND, S.RECOMMENDED, S.ASSESSED, (r.cycle_open, r.on_own_list, r.list_open)),
        Move(A.FORWARD, P.RECOMMEND, S.ASSESSED, S.FORWARDED, (r.cycle_open, r.pool_unit, r.list_open, r.pool_open, r.in_time, r.eligible, r.one_per_unit, r.deliberated, r.recommended_by_another)),
        Move(A.TAKE_BACK, P.RECOMMEND, S.FORWARDED, S.ASSESSED, (r.cycle_open, r.list_open)),
        Move(A.RECOMMEND, P.PICK_FROM_POOL, S.FORWARDED, S.RECOMMENDED, (r.cycle_open, r.pool_open, r.in_time, r.eligible, r.pool_seat_free, r.reasoned)),
        Move(A.UNRECOMMEND, P.PICK_FROM_POOL, S.RECOMMENDED, S.FORWARDED, (r.cycle_open, r.on_pool_list, r.pool_open)),
    ),
    *_of(
        Step.NAMING,
        Move(A.PROPOSE, P.NAME, S.RECOMMENDED, S.PROPOSED, (r.cycle_open, r.list_submitted, r.eligible, r.verified_by_city, r.both_agree_to_name)),
        Move(A.RETRACT, P.NAME, S.PROPOSED, S.RECOMMENDED, (r.cycle_open, r.reasoned)),
        Move(A.DECLINE, P.NAME, S.RECOMMENDED, S.NOT_NAMED, (r.cycle_open, r.list_submitted, r.both_agree_to_decline, r.reasoned)),
        Move(A.REOPEN, P.NAME, S.NOT_NAMED, S.RECOMMENDED, (r.cycle_open, r.reasoned)),
        Move(A.NAME, P.NAME, S.PROPOSED, S.NAMED, (r.cycle_open, r.eligible, r.nothing_pending, r.no_hold, r.not_honoured, r.notice_over, r.unobjected, r.cosigned)),
        Move(A.WITHDRAW, P.NAME, S.PROPOSED, S.WITHDRAWN, (r.cycle_open, r.reasoned)),
        *(Move(A.DISQUALIFY, P.VERIFY_CITY, state, S.DISQUALIFIED, (r.cycle_open, r.finding_verified)) for state in RUNNING),
        Move(A.REINSTATE, P.NAME, S.DISQUALIFIED, S.ASSESSED, (r.cycle_open, r.finding_corrected, r.once_concluded)),
        Move(A.REINSTATE, P.NAME, S.DISQUALIFIED, S.DRAFT, (r.cycle_open, r.finding_corrected, r.never_concluded)),
        *(Move(A.CEASE, P.CONFIRM_SUCCESSION, state, S.WITHDRAWN, (r.cycle_open, r.reasoned)) for state in RUNNING),
        Move(A.CLOSE, P.RUN_CYCLE, S.DRAFT, S.NOT_APPLIED, (r.reasoned,)),
        *(Move(A.CLOSE, P.RUN_CYCLE, state, S.NOT_RECOMMENDED, (r.reasoned,)) for state in (S.APPLIED, S.ASSESSED, S.FORWARDED)),
        Move(A.CLOSE, P.RUN_CYCLE, S.RECOMMENDED, S.NOT_RECOMMENDED, (r.reasoned, r.list_never_submitted)),
        Move(A.CLOSE, P.RUN_CYCLE, S.RECOMMENDED, S.NOT_NAMED, (r.reasoned, r.list_submitted)),
        Move(A.CLOSE, P.RUN_CYCLE, S.PROPOSED, S.NOT_NAMED, (r.reasoned,)),
    ),
)

# 复查 by the unit, 复核 by the two municipal bodies. A report and a review leave the state: they are facts beside it.
REINSPECTION: tuple[ReinspectionMove, ...] = (
    Move(RA.SUGGEST_KEEPING, P.REINSPECT, RS.DUE, RS.KEEPING_SUGGESTED, (rr.held, rr.impartial, rr.answered, rr.nothing_found)),
    Move(RA.SUGGEST_REVOCATION, P.REINSPECT, RS.DUE, RS.REVOCATION_SUGGESTED, (rr.held, rr.impartial, rr.answered, rr.revocation_reasoned)),
    *(Move(RA.RECONSIDER, P.REINSPECT, state, RS.DUE, (rr.not_reported,)) for state in SUGGESTED),
    *(Move(RA.REPORT, P.REINSPECT, state, state, (rr.held, rr.not_reported)) for state in SUGGESTED),
    *(Move(RA.REVIEW, P.REVIEW, state, state, (rr.held, rr.impartial, rr.reviewed_by_another, rr.reported_or_overdue)) for state in OPEN),
    *(Move(RA.SEND_BACK, P.REVIEW, state, RS.DUE, (rr.reported, rr.undecided, r.reasoned)) for state in SUGGESTED),
    *(Move(RA.KEEP, P.REVIEW, state, RS.KEPT, (rr.held, rr.reported_or_overdue, rr.both_keep)) for state in OPEN),
    *(Move(RA.REVOKE, P.NAME, state, RS.REVOKED, (rr.held, rr.reported_or_overdue, rr.both_revoke, rr.cosigned)) for state in OPEN),
    *(Move(RA.END, perm, state, RS.VOID, (r.reasoned,)) for perm in (P.RUN_CYCLE, P.MANAGE_REGISTER) for state in OPEN),
)
# fmt: on

REINSPECTION_OPEN = frozenset(OPEN)

HOLDS_SEAT = frozenset({S.RECOMMENDED, S.PROPOSED, S.NAMED, S.NOT_NAMED})
ENDS = frozenset({S.NAMED, S.NOT_NAMED, S.NOT_RECOMMENDED, S.NOT_APPLIED, S.WITHDRAWN, S.DISQUALIFIED})

# Moves that only a larger act makes: the proclaiming of a decision, the closing of a cycle, the saving of a finding, the
# end of a branch; the unit's report, both reviews alike, the end of an honour.
NOT_ROUTABLE = frozenset[Word]({A.NAME, A.CLOSE, A.DISQUALIFY, A.CEASE, RA.REPORT, RA.KEEP, RA.REVOKE, RA.END})

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
GIVEN_WITH_THE_MOVE = frozenset({r.reasoned})

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


def moves_from(state: str) -> tuple[CaseMove, ...]:
    return tuple(move for move in PROCEDURE if move.before == state)


def find(action: str, state: str) -> tuple[CaseMove, ...]:
    """The rows for an action in a state; several where different posts may do it, or its end depends on the past."""
    return rows_of(PROCEDURE, action, state)


def rows_of(table: tuple[MoveT, ...], action: str, state: str) -> tuple[MoveT, ...]:
    """As `find`, in the table of any life."""
    return tuple(move for move in table if move.action == action and move.before == state)


def refusals(move: Move[Word, Word, FactsT], facts: FactsT, *, button: bool = False) -> Iterator[str]:
    """Why the move is not possible now; for a button without what the actor gives with the move."""
    for rule in move.rules:
        if not (button and rule in GIVEN_WITH_THE_MOVE) and (reason := rule(facts)):
            yield reason
