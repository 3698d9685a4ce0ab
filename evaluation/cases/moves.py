"""One case, whole: how far it is, every move it made, and the moves open to whoever looks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from branches import clock, in_words
from branches.models import User
from evaluation.cases.access import holds
from evaluation.cases.columns import LAST_DAYS, annotated
from evaluation.cases.moving import observe_one
from evaluation.cases.observe import Observed
from evaluation.deadlines import YearDate
from evaluation.models import Candidacy, Transition
from evaluation.procedure.lives import ENDS, NEXT, NOT_ROUTABLE, CaseMove, find, is_theirs, moves_from
from evaluation.procedure.missing import Missing
from evaluation.vocabulary import FOUR_STEPS, Action, State, Step, Tone


@dataclass(frozen=True)
class OpenMove:
    """A button: the move, why it has to wait, the last day that may be given with it, and the last day for itself."""

    move: CaseMove
    reasons: list[str] = field(default_factory=list)
    latest: date | None = None
    due: date | None = None
    missing: Missing | None = None
    """Of the move that carries the case on: what it still waits for."""

    @property
    def action(self) -> Action:
        return self.move.action

    @property
    def is_next(self) -> bool:
        """Whether this move carries the case on; the others are ways out and ways back."""
        return self.missing is not None


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
            is_next = NEXT.get(move.before) == move.action
            waits = seen.missing(move, user, now) if is_next else None
            best[move.action] = OpenMove(move, reasons, seen.latest(move), seen.window(move)[1], waits)
    return sorted(best.values(), key=lambda one: (not one.is_next, bool(one.reasons)))


@dataclass(frozen=True)
class Stage:
    """One of the four steps as the stepper shows it. `note`: when it ended, or by when it is to."""

    label: str
    tone: Tone
    note: str = ""


def last_days(cases: Iterable[Candidacy]) -> dict[int, dict[str, date]]:
    """By what day each step ends for each of these cases, by its id."""
    rows = annotated(Candidacy.objects.filter(pk__in=[case.pk for case in cases]), *LAST_DAYS.values())
    return {row["pk"]: row for row in rows.values("pk", *LAST_DAYS.values())}


def stages(case: Candidacy, known: Sequence[Transition], days: Mapping[str, date]) -> list[Stage]:
    """The four steps of 方案 四: done, in hand, ahead, or stopped here, as `known`, its moves newest first, lets it be seen."""
    standing, today = State(case.standing), clock.today()
    at = len(FOUR_STEPS) if standing == State.NAMED else _step_of(standing, known)
    found = []
    for index, step in enumerate(FOUR_STEPS):
        tone = Tone.DONE if index < at else Tone.TODO
        if index == at:
            tone = Tone.STOP if standing in ENDS else Tone.DOING
        ended = _ended(index, known) if index < at else known[0] if tone == Tone.STOP and known else None
        if ended:
            note = f"{in_words.short_day(clock.day_of(ended.at), today)}{State(ended.after).label}"
        else:
            note = "" if tone in (Tone.DONE, Tone.STOP) else _until(case, step, days, today)
        found.append(Stage(step.label, tone, note))
    return found


def _until(case: Candidacy, step: Step, days: Mapping[str, date], today: date) -> str:
    if step == Step.NAMING:
        return f"{in_words.short_day(YearDate.NAMING.of(case.cycle), today)}前后"
    return f"{in_words.short_day(days[LAST_DAYS[step]], today)}前"


def _ended(index: int, known: Sequence[Transition]) -> Transition | None:
    """The last move that led beyond this step."""
    return next((one for one in known if _index(one.before) <= index < _index(one.after)), None)


def _index(state: str) -> int:
    """Which step a state waits for; an end leads beyond none, but the naming beyond all."""
    if state == State.NAMED:
        return len(FOUR_STEPS)
    action = NEXT.get(State(state))
    return FOUR_STEPS.index(find(action, state)[0].step) if action else 0


def _step_of(standing: State, known: Sequence[Transition]) -> int:
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
    before = known[0].before if known else None
    action = NEXT.get(State(before)) if before else None
    return FOUR_STEPS.index(find(action, before)[0].step) if action and before else 0


def returnable(case: Candidacy) -> dict[str, str]:
    """What can be sent back item by item: key → label. Criteria are `c1`…, conditions `d1`…."""
    items = {"facts": "支部基本情况", "resolution": "支部大会决议"}
    items |= {f"c{one.number}": f"第{one.number}项 {one.title}" for one in case.cycle.criteria.all()}
    return items | {f"d{one.number}": f"不得参评情形{one}" for one in case.cycle.disqualifications.all()}
