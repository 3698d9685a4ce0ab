"""Which cases a person may see, and fetching one case together with the right to it: strangers get a 404."""

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.http import Http404

from branches import access
from branches.models import Unit, User
from branches.permissions import Perm, Scope
from evaluation.models import AssessmentTeam, Candidacy, Decision, PublicNotice
from evaluation.vocabulary import DecisionKind, DecisionState, ListState, State

VIEWS = (Perm.VIEW_BRANCH, Perm.VIEW_UNIT, Perm.VIEW_CITY, Perm.SCORE)


def holds(by: User, perm: Perm, case: Candidacy) -> bool:
    """Whether `by` holds `perm` over the branch, unit or city of the case."""
    places = access.held(by, perm)
    if perm.scope is Scope.CITY:
        return bool(places)
    if perm.scope is Scope.TEAM:
        return any(team.cycle_id == case.cycle_id and team.unit_id == case.unit_id for team in places.values())
    return (case.branch_id if perm.scope is Scope.BRANCH else case.unit_id) in places


def over(user: User, *perms: Perm) -> Q:
    """A condition on candidacies: those over whose branch, unit, team or city `user` holds one of `perms`."""
    condition = Q(pk__in=[])
    for perm in perms:
        places = access.held(user, perm)
        if not places:
            continue
        if perm.scope is Scope.CITY:
            return Q()
        if perm.scope is Scope.BRANCH:
            condition |= Q(branch__in=list(places))
        elif perm.scope is Scope.UNIT:
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
    """The cases over whose place `user` holds one of `perms`, each with the state `shown` to this person."""
    rows = Candidacy.objects.filter(over(user, *perms)).annotate(shown=shown_to(user))
    return rows.select_related("cycle", "branch__unit", "unit", "seat").distinct()


def shown_to(user: User) -> Case:
    """The state as `user` may know it: nothing is announced before its list, pool or decision is out (D34).

    A pick stays within the unit until its list is submitted, a pick from the pool within the city until the pool is;
    what the two bodies propose or decline stays between them until it is published.
    """
    is_municipal = access.may(user, Perm.VIEW_CITY)
    mine = Q(unit__in=list(access.held(user, Perm.VIEW_UNIT)))
    unsubmitted, of_pool = Q(seat__list__state=ListState.OPEN), Q(seat__list__unit=None)
    whens = [When(Q(state=State.RECOMMENDED) & unsubmitted & ~of_pool & ~mine, then=Value(State.ASSESSED.value))]
    if not is_municipal:
        decided = Exists(
            Decision.objects.filter(cycle=OuterRef("cycle"), kind=DecisionKind.NAMING, state=DecisionState.PROCLAIMED)
        )
        noticed = Exists(PublicNotice.objects.filter(candidacies=OuterRef("pk")))
        whens += [
            When(Q(state=State.RECOMMENDED) & unsubmitted & of_pool & mine, then=Value(State.FORWARDED.value)),
            When(Q(state=State.RECOMMENDED) & unsubmitted & of_pool, then=Value(State.ASSESSED.value)),
            When(Q(state=State.FORWARDED) & ~mine, then=Value(State.ASSESSED.value)),
            When(Q(state=State.PROPOSED) & ~noticed, then=Value(State.RECOMMENDED.value)),
            When(Q(state=State.NOT_NAMED) & ~decided, then=Value(State.RECOMMENDED.value)),
        ]
    return Case(*whens, default=F("state"), output_field=CharField())


def candidacy_or_404(user: User, pk: int, *perms: Perm) -> Candidacy:
    """Fetch and authorise at once; without `perms`, whoever may look at it. A stranger's 404 is a missing case's 404."""
    case = candidacies(user, *(perms or VIEWS)).filter(pk=pk).first()
    if case is None:
        raise Http404
    return case


def units_of(user: User) -> QuerySet[Unit]:
    """The units with cases that `user` may look at."""
    return Unit.objects.filter(pk__in=Candidacy.objects.filter(over(user, *VIEWS)).values("unit")).order_by("pk")
