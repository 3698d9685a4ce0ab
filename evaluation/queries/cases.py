"""Which cases a person may see, and fetching one case together with the right to it: strangers get a 404."""

from django.db.models import Q, QuerySet
from django.http import Http404

from branches import access
from branches.models import User
from branches.permissions import Perm, Place
from evaluation.models import AssessmentTeam, Candidacy

VIEWS = (Perm.VIEW_BRANCH, Perm.VIEW_UNIT, Perm.VIEW_CITY, Perm.SCORE)


def holds(by: User, perm: Perm, case: Candidacy) -> bool:
    """Whether `by` holds `perm` over the branch, unit or city of the case."""
    places = access.held(by, perm)
    if perm.place is Place.CITY:
        return bool(places)
    if perm.place is Place.TEAM:
        return any(team.cycle_id == case.cycle_id and team.unit_id == case.unit_id for team in places.values())
    return (case.branch_id if perm.place is Place.BRANCH else case.unit_id) in places


def over(user: User, *perms: Perm) -> Q:
    """A condition on candidacies: those over whose branch, unit, team or city `user` holds one of `perms`."""
    condition = Q(pk__in=[])
    for perm in perms:
        places = access.held(user, perm)
        if not places:
            continue
        if perm.place is Place.CITY:
            return Q()
        if perm.place is Place.BRANCH:
            condition |= Q(branch__in=list(places))
        elif perm.place is Place.UNIT:
            condition |= Q(unit__in=list(places))
        else:
            for team in places.values():
                condition |= _of_team(team, user)
    return condition


def _of_team(team: AssessmentTeam, user: User) -> Q:
    """A team sees its unit's cases, except a member's own branch and the cases he keeps away from (D17)."""
    cases = Q(cycle=team.cycle_id, unit=team.unit_id) & ~Q(recusals__user=user)
    return cases & ~Q(branch=user.branch_id) if user.branch_id else cases


def visible(user: User) -> QuerySet[Candidacy]:
    """The cases `user` may look at, with branch, unit and cycle."""
    return candidacies(user, *VIEWS)


def candidacies(user: User, *perms: Perm) -> QuerySet[Candidacy]:
    """The cases over whose place `user` holds one of `perms`."""
    return (
        Candidacy.objects.filter(over(user, *perms)).select_related("cycle", "branch__unit", "unit", "seat").distinct()
    )


def candidacy_or_404(user: User, pk: int, *perms: Perm) -> Candidacy:
    """Fetch and authorise at once; without `perms`, whoever may look at it. A stranger's 404 is a missing case's 404."""
    case = candidacies(user, *(perms or VIEWS)).filter(pk=pk).first()
    if case is None:
        raise Http404
    return case


def version(case: Candidacy) -> int:
    """How many moves the case has made by now."""
    return Candidacy.objects.values_list("version", flat=True).get(pk=case.pk)
