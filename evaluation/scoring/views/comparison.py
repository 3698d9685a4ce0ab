"""The sheets side by side with their photographs, once one's own is handed in (D17)."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from branches.pages.request import PersonRequest
from evaluation.assessment import queries as assessment_queries
from evaluation.assessment import scores
from evaluation.assessment.queries import WORKERS
from evaluation.scoring.photos import queries as photos_queries


@require_safe
def sheets(request: PersonRequest, pk: int) -> HttpResponse:
    """The sheets side by side, once one's own is handed in (D17)."""
    case = assessment_queries.material_or_404(request.user, pk, *WORKERS)
    progress = assessment_queries.progress(case, request.user)
    if not progress.sees_sheets:
        return render(
            request, "evaluation/scoring/sheets_closed.html", {"case": case, "progress": progress}, status=403
        )
    context = {
        "case": case,
        "progress": progress,
        "comparison": scores.comparison(case),
        "mean": scores.mean_score(case),
        "photos": photos_queries.compared(case),
        "shows_spread": progress.part.leads or progress.part.organises,
    }
    return render(request, "evaluation/scoring/sheets.html", context)
