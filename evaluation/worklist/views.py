"""The home page: what waits for me, and nothing else."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from branches import clock
from branches.pages.request import PersonRequest
from evaluation import worklist
from evaluation.casefile import holders
from evaluation.cases import moves as case_moves
from evaluation.pages.tabs import home_tabs
from evaluation.worklist import home as home_page


@require_safe
def home(request: PersonRequest) -> HttpResponse:
    """One sentence and one button for the nearest deadline; the rest as a list; what I did; what others hold."""
    tasks = worklist.tasks(request.user)
    showing_done = request.GET.get("tab") == "done"
    context = {
        "tabs": home_tabs("done" if showing_done else "todo", todo=len(tasks)),
        "tasks": tasks,
        "first": tasks[0] if tasks else None,
        "rest": tasks[1:],
        "showing_done": showing_done,
        "done": home_page.done_by(request.user) if showing_done else (),
        "own": [(case, case_moves.stages(case), holders.holder(case)) for case in home_page.own_cases(request.user)],
        "honoured": home_page.honoured(request.user),
        "notice": home_page.open_public_notice(clock.today()),
        "next_date": home_page.next_date(clock.today()),
        "today": clock.today(),
    }
    return render(request, "evaluation/worklist/home.html", context)
