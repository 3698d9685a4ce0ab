"""Step 2: the list of branches to visit, the overview of a case, visits, consultations, keeping away, paper forms."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from branches import access, clock
from branches.incoming import numbers
from branches.pages.acting import Done, act
from branches.pages.request import PersonRequest
from branches.permissions import Perm
from evaluation.assessment import assignments, scores
from evaluation.assessment import issue as assessment_issue
from evaluation.assessment import queries as assessment_queries
from evaluation.assessment.forms import ConsultationForm, VisitForm
from evaluation.assessment.queries import WORKERS
from evaluation.assessment.steps import assessment as assessment_steps
from evaluation.assessment.views.task_list import hero, result, tasks
from evaluation.cases import bodies as case_bodies
from evaluation.models import Candidacy
from evaluation.pages import autosave
from evaluation.pages.autosave import Outcome, Saved
from evaluation.self_assessment import way_back


@require_safe
def mine(request: PersonRequest) -> HttpResponse:
    """An assessor's branches, what is owed first; an organ officer's units with their teams."""
    cards = assignments.visits_of(request.user)
    context = {
        "cards": cards,
        "due": sum(card.is_due for card in cards),
        "assignments": assignments.assignments_of(request.user),
        "undrawn": list(assessment_issue.waiting(list(access.held(request.user, Perm.ASSESS)))),
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
    is_to_be_drawn_up = progress.part.organises and assessment_issue.waits(case.cycle, case.unit)
    first = hero(progress, is_to_be_drawn_up=is_to_be_drawn_up)
    context = {"case": case, "progress": progress, "hero": first, "groups": tasks(progress)}
    context |= {"today": clock.today(), "asked": way_back.request_of(case)}
    return render(request, "evaluation/assessment/overview.html", context)


@require_http_methods(["GET", "POST"])
def visit(request: PersonRequest, pk: int, visit: int | None = None) -> HttpResponse:
    """Record a visit, or correct the record."""
    case = assessment_queries.case_or_404(request.user, pk, *WORKERS)
    known = assessment_queries.visit_or_404(case, visit) if visit else None
    people = case_bodies.assessors_of(case)
    initial: dict[str, Any] = {"visited_on": clock.today(), "visitors": [one for one in people if one == request.user]}
    if known:
        initial = {name: getattr(known, name) for name in ("visited_on", "place", "findings")}
        initial |= {"visitors": assessment_queries.visitors_of(known), "base_version": known.version}
    form = VisitForm(request.POST or None, case=case, visitors=people, initial=initial)

    def step(*, saved: bool) -> Saved:
        seen = numbers.number(request.POST.get("base_version"))
        if not saved:  # a record says when and what: what is not valid only stays on the page
            return Saved(seen or 0, None)
        given = {name: value for name, value in form.cleaned_data.items() if name != "base_version"}
        kept = assessment_steps.record_visit(case, by=request.user, visit=known, version=seen, **given)
        return Saved(kept.version, kept.at)

    def show(outcome: Outcome) -> HttpResponse:
        context = _record(case, form, "更正实地查看" if known else "记录实地查看")
        context |= {"reasons": outcome.reasons, "theirs": outcome.theirs}
        return render(request, "evaluation/assessment/record.html", context, status=outcome.status)

    done = Done("已保存。", "evaluation:assessment_overview", case.pk)
    return autosave.keep(request, form, step, lambda: done, show)


@require_http_methods(["GET", "POST"])
def consultation(request: PersonRequest, pk: int, consultation: int | None = None) -> HttpResponse:
    """Record a consultation, or correct the record."""
    case = assessment_queries.case_or_404(request.user, pk, *WORKERS)
    known = assessment_queries.consultation_or_404(case, consultation) if consultation else None
    names = ("consulted_on", "method", "heard", "satisfied", "summary")
    initial = {name: getattr(known, name) for name in names} if known else {"consulted_on": clock.today()}
    form = ConsultationForm(request.POST or None, case=case, initial=initial)

    def do(data: dict[str, Any]) -> Done:
        assessment_steps.record_consultation(case, by=request.user, consultation=known, **data)
        return Done("已保存。", "evaluation:assessment_overview", case.pk)

    context = _record(case, form, "更正征求意见" if known else "记录征求意见")
    return act(request, form, do, template="evaluation/assessment/record.html", context=lambda: context)


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


def _record(case: Candidacy, form: forms.Form, title: str) -> dict[str, Any]:
    back_url = reverse("evaluation:assessment_overview", args=[case.pk])
    return {"case": case, "form": form, "title": title, "back_url": back_url}
