"""One case, whole: how far it is, every move it made, and the moves open to whoever looks."""

from dataclasses import dataclass, field
from datetime import date

from branches import clock
from branches.models import User
from evaluation.cases.access import holds
from evaluation.cases.knowledge import in_order, view_of
from evaluation.cases.observe import Observed, observe_one
from evaluation.models import Candidacy, Transition
from evaluation.procedure.lives import ENDS, NEXT, NOT_ROUTABLE, CaseMove, find, is_theirs, moves_from
from evaluation.vocabulary import FOUR_STEPS, Action, State, Step, Tone


@dataclass(frozen=True)
class OpenMove:
    """A button: the move, the reasons why it has to wait, and the last day that may be given with it."""

    move: CaseMove
    reasons: list[str] = field(default_factory=list)
    latest: date | None = None

    @property
    def action(self) -> Action:
        return self.move.action

    @property
    def is_next(self) -> bool:
        """Whether this move carries the case on; the others are ways out and ways back."""
        return NEXT.get(self.move.before) == self.action


def open_moves(case: Candidacy, user: User) -> list[OpenMove]:
    """The moves that `user` could make from the state he knows, the one that carries the case on first."""
    if not any(holds(user, move.perm, case) for move in moves_from(case.state)):
        return []
    return moves_of(observe_one(case), case.state, user)


def moves_of(seen: Observed, state: str, user: User) -> list[OpenMove]:
    """As `open_moves`, for a case already observed, from a state."""
    best: dict[Action, OpenMove] = {}
    now = clock.now()
    for move in moves_from(state):
        if move.action in NOT_ROUTABLE or not holds(user, move.perm, seen.case):
            continue
        if not is_theirs(move, seen.facts(user)):
            continue
        reasons = seen.why_not(move, user, now, button=True)
        if move.action not in best or len(reasons) < len(best[move.action].reasons):
            best[move.action] = OpenMove(move, reasons, seen.latest(move))
    return sorted(best.values(), key=lambda one: (not one.is_next, bool(one.reasons)))


def timeline(case: Candidacy, user: User) -> list[Transition]:
    """Every move known to `user`, newest first; each begins where the one before it that he knows of ended (D52)."""
    return list(in_order(view_of(user)).filter(candidacy=case).select_related("by").order_by("-number"))


@dataclass(frozen=True)
class Stage:
    """One of the four steps as the stepper shows it."""

    label: str
    tone: Tone


def stages(case: Candidacy, user: User) -> list[Stage]:
    """The four steps of 方案 四 as `user` may know them: done, in hand, ahead, or stopped here."""
    standing = case.standing
    if standing == State.NAMED:
        return [Stage(step.label, Tone.DONE) for step in FOUR_STEPS]
    at = _step_of(case, user)
    found = []
    for index, step in enumerate(FOUR_STEPS):
        tone = Tone.DONE if index < at else Tone.TODO
        if index == at:
            tone = Tone.STOP if standing in ENDS else Tone.DOING
        found.append(Stage(step.label, tone))
    return found


def _step_of(case: Candidacy, user: User) -> int:
    standing = case.standing
    if action := NEXT.get(standing):
        return FOUR_STEPS.index(find(action, standing)[0].step)
    last = {
        State.NOT_APPLIED: Step.SELF_ASSESSMENT,
        State.NOT_ANSWERED: Step.SELF_ASSESSMENT,
        State.NOT_NAMED: Step.NAMING,
        State.NOT_RECOMMENDED: Step.RECOMMENDATION,
    }
    if standing in last:
        return FOUR_STEPS.index(last[standing])
    known = timeline(case, user)
    before = known[0].before if known else None
    action = NEXT.get(State(before)) if before else None
    return FOUR_STEPS.index(find(action, before)[0].step) if action and before else 0


def returnable(case: Candidacy) -> dict[str, str]:
    """What can be sent back item by item: key → label. Criteria are `c1`…, conditions `d1`…."""
    items = {"facts": "支部基本情况", "resolution": "支部大会决议"}
    items |= {f"c{one.number}": f"第{one.number}项 {one.title}" for one in case.cycle.criteria.all()}
    return items | {f"d{one.number}": f"不得参评情形{one}" for one in case.cycle.disqualifications.all()}
