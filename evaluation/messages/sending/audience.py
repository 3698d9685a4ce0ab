"""To whom a move matters, read off the procedure table: who holds the next one, who waits for how it ends.

The table says by which permission each state is left, permissions say over what place they are held, and posts say who
holds them today. There is no list of recipients anywhere.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from branches import access, clock
from branches.models import Appointment, Unit, User
from branches.permissions import MUNICIPAL, Perm, Place
from evaluation.cases.access import shown_to
from evaluation.cases.bodies import holders
from evaluation.models import Candidacy
from evaluation.procedure.lives import NEXT, find
from evaluation.vocabulary import State


@dataclass(frozen=True)
class Post:
    """The people in post around some branches and units, with what each of them holds."""

    people: Sequence[User]

    def over(self, perm: Perm, *, branch: int, unit: int) -> list[User]:
        """Those who hold `perm` over the branch, its unit, or the city."""
        held = self._held(perm)
        if perm.place is Place.CITY:
            return [user for user in self.people if access.may(user, perm)]
        return held.get(branch if perm.place is Place.BRANCH else unit, [])

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


def shown(cases: Sequence[Candidacy], people: Iterable[User]) -> dict[tuple[int, int], str]:
    """The state of each case as each of these people may know it, by (person, case): one query a point of view."""
    views: dict[tuple[bool, frozenset[int]], list[User]] = defaultdict(list)
    for user in people:
        views[access.may(user, Perm.VIEW_CITY), frozenset(access.held(user, Perm.VIEW_UNIT))].append(user)
    found: dict[tuple[int, int], str] = {}
    for same in views.values():
        rows = Candidacy.objects.filter(pk__in=[case.pk for case in cases]).annotate(shown=shown_to(same[0]))
        known = dict(rows.values_list("pk", "shown"))
        found.update(((user.pk, case), state) for user in same for case, state in known.items())
    return found
