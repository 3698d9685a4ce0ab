"""系统状态: what the system administrator looks at in the morning, and the letters that did not arrive."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from branches.pages.request import PersonRequest
from evaluation.status import health, runs_on
from evaluation.status import queries as status_queries


@require_safe
def status(request: PersonRequest) -> HttpResponse:
    found = status_queries.lines()
    context = {
        "lines": found,
        "wrong": sum(bool(line.advice) for line in found),
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
