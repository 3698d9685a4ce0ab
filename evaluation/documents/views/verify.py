"""Where the QR code of a print leads: open to everybody, and it says nothing but which print is the current one."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from evaluation.documents import queries as documents_queries
from evaluation.vocabulary import HonourState


@require_safe
def verify(request: HttpRequest, token: str) -> HttpResponse:
    """Kind, number, date and fingerprint to compare with the print; no names, no scores, no text."""
    notice = documents_queries.by_token(token)
    if notice is None:
        raise Http404
    ended = notice.honour is not None and notice.honour.state in (HonourState.REVOKED, HonourState.LAPSED)
    current = documents_queries.current(notice)
    context = {
        "notice": notice,
        "current": current,
        "is_current": current == notice,
        "voiding": getattr(current, "voiding", None),
        "ended": ended,
        "sealed": documents_queries.sealed(notice),
    }
    answer = render(request, "evaluation/documents/verify.html", context)
    answer["X-Robots-Tag"] = "noindex"
    return answer
