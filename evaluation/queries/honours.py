"""Titles: published once proclaimed, so everybody signed in may read them."""

from django.db.models import QuerySet
from django.http import Http404

from branches.models import Branch
from evaluation.models import Honour


def register() -> QuerySet[Honour]:
    return Honour.objects.select_related("branch__unit", "decision")


def honour_or_404(pk: int) -> Honour:
    honour = register().filter(pk=pk).first()
    if honour is None:
        raise Http404
    return honour


def of_branch(branch: Branch) -> QuerySet[Honour]:
    """The branch's titles across the years, newest first."""
    return register().filter(branch=branch)
