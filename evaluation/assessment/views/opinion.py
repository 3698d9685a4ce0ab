"""考核意见: written by the organ officer or the leader, saved while it is typed."""

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from branches import clock
from branches.pages.request import PersonRequest
from evaluation.advance import Refused
from evaluation.assessment import queries as assessment_queries
from evaluation.assessment import scores
from evaluation.assessment.forms import OpinionForm
from evaluation.assessment.queries import WORKERS
from evaluation.assessment.steps import assessment as assessment_steps
from evaluation.models import Candidacy, Opinion

CHANGED_MEANWHILE = "{who}刚刚改了考核意见。您写的内容还在下面；再次保存会以您的为准，对方写的是：“{text}”"


@require_http_methods(["GET", "POST"])
def opinion(request: PersonRequest, pk: int) -> HttpResponse:
    case = _case(request, pk)
    progress = assessment_queries.progress(case, request.user)
    known = progress.opinion
    initial = (
        {"text": known.text, "advice": known.advice, "base_version": known.version} if known else {"base_version": 0}
    )
    form = OpinionForm(request.POST or None, initial=initial)
    reasons: list[str] = []
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            data = form.cleaned_data
            try:
                kept, is_kept = assessment_steps.write_opinion(
                    case, by=request.user, text=data["text"], advice=data["advice"], version=data["base_version"]
                )
            except Refused as refused:
                reasons = refused.reasons
            else:
                if is_kept:
                    messages.success(request, "考核意见已保存。")
                    return redirect("evaluation:assessment_overview", case.pk)
                form, status = _with_version(request, kept), 409
                reasons = [CHANGED_MEANWHILE.format(who=kept.by.name, text=kept.text)]
    context = {
        "case": case,
        "progress": progress,
        "form": form,
        "reasons": reasons,
        "mean": scores.mean_score(case) if progress.sees_sheets else None,
        "version": form["base_version"].value() or 0,
    }
    return render(request, "evaluation/assessment/opinion.html", context, status=status)


@require_POST
def save(request: PersonRequest, pk: int) -> HttpResponse:
    """Autosave: a half sentence is a legal draft; an advice that is not one is left out."""
    case = _case(request, pk)
    advice = request.POST.get("advice", "")
    base = request.POST.get("base_version", "")
    try:
        kept, is_kept = assessment_steps.write_opinion(
            case,
            by=request.user,
            text=request.POST.get("text", ""),
            advice=advice if advice in Opinion.Advice.values else "",
            version=int(base) if base.isdigit() else None,
        )
    except Refused as refused:
        return JsonResponse({"reasons": refused.reasons}, status=403)
    if is_kept:
        return JsonResponse({"version": kept.version, "saved_at": clock.now().isoformat()})
    conflict = {
        "version": kept.version,
        "who": kept.by.name,
        "at": kept.at.isoformat(),
        "fields": {"text": kept.text, "advice": kept.advice},
    }
    return JsonResponse({"conflict": conflict}, status=409)


def _case(request: PersonRequest, pk: int) -> Candidacy:
    case = assessment_queries.case_or_404(request.user, pk, *WORKERS)
    part = assessment_queries.part_of(request.user, case)
    if not (part.organises or part.leads):
        raise Http404
    return case


def _with_version(request: PersonRequest, kept: Opinion) -> OpinionForm:
    """The same form once more, now knowing the other's version, so that a second save goes through."""
    data = request.POST.copy()
    data["base_version"] = str(kept.version)
    form = OpinionForm(data)
    form.is_valid()
    return form
