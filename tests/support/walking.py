"""The worlds that a unit of two branches can come into, one by one: its table, its dates, its list, the pool.

No database: the worlds ask the real rows and the real rules, with facts of their own. What people write and vote is
taken to be there; what the table and the calendar forbid stays forbidden. A world moves by a move of a case, by an act
on a list, or by waiting.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from types import SimpleNamespace
from typing import Any, NamedTuple

from django.utils.timezone import make_aware

from branches import clock
from evaluation import deadlines
from evaluation.cases.observe import Observed
from evaluation.deadlines import YearDate, ends, own_dates
from evaluation.models import Cycle
from evaluation.procedure.lives import HOLDS_SEAT, PROCEDURE, CaseMove
from evaluation.rules import impartiality
from evaluation.rules.facts import Facts, Resolution, Seats
from evaluation.vocabulary import Action, Body, CycleState, State, Step, Verdict

A, S = Action, State

FIRST = date(2027, 1, 1)
DUE = {
    YearDate.OPENING: 0,
    YearDate.SELF_ASSESSMENT: 2,
    YearDate.ASSESSMENT: 4,
    YearDate.BASE: 0,
    YearDate.RECOMMENDATION: 6,
    YearDate.POOL: 8,
    YearDate.NAMING: 10,
}
"""The dates of the year as days after the first: a step each two days."""
DAYS = (1, 3, 5, 7, 9, 11)
"""The days on which somebody acts: one before each date, one after the last."""
STEPS = deadlines.EXTENDABLE
PAST = 0
"""Any date that has gone by."""
OWN, POOL = "own", "pool"
FORWARDS = {A.APPLY: 1, A.CONCLUDE: 2}
BACK = {(A.RECALL, S.DRAFT): 0, (A.SEND_BACK, S.DRAFT): 0, (A.SEND_BACK, S.APPLIED): 1}
STEPS_BEHIND = {S.APPLIED: 1, S.ASSESSED: 2, S.FORWARDED: 2, S.RECOMMENDED: 2, S.PROPOSED: 2, S.NAMED: 2}


class Branch(NamedTuple):
    """One case: its state and what its rules ask of its past; `steps` are those behind it,
    `dates` its own for each of STEPS, as days."""

    state: State = S.DRAFT
    seat: str = ""
    last_action: str = ""
    disqualified_from: str = ""
    steps: int = 0
    dates: tuple[int | None, ...] = (None, None, None)


class Sheet(NamedTuple):
    """A list: not opened yet, open, or handed in; with the day to which it was moved."""

    state: str = ""
    due: int | None = None


class World(NamedTuple):
    today: int
    branches: tuple[Branch, Branch]
    own: Sheet = Sheet()
    pool: Sheet = Sheet()


@dataclass
class Unit:
    """The places there are, and whether they are the pool's."""

    in_pool: bool
    cap: int
    rows: tuple[CaseMove, ...] = PROCEDURE
    used: set[CaseMove] = field(default_factory=set)

    def start(self) -> World:
        return World(DAYS[0], (Branch(), Branch()))


# Steps 1 and 2 go straight on in the pool's worlds: what may happen there, units with places of their own show.
STRAIGHT_ON = tuple(
    row
    for row in PROCEDURE
    if row.action in (A.APPLY, A.NOT_APPLY, A.CONCLUDE, A.WITHDRAW, A.CLOSE)
    or row.before not in (S.DRAFT, S.APPLIED, S.NOT_APPLIED)
)


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def number_of(when: date) -> int:
    return (when - FIRST).days


YEAR = Cycle(year=2026, state=CycleState.RECOMMENDING, **{one.column: day(number) for one, number in DUE.items()})


def until(branch: Branch, own: Sheet, step: Step) -> int:
    """The last day of a step for a branch: its own, else the list's, else the year's (D9)."""
    moved = own.due if step == Step.RECOMMENDATION else None
    return next(one for one in (branch.dates[STEPS.index(step)], moved, DUE[ends(step)]) if one is not None)


def is_silent(branch: Branch, world: World) -> bool:
    return branch.state == S.DRAFT and until(branch, world.own, Step.SELF_ASSESSMENT) >= world.today


def has_handed_in(world: World) -> bool:
    return world.own.state == "submitted" or any(one.state == S.FORWARDED or one.seat == POOL for one in world.branches)


def seats(sheet: Sheet, cap: int, taken: int) -> Seats:
    return Seats(is_open=sheet.state == "open", is_submitted=sheet.state == "submitted", cap=cap, taken=taken)


def moves(unit: Unit, world: World, index: int) -> Iterator[tuple[CaseMove, World]]:
    """Every move of one case that some row allows, by whoever it belongs to, with each date that it may carry."""
    branch, other = world.branches[index], world.branches[1 - index]
    for move, due in _allowed(
        unit.rows,
        branch,
        world.today,
        world.own,
        world.pool,
        unit.in_pool,
        unit.cap,
        sum(one.seat == OWN for one in world.branches),
        sum(one.seat == POOL for one in world.branches),
        other.state == S.FORWARDED or other.seat == POOL,
        has_handed_in(world),
        sum(is_silent(one, world) for one in world.branches),
    ):
        after = moved(branch, move, due)
        pair = (after, other) if index == 0 else (other, after)
        yield move, world._replace(branches=pair)


@cache
def _allowed(
    rows: tuple[CaseMove, ...],
    branch: Branch,
    today: int,
    own: Sheet,
    pool: Sheet,
    in_pool: bool,
    cap: int,
    taken: int,
    pool_taken: int,
    other_forwarded: bool,
    handed_in: bool,
    silent: int,
) -> list[tuple[CaseMove, int | None]]:
    case: Any = SimpleNamespace(
        cycle=YEAR,
        branch_id=1,
        **{f"{step.value}_until": day(until(branch, own, step)) for step in STEPS},
    )
    pool_list = SimpleNamespace(due=day(pool.due) if pool.due is not None else None) if in_pool else None
    found = []
    for move in rows:
        if move.before != branch.state or move.action == A.CLOSE:
            continue
        known = Facts(
            recommendation_is_open=bool(own.state),
            resolution=Resolution(day(0), 5, 5, 5, True, 5),
            has_paper=True,
            findings=int(move.action == A.DISQUALIFY),
            corrected_by=1,
            is_visited=True,
            sheets=2,
            has_opinion=True,
            last_action=branch.last_action,
            disqualified_from=branch.disqualified_from,
            own=seats(own, 0 if in_pool else cap, taken),
            pool=seats(pool, cap if in_pool else 0, pool_taken),
            is_pool_unit=in_pool,
            holds_pool_seat=branch.seat == POOL,
            other_forwarded=other_forwarded,
            has_handed_in=handed_in,
            unanswered=silent,
            # The other body makes these moves where 市直工委 is away.
            body_away=Body.WORK_COMMITTEE if impartiality.own_body_away in move.rules else "",
            is_deliberated=True,
            is_appraised=True,
            verdicts=(Verdict.DECLINE, Verdict.DECLINE) if move.action == A.DECLINE else (Verdict.NAME, Verdict.NAME),
            notice_is_over=True,
        )
        seen = Observed(case, SimpleNamespace(pool=pool_list), known)  # type: ignore[arg-type]
        now = make_aware(datetime.combine(day(today), time(12)))
        with clock.moved_to(day(today)):
            for due in _dates(seen, move, today):
                given = day(due) if due is not None else None
                if not seen.why_not(
                    move, None, now, note="理由。", new_date=given, basis="函〔2027〕1号", is_cosigned=True
                ):
                    found.append((move, due))
    return found


def _dates(seen: Observed, move: CaseMove, today: int) -> Iterable[int | None]:
    """The nearest and the furthest date that a move may carry, where it carries one."""
    if move.action not in (A.SEND_BACK, A.REINSTATE):
        return (None,)
    latest = seen.latest(move)
    return (max(today, number_of(latest)) if latest else today,)


def moved(branch: Branch, move: CaseMove, due: int | None) -> Branch:
    """What the engine writes."""
    written = own_dates(move.before, move.after, day(due) if due is not None else None)
    dates = list(branch.dates)
    for index, step in enumerate(STEPS):
        if ends(step).column in written:
            when = written[ends(step).column]
            dates[index] = number_of(when) if when else None
    seat = branch.seat or (POOL if move.before == S.FORWARDED else OWN)
    return branch._replace(
        state=move.after,
        seat=seat if move.after in HOLDS_SEAT else "",
        last_action=move.action.value,
        disqualified_from=move.before.value if move.after == S.DISQUALIFIED else "",
        steps=FORWARDS.get(move.action, BACK.get((move.action, move.after), branch.steps)),
        dates=tuple(dates),
    )


def acts(unit: Unit, world: World) -> Iterator[World]:
    """Opening of the recommendation; the list, and the pool, handed in, and given another date if theirs has passed."""
    if not world.own.state:
        yield world._replace(own=Sheet("open"), pool=Sheet("open") if unit.in_pool else Sheet())
        return
    yield from handed_in(unit, world)
    yield from dated_anew(unit, world)


def handed_in(unit: Unit, world: World) -> Iterator[World]:
    silent = any(is_silent(one, world) for one in world.branches)
    in_time = world.today <= last_day(world.own, YearDate.RECOMMENDATION)
    put_forward = unit.in_pool and has_handed_in(world)
    if world.own.state == "open" and in_time and not silent and not put_forward:
        yield world._replace(own=world.own._replace(state="submitted"))
    coming = any(one.state in (S.APPLIED, S.ASSESSED, S.FORWARDED) for one in world.branches)
    may_still = world.own.state == "open" and in_time and (coming or silent)
    if world.pool.state == "open" and not may_still and world.today <= last_day(world.pool, YearDate.POOL):
        yield world._replace(pool=world.pool._replace(state="submitted"))


def dated_anew(unit: Unit, world: World) -> Iterator[World]:
    """What has been handed in is returned with a date, what is late is given another."""
    for name, step in (("own", YearDate.RECOMMENDATION), ("pool", YearDate.POOL)):
        sheet: Sheet = getattr(world, name)
        if sheet.state == "submitted" or (sheet.state and last_day(sheet, step) < world.today):
            own = day(world.pool.due) if name == "own" and world.pool.due is not None else None
            bound = deadlines.latest(YEAR, step, day(world.today), own=own, has_places=not unit.in_pool)
            latest = number_of(bound) if bound else world.today
            if latest >= world.today:
                first, second = world.branches
                along = (_along(first, latest), _along(second, latest))
                anew = Sheet("open", latest)
                yield world._replace(branches=along, own=anew) if name == "own" else world._replace(pool=anew)


def _along(branch: Branch, due: int) -> Branch:
    """A case keeps a later date of its own; an earlier one moves along (D9)."""
    *before, own = branch.dates
    return branch if own is None or own >= due else branch._replace(dates=(*before, due))


def last_day(sheet: Sheet, step: YearDate) -> int:
    return DUE[step] if sheet.due is None else sheet.due


def waited(world: World) -> Iterator[World]:
    """The next day on which somebody acts. After the last date one day is like another, but the dates given go by."""
    later = [one for one in DAYS if one > world.today]
    if later:
        yield world._replace(today=later[0])
        return
    first, second = (one._replace(dates=tuple(due and PAST for due in one.dates)) for one in world.branches)
    own, pool = (sheet._replace(due=None if sheet.due is None else PAST) for sheet in (world.own, world.pool))
    yield World(world.today, (first, second), own, pool)


@dataclass
class Walk:
    """All worlds; from which each is reached by a move of a case, or by an act on a list or waiting; what went wrong."""

    worlds: set[World] = field(default_factory=set)
    by_moves: dict[World, list[World]] = field(default_factory=dict)
    by_lists: dict[World, list[World]] = field(default_factory=dict)
    faults: dict[str, World] = field(default_factory=dict)

    def leads_to(self, wanted: Iterable[World], *, without_moves: bool = False) -> set[World]:
        """The worlds from which one of `wanted` can be reached."""
        found = set(wanted)
        queue = deque(found)
        while queue:
            world = queue.popleft()
            for one in (*self.by_lists.get(world, ()), *(() if without_moves else self.by_moves.get(world, ()))):
                if one not in found:
                    found.add(one)
                    queue.append(one)
        return found


def walk(unit: Unit, *, until: str = "") -> Walk:
    """Everywhere, or until that fault is met."""
    found = Walk(worlds={unit.start()})
    queue = deque(found.worlds)
    while queue and until not in found.faults:
        world = queue.popleft()
        reached = []
        for index in (0, 1):
            for row, after in moves(unit, world, index):
                unit.used.add(row)
                for fault in faults(unit, world, row, after):
                    found.faults.setdefault(fault, world)
                reached.append(plain(after))
                found.by_moves.setdefault(reached[-1], []).append(world)
        for after in (*acts(unit, world), *waited(world)):
            reached.append(plain(after))
            found.by_lists.setdefault(reached[-1], []).append(world)
        for after in reached:
            if after not in found.worlds:
                found.worlds.add(after)
                queue.append(after)
    return found


def plain(world: World) -> World:
    """The same world without what makes no difference any more, so that each is walked once."""
    first, second = sorted((_plain(one, world) for one in world.branches), key=str)
    own = world.own._replace(due=still(world.own.due, YearDate.RECOMMENDATION, world.today))
    pool = world.pool._replace(due=still(world.pool.due, YearDate.POOL, world.today))
    return world._replace(branches=(first, second), own=own, pool=pool)


def _plain(branch: Branch, world: World) -> Branch:
    if branch.state in (S.WITHDRAWN, S.NAMED):
        return Branch(branch.state, branch.seat)
    came_back = branch.state == S.DRAFT and branch.last_action in (A.SEND_BACK, A.REINSTATE)
    dates = tuple(still(due, ends(step), world.today) for due, step in zip(branch.dates, STEPS, strict=True))
    return branch._replace(last_action=A.SEND_BACK.value if came_back else "", dates=dates)


def still(due: int | None, ends_with: YearDate, today: int) -> int | None:
    """Of dates that have gone by no two differ, be it the year's own or another."""
    if due is None or due >= today:
        return due
    return None if DUE[ends_with] < today else PAST


def faults(unit: Unit, before: World, row: CaseMove, after: World) -> Iterator[str]:
    """What must never come of a move, whatever came before it."""
    if row.action == A.APPLY and has_handed_in(before):
        yield "a branch applies to a list that has been handed in"
    for one in after.branches:
        if one.state in STEPS_BEHIND and one.state != S.NAMED and one.steps < STEPS_BEHIND[one.state]:
            yield f"{one.state.value} without the steps before it"
        if bool(one.seat) != (one.state in HOLDS_SEAT):
            yield f"{one.state.value} {'with' if one.seat else 'without'} a place"
    if any(sum(one.seat == name for one in after.branches) > unit.cap for name in (OWN, POOL)):
        yield "a place too many"
    if sum(one.state == S.FORWARDED or one.seat == POOL for one in after.branches) > 1:
        yield "two branches of one unit are put forward"
    may_take_back = before.own.state == "open" and before.today <= last_day(before.own, YearDate.RECOMMENDATION)
    if row.action == A.RECOMMEND and row.before == S.FORWARDED and may_take_back:
        yield "picked while the unit may take it back"
