"""The one door through which a state changes: of a case, and of the cycle, lists, decisions and titles around it.

Who (PermissionDenied) and when (Refused) are separate questions. State, seat and record are written in one transaction.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from branches import audit, clock
from branches.models import User
from evaluation.cases import reinspections as reinspection_cases
from evaluation.cases.access import holds, shown_to
from evaluation.cases.locks import lock_lists, lock_year
from evaluation.cases.observe import Observed, observe
from evaluation.deadlines import STEPS, YearDate
from evaluation.models import (
    Candidacy,
    Cycle,
    Decision,
    Honour,
    Objection,
    Plaque,
    RecommendationList,
    Reinspection,
    ReinspectionRecord,
    Seat,
    Succession,
    Transition,
    WorkingMethod,
)
from evaluation.procedure.lives import (
    CYCLE_LIFE,
    DECISION_LIFE,
    ENDS,
    HOLDS_SEAT,
    HONOUR_LIFE,
    LIST_LIFE,
    METHOD_LIFE,
    OBJECTION_LIFE,
    PLAQUE_LIFE,
    PROCEDURE,
    REINSPECTION,
    SUCCESSION_LIFE,
    Move,
    find,
    refusals,
    reinspection_moves,
    reinspection_refusals,
)
from evaluation.vocabulary import Action, ReinspectionAction, State

__all__ = ["STALE", "Refused", "Stale", "advance", "close_all", "digest", "holds", "reinspect", "shift"]

BATCH = 200
STALE = "这件事刚刚有人办理过，页面上的内容已经变化。请看一下最新情况，再决定是否继续。"


class Refused(Exception):
    """Not now, or not like this. `reasons` are sentences for a person."""

    def __init__(self, *reasons: str) -> None:
        super().__init__("；".join(reasons))
        self.reasons = list(reasons)


class Stale(Refused):
    """Somebody was quicker: what this person had before him has changed meanwhile."""

    def __init__(self) -> None:
        super().__init__(STALE)


@transaction.atomic
def advance(
    case: Candidacy,
    action: Action | str,
    *,
    by: User,
    note: str = "",
    version: int | None = None,
    due: date | None = None,
    data: Mapping[str, Any] | None = None,
    is_cosigned: bool = False,
) -> Transition:
    """Make one move of one case and append its record.

    `version` is the number of moves the actor had seen; another one in between is refused. `due` is the new date that a
    send-back carries. Raises PermissionDenied (who) or Refused (when).
    """
    action = Action(action)
    lock_lists(case)
    case = Candidacy.objects.select_for_update(no_key=True).get(pk=case.pk)
    if not any(holds(by, move.perm, case) for move in PROCEDURE if move.action == action):
        raise PermissionDenied
    if version is not None and version != case.version:
        raise Stale
    rows, now = _mine(case, action, by), clock.now()
    seen = observe(Candidacy.objects.filter(pk=case.pk))[0]
    move = _choose(seen, rows, by, now, note, is_cosigned)
    _write(seen.case, move, now, due, seen.own)
    return _record(seen, move, by, now, note, {**(data or {}), **({"due": due.isoformat()} if due else {})})


LIVES: Mapping[type, Mapping[Any, set[Any]]] = {
    Cycle: CYCLE_LIFE,
    RecommendationList: LIST_LIFE,
    Decision: DECISION_LIFE,
    Honour: HONOUR_LIFE,
    Objection: OBJECTION_LIFE,
    Succession: SUCCESSION_LIFE,
    Plaque: PLAQUE_LIFE,
    WorkingMethod: METHOD_LIFE,
}


@transaction.atomic
def close_all(cycle: Cycle, *, by: User, note: str) -> int:
    """CLOSE every case of a year that is still open, all or nothing, in a few queries per batch. Raises as `advance`."""
    lock_year(cycle)
    now = clock.now()
    wanted = list(Candidacy.objects.filter(cycle=cycle).exclude(state__in=sorted(ENDS)).values_list("pk", flat=True))
    for start in range(0, len(wanted), BATCH):
        batch = wanted[start : start + BATCH]
        heads = Transition.objects.filter(candidacy__in=batch).order_by("number").values_list("candidacy", "digest")
        previous, rows = dict(heads), []
        for seen in observe(Candidacy.objects.filter(pk__in=batch)):
            move = _choose(seen, _mine(seen.case, Action.CLOSE, by), by, now, note, is_cosigned=False)
            _write(seen.case, move, now, None, seen.own)
            rows.append(_made(seen.case, move, by, now, note, {}, previous.get(seen.case.pk, "")))
        Transition.objects.bulk_create(rows)
    return len(wanted)


def shift(
    thing: Cycle | RecommendationList | Decision | Honour | Objection | Succession | Plaque | WorkingMethod,
    after: str,
    *,
    by: User,
    note: str = "",
    **fields: Any,
) -> None:
    """Change the state of something around the cases, together with `fields`. Raises Refused out of order."""
    life = LIVES[type(thing)]
    before = thing.state
    if after not in life.get(before, set()):
        raise Refused(f"“{thing}”现在是“{thing.get_state_display()}”，不能这样办理。请刷新页面查看最新情况。")
    changed = type(thing)._default_manager.filter(pk=thing.pk, state=before).update(state=after, **fields)
    if not changed:
        raise Stale
    thing.refresh_from_db()
    audit.record(f"{thing._meta.verbose_name}：{thing.get_state_display()}", thing, by=by, before=before, note=note)


@transaction.atomic
def reinspect(
    one: Reinspection,
    action: ReinspectionAction | str,
    *,
    by: User,
    note: str = "",
    version: int | None = None,
    data: Mapping[str, Any] | None = None,
    is_cosigned: bool = False,
    **fields: Any,
) -> ReinspectionRecord:
    """Make one move of one re-inspection, together with `fields`, and append its record. Raises as `advance`."""
    action = ReinspectionAction(action)
    one = Reinspection.objects.select_for_update(no_key=True).get(pk=one.pk)
    if not any(reinspection_cases.holds(by, move.perm, one) for move in REINSPECTION if move.action == action):
        raise PermissionDenied
    if version is not None and version != one.version:
        raise Stale
    seen = reinspection_cases.observe(Reinspection.objects.filter(pk=one.pk))[0]
    rows = [move for move in reinspection_moves(action, one.state) if reinspection_cases.holds(by, move.perm, one)]
    if not rows:
        raise Refused(f"{one}现在是“{one.get_state_display()}”，不能“{action.label}”。")
    facts = replace(seen.facts(by, fields.get("reason", one.reason), note), is_cosigned=is_cosigned)
    if reasons := list(reinspection_refusals(rows[0], facts)):
        raise Refused(*reasons)
    now, number = clock.now(), one.version + 1
    Reinspection.objects.filter(pk=one.pk).update(state=rows[0].after, version=number, since=now, **fields)
    last = one.records.order_by("-number").first()
    record = ReinspectionRecord(
        reinspection=one,
        number=number,
        action=action,
        before=one.state,
        after=rows[0].after,
        by=by,
        note=note.strip(),
        data=dict(data or {}),
        is_late=action == ReinspectionAction.REPORT and seen.is_overdue,
        at=now,
    )
    record.digest = digest(record, last.digest if last else "")
    record.save(force_insert=True)
    return record


def _mine(case: Candidacy, action: Action, by: User) -> list[Move]:
    """The rows of the table for this action here that are the actor's; Refused if there is none."""
    rows = find(action, case.state)
    mine = [move for move in rows if holds(by, move.perm, case)]
    if not mine:
        known = Candidacy.objects.annotate(shown=shown_to(by)).get(pk=case.pk).standing.label
        raise Refused(f"该支部现在是“{known}”，{'不由您' if rows else '不能'}“{action.label}”。")
    return mine


def _choose(seen: Observed, rows: list[Move], by: User, now: datetime, note: str, is_cosigned: bool) -> Move:
    """The row that applies, or Refused with the reasons of the row that comes nearest."""
    reasons: dict[int, list[str]] = {}
    for index, move in enumerate(rows):
        facts = replace(seen.facts(move, by, now, note), is_cosigned=is_cosigned)
        reasons[index] = list(refusals(move, facts))
        if not reasons[index]:
            return move
    raise Refused(*min(reasons.values(), key=len))


def _write(case: Candidacy, move: Move, now: datetime, due: date | None, own: RecommendationList | None) -> None:
    fields: dict[str, Any] = {"state": move.after, "version": case.version + 1, "since": now, "due": due}
    row = Candidacy.objects.filter(pk=case.pk, version=case.version)
    if move.after in HOLDS_SEAT and case.seat_id is None:
        _take_seat(row, fields, own, from_pool=move.before == State.FORWARDED)
        return
    if move.after not in HOLDS_SEAT:
        fields.update(seat=None, rank=None, recommendation_reason="")
    if not row.update(**fields):
        raise Stale


def _take_seat(row: Any, fields: dict[str, Any], own: RecommendationList | None, *, from_pool: bool) -> None:
    target = own and (own.pool_id if from_pool else own.pk)
    for seat in Seat.objects.filter(list=target, holder=None).order_by("number"):
        try:
            with transaction.atomic():
                if not row.update(seat=seat, **fields):
                    raise Stale
                return
        except IntegrityError:
            continue  # taken a moment ago: try the next
    raise Refused("名额刚刚被占满。请刷新页面查看最新情况。")


def _record(seen: Observed, move: Move, by: User, now: datetime, note: str, data: Mapping[str, Any]) -> Transition:
    last = Transition.objects.filter(candidacy=seen.case.pk).order_by("-number").first()
    row = _made(seen.case, move, by, now, note, data, last.digest if last else "")
    row.save(force_insert=True)
    return row


def _made(
    case: Candidacy, move: Move, by: User, now: datetime, note: str, data: Mapping[str, Any], previous: str
) -> Transition:
    row = Transition(
        candidacy=case,
        number=case.version + 1,
        action=move.action,
        before=move.before,
        after=move.after,
        by=by,
        note=note.strip(),
        data=dict(data),
        is_late=_is_late(case.cycle, move, now),
        at=now,
    )
    row.digest = digest(row, previous)
    return row


def digest(row: Transition | ReinspectionRecord, previous: str) -> str:
    """SHA-256 over the record and the digest before it; `announced_at` is left out, since it comes later."""
    subject = row.candidacy_id if isinstance(row, Transition) else row.reinspection_id
    words = [subject, row.number, row.action, row.before, row.after, row.by_id, row.note, row.data]
    text = json.dumps([previous, *words, row.is_late, row.at.timestamp()], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _is_late(cycle: Cycle, move: Move, now: datetime) -> bool:
    """逾期: made after the year's own date, under an extension or a send-back (D9)."""
    if move.action not in (Action.APPLY, Action.CONCLUDE, Action.FORWARD, Action.RECOMMEND):
        return False
    ends = YearDate.POOL if move.before == State.FORWARDED else STEPS[move.step]
    return now >= clock.end_of(ends.of(cycle))
