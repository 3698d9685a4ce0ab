"""What systems read of honours."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from branches.systems.answers import listed
from evaluation.honours import outside


@require_safe
def honours(request: HttpRequest) -> JsonResponse:
    return listed(request, outside.honours(), outside.rows)
