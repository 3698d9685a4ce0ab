"""To whom a move matters, read off the procedure table: who holds the next one, who waits for how it ends.

The table says by which permission each state is left, permissions say over what place they are held, and posts say who
holds them today. There is no list of recipients anywhere.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from django.db.models import Q

from branches import access, clock
from branches.models import Appointment, Unit, User
from branches.permissions import MUNICIPAL, Perm, Scope
from evaluation.cases import reinspections as reinspection_cases
from evaluation.cases.bodies import due, holders
from evaluation.cases.knowledge import View, known_moves, view_of
from evaluation.cases.observing import observe
from evaluation.models import Candidacy, Reinspection, ReinspectionRecord, Transition
from evaluation.procedure.lives import NEXT, find
from evaluation.vocabulary import Action, ReinspectionAction, State

_OUTCOME = ((Perm.REINSPECT, Perm.WRITE_METHOD), None)
TOLD: Mapping[ReinspectionAction, tuple[tuple[Perm, ...], ReinspectionAction | None]] = {
    ReinspectionAction.REPORT: ((Perm.REVIEW,), ReinspectionAction.REVIEW),
    ReinspectionAction.SEND_BACK: ((Perm.REINSPECT,), ReinspectionAction.RECONSIDER),
    ReinspectionAction.KEEP: _OUTCOME,
    ReinspectionAction.REVOKE: _OUTCOME,
}
"""Who is told of a move of a re-inspection, and what he does next; of the others nobody is."""

Record_contra = TypeVar("Record_contra", Transition, ReinspectionRecord, contravariant=True)


@dataclass(frozen=True)
class Post:
    """The people in post around some branches and units, with what each of them holds."""

    people: Sequence[User]

    def over(self, perm: Perm, *, branch: int, unit: int) -> list[User]:
        """Those who hold `perm` over the branch, its unit, or the city."""
        held = self._held(perm)
        if perm.scope is Scope.CITY:
            return [user for user in self.people if access.may(user, perm)]
        return held.get(branch if perm.scope is Scope.BRANCH else unit, [])

    def _held(self, perm: Perm) -> Mapping[int, list[User]]:
        cache: dict[Perm, Mapping[int, list[User]]] = self.__dict__.setdefault("_by_perm", {})
        if perm not in cache:
            cache[perm] = holders(self.people, perm)
        return cache[perm]


def around(branches: Iterable[int], units: Iterable[int]) -> Post:
    """Everybody in post over these branches and units, over the units that act for them, and over the city."""
    day, units = clock.today(), set(units)
    acting = Unit.objects.filter(pk__in=units).values_list("assessing_unit", "recommending_unit")
    places = units | {unit for pair in acting for unit in pair if unit}
    municipal = [role.value for role in MUNICIPAL]
    posts = Appointment.objects.filter(
        Q(branch__in=set(branches)) | Q(unit__in=places) | Q(role__in=municipal), starts_on__lte=day
    ).exclude(ends_on__lt=day)
    people = list(User.objects.filter(pk__in=posts.values("user"), is_active=True).order_by("pk"))
    access.read_rights(people)
    return Post(people)


def next_perm(state: str) -> Perm | None:
    """What whoever holds the case in this state must hold; None at an end."""
    action = NEXT.get(State(state))
    return find(action, state)[0].perm if action else None


def waiting_perms(states: Iterable[str]) -> set[Perm]:
    """Whoever has had the case in hand waits for the outcome, and so does the branch that it is about."""
    found = {perm for state in states if (perm := next_perm(state))}
    return found | {Perm.APPLY}


def known_to(cases: Sequence[Candidacy], people: Iterable[User]) -> dict[int, Mapping[int, Sequence[int]]]:
    """By person and case: the ids of the moves that this person may know, first to last; one query a point of view."""
    found: dict[int, Mapping[int, Sequence[int]]] = {}
    views: dict[View, Mapping[int, Sequence[int]]] = {}
    for user in people:
        view = view_of(user)
        if view not in views:
            views[view] = _known(cases, view)
        found[user.pk] = views[view]
    return found


def _known(cases: Sequence[Candidacy], view: View) -> Mapping[int, Sequence[int]]:
    by_case: dict[int, list[int]] = defaultdict(list)
    rows = known_moves(view).filter(candidacy__in=[case.pk for case in cases]).order_by("number")
    for case, pk in rows.values_list("candidacy", "pk"):
        by_case[case].append(pk)
    return by_case


@dataclass(frozen=True)
class Concerned:
    """One person to whom a record matters: what he has to do now and by when, and whether he may know of it yet (D34)."""

    user: User
    to_do: str = ""
    due: date | None = None
    may_know: bool = True


class Audience(Protocol[Record_contra]):
    """To whom some records of one life matter."""

    name: str
    """How the receipts of its records begin."""
    page: str

    def __init__(self, waiting: Sequence[Record_contra]) -> None: ...

    def of(self, row: Record_contra) -> Iterator[Concerned]: ...

    def subject(self, row: Record_contra) -> tuple[str, int]:
        """The branch by name, and what its page is asked for."""


class OfCases:
    """Whoever holds the next move, then whoever waits for the outcome, each once; not whom a later record tells it."""

    name, page = "transition", "evaluation:case"

    def __init__(self, waiting: Sequence[Transition]) -> None:
        self.seen = {one.case.pk: one for one in observe(sorted({row.candidacy_id for row in waiting}))}
        cases = [one.case for one in self.seen.values()]
        self.post = around((case.branch_id for case in cases), (case.unit_id for case in cases))
        self.known = known_to(cases, self.post.people)
        self.past: dict[int, set[str]] = defaultdict(set)
        for case, before in Transition.objects.filter(candidacy__in=self.seen).values_list("candidacy", "before"):
            self.past[case].add(before)

    def of(self, row: Transition) -> Iterator[Concerned]:
        one = self.seen[row.candidacy_id]
        at = {"branch": one.case.branch_id, "unit": one.case.unit_id}
        known = set()
        for perm, action in self._perms(row):
            for user in self.post.over(perm, **at):
                moves = self.known[user.pk].get(one.case.pk, ())
                if user.pk not in known and not any(pk > row.pk for pk in moves):
                    known.add(user.pk)
                    may_know = row.pk in moves
                    yield Concerned(
                        user, action.label if action else "", due(one, row.after) if action else None, may_know
                    )

    def subject(self, row: Transition) -> tuple[str, int]:
        case = self.seen[row.candidacy_id].case
        return str(case.branch), case.pk

    def _perms(self, row: Transition) -> Iterator[tuple[Perm, Action | None]]:
        if perm := next_perm(row.after):
            yield perm, NEXT[State(row.after)]
        for waiting in sorted(waiting_perms(self.past[row.candidacy_id]), key=lambda perm: perm.codename):
            yield waiting, None


class OfReinspections:
    """A report goes to both bodies, a return to the unit, the outcome to the unit and the branch.

    What a unit suggests and what one body reviews stay inside: their records wait for nobody. Nothing is published (P4.7).
    """

    name, page = "reinspection", "evaluation:reinspection"

    def __init__(self, waiting: Sequence[ReinspectionRecord]) -> None:
        rows = Reinspection.objects.filter(pk__in={row.reinspection_id for row in waiting})
        self.seen = {seen.one.pk: seen for seen in reinspection_cases.observe(rows)}
        branches = [seen.one.honour.branch for seen in self.seen.values()]
        self.post = around((branch.pk for branch in branches), (branch.unit_id for branch in branches))

    def of(self, row: ReinspectionRecord) -> Iterator[Concerned]:
        seen, action = self.seen[row.reinspection_id], ReinspectionAction(row.action)
        branch = seen.one.honour.branch
        perms, following = TOLD.get(action, ((), None))
        people = {user: None for perm in perms for user in self.post.over(perm, branch=branch.pk, unit=branch.unit_id)}
        for user in people:
            due = seen.due if action == ReinspectionAction.SEND_BACK else None
            yield Concerned(user, following.label if following else "", due)

    def subject(self, row: ReinspectionRecord) -> tuple[str, int]:
        one = self.seen[row.reinspection_id].one
        return str(one.honour.branch), one.pk
