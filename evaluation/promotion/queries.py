"""Activities, read: by everybody signed in, what was recorded in error only by whoever keeps them."""

from collections.abc import Sequence

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.http import Http404

from branches import access
from branches.incoming import numbers
from branches.models import Branch, User
from branches.permissions import Perm
from evaluation.models import PromotionActivity


def visible(user: User) -> QuerySet[PromotionActivity]:
    rows = PromotionActivity.objects.select_related("by").prefetch_related("branches__unit")
    return rows if access.may(user, Perm.MANAGE_HONOURS) else rows.filter(is_void=False)


def activity_or_404(user: User, pk: int) -> PromotionActivity:
    activity = visible(user).filter(pk=pk).first()
    if activity is None:
        raise Http404
    return activity


def of_branch(branch: Branch) -> QuerySet[PromotionActivity]:
    """For the branch's page, newest first."""
    return PromotionActivity.objects.filter(branches=branch, is_void=False)


def branch_name(pk: str) -> str:
    """The full name of the branch that a link names; "" for none."""
    found = Branch.objects.filter(pk=numbers.number(pk) or 0).first()
    return found.full_name if found else ""


def branches_called(names: Sequence[str]) -> tuple[list[Branch], list[str]]:
    """The branches of these names (the full one, or unit and short name together), and the names that fit none or many."""
    called = Branch.objects.annotate(
        within=Concat(F("unit__name"), F("short_name")), apart=Concat(F("unit__name"), Value(" "), F("short_name"))
    )
    rows = called.filter(Q(full_name__in=names) | Q(within__in=names) | Q(apart__in=names))
    found: dict[str, list[Branch]] = {name: [] for name in names}
    for row in rows:
        for name in {row.full_name, row.within, row.apart} & found.keys():
            found[name].append(row)
    fitting = [rows_[0] for rows_ in found.values() if len(rows_) == 1]
    return fitting, [name for name, rows_ in found.items() if len(rows_) != 1]
