"""查找: one box for units and branches."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from branches.pages.request import PersonRequest
from evaluation.casefile import finding

LONGEST = 50


@require_safe
def find(request: PersonRequest) -> HttpResponse:
    """What fits the words; a single thing with a single page opens at once."""
    words = request.GET.get("q", "").strip()[:LONGEST]
    found = finding.find(request.user, words) if words else []
    if len(found) == 1 and len(found[0].links) == 1:
        return redirect(found[0].links[0][1])
    context = {"words": words, "results": found, "is_cut": len(found) >= finding.SHOWN}
    return render(request, "evaluation/casefile/find.html", context)
