"""The four steps, and re-inspection, as tables of one form (方案 四): action, permission, state before and after, rules.

Buttons, reasons, to-do lists, the permission matrix, the tests and the diagram in the documentation come from here.
"""

from collections.abc import Callable, Iterator
from typing import Generic, NamedTuple, Never, TypeVar

from branches.permissions import Perm, Scope
from evaluation.rules import assessment as s2
from evaluation.rules import general as g
from evaluation.rules import impartiality as i
from evaluation.rules import naming as s4
from evaluation.rules import recommendation as s3
from evaluation.rules import reinspection as rr
from evaluation.rules import self_assessment as s1
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

# Moves that a larger act over many cases makes, or the end of a branch: nobody keeps away from those (D38).
OF_MANY = frozenset({A.NAME, A.CLOSE, A.CEASE})


def _decided(step: Step, *rows: CaseMove) -> Iterator[CaseMove]:
    """Steps 2 to 4: nobody decides who keeps away (D38), and what is for 市直工委 falls to the other body where all of its
    people do (D19).
    """
    for row in _of(step, *rows):
        if row.action in OF_MANY:
            yield row
            continue
        yield (row := row._replace(rules=(*row.rules, i.impartial)))
        if row.perm in (P.NAME, P.PICK_FROM_POOL):
            yield row._replace(perm=P.EVALUATE, rules=(*row.rules, i.own_body_away))


# fmt: off
PROCEDURE: tuple[CaseMove, ...] = (
    *_of(
        Step.SELF_ASSESSMENT,
        Move(A.APPLY, P.APPLY, S.DRAFT, S.APPLIED, (g.cycle_open, g.in_time, s3.not_handed_in, g.not_honoured, g.takes_part, g.eligible, s1.nothing_declared, s1.complete, s1.reached, s1.mostly_applicable, s1.resolved, s1.carried)),
        Move(A.APPLY, P.ASSESS, S.DRAFT, S.APPLIED, (g.cycle_open, g.in_time, s3.not_handed_in, g.not_honoured, g.takes_part, g.eligible, s1.nothing_declared, s1.complete, s1.reached, s1.mostly_applicable, s1.resolved, s1.carried, s1.paper_attached)),
        Move(A.NOT_APPLY, P.APPLY, S.DRAFT, S.NOT_APPLIED, (g.cycle_open, g.reasoned)),
        Move(A.RESUME, P.APPLY, S.NOT_APPLIED, S.DRAFT, (g.cycle_open, g.in_time, s3.not_handed_in)),
        Move(A.RECALL, P.APPLY, S.APPLIED, S.DRAFT, (g.cycle_open, g.in_time, s1.no_team_yet)),
        Move(A.WITHDRAW, P.APPLY, S.APPLIED, S.WITHDRAWN, (g.cycle_open, g.reasoned)),
    ),
    *_decided(
        Step.ASSESSMENT,
        Move(A.SEND_BACK, P.ASSESS, S.APPLIED, S.DRAFT, (g.cycle_open, s3.not_handed_in, g.room_for_a_date, g.reasoned, g.dated_in_order)),
        Move(A.CONCLUDE, P.ASSESS, S.APPLIED, S.ASSESSED, (g.cycle_open, g.in_time, g.takes_part, g.eligible, s2.visited, s2.verified, s2.scored, s2.opinion_written, i.assessed_by_another)),
        Move(A.WITHDRAW, P.ASSESS, S.ASSESSED, S.WITHDRAWN, (g.cycle_open, g.reasoned)),
        Move(A.WITHDRAW, P.ASSESS, S.FORWARDED, S.WITHDRAWN, (g.cycle_open, s3.until_units_date, g.reasoned)),
        Move(A.WITHDRAW, P.ASSESS, S.RECOMMENDED, S.WITHDRAWN, (g.cycle_open, s3.in_units_hands, g.reasoned)),
        *(Move(A.DISQUALIFY, P.VERIFY, state, S.DISQUALIFIED, (g.cycle_open, g.finding_verified)) for state in RUNNING),
    ),
    *_decided(
        Step.RECOMMENDATION,
        Move(A.SEND_BACK, P.RECOMMEND, S.ASSESSED, S.APPLIED, (g.cycle_open, s3.list_open, g.room_for_a_date, g.reasoned, g.dated_in_order)),
        Move(A.RECOMMEND, P.RECOMMEND, S.ASSESSED, S.RECOMMENDED, (g.cycle_open, s3.list_open, g.in_time, g.takes_part, g.eligible, s3.seat_free, s3.deliberated, i.recommended_by_another)),
        Move(A.UNRECOMMEND, P.RECOMMEND, S.RECOMMENDED, S.ASSESSED, (g.cycle_open, s3.on_own_list, s3.list_open)),
        Move(A.FORWARD, P.RECOMMEND, S.ASSESSED, S.FORWARDED, (g.cycle_open, s3.pool_unit, s3.list_open, s3.pool_open, g.in_time, g.takes_part, g.eligible, s3.all_answered, s3.one_per_unit, s3.deliberated, s3.appraised, i.recommended_by_another)),
        Move(A.TAKE_BACK, P.RECOMMEND, S.FORWARDED, S.ASSESSED, (g.cycle_open, s3.pool_unit, s3.list_open, s3.until_units_date)),
        Move(A.RECOMMEND, P.PICK_FROM_POOL, S.FORWARDED, S.RECOMMENDED, (g.cycle_open, s3.pool_open, s3.after_units_date, g.in_time, g.takes_part, g.eligible, s3.pool_seat_free, g.reasoned, i.evaluated_by_another)),
        Move(A.UNRECOMMEND, P.PICK_FROM_POOL, S.RECOMMENDED, S.FORWARDED, (g.cycle_open, s3.on_pool_list, s3.pool_open)),
    ),
    *_decided(
        Step.NAMING,
        Move(A.PROPOSE, P.NAME, S.RECOMMENDED, S.PROPOSED, (g.cycle_open, s4.list_submitted, g.takes_part, g.eligible, s4.verified_by_city, s4.both_agree_to_name)),
        Move(A.RETRACT, P.NAME, S.PROPOSED, S.RECOMMENDED, (g.cycle_open, g.reasoned)),
        Move(A.DECLINE, P.NAME, S.RECOMMENDED, S.NOT_NAMED, (g.cycle_open, s4.list_submitted, s4.both_agree_to_decline, g.reasoned)),
        Move(A.REOPEN, P.NAME, S.NOT_NAMED, S.RECOMMENDED, (g.cycle_open, g.reasoned)),
        Move(A.NAME, P.NAME, S.PROPOSED, S.NAMED, (g.cycle_open, g.takes_part, g.eligible, s4.nothing_pending, s4.no_hold, g.not_honoured, s4.notice_over, s4.unobjected, s4.cosigned)),
        Move(A.WITHDRAW, P.NAME, S.FORWARDED, S.WITHDRAWN, (g.cycle_open, s3.after_units_date, g.reasoned, s3.requested)),
        Move(A.WITHDRAW, P.NAME, S.RECOMMENDED, S.WITHDRAWN, (g.cycle_open, s3.out_of_units_hands, g.reasoned, s3.requested)),
        Move(A.WITHDRAW, P.NAME, S.PROPOSED, S.WITHDRAWN, (g.cycle_open, g.reasoned, s3.requested)),
        *(Move(A.DISQUALIFY, P.VERIFY_CITY, state, S.DISQUALIFIED, (g.cycle_open, g.finding_verified)) for state in RUNNING),
        Move(A.REINSTATE, P.NAME, S.DISQUALIFIED, S.DRAFT, (g.cycle_open, g.finding_corrected, g.back_to_draft, g.room_for_a_date, g.dated_in_order)),
        Move(A.REINSTATE, P.NAME, S.DISQUALIFIED, S.APPLIED, (g.cycle_open, g.finding_corrected, g.back_to_applied, g.room_for_a_date, g.dated_in_order)),
        Move(A.REINSTATE, P.NAME, S.DISQUALIFIED, S.ASSESSED, (g.cycle_open, g.finding_corrected, g.back_to_assessed, g.room_for_a_date, g.dated_in_order)),
        *(Move(A.CEASE, P.CONFIRM_SUCCESSION, state, S.WITHDRAWN, (g.cycle_open, g.reasoned)) for state in RUNNING),
        Move(A.CLOSE, P.RUN_CYCLE, S.DRAFT, S.NOT_ANSWERED, (g.reasoned, s1.never_returned)),
        Move(A.CLOSE, P.RUN_CYCLE, S.DRAFT, S.NOT_RECOMMENDED, (g.reasoned, s1.returned)),
        *(Move(A.CLOSE, P.RUN_CYCLE, state, S.NOT_RECOMMENDED, (g.reasoned,)) for state in (S.APPLIED, S.ASSESSED, S.FORWARDED)),
        Move(A.CLOSE, P.RUN_CYCLE, S.RECOMMENDED, S.NOT_RECOMMENDED, (g.reasoned, s4.list_stands_open)),
        Move(A.CLOSE, P.RUN_CYCLE, S.RECOMMENDED, S.NOT_NAMED, (g.reasoned, s4.list_submitted)),
        Move(A.CLOSE, P.RUN_CYCLE, S.PROPOSED, S.NOT_NAMED, (g.reasoned,)),
    ),
)

# 复查 by the unit, 复核 by the two municipal bodies. A report and a review leave the state: they are facts beside it.
REINSPECTION: tuple[ReinspectionMove, ...] = (
    Move(RA.SUGGEST_KEEPING, P.REINSPECT, RS.DUE, RS.KEEPING_SUGGESTED, (rr.held, i.impartial, rr.answered, rr.nothing_found)),
    Move(RA.SUGGEST_REVOCATION, P.REINSPECT, RS.DUE, RS.REVOCATION_SUGGESTED, (rr.held, i.impartial, rr.answered, rr.revocation_reasoned, rr.revocation_grounded)),
    *(Move(RA.RECONSIDER, P.REINSPECT, state, RS.DUE, (rr.not_reported, i.impartial)) for state in SUGGESTED),
    *(Move(RA.REPORT, P.REINSPECT, state, state, (rr.held, rr.not_reported)) for state in SUGGESTED),
    *(Move(RA.REVIEW, P.REVIEW, state, state, (rr.held, i.impartial, i.reviewed_by_another, rr.reported_or_overdue)) for state in OPEN),
    *(Move(RA.SEND_BACK, P.REVIEW, state, RS.DUE, (rr.reported, rr.undecided, g.reasoned, i.impartial)) for state in SUGGESTED),
    *(Move(RA.KEEP, P.REVIEW, state, RS.KEPT, (rr.held, rr.reported_or_overdue, rr.both_keep)) for state in OPEN),
    *(Move(RA.REVOKE, P.NAME, state, RS.REVOKED, (rr.held, rr.reported_or_overdue, rr.both_revoke, rr.cosigned)) for state in OPEN),
    *(Move(RA.END, perm, state, RS.VOID, (g.reasoned,)) for perm in (P.RUN_CYCLE, P.MANAGE_REGISTER) for state in OPEN),
)
# fmt: on

REINSPECTION_OPEN = frozenset(OPEN)

HOLDS_SEAT = frozenset({S.RECOMMENDED, S.PROPOSED, S.NAMED, S.NOT_NAMED})
ENDS = frozenset({S.NAMED, S.NOT_NAMED, S.NOT_RECOMMENDED, S.NOT_APPLIED, S.NOT_ANSWERED, S.WITHDRAWN, S.DISQUALIFIED})

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
GIVEN_WITH_THE_MOVE = frozenset[Callable[..., str]]({g.reasoned, g.dated_in_order, s3.appraised, s3.requested})

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


def is_theirs(move: AnyMove, facts: ActFacts) -> bool:
    """Whether the row is there at all for people of the other body (D19): no button without."""
    return i.own_body_away not in move.rules or not i.own_body_away(facts)


def stood_in(move: AnyMove, facts: ActFacts) -> dict[str, str]:
    """What the record of a municipal decision says of a body that is away (D19)."""
    is_decision = move.perm.scope is Scope.CITY and i.impartial in move.rules
    return {"body_away": facts.body_away} if is_decision and facts.body_away else {}


def broken(
    move: Move[Word, Word, FactsT], facts: FactsT, *, button: bool = False
) -> Iterator[tuple[Callable[[FactsT], str], str]]:
    """The rules that refuse the move now, each with its words; for a button without what the actor gives with the move."""
    for rule in move.rules:
        if not (button and rule in GIVEN_WITH_THE_MOVE) and (reason := rule(facts)):
            yield rule, reason


def refusals(move: Move[Word, Word, FactsT], facts: FactsT, *, button: bool = False) -> Iterator[str]:
    """Why the move is not possible now, in words."""
    return (reason for _, reason in broken(move, facts, button=button))
