"""One criterion on one page: its mark and statement, last year's words, its evidence. Every button keeps the text."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from branches.pages.request import PersonRequest
from evaluation.advance import Refused
from evaluation.models import Candidacy, Criterion
from evaluation.self_assessment import queries as self_assessment_queries
from evaluation.self_assessment import steps as self_assessment_steps
from evaluation.self_assessment.evidence import queries as evidence_queries
from evaluation.self_assessment.evidence import steps as evidence_steps
from evaluation.self_assessment.evidence.forms import FilesForm
from evaluation.self_assessment.forms import RatingForm
from evaluation.self_assessment.views import autosave
from evaluation.self_assessment.views.autosave import Outcome, Save, Saved


@require_http_methods(["GET", "POST"])
def criterion(request: PersonRequest, pk: int, number: int) -> HttpResponse:
    case, elsewhere = autosave.case_to_fill(request, pk)
    one = self_assessment_queries.criterion_or_404(case, number)
    if elsewhere:
        return elsewhere
    if request.method == "GET":
        return _page(request, case, one, Outcome())
    form = _sent(request, case)
    outcome = autosave.save(form, _step(request, case, one, form))
    if not outcome.is_good:
        return _page(request, case, one, outcome, form)
    messages.success(request, f"第{number}项已保存。")
    if request.POST.get("then") == "list":
        return redirect("evaluation:self_assessment_tasks", pk)
    following = case.cycle.criteria.filter(number__gt=number).first()
    if following is None:
        return redirect("evaluation:self_assessment_declarations", pk)
    return redirect("evaluation:self_assessment_criterion", pk, following.number)


@require_POST
def criterion_draft(request: PersonRequest, pk: int, number: int) -> HttpResponse:
    case, _ = autosave.case_to_fill(request, pk)
    one = self_assessment_queries.criterion_or_404(case, number)
    form = _sent(request, case)
    return autosave.answer(form, _step(request, case, one, form))


@require_POST
def copy(request: PersonRequest, pk: int, number: int) -> HttpResponse:
    """Last year's words go below what is on the screen."""
    return _keep_and(
        request,
        pk,
        number,
        lambda case, one: self_assessment_steps.copy_last_year(case, one, by=request.user),
        "#id_statement",
    )


@require_POST
def attach(request: PersonRequest, pk: int, number: int) -> HttpResponse:
    """Cite what was picked from the library, and what was uploaded just now."""
    files = (
        FilesForm(files=request.FILES).fields["upload"].clean(request.FILES.getlist("upload")) if request.FILES else []
    )
    picked = [int(one) for one in request.POST.getlist("pick") if one.isdigit()]

    def act(case: Candidacy, one: Criterion) -> None:
        if not files and not picked:
            raise Refused("请先选择文件，或从材料库中勾选，再点“添加”。")
        evidence_steps.attach(case, one, files=files, picked=picked, by=request.user)

    return _keep_and(request, pk, number, act, "#evidence")


@require_POST
def detach(request: PersonRequest, pk: int, number: int) -> HttpResponse:
    which = request.POST.get("remove", "")

    def act(case: Candidacy, one: Criterion) -> None:
        if which.isdigit():
            evidence_steps.detach(case, one, int(which), by=request.user)

    return _keep_and(request, pk, number, act, "#evidence")


def _keep_and(request: PersonRequest, pk: int, number: int, act: Any, anchor: str) -> HttpResponse:
    """Keep the typed text as a draft, then do what the button says, and come back to the same place."""
    case, _ = autosave.case_to_fill(request, pk)
    one = self_assessment_queries.criterion_or_404(case, number)
    form = _sent(request, case)
    step = _step(request, case, one, form)
    outcome = autosave.save(form, lambda saved: step(saved=False))
    if outcome.theirs or outcome.reasons:
        return _page(request, case, one, outcome, form)
    try:
        act(case, one)
    except Refused as refused:
        return _page(request, case, one, Outcome(422, reasons=refused.reasons))
    return redirect(reverse("evaluation:self_assessment_criterion", args=[pk, number]) + anchor)


def _sent(request: PersonRequest, case: Candidacy) -> RatingForm:
    return RatingForm(request.POST, template=case.cycle.score_template)


def _step(request: PersonRequest, case: Candidacy, one: Criterion, form: RatingForm) -> Save:
    def save(*, saved: bool) -> Saved:
        rating = self_assessment_steps.save_rating(
            case, one, form.usable(), by=request.user, seen=form.seen, saved=saved
        )
        return Saved(rating.version, rating.at)

    return save


def _shown(case: Candidacy, item: self_assessment_queries.Item) -> RatingForm:
    initial = {"mark": item.rating.mark, "statement": item.rating.statement, "base_version": item.rating.version}
    return RatingForm(initial=initial, template=case.cycle.score_template)


def _page(
    request: PersonRequest, case: Candidacy, one: Criterion, outcome: Outcome, form: RatingForm | None = None
) -> HttpResponse:
    item = self_assessment_queries.item(case, one)
    returned = self_assessment_queries.returned(case)
    year, text = self_assessment_queries.last_year(case, one)
    cited = {evidence.pk for evidence in item.evidence}
    numbers = list(case.cycle.criteria.values_list("number", flat=True))
    context = {
        "criterion": one,
        "form": form or _shown(case, item),
        "item": item,
        "cited": evidence_queries.cited(item),
        "room": self_assessment_queries.FILES_PER_CRITERION - len(cited),
        "library": [evidence for evidence in evidence_queries.library(case.branch) if evidence.pk not in cited],
        "files": FilesForm(),
        "asked": returned.items.get(f"c{one.number}", "") if returned else "",
        "last_year": year,
        "last_text": text,
        "total": len(numbers),
        "following": next((n for n in numbers if n > one.number), None),
        "previous": next((n for n in reversed(numbers) if n < one.number), None),
    }
    return autosave.page(request, "evaluation/self_assessment/criterion.html", case, outcome, context)
