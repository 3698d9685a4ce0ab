"""Pages of step 3 for one unit: the board, the meeting papers, picking, swapping, the order."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from branches import access, clock
from branches.models import Unit
from branches.pages.acting import Done, attempt
from branches.pages.exporting import Export, Sheet
from branches.pages.fields import NO_VERSION
from branches.pages.request import PersonRequest
from branches.permissions import Perm
from branches.refusals import Refusal
from evaluation.assessment import issue as assessment_issue
from evaluation.cases import access as case_access
from evaluation.cycle import queries as cycle_queries
from evaluation.documents import queries as documents_queries
from evaluation.models import Candidacy, Cycle
from evaluation.recommendation import board as recommendation_board
from evaluation.recommendation import queries as recommendation_queries
from evaluation.recommendation.board import Board, Line
from evaluation.recommendation.forms import OrderForm, PickForm, SwapForm
from evaluation.recommendation.steps import list as list_steps
from evaluation.recommendation.views.headlines import headline

EXPORTED = ("顺序", "支部", "第一支部", "自评参考分", "考核参考分", "考核意见", "不得参评情形", "以前的称号", "状态")


@require_GET
def now(request: PersonRequest) -> HttpResponse:
    """The board of the person's unit in the year that runs; a choice where there are several."""
    cycle = cycle_queries.current(request.user)
    units = recommendation_queries.units_of(request.user)
    if cycle and len(units) == 1:
        return redirect("evaluation:recommendation_board", cycle.year, units[0].pk)
    return render(request, "evaluation/recommendation/now.html", {"cycle": cycle, "units": units})


@require_GET
def board(request: PersonRequest, year: int, pk: int) -> HttpResponse:
    cycle, unit = _place(request, year, pk)
    found = recommendation_board.board(cycle, unit, request.user)
    if request.GET.get("export") == "xlsx":
        rows = [_exported(found, line) for line in found.lines]
        return Export(Sheet(f"{unit}{cycle}推荐看板", EXPORTED, rows, len(rows)))
    return page(request, found)


@require_GET
def papers(request: PersonRequest, year: int, pk: int) -> HttpResponse:
    """会议材料: the same candidates with the whole opinion, to print and take to the meeting."""
    cycle, unit = _place(request, year, pk, Perm.VIEW_UNIT)
    found = recommendation_board.board(cycle, unit, request.user)
    return render(request, "evaluation/recommendation/papers.html", {"board": found, "today": clock.today()})


@require_POST
def pick(request: PersonRequest, year: int, pk: int) -> HttpResponse:
    """Take a place at once. When all are taken the answer offers to swap."""
    cycle, unit = _place(request, year, pk, Perm.RECOMMEND)
    form = PickForm(request.POST)
    if form.has_error("case"):
        raise Http404
    case = _case(request, cycle, unit, form.cleaned_data["case"])

    def do(_: dict[str, Any]) -> Done:
        if not form.is_valid():
            raise Refusal(NO_VERSION)
        list_steps.recommend(case, by=request.user, version=form.cleaned_data["version"])
        said = f"已选入{case.branch.short_name}。报送之前可以随时取消。"
        return Done(said, "evaluation:recommendation_board", year, pk)

    def show(reasons: list[str]) -> HttpResponse:
        found = recommendation_board.board(cycle, unit, request.user)
        if found.is_full and found.places.cap:
            return _swap_page(request, found, case, reasons)
        return page(request, found, reasons=reasons)

    return attempt(request, None, do, show)


@require_http_methods(["GET", "POST"])
def replace(request: PersonRequest, year: int, pk: int, case_pk: int) -> HttpResponse:
    """All places are taken: pick which one gives way."""
    cycle, unit = _place(request, year, pk, Perm.RECOMMEND)
    case = _case(request, cycle, unit, case_pk)
    form = SwapForm(request.POST if request.method == "POST" else None)
    if form.has_error("out"):
        raise Http404

    def do(_: dict[str, Any]) -> Done:
        if not form.is_valid():
            raise Refusal(NO_VERSION)
        given = form.cleaned_data
        out, seen = _case(request, cycle, unit, given["out"]), (given["out_version"], given["version"])
        list_steps.replace(out, case, by=request.user, out_version=seen[0], into_version=seen[1])
        said = f"已用{case.branch.short_name}换下{out.branch.short_name}。"
        return Done(said, "evaluation:recommendation_board", year, pk)

    def show(reasons: list[str]) -> HttpResponse:
        return _swap_page(request, recommendation_board.board(cycle, unit, request.user), case, reasons)

    return attempt(request, None, do, show)


@require_POST
def order(request: PersonRequest, year: int, pk: int) -> HttpResponse:
    """The typed numbers, or one step up or down."""
    cycle, unit = _place(request, year, pk, Perm.RECOMMEND)
    the_list = _list(cycle, unit)
    form = OrderForm(
        request.POST,
        picked=[one.pk for one in recommendation_queries.picks(recommendation_queries.candidates(the_list))],
    )
    form.is_valid()  # a number that cannot be read leaves its branch where it was

    def do(_: dict[str, Any]) -> Done:
        list_steps.put_in_order(the_list, form.order, by=request.user)
        return Done("推荐顺序已保存。", reverse("evaluation:recommendation_board", args=[year, pk]) + "#picked")

    def show(reasons: list[str]) -> HttpResponse:
        return page(request, recommendation_board.board(cycle, unit, request.user), reasons=reasons)

    return attempt(request, None, do, show)


def _exported(found: Board, line: Line) -> list[Any]:
    case = line.case
    return [
        found.picked.index(line) + 1 if line.is_picked and not found.is_pool_unit else "",
        case.branch.short_name,
        "是" if case.branch.is_first_branch else "",
        case.self_score,
        case.assessed_score,
        line.opinion.get_advice_display() if line.opinion else "",
        line.veto.label,
        "；".join(f"{honour.year}年度（{honour.get_state_display()}）" for honour in line.earlier),
        "拟推荐" if line.is_provisional else line.state.label,
    ]


def page(request: PersonRequest, found: Board, *, reasons: list[str] | None = None) -> HttpResponse:
    """The board; also the answer to whatever was refused on it."""
    may_pick = access.may(request.user, Perm.RECOMMEND, found.unit)
    context = {
        "board": found,
        "reasons": reasons,
        "headline": headline(found, may_pick=may_pick),
        "may_pick": may_pick,
        "may_return": access.may(request.user, Perm.RUN_CYCLE) and found.places.is_submitted,
        "is_to_be_drawn_up": access.may(request.user, Perm.ASSESS, found.unit)
        and assessment_issue.waits(found.cycle, found.unit),
        "today": clock.today(),
        "documents": documents_queries.of_unit(request.user, found.cycle, found.unit),
    }
    return render(request, "evaluation/recommendation/board.html", context)


def _swap_page(request: PersonRequest, found: Board, case: Candidacy, reasons: list[str]) -> HttpResponse:
    context: dict[str, Any] = {
        "board": found,
        "case": case,
        "swaps": recommendation_board.swaps(found.cycle, found.unit),
        "reasons": reasons,
    }
    return render(request, "evaluation/recommendation/replace.html", context)


def _place(request: PersonRequest, year: int, pk: int, *perms: Perm) -> tuple[Cycle, Unit]:
    return cycle_queries.cycle_or_404(request.user, year), recommendation_queries.unit_or_404(request.user, pk, *perms)


def _list(cycle: Cycle, unit: Unit) -> Any:
    the_list = recommendation_queries.own_list(cycle, unit)
    if the_list is None:
        raise Http404
    return the_list


def _case(request: PersonRequest, cycle: Cycle, unit: Unit, pk: int) -> Candidacy:
    """A case of this very board."""
    case = case_access.candidacy_or_404(request.user, pk, Perm.RECOMMEND)
    if (case.cycle_id, case.unit_id) != (cycle.pk, unit.pk):
        raise Http404
    return case
