"""The assessment team of a unit: form it, change it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from branches.pages.request import PersonRequest
from evaluation.advance import Refused
from evaluation.assessment import team as assessment_team
from evaluation.assessment.forms import TeamForm
from evaluation.assessment.steps import team as team_steps


@require_http_methods(["GET", "POST"])
def team(request: PersonRequest, year: int, unit: int) -> HttpResponse:
    """One table of people: tick the members, mark the leader. A search brings in people of other units."""
    cycle, place = assessment_team.cycle_and_unit_or_404(request.user, year, unit)
    known = assessment_team.team(cycle, place)
    words = request.GET.get("q", "")[:30]
    people = assessment_team.choosable(place, known, words)
    initial = {
        "members": [one.user.pk for one in people if one.is_member],
        "leader": known.leader_id if known else None,
    }
    form = TeamForm(request.POST or None, people=people, initial=initial)
    reasons: list[str] = []
    if form.is_bound and form.is_valid():
        try:
            team_steps.form_team(
                cycle, place, leader=form.cleaned_data["leader"], members=form.cleaned_data["members"], by=request.user
            )
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, "考核组已保存。")
            return redirect("evaluation:assessment_team", year, unit)
    context = {
        "cycle": cycle,
        "unit": place,
        "team": known,
        "people": people,
        "words": words,
        "form": form,
        "reasons": reasons,
        "uncovered": assessment_team.without_assessor(known) if known else [],
    }
    return render(request, "evaluation/assessment/team.html", context, status=422 if form.is_bound else 200)
