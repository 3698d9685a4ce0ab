"""The one door through which a case or a re-inspection changes its state; the tables say how they may (方案 四).

Who (PermissionDenied) and when (Refused) are separate questions. State, seat and record are written in one transaction.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from types import MappingProxyType
from typing import Any, Generic, Protocol, TypedDict, TypeVar, Unpack, overload

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from branches import clock
from branches.asking.compiled import insert, update
from branches.models import User
from branches.permissions import Perm
from branches.refusals import Conflict, Refusal
from evaluation.cases import reinspections as reinspection_cases
from evaluation.cases.access import holds
from evaluation.cases.knowledge import Known, known
from evaluation.cases.locks import lock_reinspection, lock_to_move
from evaluation.cases.moving import ask_lists, free_seats, observe_for_moves
from evaluation.cases.records import Act, digest, of_the_move
from evaluation.deadlines import own_dates
from evaluation.models import Candidacy, Reinspection, ReinspectionRecord, Transition
from evaluation.procedure.lives import (
    HOLDS_SEAT,
    PROCEDURE,
    REINSPECTION,
    AnyMove,
    CaseMove,
    ReinspectionMove,
    is_theirs,
    rows_of,
    stood_in,
)
from evaluation.rules.facts import ActFacts
from evaluation.vocabulary import Action, ReinspectionAction, State

STALE = "这件事刚刚有人办理过，页面上的内容已经变化。请看一下最新情况，再决定是否继续。"

ThingT = TypeVar("ThingT", bound=Candidacy | Reinspection)
MoveT = TypeVar("MoveT", bound=AnyMove)
MoveT_contra = TypeVar("MoveT_contra", bound=AnyMove, contravariant=True)
RecordT = TypeVar("RecordT", bound=Transition | ReinspectionRecord)


class Refused(Refusal):
    """A move, or what belongs to one, is refused."""


class Stale(Refused, Conflict):
    """Somebody was quicker: what this person had before him has changed meanwhile."""

    def __init__(self) -> None:
        super().__init__(STALE)


class _WithoutLists(Exception):
    """A list belongs to the move, of which nothing was known before the thing was locked."""


class Given(TypedDict, total=False):
    """What may go with a move.

    `version` is the number of moves the actor had seen; another one in between that he may know of is refused. `due` is
    the new date that a send-back or a reinstatement carries, `basis` the document on which a move rests. `fields` are
    written together with the state, other rows as their numbers.
    """

    note: str
    version: int | None
    due: date | None
    basis: str
    data: Mapping[str, Any]
    fields: Mapping[str, Any]
    is_cosigned: bool


class Seen(Protocol[MoveT_contra]):
    """A thing with everything that its rules may ask."""

    @property
    def head(self) -> str:
        """The digest of its last record."""

    def why_not(
        self,
        move: MoveT_contra,
        by: User,
        now: datetime,
        *,
        note: str = "",
        new_date: date | None = None,
        basis: str = "",
        is_cosigned: bool = False,
    ) -> list[str]: ...

    def is_late(self, move: MoveT_contra, at: datetime) -> bool: ...

    def facts(self, by: User) -> ActFacts: ...


@dataclass(frozen=True)
class Life(Generic[ThingT, MoveT, RecordT]):
    """One kind of thing that lives by a table, and how to lock, observe, write and record it."""

    table: tuple[MoveT, ...]
    record: type[RecordT]
    owner: str
    """The field of a record that names the thing."""
    lock: Callable[..., ThingT]
    ask_lists: Callable[[tuple[MoveT, ...]], bool]
    """Whether lists belong to these rows: then they are locked before the thing."""
    holds: Callable[[User, Perm, ThingT], bool]
    observe: Callable[[ThingT, tuple[MoveT, ...]], Seen[MoveT]]
    """The thing with what these rows ask."""
    write: Callable[[ThingT, MoveT, Act], None]
    known: Callable[[ThingT, User], Known]

    def advance(self, thing: ThingT, action: str, act: Act) -> RecordT:
        """Make one move; where a list turns out to belong to it, begin again with the lists locked, as all lock them."""
        rows = tuple(row for row in self.table if row.action == action)
        here = tuple(row for row in rows if row.before == thing.state)
        try:
            return self.make(thing, action, act, with_lists=self.ask_lists(here or rows))
        except _WithoutLists:
            return self.make(thing, action, act, with_lists=True)

    @transaction.atomic
    def make(self, thing: ThingT, action: str, act: Act, *, with_lists: bool) -> RecordT:
        """Make one move and append its record."""
        thing = self.lock(thing, with_lists=with_lists)
        rows = self.rows(thing, action, act)
        if not with_lists and self.ask_lists((*rows, *rows_of(self.table, action, thing.state))):
            raise _WithoutLists
        seen = self.observe(thing, rows)
        move = _from(thing, self.choose(seen, rows, act))
        self.write(thing, move, act)
        row = self.recorded(thing, seen, move, act)
        insert(row)
        return row

    def rows(self, thing: ThingT, action: str, act: Act) -> tuple[MoveT, ...]:
        """The rows of the table for this action here that are the actor's."""
        held = [move for move in self.table if move.action == action and self.holds(act.by, move.perm, thing)]
        if not held:
            raise PermissionDenied
        as_known = self.known(thing, act.by)
        if act.version not in (None, as_known.version):
            raise Stale
        if rows := tuple(move for move in held if move.before == as_known.state):
            return rows
        why = "不由您" if rows_of(self.table, action, as_known.state) else "不能"
        raise Refused(f"{as_known.name}现在是“{as_known.state.label}”，{why}“{held[0].action.label}”。")

    def choose(self, seen: Seen[MoveT], rows: tuple[MoveT, ...], act: Act) -> MoveT:
        """The row that applies, or Refused with the reasons of the row that comes nearest."""
        if not (theirs := [row for row in rows if is_theirs(row, seen.facts(act.by))]):
            raise PermissionDenied
        ask = partial(seen.why_not, note=act.note, new_date=act.due, basis=act.basis, is_cosigned=act.is_cosigned)
        reasons = {row: ask(row, act.by, act.at) for row in theirs}
        move = min(theirs, key=lambda row: len(reasons[row]))
        if reasons[move]:
            raise Refused(*reasons[move])
        return move

    def recorded(self, thing: ThingT, seen: Seen[MoveT], move: MoveT, act: Act) -> RecordT:
        """The record of a move, not yet saved. A body that is away is named."""
        body_away = stood_in(move, seen.facts(act.by))
        entry = self.entry(thing.pk, thing.version, move, act, seen.head, body_away, is_late=seen.is_late(move, act.at))
        setattr(entry, self.owner, thing)
        return entry

    def entry(
        self,
        pk: int,
        version: int,
        move: MoveT,
        act: Act,
        head: str,
        body_away: Mapping[str, str] = MappingProxyType({}),
        *,
        is_late: bool = False,
    ) -> RecordT:
        """The same for a thing of which only its number is known; it covers the digest of the record before it."""
        row = self.record(
            **{f"{self.owner}_id": pk},
            number=version + 1,
            action=move.action,
            before=move.before,
            after=move.after,
            by=act.by,
            note=act.note.strip(),
            data={**act.data, **of_the_move(act), **body_away},
            is_late=is_late,
            at=act.at,
        )
        row.digest = digest(row, head)
        return row


@overload
def advance(thing: Candidacy, action: Action | str, *, by: User, **given: Unpack[Given]) -> Transition: ...
@overload
def advance(
    thing: Reinspection, action: ReinspectionAction | str, *, by: User, **given: Unpack[Given]
) -> ReinspectionRecord: ...


def advance(
    thing: Candidacy | Reinspection, action: str, *, by: User, **given: Unpack[Given]
) -> Transition | ReinspectionRecord:
    """Make one move of a case or a re-inspection and append its record.

    Raises PermissionDenied (who), Stale or Refused (when).
    """
    act = Act(by, clock.now(), **given)
    if isinstance(thing, Candidacy):
        return CASES.advance(thing, Action(action), act)
    return REINSPECTIONS.advance(thing, ReinspectionAction(action), act)


def _write_case(case: Candidacy, move: CaseMove, act: Act) -> None:
    fields: dict[str, Any] = {"version": case.version + 1, "since": act.at, **act.fields}
    fields |= own_dates(move.before, move.after, act.due)
    if move.after in HOLDS_SEAT and case.seat_id is None:
        for seat in free_seats(case, in_pool=move.before == State.FORWARDED):
            try:
                with transaction.atomic():
                    _update(case, move, {**fields, "seat": seat})
                    return
            except IntegrityError:
                continue  # taken a moment ago: try the next
        raise Refused("名额刚刚被占满。请刷新页面查看最新情况。")
    _update(case, move, fields | off_the_list(move.after))


def off_the_list(after: str) -> dict[str, Any]:
    """What a case that holds no place leaves behind."""
    return {} if after in HOLDS_SEAT else {"seat": None, "rank": None, "recommendation_reason": ""}


def _from(thing: Candidacy | Reinspection, move: MoveT) -> MoveT:
    """The move as it is made: from the state that the thing really has; one that leaves the state leaves that one."""
    if move.before == thing.state:
        return move
    really = type(move.before)(thing.state)
    return move._replace(before=really, after=really if move.after == move.before else move.after)


def _write_reinspection(one: Reinspection, move: ReinspectionMove, act: Act) -> None:
    fields: dict[str, Any] = {"version": one.version + 1, **({"due": act.due} if act.due else {}), **act.fields}
    if move.after != move.before:
        fields["since"] = act.at
    _update(one, move, fields)


def _update(thing: Candidacy | Reinspection, move: AnyMove, fields: Mapping[str, Any]) -> None:
    values = {"state": move.after, **fields}
    if not update(type(thing), values, pk=thing.pk, version=thing.version):
        raise Stale


CASES = Life(
    table=PROCEDURE,
    record=Transition,
    owner="candidacy",
    lock=lock_to_move,
    ask_lists=ask_lists,
    holds=holds,
    observe=observe_for_moves,
    write=_write_case,
    known=known,
)
REINSPECTIONS = Life(
    table=REINSPECTION,
    record=ReinspectionRecord,
    owner="reinspection",
    lock=lock_reinspection,
    ask_lists=lambda rows: False,
    holds=reinspection_cases.holds,
    observe=lambda one, rows: reinspection_cases.seen(one.pk),
    write=_write_reinspection,
    known=reinspection_cases.known,
)
