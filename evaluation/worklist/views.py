"""The home page: what waits for me, and nothing else."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from branches import clock
from branches.accounts.keys import queries as keys_queries
from branches.pages.request import PersonRequest
from evaluation import worklist
from evaluation.pages.tabs import home_tabs
from evaluation.vocabulary.duties import Duty
from evaluation.worklist import home as home_page
from evaluation.worklist import leads, new_site
from evaluation.worklist.standing import standing, ticks

LATER = timedelta(days=60)
"""What is due after that is folded, where something is nearer."""
WAITED_FOR = {Duty.SIGN}
"""Whatever its date: the other body waits for it now."""


@require_safe
def home(request: PersonRequest) -> HttpResponse:
    """One sentence and one button for the nearest deadline; the rest as a list; what I did; what others hold.

    While the site is new, the way comes first: what is done, what is next, whose turn it is.
    """
    years = home_page.years(clock.today())
    todo = _todo(request, years)
    own = home_page.own_cases(request.user)
    showing_done = request.GET.get("tab") == "done"
    context = {
        **todo,
        "tabs": home_tabs("done" if showing_done else "todo", todo=len(todo["tasks"])),
        "showing_done": showing_done,
        "done": home_page.done_by(request.user) if showing_done else (),
        "own": home_page.shown(own, request.user),
        "standing": None if todo["tasks"] or todo["way"].lead else standing(request.user, own),
        "ticks": () if todo["way"].lead else ticks(request.user),
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
    by = clock.today() + LATER
    near = [task for task in tasks if task.due is None or task.due <= by or task.duty in WAITED_FOR] or tasks
    return {
        "tasks": tasks,
        "way": way,
        "first": None if way.lead else leads.lead(near, clock.today()),
        "besides": leads.besides(near),
        "prepared": leads.to_prepare(near),
        "near": near,
        "later": [task for task in tasks if task not in near],
    }
