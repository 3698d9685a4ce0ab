"""What becomes of every branch of a large year: which way through the procedure it goes, and on which seat it ends."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import cycle as endless

from branches.models import Branch
from evaluation.models import RecommendationList, Seat
from evaluation.procedure.lives import CaseMove, find
from evaluation.vocabulary import Action as A
from evaluation.vocabulary import State

Route = tuple[A, ...]

# Ways through the procedure, each as its moves from the draft on.
DRAFT: Route = ()
APPLIED = (A.APPLY,)
ASSESSED = (A.APPLY, A.CONCLUDE)
SENT = (*ASSESSED, A.FORWARD)
PICKED = (*ASSESSED, A.RECOMMEND)
NOT_APPLIED = (A.NOT_APPLY,)
WITHDRAWN = (A.APPLY, A.WITHDRAW)
TAINTED = (A.APPLY, A.DISQUALIFY)

RUNNING_TAILS: tuple[Route, ...] = ((A.PROPOSE,), (), (A.PROPOSE, A.NAME), (), (A.DECLINE,))
CLOSED_TAILS: tuple[Route, ...] = (*[(A.PROPOSE, A.NAME)] * 6, (A.DECLINE,))

RUNNING_REST = (
    DRAFT, APPLIED, ASSESSED, ASSESSED, APPLIED, NOT_APPLIED, ASSESSED, WITHDRAWN, APPLIED, TAINTED, DRAFT,
)  # fmt: skip
CLOSED_REST = (
    (*ASSESSED, A.CLOSE), (*ASSESSED, A.CLOSE), NOT_APPLIED, (*APPLIED, A.CLOSE), (*ASSESSED, A.CLOSE), WITHDRAWN,
    (*ASSESSED, A.CLOSE), NOT_APPLIED, (*ASSESSED, A.CLOSE), TAINTED,
)  # fmt: skip
REASONS = {
    A.NOT_APPLY: "支部今年先打基础。",
    A.WITHDRAW: "支部即将合并，本年度退出。",
    A.DECLINE: "近两年创建成效不够突出。",
    A.CLOSE: "年度评定工作全部完成。",
}


@dataclass(frozen=True)
class Days:
    """When each step of a year was taken; `dates` are the year's own deadlines where they are not the usual ones."""

    opened: date
    applied: date
    assessed: date
    recommended: date
    proposed: date
    named: date
    closed: date | None
    dates: dict[str, date] = field(default_factory=dict)

    def of(self, action: A) -> date:
        if action in (A.CONCLUDE, A.DISQUALIFY):
            return self.assessed
        if action in (A.FORWARD, A.RECOMMEND):
            return self.recommended
        if action in (A.PROPOSE, A.DECLINE):
            return self.proposed
        if action == A.NAME:
            return self.named
        return self.closed if action == A.CLOSE and self.closed else self.applied


@dataclass
class Plan:
    """What becomes of one branch."""

    branch: Branch
    route: Route
    seat: Seat | None = None
    rank: int | None = None
    is_handed_in: bool = False

    @property
    def moves(self) -> tuple[CaseMove, ...]:
        return _moves(self.route)


@cache
def _moves(route: Route) -> tuple[CaseMove, ...]:
    found, state = [], State.DRAFT
    for action in route:
        found.append(find(action, state)[0])
        state = found[-1].after
    return tuple(found)


def spread(lists: Sequence[RecommendationList], branches: Sequence[Branch], *, is_running: bool) -> Iterator[Plan]:
    """Every branch's way. The last of each unit are picked, so that the demo's own branch, the first, is not."""
    by_unit: dict[int | None, list[Branch]] = {}
    for branch in branches:
        by_unit.setdefault(branch.unit_id, []).append(branch)
    seats: dict[int, list[Seat]] = {}
    for seat in Seat.objects.filter(list__in=[one.pk for one in lists if one.cap]).order_by("number"):
        seats.setdefault(seat.list_id, []).append(seat)
    picks = _Picks(seats, is_running)
    rest = RUNNING_REST if is_running else CLOSED_REST
    for one in lists:
        own = by_unit.get(one.unit_id, [])
        chosen = list(picks.of(one, own)) if own else []
        yield from chosen
        left = own[: len(own) - len(chosen)]
        yield from (Plan(branch, rest[index % len(rest)]) for index, branch in enumerate(left))


class _Picks:
    """Hands the seats out, list after list."""

    def __init__(self, seats: dict[int, list[Seat]], is_running: bool) -> None:
        self.seats, self.is_running = seats, is_running
        self.tails = endless(RUNNING_TAILS if is_running else CLOSED_TAILS)
        self.pooled = self.full = 0

    def of(self, one: RecommendationList, own: list[Branch]) -> Iterator[Plan]:
        if one.pool_id:
            yield self._from_pool(own[-1], self.seats.get(one.pool_id, []))
            return
        seats = self.seats.get(one.pk, [])[: len(own)]
        if not seats:
            return
        self.full += 1
        # A running year: of three units one is half-way, one has handed in, one has not begun.
        is_done = not self.is_running or self.full % 3 == 2
        count = len(seats) if is_done else (len(seats) + 1) // 2 if self.full % 3 == 1 else 0
        for rank, branch in enumerate(own[len(own) - count :], 1):
            tail = next(self.tails) if is_done else ()
            yield Plan(branch, (*PICKED, *tail), seats[rank - 1], rank, is_done)

    def _from_pool(self, branch: Branch, seats: list[Seat]) -> Plan:
        room = len(seats) // 2 if self.is_running else len(seats)
        if self.pooled >= room:
            return Plan(branch, SENT if self.is_running else (*SENT, A.CLOSE))
        self.pooled += 1
        tail: Route = () if self.is_running else next(self.tails)
        return Plan(branch, (*SENT, A.RECOMMEND, *tail), seats[self.pooled - 1], self.pooled, not self.is_running)
