"""The board of step 4: every candidate with both verdicts, how far it all is, and what comes next."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from branches import clock
from branches.pages.request import PersonRequest
from evaluation.cases import bodies as case_bodies
from evaluation.cycle import queries as cycle_queries
from evaluation.decision import board as decision_board
from evaluation.decision import signing
from evaluation.naming import board as naming_board
from evaluation.naming import queries as naming_queries
from evaluation.naming.candidates import Candidates
from evaluation.vocabulary import DecisionKind


@require_safe
def now(request: PersonRequest) -> HttpResponse:
    """The board of the running year, for the navigation."""
    cycle = cycle_queries.current(request.user)
    if cycle is None:
        messages.info(request, "还没有评定年度。")
        return redirect("evaluation:worklist")
    return redirect("evaluation:naming_board", cycle.year)


@require_safe
def board(request: PersonRequest, year: int) -> HttpResponse:
    """Every candidate with both verdicts; what comes next, as one button."""
    cycle = cycle_queries.cycle_or_404(request.user, year)
    candidates, version = Candidates(cycle), signing.frozen_version(cycle, DecisionKind.NAMING)
    context = {
        "cycle": cycle,
        "listing": naming_board.Board(candidates, request.GET),
        "progress": decision_board.progress(candidates, version),
        "version": version,
        "proclaimed": decision_board.proclaimed(cycle),
        "panel": naming_queries.panel(cycle),
        "body": case_bodies.body_of(request.user),
        "next": decision_board.next_step(candidates, version, request.user),
        "today": clock.today(),
    }
    return render(request, "evaluation/naming/board.html", context)
