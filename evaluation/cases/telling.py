"""The states of many cases as a person may know them: it is asked only of those whose last move may be withheld.

Says of rows that are at hand what `knowledge.as_known` says in a query, which filters and sorts by it (decision 110).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache

from django.db.models import Count

from branches.asking.compiled import Compiled, CompiledOfMany, made, names_of
from branches.models import User
from evaluation.cases.knowledge import View, known_moves, last_is_withheld, last_told, view_of, withheld
from evaluation.models import Candidacy, Transition
from evaluation.procedure.secrecy import MAY_BE_SECRET


def told(cases: list[Candidacy], user: User) -> list[Candidacy]:
    """The cases, just fetched as they are, each as `user` may know it."""
    hidden = hiding([(case.pk, case.unit_id, case.state, case.version) for case in cases], view_of(user))
    for case in cases:
        if case.pk in hidden:
            case.shown, case.shown_since = hidden[case.pk]
    return cases


def with_known_moves(cases: list[Candidacy], user: User) -> list[Candidacy]:
    """The cases, just fetched as they are, each with the number of moves that `user` knows of: what a page carries."""
    places = {case.pk: case.unit_id for case in cases}
    rows = (row for view, those in _by_view(places, view_of(user)) for row in _withheld_moves(view).read(those))
    unknown = {row["candidacy"]: row["n"] for row in rows}
    for case in cases:
        case.shown_version = case.version - unknown.get(case.pk, 0)
    return cases


def timelines(cases: Iterable[Candidacy], user: User) -> dict[int, list[Transition]]:
    """Of each case the moves that `user` knows of, the last first; each begins where the one before it that he knows of ended."""
    by_pk = {case.pk: case for case in cases}
    found: dict[int, list[Transition]] = {pk: [] for pk in by_pk}
    places = {pk: case.unit_id for pk, case in by_pk.items()}
    for row in (row for view, those in _by_view(places, view_of(user)) for row in _known_moves(view).read(those)):
        move, who = made(Transition, row), made(User, row, "by__")
        known = found[move.candidacy_id]
        move.candidacy, move.by = by_pk[move.candidacy_id], who
        move.shown_before = known[0].after if known else move.before
        known.insert(0, move)
    return found


def hiding(cases: Sequence[tuple[int, int, str, int]], view: View) -> dict[int, tuple[str, datetime]]:
    """Of cases (number, unit, true state, version) those that may not be known as they are: state and time to show instead.

    One that has moved on since it was fetched is told as it is now: what was withheld then may be behind a move that is not.
    """
    places = {pk: unit for pk, unit, state, _ in cases if state in MAY_BE_SECRET}
    versions = {pk: version for pk, _, _, version in cases}
    found: dict[int, tuple[str, datetime]] = {}
    for seen_from, those in _by_view(places, view):
        asked = _last_moves(seen_from).read(those)
        hidden = [row["pk"] for row in asked if row["is_withheld"] or row["version"] != versions[row["pk"]]]
        found |= {row["pk"]: (row["told_state"], row["told_since"]) for row in _told_states(seen_from).read(hidden)}
    return found


def _by_view(places: Mapping[int, int], view: View) -> Iterator[tuple[View, list[int]]]:
    """Of cases with their units: those looked at from within, and those looked at from where else somebody stands."""
    within = [case for case, unit in places.items() if view.units and unit in view.units]
    yield View(view.is_above, None), within
    yield View(view.is_above), sorted(places.keys() - set(within))


@cache
def _last_moves(view: View) -> CompiledOfMany:
    rows = Candidacy.objects.order_by().annotate(is_withheld=last_is_withheld(view))
    return CompiledOfMany(lambda cases: Compiled(rows.filter(pk__in=cases), "pk", "version", "is_withheld"))


@cache
def _told_states(view: View) -> CompiledOfMany:
    state, since = last_told(view)
    rows = Candidacy.objects.order_by().annotate(told_state=state, told_since=since)
    return CompiledOfMany(lambda cases: Compiled(rows.filter(pk__in=cases), "pk", "told_state", "told_since"))


@cache
def _withheld_moves(view: View) -> CompiledOfMany:
    rows = Transition.objects.filter(withheld(view)).order_by().values("candidacy").annotate(n=Count("pk"))
    return CompiledOfMany(lambda cases: Compiled(rows.filter(candidacy__id__in=cases), "candidacy", "n"))


@cache
def _known_moves(view: View) -> CompiledOfMany:
    rows = known_moves(view).order_by("number")
    names = (*names_of(Transition), *names_of(User, "by__"))
    return CompiledOfMany(lambda cases: Compiled(rows.filter(candidacy__id__in=cases), *names))
