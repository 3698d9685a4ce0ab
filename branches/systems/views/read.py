"""What systems read of the register."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from branches.systems import told
from branches.systems.answers import listed


@require_safe
def units(request: HttpRequest) -> JsonResponse:
    return listed(request, told.units(), told.unit_rows)


@require_safe
def branches(request: HttpRequest) -> JsonResponse:
    return listed(request, told.branches(), told.branch_rows)
