"""考核意见: written by the organ officer or the leader, saved while it is typed; those of a unit drawn up as one paper."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from branches.incoming import numbers
from branches.pages.acting import Done, act
from branches.pages.request import PersonRequest
from evaluation.assessment import issue as assessment_issue
from evaluation.assessment import queries as assessment_queries
from evaluation.assessment import scores
from evaluation.assessment import team as assessment_team
from evaluation.assessment.forms import OpinionForm
from evaluation.assessment.queries import WORKERS
from evaluation.assessment.steps import assessment as assessment_steps
from evaluation.models import Candidacy, Opinion
from evaluation.pages import autosave
from evaluation.pages.autosave import Outcome, Saved


@require_http_methods(["GET", "POST"])
def opinion(request: PersonRequest, pk: int) -> HttpResponse:
    case = _case(request, pk)
    form = OpinionForm(request.POST or None, initial=_known(case))

    def step(*, saved: bool) -> Saved:
        seen = _seen(request)
        if not saved:  # an opinion with advice counts as written: what is not valid only stays on the page
            return Saved(seen or 0, None)
        return _write(request, case, form.cleaned_data["text"], form.cleaned_data["advice"], seen)

    def show(outcome: Outcome) -> HttpResponse:
        progress = assessment_queries.progress(case, request.user)
        context = {
            "case": case,
            "progress": progress,
            "form": form,
            "reasons": outcome.reasons,
            "theirs": outcome.theirs,
            "mean": scores.mean_score(case) if progress.sees_sheets else None,
            "version": form["base_version"].value() or 0,
        }
        return render(request, "evaluation/assessment/opinion.html", context, status=outcome.status)

    done = Done("考核意见已保存。", "evaluation:assessment_overview", case.pk)
    return autosave.keep(request, form, step, lambda: done, show)


@require_POST
def save(request: PersonRequest, pk: int) -> HttpResponse:
    """A script's save: half a sentence is kept; an advice that is not one is left out."""
    case = _case(request, pk)
    text, advice = request.POST.get("text", ""), request.POST.get("advice", "")
    advice = advice if advice in Opinion.Advice.values else ""
    return autosave.answer(request, lambda saved: _write(request, case, text, advice, _seen(request)))


@require_http_methods(["GET", "POST"])
def draw_up(request: PersonRequest, year: int, unit: int) -> HttpResponse:
    """汇总成文: whose conclusions the unit's paper will hold, and making it."""
    cycle, place = assessment_team.cycle_and_unit_or_404(request.user, year, unit)

    def do(_: dict[str, Any]) -> Done:
        made = assessment_steps.draw_up(cycle, place, by=request.user)
        said = f"考核意见已汇总，共{len(made.data['branches'])}个支部。照发文登记编号后印发。"
        return Done(said, "evaluation:notice", made.pk)

    def context() -> dict[str, Any]:
        return {
            "cycle": cycle,
            "unit": place,
            "cases": list(assessment_issue.concluded(cycle, place)),
            "overdue": assessment_issue.overdue(cycle, place),
            "standing": assessment_issue.standing(cycle, place),
            "waiting": assessment_issue.obstacles(cycle, place),
        }

    return act(request, None, do, template="evaluation/assessment/draw_up.html", context=context)


def _write(request: PersonRequest, case: Candidacy, text: str, advice: str, seen: int | None) -> Saved:
    kept = assessment_steps.write_opinion(case, by=request.user, text=text, advice=advice, version=seen)
    return Saved(kept.version, kept.at)


def _known(case: Candidacy) -> dict[str, Any]:
    known = assessment_queries.opinion_of(case)
    if known is None:
        return {"base_version": 0}
    return {"text": known.text, "advice": known.advice, "base_version": known.version}


def _seen(request: PersonRequest) -> int | None:
    """The version that was on the screen, as far as the page said."""
    return numbers.number(request.POST.get("base_version"))


def _case(request: PersonRequest, pk: int) -> Candidacy:
    case = assessment_queries.case_or_404(request.user, pk, *WORKERS)
    part = assessment_queries.part_of(request.user, case)
    if not (part.organises or part.leads):
        raise Http404
    return case
