"""The home page: what waits for me, and nothing else."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from branches import clock
from branches.pages.request import PersonRequest
from evaluation import worklist
from evaluation.casefile import holders
from evaluation.cases import moves as casefile
from evaluation.pages.tabs import home_tabs
from evaluation.worklist import home as reads


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
        "done": reads.done_by(request.user) if showing_done else (),
        "own": [(case, casefile.stages(case), holders.holder(case)) for case in reads.own_cases(request.user)],
        "honoured": reads.honoured(request.user),
        "notice": reads.open_notice(clock.today()),
        "next_date": reads.next_date(clock.today()),
        "today": clock.today(),
    }
    return render(request, "evaluation/worklist/home.html", context)
