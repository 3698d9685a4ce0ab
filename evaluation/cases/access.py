"""Which cases a person may see, and fetching one, or a branch with its years, together with the right to it: strangers get a 404."""

from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from branches import access
from branches import queries as branches_queries
from branches.models import Branch, Unit, User
from branches.permissions import Perm, Scope
from evaluation.cases import knowledge
from evaluation.cases.columns import begun
from evaluation.cases.knowledge import FROM_ABOVE, as_known, in_order, masked, shown_in, view_of
from evaluation.models import AssessmentTeam, Candidacy, Cycle, Submission, Transition
from evaluation.procedure.lives import ENDS
from evaluation.vocabulary import Action, State

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


def as_they_are(user: User, *perms: Perm) -> QuerySet[Candidacy]:
    """The cases over whose place `user` holds one of `perms`, each as it really is."""
    rows = Candidacy.objects.filter(over(user, *perms))
    return rows.select_related("cycle", "branch__unit", "unit", "seat__list")


def readable(user: User) -> QuerySet[Candidacy]:
    """As `visible`, each as it really is: `telling.told` says what `user` may know of them once they are fetched."""
    return as_they_are(user, *VIEWS)


def candidacies(user: User, *perms: Perm) -> QuerySet[Candidacy]:
    """The cases over whose place `user` holds one of `perms`, each as he may know it: never filter these by `state`."""
    return as_known(as_they_are(user, *perms), view_of(user))


def seen(user: User) -> QuerySet[Candidacy]:
    """As `visible`, each as it really is: whoever tells their states asks `telling.hiding` which of them to tell otherwise."""
    return Candidacy.objects.filter(over(user, *VIEWS))


def by_known_state(user: User, cycle: Cycle) -> dict[str, int]:
    """How many of the year's cases that `user` may look at are in each state, as he may know it."""
    return knowledge.by_state(Candidacy.objects.filter(over(user, *VIEWS), cycle=cycle), view_of(user))


def by_state(rows: QuerySet[Any], name: str, states: list[str]) -> QuerySet[Any]:
    """Of `candidacies`, those in one of these states as the person may know them."""
    return rows.filter(shown_in(states)) if states else rows


def by_beginning(rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
    """Of `candidacies`, the drafts in which something, or nothing yet, has been filled in."""
    drafts = rows.filter(state=State.DRAFT)
    return drafts.filter(begun()) if value == "True" else drafts.exclude(begun())


def candidacy_or_404(user: User, pk: int, *perms: Perm) -> Candidacy:
    """Fetch and authorise at once; without `perms`, whoever may look at it. A stranger's 404 is a missing case's 404."""
    return one_or_404(user, as_they_are(user, *(perms or VIEWS)).filter(pk=pk))


def one_or_404(user: User, rows: QuerySet[Candidacy]) -> Candidacy:
    """The one case, as `user` may know it: found as it is, and told by its moves."""
    case = rows.first()
    if case is None:
        raise Http404
    return masked(case, user)


def place_or_404(user: User, year: int, unit: int, *perms: Perm) -> tuple[Cycle, Unit]:
    """A year and a unit of which `user` may know cases."""
    case = candidacies(user, *perms).filter(cycle__year=year, unit=unit).first()
    if case is None:
        raise Http404
    return case.cycle, case.unit


def units_of(user: User) -> QuerySet[Unit]:
    """The units whose cases `user` may look at: for who sees every case all there are, asked of no case."""
    rows, seen = branches_queries.every_unit(), over(user, *VIEWS)
    return rows.filter(pk__in=Candidacy.objects.filter(seen).values("unit")) if seen else rows


def submissions(user: User) -> QuerySet[Submission]:
    """What `user` may read of what branches applied with: an application recalled by the branch is its own again."""
    last = Transition.objects.filter(
        candidacy=OuterRef("candidacy"), action__in=[Action.APPLY, Action.RECALL, Action.SEND_BACK]
    ).order_by("-number")
    recalled = Q(last_word=Action.RECALL)
    own = Q(candidacy__branch__in=list(access.held(user, Perm.VIEW_BRANCH)))
    return (
        Submission.objects.annotate(last_word=Subquery(last.values("action")[:1]))
        .filter(~recalled | own, candidacy__in=seen(user).values("pk"))
        .select_related("by")
    )


# One branch with everything it went through; the register alone is `branches.queries`.


def _of_branches(user: User) -> Q:
    """A condition on branches: those that `user` sees in the register, or a case of which."""
    return Q(pk__in=branches_queries.branches(user).values("pk")) | Q(pk__in=seen(user).order_by().values("branch"))


def branch_or_404(user: User, pk: int) -> Branch:
    """For whoever sees the branch in the register, or a case of it."""
    branch = Branch.objects.select_related("unit").filter(_of_branches(user), pk=pk).first()
    if branch is None:
        raise Http404
    return branch


def sees(user: User, branch: Branch) -> bool:
    """Whether the page of the branch is open to `user`."""
    return Branch.objects.filter(_of_branches(user), pk=branch.pk).exists()


def is_registered_for(user: User, branch: Branch) -> bool:
    """Whether `user` sees the branch's line of the register, not only a case of it."""
    return branches_queries.branches(user).filter(pk=branch.pk).exists()


def cases_of(user: User, branch: Branch) -> QuerySet[Candidacy]:
    """The branch's years, newest first, as far as `user` may see them."""
    return visible(user).filter(branch=branch).order_by("-cycle__year")


def open_cases(*branches: Branch) -> QuerySet[Candidacy]:
    """Their cases that have not come to an end, as 市直工委 may know them."""
    rows = Candidacy.objects.filter(branch__in=branches).exclude(state__in=sorted(ENDS))
    return as_known(rows, FROM_ABOVE).select_related("cycle", "branch__unit")


def moves_of_all(user: User) -> QuerySet[Transition]:
    """Every move of every case, for the audit: a withheld one once 市直工委 may know it.

    A page of moves is of few people and few cases: each of these is fetched once.
    """
    return in_order(view_of(user)).prefetch_related("candidacy__branch__unit", "candidacy__cycle", "by")
