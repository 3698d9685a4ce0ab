"""联合推荐: the branches that units without a place put forward, and picking among them (D3)."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from branches import access, clock
from branches.pages.acting import Done, act
from branches.pages.request import PersonRequest
from branches.permissions import Perm
from evaluation.cases import access as case_access
from evaluation.cases.observe import seats
from evaluation.cycle import queries as cycle_queries
from evaluation.models import Cycle
from evaluation.recommendation import pool as pool_queries
from evaluation.recommendation import queries as recommendation_queries
from evaluation.recommendation.forms import ReasonForm
from evaluation.recommendation.steps import list as list_steps
from evaluation.recommendation.views.headlines import pool_headline
from evaluation.vocabulary import State


@require_GET
def now(request: PersonRequest) -> HttpResponse:
    cycle = cycle_queries.current(request.user)
    if cycle is None:
        return render(request, "evaluation/recommendation/pool/none.html")
    return redirect("evaluation:pool_board", cycle.year)


@require_GET
def board(request: PersonRequest, year: int) -> HttpResponse:
    cycle = cycle_queries.cycle_or_404(request.user, year)
    the_pool = recommendation_queries.pool_list(cycle)
    if the_pool is None:
        return render(request, "evaluation/recommendation/pool/none.html", {"cycle": cycle})
    found = pool_queries.board(the_pool, request.GET)
    may_pick = access.may(request.user, Perm.PICK_FROM_POOL)
    context = {
        "cycle": cycle,
        "board": found,
        "headline": pool_headline(found, may_pick=may_pick),
        "may_pick": may_pick and found.is_open,
        "may_reopen": access.may(request.user, Perm.RUN_CYCLE) and found.places.is_submitted,
        "today": clock.today(),
    }
    return render(request, "evaluation/recommendation/pool/board.html", context)


@require_http_methods(["GET", "POST"])
def pick(request: PersonRequest, year: int, case_pk: int) -> HttpResponse:
    """One branch with its opinion, and the reason for picking it."""
    cycle = cycle_queries.cycle_or_404(request.user, year)
    the_pool, line = _line(request, cycle, case_pk)
    data = request.POST if request.method == "POST" else None
    form = ReasonForm(data, initial={"version": line.case.version, "note": ""})

    def do(data: dict[str, Any]) -> Done:
        list_steps.recommend(line.case, by=request.user, **data)
        return Done(f"已选定{line.case.branch}。完成选定之前可以取消。", "evaluation:pool_board", year)

    def context() -> dict[str, Any]:
        waits = _waits(line) if request.method == "GET" else []
        places = seats(the_pool, the_pool.taken)
        return {
            "cycle": cycle,
            "places": places,
            "due": the_pool.last_day,
            "line": line,
            "is_possible": not waits,
            "waits": waits,
        }

    return act(request, form, do, template="evaluation/recommendation/pool/pick.html", context=context)


def _waits(line: pool_queries.Line) -> list[str]:
    """Why this branch cannot be picked now."""
    if line.state != State.FORWARDED:
        return [f"该支部现在是“{line.state.label}”，不需要选定。"]
    return list(line.reasons)


def _line(request: PersonRequest, cycle: Cycle, case_pk: int) -> tuple[Any, pool_queries.Line]:
    case = case_access.candidacy_or_404(request.user, case_pk, Perm.PICK_FROM_POOL)
    the_pool = recommendation_queries.pool_list(cycle)
    line = pool_queries.line(the_pool, case, request.user) if the_pool else None
    if line is None:
        raise Http404
    return the_pool, line
