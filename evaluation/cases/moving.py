"""One case by queries compiled once: as a move sees it, with the facts that its rules ask, and with all there are."""

from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from typing import Any

from branches import clock
from branches.asking.compiled import Compiled, Given, made, names_of
from evaluation.cases.columns import LAST_DAYS, annotated, counted_on_lists, names
from evaluation.cases.observe import COUNTED, Observed, nothing_but, observed
from evaluation.cases.observing import CASE_FIELDS, LIST_FIELDS, case_of, list_of
from evaluation.models import Candidacy, Cycle, RecommendationList, Seat
from evaluation.procedure.asked import asked_by
from evaluation.procedure.lives import HOLDS_SEAT, NOT_ROUTABLE, CaseMove
from evaluation.vocabulary import Body, State

_BODIES = tuple(f"{body}_away" for body in Body)
_ALWAYS = frozenset({"head"})
"""What the next record of the case covers."""

_OF_FACTS: Mapping[str, tuple[str, ...]] = {
    "unit_due": ("recommendation_until",),
    "latest": ("assessment_until", "recommendation_until"),
    "is_temporary": ("branch_kind",),
    "holds_pool_seat": ("seat_list",),
    "body_away": _BODIES,
    "is_recused": ("keep_away",),
    "missing": ("facts_confirmed_at", "criteria", "rated", "conditions", "declared", "resolved_with"),
    "resolution": ("met_on", "expected", "present", "members", "resolved_with", "resolution"),
    "has_paper": ("paper",),
    "declared": ("declared_yes",),
    "unverified": ("conditions", "organ_verified"),
    "unverified_by_city": ("conditions", "city_verified"),
    "holds": ("open_holds",),
    "sheets": ("submitted_sheets",),
    "missing_sheets": ("owing_sheets",),
    "disqualified_from": ("last_before",),
    "typed_by": ("rated_by", "declared_by", "written_by"),
    "verdicts": ("committee_verdict", "department_verdict", *_BODIES),
    "notice_is_over": ("notice_closes_on",),
}
"""The columns of each fact that is not a column of the same name."""

_OF_LISTS: Mapping[str, tuple[str, ...]] = {
    "own": ("taken",),
    "pool": ("pool_taken",),
    "has_handed_in": ("is_handed_in",),
    "unanswered": ("unanswered",),
    "is_deliberated": ("is_deliberated",),
    "is_pool_unit": (),
    "holds_pool_seat": (),
    "latest": (),
}
"""What of the facts the unit's list says, and the columns that count it there."""

ON_A_LIST = HOLDS_SEAT | {State.FORWARDED}


@cache
def columns_of(moves: tuple[CaseMove, ...]) -> frozenset[str]:
    """Of the cases, for the rules of these moves."""
    asked, there = asked_by(moves), names()
    steps = {move.step for move in moves if "due" in asked}
    windows = {day for step, day in LAST_DAYS.items() if step in steps}
    return _ALWAYS | windows | {one for fact in asked for one in _OF_FACTS.get(fact, (fact,)) if one in there}


@cache
def list_columns_of(moves: tuple[CaseMove, ...]) -> frozenset[str]:
    return frozenset(one for fact in asked_by(moves) for one in _OF_LISTS.get(fact, ()))


@cache
def ask_lists(moves: tuple[CaseMove, ...]) -> bool:
    """Whether a list belongs to what these moves ask or do: it is locked before the case then.

    Also before what a larger act does to one case, since that act may go on to a case that holds a place.
    """
    goes_on = any(move.action in NOT_ROUTABLE for move in moves)
    is_on_a_list = any({move.before, move.after} & ON_A_LIST for move in moves)
    return goes_on or is_on_a_list or bool(asked_by(moves) & _OF_LISTS.keys())


def observe_for_moves(case: Candidacy, moves: tuple[CaseMove, ...]) -> Observed:
    """A locked case with what the rules of these moves ask, all other facts say nothing; by queries compiled before.

    Never in the statement that locks: while that one waits, what it sees beside the locked row grows old.
    """
    (row,) = _compiled_case(columns_of(moves), clock.today()).read(case=case.pk)
    case.cycle = made(Cycle, row, "cycle__")
    vars(case).update(nothing_but(columns_of(moves)) | row)
    return observed(case, _own_list(case, list_columns_of(moves)) if ask_lists(moves) else None)


def observe_one(case: Candidacy) -> Observed:
    """The case as it stands now, with all that any rule may ask: what `observe` says of many."""
    (row,) = _compiled_whole(clock.today()).read(case=case.pk)
    now = case_of(row)
    return observed(now, _own_list(now, COUNTED))


@lru_cache(maxsize=2)
def _compiled_whole(day: date) -> Compiled:
    return Compiled(annotated(Candidacy.objects.filter(pk=Given("case")).order_by()), *CASE_FIELDS, *sorted(names()))


@lru_cache(maxsize=256)
def _compiled_case(columns: frozenset[str], day: date) -> Compiled:
    """For one day, because what is in force is compared with it."""
    rows = annotated(Candidacy.objects.filter(pk=Given("case")).order_by(), *sorted(columns))
    return Compiled(rows, *names_of(Cycle, "cycle__"), *sorted(columns))


def _own_list(case: Candidacy, columns: frozenset[str]) -> Any:
    """Counted for these alone."""
    for row in _compiled_list(columns, clock.today()).read(cycle=case.cycle_id, unit=case.unit_id):
        return list_of(row)
    return None


@lru_cache(maxsize=64)
def _compiled_list(columns: frozenset[str], day: date) -> Compiled:
    counted = {name: column for name, column in counted_on_lists().items() if name in columns}
    rows = RecommendationList.objects.filter(cycle=Given("cycle"), unit=Given("unit")).annotate(**counted).order_by()
    return Compiled(rows, *LIST_FIELDS, *sorted(columns))


def free_seats(case: Candidacy, *, in_pool: bool) -> list[int]:
    """The numbers of the rows, of the list of the case's unit or of the pool that it belongs to; the first seat first."""
    rows = _compiled_seats("pool" if in_pool else "pk").read(cycle=case.cycle_id, unit=case.unit_id)
    return [row["pk"] for row in rows]


@cache
def _compiled_seats(of: str) -> Compiled:
    own = RecommendationList.objects.filter(cycle=Given("cycle"), unit=Given("unit"))
    return Compiled(Seat.objects.filter(list__in=own.values(of), holder=None).order_by("number"), "pk")
