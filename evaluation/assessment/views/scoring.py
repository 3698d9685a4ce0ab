"""After scoring: the check list that hands a sheet in, giving one back."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from branches.pages.acting import Done, act
from branches.pages.request import PersonRequest
from branches.permissions import Perm
from evaluation.assessment import queries as assessment_queries
from evaluation.assessment import scores
from evaluation.assessment.forms import ReasonForm
from evaluation.assessment.queries import WORKERS
from evaluation.assessment.steps import scoring as scoring_steps
from evaluation.vocabulary import Tone


@require_http_methods(["GET", "POST"])
def checklist(request: PersonRequest, pk: int) -> HttpResponse:
    """核对并提交: all criteria with the own marks and what is missing; POST seals the sheet."""
    case = assessment_queries.material_or_404(request.user, pk, Perm.SCORE)
    sheet = scores.sheet_of(case, request.user)

    def do(_: dict[str, Any]) -> Done:
        scoring_steps.submit_sheet(case, by=request.user)
        return Done(f"{case.branch.short_name}的评分已提交。", "evaluation:assessment_overview", case.pk)

    def context() -> dict[str, Any]:
        items = scores.items(case, sheet)
        page = reverse("evaluation:assessment_score_all", args=[case.pk])
        return {
            "case": case,
            "sheet": sheet,
            "groups": [_group(page, title, rows) for title, rows in scores.by_strength(items)],
            "done": sum(one.is_marked for one in items),
            "total": len(items),
            "is_open": not scores.sealed(case, sheet),
        }

    return act(request, None, do, template="evaluation/assessment/checklist.html", context=context)


@require_http_methods(["GET", "POST"])
def return_sheet(request: PersonRequest, pk: int, sheet: int) -> HttpResponse:
    """The leader gives a sheet back to its assessor; the leader's own is given back by the organ officer."""
    case = assessment_queries.case_or_404(request.user, pk, *WORKERS)
    one = scores.sheet_or_404(case, sheet)
    part = assessment_queries.part_of(request.user, case)
    if one.assessor == request.user or not (part.leads or part.organises):
        raise Http404
    form = ReasonForm(request.POST or None)

    def do(data: dict[str, Any]) -> Done:
        scoring_steps.return_sheet(one, by=request.user, reason=data["reason"])
        return Done(f"已退回{one.assessor.name}的评分。", "evaluation:assessment_overview", case.pk)

    context = {"case": case, "sheet": one}
    return act(request, form, do, template="evaluation/assessment/return_sheet.html", context=lambda: context)


def _group(page: str, title: str, rows: list[scores.Item]) -> dict[str, Any]:
    return {
        "title": title,
        "done": sum(row.is_marked for row in rows),
        "total": len(rows),
        "tasks": [_task(page, row) for row in rows],
    }


def _task(page: str, row: scores.Item) -> dict[str, Any]:
    tone, label = (Tone.DONE, row.label) if row.is_marked else (Tone.TODO, "未评")
    if row.is_marked and row.problem:
        tone, label = (
            Tone.LOOK,
            f"{row.label}，缺说明" if row.score and not row.score.note else f"{row.label}，说明过长",
        )
    return {
        "number": row.criterion.number,
        "title": row.criterion.title,
        "hint": f"自评{row.self_label}" if row.self_label else "",
        "url": f"{page}#c{row.criterion.number}",
        "tone": tone,
        "label": label,
    }
