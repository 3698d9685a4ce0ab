"""Locks, taken by everybody in one order: the year, the lists, the case. Courtesy only; the constraints guarantee.

They are of the kind that lets others refer to a locked row (a record of a case, a pick of a year), so that whoever
writes beside a case and whoever moves it never wait for each other in a circle.
"""

from functools import cache

from branches.asking.compiled import Compiled, Given, made, names_of
from branches.models import Unit
from evaluation.models import Candidacy, Cycle, RecommendationList, Reinspection


def lock_lists(case: Candidacy) -> None:
    """Writers of one list queue here instead of colliding on a seat: the unit's own list, and the pool it belongs to."""
    lists_to_lock().read(cycle=case.cycle_id, unit=case.unit_id)


@cache
def lists_to_lock() -> Compiled:
    own = RecommendationList.objects.filter(cycle=Given("cycle"), unit=Given("unit")).order_by()
    both = RecommendationList.objects.filter(pk__in=own.values("pk").union(own.values("pool"), all=True))
    return Compiled(both.select_for_update(no_key=True).order_by("pk"), "pk")


def lock_year(cycle: Cycle) -> None:
    """Every list and every case of a year, for the act that ends it: nobody moves a case on beside it."""
    list(RecommendationList.objects.select_for_update(no_key=True).filter(cycle=cycle).order_by("pk").values_list("pk"))
    list(Candidacy.objects.select_for_update(no_key=True).filter(cycle=cycle).order_by("pk").values_list("pk"))


def lock_unit(cycle: Cycle, unit: Unit) -> None:
    """The lists and every case of a unit in a year, for what is said of all of them at once."""
    lists_to_lock().read(cycle=cycle.pk, unit=unit.pk)
    mine = Candidacy.objects.filter(cycle=cycle, unit=unit)
    list(mine.select_for_update(no_key=True).order_by("pk").values_list("pk"))


def lock_register() -> None:
    """Whoever gives out the city's numbers, or compares a file with the register, queues here."""
    list(Unit.objects.select_for_update(no_key=True).filter(kind=Unit.Kind.CITY).values_list("pk"))


def lock_case(case: Candidacy) -> Candidacy:
    """The case as it stands now, its lists locked before it: what is written next belongs to the state that is checked."""
    lock_lists(case)
    locked = Candidacy.objects.select_for_update(of=("self",), no_key=True)
    return locked.select_related("cycle", "branch", "unit", "seat__list").get(pk=case.pk)


def lock_to_move(case: Candidacy, *, with_lists: bool) -> Candidacy:
    """As `lock_case`, the lists only where the move asks for them; nothing is read that was not locked."""
    if with_lists:
        lock_lists(case)
    (row,) = case_to_lock().read(case=case.pk)
    return made(Candidacy, row)


@cache
def case_to_lock() -> Compiled:
    locked = Candidacy.objects.select_for_update(no_key=True).filter(pk=Given("case")).order_by()
    return Compiled(locked, *names_of(Candidacy))


def lock_reinspection(one: Reinspection, *, with_lists: bool = False) -> Reinspection:
    """The re-inspection as it stands now, with its honour and branch."""
    locked = Reinspection.objects.select_for_update(of=("self",), no_key=True)
    return locked.select_related("cycle", "honour__branch__unit").get(pk=one.pk)
