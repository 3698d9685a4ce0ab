"""What systems read of the progress of a year."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from branches.incoming.numbers import number
from branches.systems.answers import listed
from evaluation.progress import outside


@require_safe
def progress(request: HttpRequest) -> JsonResponse:
    asked = request.GET.get("year")
    cycle = outside.year_or_404(number(asked), is_asked=asked is not None)
    return listed(request, outside.units(cycle), lambda units: outside.rows(cycle, units) if cycle else [])
