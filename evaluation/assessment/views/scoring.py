"""Scoring on site: the check list, one criterion a page, the sheets side by side."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from branches.pages.acting import Done, act, attempt
from branches.pages.request import PersonRequest
from branches.permissions import Perm
from evaluation.advance import Refused
from evaluation.assessment import queries as assessment_queries
from evaluation.assessment import scores
from evaluation.assessment.forms import ReasonForm, RemarkForm, ScoreForm
from evaluation.assessment.queries import WORKERS
from evaluation.assessment.steps import scoring as scoring_steps
from evaluation.models import Candidacy, ScoreSheet
from evaluation.pages import autosave
from evaluation.pages.autosave import Saved
from evaluation.vocabulary import State, Tone

NOBODY_ELSES = Saved(0, None)
"""A sheet is one person's: there is nobody to conflict with, so the version stays."""


@require_http_methods(["GET", "POST"])
def checklist(request: PersonRequest, pk: int) -> HttpResponse:
    """All criteria with the own marks; POST seals the sheet."""
    case = _case(request, pk)
    sheet = scores.sheet_of(case, request.user)
    form = RemarkForm(request.POST or None, initial={"remark": sheet.remark if sheet else ""})

    def do(_: dict[str, Any]) -> Done:
        scoring_steps.remark(case, by=request.user, text=request.POST.get("remark", ""))
        if not form.is_valid():
            raise Refused  # the form says why; what was typed is kept
        scoring_steps.submit_sheet(case, by=request.user)
        return Done(f"{case.branch.short_name}的评分已提交。", "evaluation:assessment_overview", case.pk)

    def show(reasons: list[str]) -> HttpResponse:
        items = scores.items(case, sheet)
        context = {
            "case": case,
            "sheet": sheet,
            "form": form,
            "reasons": reasons,
            "groups": [_group(case, title, rows) for title, rows in scores.by_strength(items)],
            "done": sum(one.is_marked for one in items),
            "total": len(items),
            "first_open": _first_open(items),
            "is_open": _is_open(case, sheet),
        }
        return render(request, "evaluation/assessment/checklist.html", context)

    return attempt(request, None, do, show)


@require_safe
def score_next(request: PersonRequest, pk: int) -> HttpResponse:
    """To the first criterion without a mark, or to the check list."""
    case = _case(request, pk)
    number = _first_open(scores.items(case, scores.sheet_of(case, request.user)))
    if number is None:
        return redirect("evaluation:assessment_score", case.pk)
    return redirect("evaluation:assessment_score_item", case.pk, number)


@require_http_methods(["GET", "POST"])
def item(request: PersonRequest, pk: int, number: int) -> HttpResponse:
    """One criterion: one tap marks it; the button keeps mark and note and goes on to the next."""
    case = _case(request, pk)
    sheet = scores.sheet_of(case, request.user)
    items = scores.items(case, sheet)
    one = next((row for row in items if row.criterion.number == number), None)
    if one is None:
        raise Http404
    initial = {"mark": one.mark, "note": one.score.note if one.score else ""}
    form = ScoreForm(request.POST or None, template=case.cycle.score_template, initial=initial)

    def do(data: dict[str, Any]) -> Done:
        scoring_steps.rate(case, one.criterion, by=request.user, **data)
        return Done("", *_onward(case, number, len(items), to_list="list" in request.POST))

    def context() -> dict[str, Any]:
        return {
            "case": case,
            "item": one,
            "total": len(items),
            "tabs": _tabs(case, items, one),
            "previous": number - 1 if number > 1 else None,
            "is_last": number == len(items),
            "is_open": _is_open(case, sheet),
        }

    return act(request, form, do, template="evaluation/assessment/score.html", context=context)


@require_POST
def save_item(request: PersonRequest, pk: int, number: int) -> HttpResponse:
    """A script's save of one criterion: never validated beyond what the sheet can hold."""
    case = _case(request, pk)
    criterion = scores.criterion_or_404(case, number)
    form = ScoreForm(request.POST, template=case.cycle.score_template)

    def step(*, saved: bool) -> Saved:
        if not form.is_valid():
            raise Refused(*(str(error) for errors in form.errors.values() for error in errors))
        scoring_steps.rate(case, criterion, by=request.user, **form.cleaned_data)
        return NOBODY_ELSES

    return autosave.answer(step)


@require_POST
def save_remark(request: PersonRequest, pk: int) -> HttpResponse:
    """A script's save of the conclusion drawn on site."""
    case = _case(request, pk)

    def step(*, saved: bool) -> Saved:
        scoring_steps.remark(case, by=request.user, text=request.POST.get("remark", ""))
        return NOBODY_ELSES

    return autosave.answer(step)


@require_safe
def sheets(request: PersonRequest, pk: int) -> HttpResponse:
    """The sheets side by side, once one's own is handed in (D17)."""
    case = assessment_queries.material_or_404(request.user, pk, *WORKERS)
    progress = assessment_queries.progress(case, request.user)
    if not progress.sees_sheets:
        return render(
            request, "evaluation/assessment/sheets_closed.html", {"case": case, "progress": progress}, status=403
        )
    context = {
        "case": case,
        "progress": progress,
        "comparison": scores.comparison(case),
        "mean": scores.mean_score(case),
        "shows_spread": progress.part.leads or progress.part.organises,
    }
    return render(request, "evaluation/assessment/sheets.html", context)


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


def _case(request: PersonRequest, pk: int) -> Candidacy:
    return assessment_queries.material_or_404(request.user, pk, Perm.SCORE)


def _is_open(case: Candidacy, sheet: ScoreSheet | None) -> bool:
    return case.state == State.APPLIED and case.cycle.is_running and not (sheet and sheet.submitted_at)


def _group(case: Candidacy, title: str, rows: list[scores.Item]) -> dict[str, Any]:
    return {
        "title": title,
        "done": sum(row.is_marked for row in rows),
        "total": len(rows),
        "tasks": [_task(case, row) for row in rows],
    }


def _task(case: Candidacy, row: scores.Item) -> dict[str, Any]:
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
        "url": reverse("evaluation:assessment_score_item", args=[case.pk, row.criterion.number]),
        "tone": tone,
        "label": label,
    }


def _tabs(case: Candidacy, items: list[scores.Item], current: scores.Item) -> list[dict[str, Any]]:
    """The four strengths as jumps to their first criterion, with what is open in each."""
    return [
        {
            "label": title.removesuffix("强"),
            "url": reverse("evaluation:assessment_score_item", args=[case.pk, rows[0].criterion.number]),
            "current": current in rows,
            "count": sum(not row.is_marked for row in rows) or None,
        }
        for title, rows in scores.by_strength(items)
    ]


def _first_open(items: list[scores.Item]) -> int | None:
    return next((one.criterion.number for one in items if not one.is_marked), None)


def _onward(case: Candidacy, number: int, total: int, *, to_list: bool) -> tuple[Any, ...]:
    if to_list or number >= total:
        return "evaluation:assessment_score", case.pk
    return "evaluation:assessment_score_item", case.pk, number + 1
