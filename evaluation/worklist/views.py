"""The home page: what waits for me, and nothing else."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from branches import clock
from branches.accounts.keys import queries as keys_queries
from branches.pages.request import PersonRequest
from evaluation import worklist
from evaluation.casefile import holders
from evaluation.cases import moves as case_moves
from evaluation.pages.tabs import home_tabs
from evaluation.worklist import home as home_page
from evaluation.worklist import new_site


@require_safe
def home(request: PersonRequest) -> HttpResponse:
    """One sentence and one button for the nearest deadline; the rest as a list; what I did; what others hold.

    While the site is new, the way comes first: what is done, what is next, whose turn it is.
    """
    years = home_page.years(clock.today())
    todo = _todo(request, years)
    showing_done = request.GET.get("tab") == "done"
    context = {
        **todo,
        "tabs": home_tabs("done" if showing_done else "todo", todo=len(todo["tasks"])),
        "showing_done": showing_done,
        "done": home_page.done_by(request.user) if showing_done else (),
        "own": [
            (case, case_moves.stages(case, request.user), holders.holder(case))
            for case in home_page.own_cases(request.user)
        ],
        "honoured": home_page.honoured(request.user),
        "notice": home_page.open_public_notice(years),
        "next_date": home_page.next_date(clock.today(), years),
        "today": clock.today(),
        "console_acts": keys_queries.console_acts(),
    }
    return render(request, "evaluation/worklist/home.html", context)


def _todo(request: PersonRequest, years: Sequence[Any]) -> dict[str, Any]:
    """The tasks, the nearest first; on a new site after the way."""
    way = new_site.way_of(request.user, years)
    tasks = way.besides(worklist.tasks(request.user))
    is_led = way.lead is not None
    return {
        "tasks": tasks,
        "way": way,
        "first": None if is_led else next(iter(tasks), None),
        "rest": tasks if is_led else tasks[1:],
    }
