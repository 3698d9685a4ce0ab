"""One branch with everything it went through: names, years, titles. The register alone is `branches.queries`."""

from django.db.models import Q, QuerySet
from django.http import Http404

from branches import queries as branches_queries
from branches.models import Branch, User
from evaluation.cases import access as case_access
from evaluation.models import Candidacy, Transition
from evaluation.procedure.lives import ENDS


def _seen(user: User) -> Q:
    """A condition on branches: those that `user` sees in the register, or a case of which."""
    return Q(pk__in=branches_queries.branches(user).values("pk")) | Q(
        pk__in=case_access.visible(user).order_by().values("branch")
    )


def branch_or_404(user: User, pk: int) -> Branch:
    """For whoever sees the branch in the register, or a case of it."""
    branch = Branch.objects.select_related("unit").filter(_seen(user), pk=pk).first()
    if branch is None:
        raise Http404
    return branch


def sees(user: User, branch: Branch) -> bool:
    """Whether the page of the branch is open to `user`."""
    return Branch.objects.filter(_seen(user), pk=branch.pk).exists()


def is_registered_for(user: User, branch: Branch) -> bool:
    """Whether `user` sees the branch's line of the register, not only a case of it."""
    return branches_queries.branches(user).filter(pk=branch.pk).exists()


def cases_of(user: User, branch: Branch) -> QuerySet[Candidacy]:
    """The branch's years, newest first, as far as `user` may see them."""
    return case_access.visible(user).filter(branch=branch).order_by("-cycle__year")


def open_cases(*branches: Branch) -> QuerySet[Candidacy]:
    """Their cases that have not come to an end."""
    rows = Candidacy.objects.filter(branch__in=branches).exclude(state__in=sorted(ENDS))
    return rows.select_related("cycle", "branch__unit")


def moves() -> QuerySet[Transition]:
    """Every move of every case, for the audit."""
    return Transition.objects.select_related("candidacy__branch__unit", "candidacy__cycle", "by")
