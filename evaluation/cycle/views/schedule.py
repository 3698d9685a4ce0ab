"""The dates of the year: for everybody who is signed in."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from branches import access, clock
from branches.pages.request import PersonRequest
from branches.permissions import Perm
from evaluation.cycle import queries as cycle_queries
from evaluation.cycle import schedule
from evaluation.pages.tabs import year_tabs
from evaluation.vocabulary import CycleState
from evaluation.workdays import workdays


@require_safe
def schedule_now(request: PersonRequest) -> HttpResponse:
    cycle = cycle_queries.current(request.user)
    if cycle is None:
        return render(request, "evaluation/cycle/none.html", {"may_add": access.may(request.user, Perm.RUN_CYCLE)})
    return redirect("evaluation:cycle_schedule", cycle.year)


@require_safe
def schedule_of(request: PersonRequest, year: int) -> HttpResponse:
    """年度日程 for everybody; unit people see what was extended for them."""
    cycle = cycle_queries.cycle_or_404(request.user, year)
    found = schedule.milestones(cycle, clock.today(), schedule.own_extensions(cycle, request.user))
    context = {
        "cycle": cycle,
        "milestones": found,
        "tabs": year_tabs(cycle, request.user, "cycle_schedule"),
        "not_certain": "" if schedule.is_certain(found) else workdays.NOT_CERTAIN,
        "today": clock.today(),
        "is_over": cycle.state == CycleState.CLOSED,
    }
    return render(request, "evaluation/cycle/schedule.html", context)
