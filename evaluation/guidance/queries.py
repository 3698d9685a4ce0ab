"""Which years carry guidance for whom, and to which branches it goes (D48)."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from branches import access, clock
from branches.models import Branch, Unit, User
from branches.permissions import Perm
from evaluation.cycle import queries as cycle_queries
from evaluation.models import Arrangement, Cycle, HalfYearReport
from evaluation.vocabulary import CycleState


def years(user: User) -> QuerySet[Cycle]:
    """The visible years, and one in preparation as soon as it carries something for others (D48)."""
    if access.may(user, Perm.RUN_CYCLE):
        return Cycle.objects.all()
    published = Arrangement.objects.filter(cycle=OuterRef("pk"), published_at__isnull=False)
    carries = Exists(published) | Exists(HalfYearReport.objects.filter(cycle=OuterRef("pk")))
    return Cycle.objects.filter(~Q(state=CycleState.DRAFT) | carries)


def latest(user: User) -> Cycle | None:
    return years(user).first()


def cycle_or_404(user: User, year: int) -> Cycle:
    cycle = years(user).filter(year=year).first()
    if cycle is None:
        raise Http404
    return cycle


def is_over(cycle: Cycle) -> bool:
    return cycle.state == CycleState.CLOSED


def branches_today(cycle: Cycle) -> list[tuple[int, int]]:
    """(branch, unit) ids of those active today, holders of the honour too, in the order of the register."""
    rows = cycle_queries.active_branches(cycle, clock.today())
    return list(rows.order_by("unit_then", "pk").values_list("pk", "unit_then"))


def unit_or_404(user: User, pk: int, *perms: Perm) -> Unit:
    """A unit over which `user` holds one of `perms`, or any unit for one over the city."""
    unit = Unit.objects.exclude(kind=Unit.Kind.CITY).filter(pk=pk).first()
    if unit is None or not any(_covers(user, perm, unit) for perm in perms):
        raise Http404
    return unit


def _covers(user: User, perm: Perm, unit: Unit) -> bool:
    return access.may(user, perm) if perm in (Perm.VIEW_CITY, Perm.RUN_CYCLE) else access.may(user, perm, unit)


def branch_or_404(user: User, pk: int) -> Branch:
    """A branch for which `user` acts."""
    branch = Branch.objects.select_related("unit").filter(pk=pk, pk__in=list(access.held(user, Perm.APPLY))).first()
    if branch is None:
        raise Http404
    return branch
