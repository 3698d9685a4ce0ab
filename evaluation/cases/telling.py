"""The states of many cases as a person may know them: it is asked only of those whose last move may be withheld.

Says of rows that are at hand what `knowledge.as_known` says in a query, which filters and sorts by it (decision 110).
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cache

from branches.compiled import Compiled, Given
from branches.models import User
from evaluation.cases.knowledge import View, last_is_withheld, last_told, view_of
from evaluation.models import Candidacy
from evaluation.procedure.secrecy import MAY_BE_SECRET

LENGTHS = (50, 1000)
"""So many cases are asked about at once: those of a page, or a part of a longer list."""


def told(cases: list[Candidacy], user: User) -> list[Candidacy]:
    """The cases, just fetched as they are, each as `user` may know it."""
    hidden = hiding(((case.pk, case.unit_id, case.state) for case in cases), user)
    for case in cases:
        if case.pk in hidden:
            case.shown, case.shown_since = hidden[case.pk]
    return cases


def hiding(cases: Iterable[tuple[int, int, str]], user: User) -> dict[int, tuple[str, datetime]]:
    """Of cases (number, unit, true state) those whose last move `user` may not know: the state and the time to show instead."""
    view = view_of(user)
    inside, outside = list[int](), list[int]()
    for case, unit, state in cases:
        if state in MAY_BE_SECRET:
            (inside if view.units and unit in view.units else outside).append(case)
    return _hiding(inside, View(view.is_above, None)) | _hiding(outside, View(view.is_above))


def _hiding(cases: list[int], view: View) -> dict[int, tuple[str, datetime]]:
    found = {}
    for part in _parts(cases):
        length = next(length for length in LENGTHS if len(part) <= length)
        given = {f"case{n}": part[min(n, len(part) - 1)] for n in range(length)}
        for row in _compiled(view, length).read(**given):
            found[row["pk"]] = row["told_state"], row["told_since"]
    return found


def _parts(cases: list[int]) -> Iterator[list[int]]:
    return (cases[start : start + LENGTHS[-1]] for start in range(0, len(cases), LENGTHS[-1]))


@cache
def _compiled(view: View, length: int) -> Compiled:
    state, since = last_told(view)
    rows = Candidacy.objects.filter(last_is_withheld(view), pk__in=[Given(f"case{n}") for n in range(length)])
    return Compiled(rows.order_by().annotate(told_state=state, told_since=since), "pk", "told_state", "told_since")
