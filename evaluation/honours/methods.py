"""党支部工作法, read: the chosen ones by everybody signed in, a working copy by its branch and by 市直工委."""

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from branches import access
from branches.models import User
from branches.permissions import Perm
from evaluation.models import Honour, WorkingMethod
from evaluation.models.honour import HELD
from evaluation.vocabulary import HonourState, MethodState


def visible(user: User) -> QuerySet[WorkingMethod]:
    """The gallery, one's own branch's, and for 市直工委 whatever has been handed in."""
    seen = Q(state=MethodState.SELECTED) | Q(honour__branch__in=list(access.held(user, Perm.WRITE_METHOD)))
    if access.may(user, Perm.MANAGE_HONOURS):
        seen |= Q(state=MethodState.SUBMITTED)
    return WorkingMethod.objects.filter(seen).select_related("honour__branch__unit", "by")


def of_year(year: int) -> QuerySet[WorkingMethod]:
    """The chosen ones of a title year whose title was not revoked meanwhile, in register order."""
    rows = WorkingMethod.objects.filter(state=MethodState.SELECTED, honour__year=year)
    rows = rows.exclude(honour__state=HonourState.REVOKED).select_related("honour__branch__unit")
    return rows.order_by("honour__branch__unit", "honour__branch")


def of_year_or_404(year: int) -> QuerySet[WorkingMethod]:
    chosen = of_year(year)
    if not chosen:
        raise Http404
    return chosen


def years() -> list[tuple[int, int]]:
    """(title year, chosen methods that a booklet of it prints), newest first."""
    chosen = WorkingMethod.objects.filter(state=MethodState.SELECTED).exclude(honour__state=HonourState.REVOKED)
    counted = chosen.order_by().values_list("honour__year").annotate(Count("pk"))
    return sorted(counted, reverse=True)


def readable(user: User, honour: Honour) -> WorkingMethod | None:
    """The method of an honour, if it is written and `user` may read it."""
    return visible(user).filter(honour=honour).first()


def method_or_404(user: User, pk: int) -> WorkingMethod:
    method = visible(user).filter(pk=pk).first()
    if method is None:
        raise Http404
    return method


def handed_in_or_404(user: User, pk: int) -> WorkingMethod:
    """For whoever chooses: one that has been handed in or chosen."""
    method = method_or_404(user, pk)
    if method.state == MethodState.DRAFT:
        raise Http404
    return method


def honour_to_write_or_404(user: User, pk: int) -> Honour:
    """The title of a branch that `user` writes for."""
    mine = list(access.held(user, Perm.WRITE_METHOD))
    honour = Honour.objects.select_related("branch__unit").filter(pk=pk, branch__in=mine).first()
    if honour is None:
        raise Http404
    return honour


def written_or_404(honour: Honour) -> WorkingMethod:
    return get_object_or_404(WorkingMethod, honour=honour)


def of_honour(honour: Honour) -> WorkingMethod | None:
    return WorkingMethod.objects.filter(honour=honour).select_related("by").first()


def to_write(user: User) -> QuerySet[Honour]:
    """Held titles of the branches that `user` writes for, whose method has not been handed in."""
    mine = list(access.held(user, Perm.WRITE_METHOD))
    if not mine:
        return Honour.objects.none()
    rows = Honour.objects.filter(branch__in=mine, state__in=HELD)
    return rows.exclude(method__state__in=[MethodState.SUBMITTED, MethodState.SELECTED]).select_related(
        "branch__unit", "method"
    )


def submitted() -> QuerySet[WorkingMethod]:
    return WorkingMethod.objects.filter(state=MethodState.SUBMITTED)
