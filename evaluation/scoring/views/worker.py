"""The service worker of the pages for scoring: a script of ours under an address from which it reaches them."""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

SCOPE = "/candidacies/"


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Browsers ask anew each time, and take another worker where a byte differs: with each release."""
    headers = {"Service-Worker-Allowed": SCOPE, "Cache-Control": "no-cache"}
    return HttpResponse(_script(), content_type="text/javascript; charset=utf-8", headers=headers)


@cache
def _script() -> str:
    source = Path(str(finders.find("js/worker.js"))).read_text(encoding="utf-8")
    return f'const RELEASE = "{settings.VERSION}";\n{source}'
