"""申报回避: by whoever acts on the case; the organ officer for a member of the team too (D17, D38)."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from branches.models import User
from branches.pages.acting import Done, act
from branches.pages.request import PersonRequest
from evaluation.assessment import queries as assessment_queries
from evaluation.assessment.forms import RecusalForm
from evaluation.casefile import steps as casefile_steps
from evaluation.cases import recusals
from evaluation.cases.access import candidacy_or_404
from evaluation.vocabulary import State


@require_http_methods(["GET", "POST"])
def recuse(request: PersonRequest, pk: int) -> HttpResponse:
    case = candidacy_or_404(request.user, pk, *assessment_queries.ACTING)
    is_open = case.state in (State.DRAFT, State.APPLIED)
    organises = is_open and assessment_queries.part_of(request.user, case).organises
    people = assessment_queries.recusable(case, request.user) if organises else None
    form = RecusalForm(request.POST or None, people=people)

    def do(data: dict[str, Any]) -> Done:
        user: User = data.get("user") or request.user
        casefile_steps.recuse(case, user, by=request.user, reason=data["reason"])
        said = f"已记录：{user.name}回避{case.branch.short_name}。"
        if user != request.user:
            return Done(said, "evaluation:assessment_overview", case.pk)
        return Done(said, "evaluation:worklist")

    context = {"case": case, "organises": organises, "is_recused": recusals.recused(request.user, case)}
    return act(request, form, do, template="evaluation/casefile/recuse.html", context=lambda: context)
