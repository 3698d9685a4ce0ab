"""The one door through which a case or a re-inspection changes its state; the tables say how they may (方案 四).

Who (PermissionDenied) and when (Refused) are separate questions. State, seat and record are written in one transaction.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any, Generic, Protocol, TypedDict, TypeVar, Unpack, overload

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from branches import access, clock
from branches.models import User
from branches.permissions import Perm
from branches.refusals import Conflict, Refusal
from evaluation.cases import reinspections as reinspection_cases
from evaluation.cases.access import holds
from evaluation.cases.knowledge import Known, known
from evaluation.cases.locks import lock_case, lock_reinspection, lock_year
from evaluation.cases.observe import observe, observe_one
from evaluation.deadlines import own_dates
from evaluation.models import Candidacy, Cycle, RecommendationList, Reinspection, ReinspectionRecord, Seat, Transition
from evaluation.procedure.lives import (
    ENDS,
    HOLDS_SEAT,
    PROCEDURE,
    REINSPECTION,
    AnyMove,
    CaseMove,
    ReinspectionMove,
    find,
    is_theirs,
    rows_of,
    stood_in,
)
from evaluation.rules.facts import ActFacts
from evaluation.vocabulary import Action, ReinspectionAction, State

BATCH = 200
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


class Given(TypedDict, total=False):
    """What may go with a move.

    `version` is the number of moves the actor had seen; another one in between that he may know of is refused. `due` is
    the new date that a send-back or a reinstatement carries, `basis` the document on which a move rests. `fields` are
    written together with the state.
    """

    note: str
    version: int | None
    due: date | None
    basis: str
    data: Mapping[str, Any]
    fields: Mapping[str, Any]
    is_cosigned: bool


@dataclass(frozen=True)
class Act:
    """Who makes a move and when, and what he gives with it."""

    by: User
    at: datetime
    note: str = ""
    version: int | None = None
    due: date | None = None
    basis: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    fields: Mapping[str, Any] = field(default_factory=dict)
    is_cosigned: bool = False


class Seen(Protocol[MoveT_contra]):
    """A thing with everything that its rules may ask."""

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
    lock: Callable[[ThingT], ThingT]
    holds: Callable[[User, Perm, ThingT], bool]
    observe: Callable[[ThingT], Seen[MoveT]]
    write: Callable[[ThingT, MoveT, Act], None]
    known: Callable[[ThingT, User], Known]

    def make(self, thing: ThingT, action: str, act: Act) -> RecordT:
        """Make one move and append its record."""
        thing = self.lock(thing)
        rows = self.rows(thing, action, act)
        seen = self.observe(thing)
        move = _from(thing, self.choose(seen, rows, act))
        self.write(thing, move, act)
        earlier = self.record._default_manager.filter(**{self.owner: thing}).order_by("-number")
        row = self.recorded(thing, seen, move, act, earlier.values_list("digest", flat=True).first() or "")
        row.save(force_insert=True)
        return row

    def rows(self, thing: ThingT, action: str, act: Act) -> list[MoveT]:
        """The rows of the table for this action here that are the actor's."""
        held = [move for move in self.table if move.action == action and self.holds(act.by, move.perm, thing)]
        if not held:
            raise PermissionDenied
        as_known = self.known(thing, act.by)
        if act.version not in (None, as_known.version):
            raise Stale
        if rows := [move for move in held if move.before == as_known.state]:
            return rows
        why = "不由您" if rows_of(self.table, action, as_known.state) else "不能"
        raise Refused(f"{as_known.name}现在是“{as_known.state.label}”，{why}“{held[0].action.label}”。")

    def choose(self, seen: Seen[MoveT], rows: list[MoveT], act: Act) -> MoveT:
        """The row that applies, or Refused with the reasons of the row that comes nearest."""
        if not (rows := [row for row in rows if is_theirs(row, seen.facts(act.by))]):
            raise PermissionDenied
        ask = partial(seen.why_not, note=act.note, new_date=act.due, basis=act.basis, is_cosigned=act.is_cosigned)
        reasons = {row: ask(row, act.by, act.at) for row in rows}
        move = min(rows, key=lambda row: len(reasons[row]))
        if reasons[move]:
            raise Refused(*reasons[move])
        return move

    def recorded(self, thing: ThingT, seen: Seen[MoveT], move: MoveT, act: Act, previous: str) -> RecordT:
        """The record of a move, not yet saved; it covers the digest of the one before it. A body that is away is named."""
        row = self.record(
            **{self.owner: thing},
            number=thing.version + 1,
            action=move.action,
            before=move.before,
            after=move.after,
            by=act.by,
            note=act.note.strip(),
            data={**act.data, **_of_the_move(act), **stood_in(move, seen.facts(act.by))},
            is_late=seen.is_late(move, act.at),
            at=act.at,
        )
        row.digest = digest(row, previous)
        return row


@overload
def advance(thing: Candidacy, action: Action | str, *, by: User, **given: Unpack[Given]) -> Transition: ...
@overload
def advance(
    thing: Reinspection, action: ReinspectionAction | str, *, by: User, **given: Unpack[Given]
) -> ReinspectionRecord: ...


@transaction.atomic
def advance(
    thing: Candidacy | Reinspection, action: str, *, by: User, **given: Unpack[Given]
) -> Transition | ReinspectionRecord:
    """Make one move of a case or a re-inspection and append its record.

    Raises PermissionDenied (who), Stale or Refused (when).
    """
    act = Act(by, clock.now(), **given)
    if isinstance(thing, Candidacy):
        return CASES.make(thing, Action(action), act)
    return REINSPECTIONS.make(thing, ReinspectionAction(action), act)


@transaction.atomic
def close_all(cycle: Cycle, *, by: User, note: str) -> int:
    """CLOSE every case of a year that is still open, all or nothing, in a few queries per batch. Raises as `advance`."""
    access.require(by, Perm.RUN_CYCLE)
    lock_year(cycle)
    act = Act(by, clock.now(), note)
    wanted = list(Candidacy.objects.filter(cycle=cycle).exclude(state__in=sorted(ENDS)).values_list("pk", flat=True))
    for start in range(0, len(wanted), BATCH):
        batch = wanted[start : start + BATCH]
        heads = Transition.objects.filter(candidacy__in=batch).order_by("number").values_list("candidacy", "digest")
        previous, records = dict(heads), []
        for seen in observe(Candidacy.objects.filter(pk__in=batch)):
            move = CASES.choose(seen, list(find(Action.CLOSE, seen.case.state)), act)
            _write_case(seen.case, move, act)
            records.append(CASES.recorded(seen.case, seen, move, act, previous.get(seen.case.pk, "")))
        Transition.objects.bulk_create(records)
    return len(wanted)


def _of_the_move(act: Act) -> dict[str, str]:
    """What stands on the record besides the note: the new date, and the document on which the move rests."""
    given = {"due": act.due.isoformat() if act.due else "", "basis": act.basis.strip()}
    return {name: word for name, word in given.items() if word}


def digest(row: Transition | ReinspectionRecord, previous: str) -> str:
    """SHA-256 over the record and the digest before it; `announced_at` is left out, since it comes later."""
    subject = row.candidacy_id if isinstance(row, Transition) else row.reinspection_id
    words = [subject, row.number, row.action, row.before, row.after, row.by_id, row.note, row.data]
    text = json.dumps([previous, *words, row.is_late, row.at.timestamp()], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _write_case(case: Candidacy, move: CaseMove, act: Act) -> None:
    fields: dict[str, Any] = {"version": case.version + 1, "since": act.at, **act.fields}
    fields |= own_dates(move.before, move.after, act.due)
    row = Candidacy.objects.filter(pk=case.pk, version=case.version)
    if move.after in HOLDS_SEAT and case.seat_id is None:
        own = RecommendationList.objects.filter(cycle=case.cycle_id, unit=case.unit_id)
        target = own.values("pool" if move.before == State.FORWARDED else "pk")
        for seat in Seat.objects.filter(list__in=target, holder=None).order_by("number"):
            try:
                with transaction.atomic():
                    _update(row, move, {**fields, "seat": seat})
                    return
            except IntegrityError:
                continue  # taken a moment ago: try the next
        raise Refused("名额刚刚被占满。请刷新页面查看最新情况。")
    if move.after not in HOLDS_SEAT:
        fields |= {"seat": None, "rank": None, "recommendation_reason": ""}
    _update(row, move, fields)


def _from(thing: Candidacy | Reinspection, move: MoveT) -> MoveT:
    """The move as it is made: from the state that the thing really has; one that leaves the state leaves that one."""
    if move.before == thing.state:
        return move
    really = type(move.before)(thing.state)
    return move._replace(before=really, after=really if move.after == move.before else move.after)


def _write_reinspection(one: Reinspection, move: ReinspectionMove, act: Act) -> None:
    row = Reinspection.objects.filter(pk=one.pk, version=one.version)
    fields: dict[str, Any] = {"version": one.version + 1, **({"due": act.due} if act.due else {}), **act.fields}
    if move.after != move.before:
        fields["since"] = act.at
    _update(row, move, fields)


def _update(row: QuerySet[Any], move: AnyMove, fields: Mapping[str, Any]) -> None:
    if not row.update(state=move.after, **fields):
        raise Stale


CASES = Life(
    table=PROCEDURE,
    record=Transition,
    owner="candidacy",
    lock=lock_case,
    holds=holds,
    observe=observe_one,
    write=_write_case,
    known=known,
)
REINSPECTIONS = Life(
    table=REINSPECTION,
    record=ReinspectionRecord,
    owner="reinspection",
    lock=lock_reinspection,
    holds=reinspection_cases.holds,
    observe=lambda one: reinspection_cases.seen(one.pk),
    write=_write_reinspection,
    known=reinspection_cases.known,
)
