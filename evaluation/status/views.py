"""系统状态: what the system administrator looks at in the morning, and the letters that did not arrive."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from branches import clock, origin
from branches.pages.request import PersonRequest
from evaluation.status import health, metrics, runs_on
from evaluation.status import queries as status_queries


@require_safe
def status(request: PersonRequest) -> HttpResponse:
    found = status_queries.lines()
    context = {
        "lines": found,
        "headline": status_queries.headline(found),
        "is_well": not any(line.advice for line in found),
        "now": clock.now(),
        "dead": status_queries.dead_letters(),
        "runs_on": runs_on.rows(),
    }
    return render(request, "evaluation/status/status.html", context)


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"ok": True, "version": settings.VERSION})


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """503 with the reason while the database is away, not migrated, or not what the migrations made of it."""
    problems = health.problems()
    return JsonResponse({"ok": not problems, "problems": problems}, status=503 if problems else 200)


@require_safe
def gauges(request: HttpRequest) -> HttpResponse:
    """For what watches from this machine; whoever comes through the proxy finds nothing here."""
    if not origin.is_within(origin.address(), (*origin.LOOPBACK, *settings.TRUSTED_PROXIES)):
        raise Http404
    return HttpResponse(metrics.page(), content_type=metrics.CONTENT_TYPE)
