"""The states of many cases as a person may know them: it is asked only of those whose last move may be withheld.

Says of rows that are at hand what `knowledge.as_known` says in a query, which filters and sorts by it (decision 110).
"""

from collections.abc import Iterable
from datetime import datetime
from functools import cache

from django.db.models import Count

from branches.compiled import Compiled, OfMany, made, names_of
from branches.models import User
from evaluation.cases.knowledge import View, known_moves, last_is_withheld, last_told, view_of, withheld
from evaluation.models import Candidacy, Transition
from evaluation.procedure.secrecy import MAY_BE_SECRET


def told(cases: list[Candidacy], user: User) -> list[Candidacy]:
    """The cases, just fetched as they are, each as `user` may know it."""
    hidden = hiding(((case.pk, case.unit_id, case.state) for case in cases), user)
    for case in cases:
        if case.pk in hidden:
            case.shown, case.shown_since = hidden[case.pk]
    return cases


def with_known_moves(cases: list[Candidacy], user: User) -> list[Candidacy]:
    """The cases, just fetched as they are, each with the number of moves that `user` knows of: what a page carries."""
    inside, outside, view = _by_place(((case.pk, case.unit_id) for case in cases), user)
    rows = _withheld_moves(View(view.is_above, None)).read(inside) + _withheld_moves(View(view.is_above)).read(outside)
    withheld = {row["candidacy"]: row["n"] for row in rows}
    for case in cases:
        case.shown_version = case.version - withheld.get(case.pk, 0)
    return cases


def timelines(cases: Iterable[Candidacy], user: User) -> dict[int, list[Transition]]:
    """Of each case the moves that `user` knows of, the last first; each begins where the one before it that he knows of ended."""
    by_pk = {case.pk: case for case in cases}
    inside, outside, view = _by_place(((pk, case.unit_id) for pk, case in by_pk.items()), user)
    found: dict[int, list[Transition]] = {pk: [] for pk in by_pk}
    for row in _known_moves(View(view.is_above, None)).read(inside) + _known_moves(View(view.is_above)).read(outside):
        move, who = made(Transition, row), made(User, row, "by__")
        known = found[move.candidacy_id]
        move.candidacy, move.by = by_pk[move.candidacy_id], who
        move.shown_before = known[0].after if known else move.before
        known.insert(0, move)
    return found


def hiding(cases: Iterable[tuple[int, int, str]], user: User) -> dict[int, tuple[str, datetime]]:
    """Of cases (number, unit, true state) those whose last move `user` may not know: the state and the time to show instead."""
    inside, outside, view = _by_place(((pk, unit) for pk, unit, state in cases if state in MAY_BE_SECRET), user)
    rows = _hidden(View(view.is_above, None)).read(inside) + _hidden(View(view.is_above)).read(outside)
    return {row["pk"]: (row["told_state"], row["told_since"]) for row in rows}


def _by_place(cases: Iterable[tuple[int, int]], user: User) -> tuple[list[int], list[int], View]:
    """Those at which `user` looks from within, and those at which he looks from where else he stands."""
    view, inside, outside = view_of(user), list[int](), list[int]()
    for case, unit in cases:
        (inside if view.units and unit in view.units else outside).append(case)
    return inside, outside, view


@cache
def _hidden(view: View) -> OfMany:
    state, since = last_told(view)
    rows = Candidacy.objects.filter(last_is_withheld(view)).order_by().annotate(told_state=state, told_since=since)
    return OfMany(lambda cases: Compiled(rows.filter(pk__in=cases), "pk", "told_state", "told_since"))


@cache
def _withheld_moves(view: View) -> OfMany:
    rows = Transition.objects.filter(withheld(view)).order_by().values("candidacy").annotate(n=Count("pk"))
    return OfMany(lambda cases: Compiled(rows.filter(candidacy__id__in=cases), "candidacy", "n"))


@cache
def _known_moves(view: View) -> OfMany:
    rows = known_moves(view).order_by("number")
    names = (*names_of(Transition), *names_of(User, "by__"))
    return OfMany(lambda cases: Compiled(rows.filter(candidacy__id__in=cases), *names))
