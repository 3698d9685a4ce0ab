"""Step 2: the list of branches to visit, the overview of a case, visits, consultations, keeping away, paper forms."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from branches import clock
from branches.pages.acting import Done, act
from branches.pages.request import PersonRequest
from evaluation.assessment import assignments, scores
from evaluation.assessment import queries as assessment_queries
from evaluation.assessment.forms import ConsultationForm, VisitForm
from evaluation.assessment.queries import WORKERS
from evaluation.assessment.steps import assessment as assessment_steps
from evaluation.assessment.views.task_list import hero, result, tasks
from evaluation.cases import bodies as case_bodies
from evaluation.models import Candidacy
from evaluation.self_assessment import way_back


@require_safe
def mine(request: PersonRequest) -> HttpResponse:
    """An assessor's branches, what is owed first; an organ officer's units with their teams."""
    cards = assignments.visits_of(request.user)
    context = {
        "cards": cards,
        "due": sum(card.is_due for card in cards),
        "assignments": assignments.assignments_of(request.user),
    }
    return render(request, "evaluation/assessment/mine.html", context)


@require_safe
def overview(request: PersonRequest, pk: int) -> HttpResponse:
    """What is done and what is missing; for readers of other bodies the result, once there is one."""
    case = assessment_queries.case_or_404(request.user, pk)
    progress = assessment_queries.progress(case, request.user)
    if not progress.part.works:
        is_result = case.state not in assessment_queries.BEFORE_THE_OPINION
        context = {"case": case, "progress": progress, "is_result": is_result, "rows": result(progress)}
        return render(request, "evaluation/assessment/result.html", context)
    context = {"case": case, "progress": progress, "hero": hero(progress), "groups": tasks(progress)}
    context |= {"today": clock.today(), "asked": way_back.request_of(case)}
    return render(request, "evaluation/assessment/overview.html", context)


@require_http_methods(["GET", "POST"])
def visit(request: PersonRequest, pk: int, visit: int | None = None) -> HttpResponse:
    """Record a visit, or correct the record."""
    case = assessment_queries.case_or_404(request.user, pk, *WORKERS)
    known = assessment_queries.visit_or_404(case, visit) if visit else None
    initial: dict[str, Any] = {"visited_on": clock.today()}
    if known:
        initial = {name: getattr(known, name) for name in ("visited_on", "place", "findings")}
        initial["visitors"] = assessment_queries.visitors_of(known)
    elif request.user in (people := case_bodies.assessors_of(case)):
        initial["visitors"] = [one for one in people if one == request.user]
    form = VisitForm(request.POST or None, case=case, visitors=case_bodies.assessors_of(case), initial=initial)
    return _recorded(
        request,
        case,
        form,
        lambda data: assessment_steps.record_visit(case, by=request.user, visit=known, **data),
        title="更正实地查看" if known else "记录实地查看",
    )


@require_http_methods(["GET", "POST"])
def consultation(request: PersonRequest, pk: int, consultation: int | None = None) -> HttpResponse:
    """Record a consultation, or correct the record."""
    case = assessment_queries.case_or_404(request.user, pk, *WORKERS)
    known = assessment_queries.consultation_or_404(case, consultation) if consultation else None
    names = ("consulted_on", "method", "heard", "satisfied", "summary")
    initial = {name: getattr(known, name) for name in names} if known else {"consulted_on": clock.today()}
    form = ConsultationForm(request.POST or None, case=case, initial=initial)
    return _recorded(
        request,
        case,
        form,
        lambda data: assessment_steps.record_consultation(case, by=request.user, consultation=known, **data),
        title="更正征求意见" if known else "记录征求意见",
    )


@require_safe
def print_sheet(request: PersonRequest, pk: int) -> HttpResponse:
    """The scoring form on paper: with the branch's own rating, or blank."""
    case = assessment_queries.material_or_404(request.user, pk, *WORKERS)
    context = {
        "case": case,
        "groups": scores.by_strength(scores.items(case, None)),
        "choices": [label for _, label in scores.choices(case.cycle.score_template)],
        "is_blank": "blank" in request.GET,
    }
    return render(request, "evaluation/assessment/print.html", context)


def _recorded(
    request: PersonRequest, case: Candidacy, form: forms.Form, record: Callable[[dict[str, Any]], object], *, title: str
) -> HttpResponse:
    def do(data: dict[str, Any]) -> Done:
        record(data)
        return Done("已保存。", "evaluation:assessment_overview", case.pk)

    back_url = reverse("evaluation:assessment_overview", args=[case.pk])
    context = {"case": case, "title": title, "back_url": back_url}
    return act(request, form, do, template="evaluation/assessment/record.html", context=lambda: context)
