"""What anybody may look up: the plan with its criteria and conditions, and who may do what."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from branches.pages.request import PersonRequest
from branches.permissions import Data
from evaluation.cycle import criteria
from evaluation.cycle.contacts import contacts
from evaluation.procedure import PROCEDURE, REINSPECTION, matrix


@require_safe
def policy(request: PersonRequest) -> HttpResponse:
    """方案与指标: the wording of the year that runs, else of the newest standard (D28)."""
    context = {"standard": criteria.current(request.user), "contacts": contacts(request.user)}
    return render(request, "evaluation/cycle/policy.html", context)


@require_safe
def permissions(request: PersonRequest) -> HttpResponse:
    """权限一览, from the two tables themselves."""
    context = {
        "roles": matrix.HOLDERS,
        "permissions": matrix.permission_rows(),
        "data": list(Data),
        "moves": matrix.move_rows(PROCEDURE),
        "reinspections": matrix.move_rows(REINSPECTION),
    }
    return render(request, "evaluation/cycle/permissions.html", context)
