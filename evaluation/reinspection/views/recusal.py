"""申报回避 of one re-inspection, by whoever acts on it (D38)."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from branches.pages.acting import Done, act
from branches.pages.request import PersonRequest
from evaluation.assessment.forms import RecusalForm
from evaluation.cases import recusals
from evaluation.reinspection import queries as reinspection_queries
from evaluation.reinspection.steps import recusal as recusal_steps


@require_http_methods(["GET", "POST"])
def recuse(request: PersonRequest, pk: int) -> HttpResponse:
    one = reinspection_queries.reinspection_or_404(request.user, pk, *reinspection_queries.ACTING)
    form = RecusalForm(request.POST or None)

    def do(data: dict[str, Any]) -> Done:
        recusal_steps.recuse(one, by=request.user, reason=data["reason"])
        return Done(
            f"已记录：{request.user.name}回避{one.honour.branch.short_name}的复查。", "evaluation:reinspection", pk
        )

    context = {"one": one, "is_recused": recusals.recused(request.user, one)}
    return act(request, form, do, template="evaluation/reinspection/recuse.html", context=lambda: context)
