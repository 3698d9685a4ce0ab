"""For whoever watches the site: does the process answer, and can it reach its database."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from evaluation.queries import health


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"ok": True})


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """503 with the reasons while the database, its migrations or its guards are missing."""
    problems = health.problems()
    return JsonResponse({"ok": not problems, "problems": problems}, status=503 if problems else 200)
