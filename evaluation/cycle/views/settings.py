"""The year as 市直工委 runs it: prepare, look at what it means, open, close. GET shows, POST does one thing."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from branches import clock, in_words
from branches.labels import label_of
from branches.pages.acting import Done, act
from branches.pages.request import PersonRequest
from branches.pages.tables import Column, Listing
from evaluation import deadlines
from evaluation.cycle import outlook as cycle_outlook
from evaluation.cycle import queries as cycle_queries
from evaluation.cycle.forms import CloseForm, CycleForm, LaterBranchForm, SmallUnitsForm, YearForm
from evaluation.cycle.standing import stage_of
from evaluation.cycle.steps import year as year_steps
from evaluation.cycle.views.changes import proposed
from evaluation.deadlines import YearDate
from evaluation.models import Cycle, YearChange
from evaluation.pages.tabs import year_tabs
from evaluation.vacancies import lists as vacancies_lists
from evaluation.vocabulary import CycleState, State


class Cycles(Listing):
    """Every year, the newest first."""

    title = "评定年度"
    columns = (
        Column("年度", "__str__", sort="year", url=lambda row: reverse("evaluation:cycle_progress", args=[row.year])),
        Column("阶段", "get_state_display", sort="state"),
        Column("推荐比例", lambda row: in_words.percent(row.ratio)),
        Column("参评支部", "cases", numeric=True),
        Column("尚未办结", "open_cases", numeric=True),
        Column(YearDate.RECOMMENDATION.label, YearDate.RECOMMENDATION.column),
        Column(label_of(Cycle, "closed_at"), "closed_at"),
    )
    order = long_order = ("-year",)
    nothing = "还没有建立评定年度。"
    action = ("新建年度", "evaluation:cycle_add")


@require_safe
def cycle_list(request: PersonRequest) -> HttpResponse:
    return Cycles(request, cycle_queries.listed(request.user)).response()


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: PersonRequest) -> HttpResponse:
    """The year only; its settings come with their usual values and are looked through on the next page."""

    def do(given: dict[str, Any]) -> Done:
        made = year_steps.create_cycle(given["year"], by=request.user)
        return Done(f"已建立{made}，各项设置已按惯例填好，请逐项核对。", "evaluation:cycle_settings", made.year)

    form = YearForm(request.POST or None, initial={"year": cycle_queries.next_year()})
    return act(request, form, do, template="evaluation/cycle/add.html", context=dict)


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: PersonRequest, year: int) -> HttpResponse:
    """Editable in preparation; afterwards what the year opened with (D28)."""
    cycle = cycle_queries.cycle_or_404(request.user, year)
    frame = _frame(request, cycle)  # before the form writes its values on the year
    if cycle.state != CycleState.DRAFT and request.method != "POST":
        kept = {"cycle": cycle, "ratio": in_words.percent(cycle.ratio), **frame}
        return render(request, "evaluation/cycle/kept.html", kept)
    late = {} if clock.today() < YearDate.SELF_ASSESSMENT.of(cycle) else deadlines.offered(cycle.year, clock.today())
    form = CycleForm(request.POST or None, instance=cycle, initial=late)

    def do(given: dict[str, Any]) -> Done:
        why = {"reason": given["reason"], "document": given["document"]}
        saved = year_steps.edit_cycle(cycle, by=request.user, **why, **form.changes())
        if isinstance(saved, YearChange):
            return proposed(saved)
        return Done(f"{saved}的设置已保存。", "evaluation:cycle_open", saved.year)

    context = {"cycle": cycle, "year": year, "is_late": bool(late), **frame}
    return act(request, form, do, template="evaluation/cycle/settings.html", context=lambda: context)


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: PersonRequest, year: int) -> HttpResponse:
    """What the year means before it is opened; then opening it."""
    cycle = cycle_queries.cycle_or_404(request.user, year)
    if cycle.state != CycleState.DRAFT:
        return redirect("evaluation:cycle_progress", year)

    def do(_: dict[str, Any]) -> Done:
        year_steps.open_cycle(cycle, by=request.user)
        return Done(f"{cycle}已启动，各支部可以开始自评。", "evaluation:cycle_progress", year)

    def context() -> dict[str, Any]:
        return {
            "cycle": cycle,
            "outlook": cycle_outlook.outlook(cycle),
            "not_yet": year_steps.not_openable(cycle),
            "candidates": cycle_queries.how_many_candidates(cycle),
            "titles": cycle_queries.held_honours(),
            "lists": vacancies_lists.links(),
        }

    return act(request, None, do, template="evaluation/cycle/open.html", context=context)


@require_http_methods(["GET", "HEAD", "POST"])
def small_units(request: PersonRequest, year: int) -> HttpResponse:
    """The three ways side by side with their numbers, and the choice between them (D3)."""
    cycle = cycle_queries.cycle_or_404(request.user, year)

    def do(given: dict[str, Any]) -> Done:
        done = year_steps.confirm_small_units(cycle, by=request.user, **given)
        if isinstance(done, YearChange):
            return proposed(done)
        return Done("已确认名额为0的单位如何办理。", "evaluation:cycle_open_recommendation", year)

    initial = {"mode": cycle.small_unit_mode, "basis": cycle.min_one_basis} if cycle.is_mode_confirmed else {}
    return act(
        request,
        SmallUnitsForm(request.POST or None, initial=initial),
        do,
        template="evaluation/cycle/small_units.html",
        context=lambda: {"cycle": cycle, "outlooks": cycle_outlook.outlooks(cycle)},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def open_recommendation(request: PersonRequest, year: int) -> HttpResponse:
    """The places of every unit before they are frozen; then freezing them (D2)."""
    cycle = cycle_queries.cycle_or_404(request.user, year)
    if cycle.state in (CycleState.RECOMMENDING, CycleState.CLOSED):
        return redirect("evaluation:cycle_progress", year)

    def do(_: dict[str, Any]) -> Done:
        year_steps.open_recommendation(cycle, by=request.user)
        return Done(f"{cycle}推荐已开启，各单位名额已确定。", "evaluation:cycle_progress", year)

    def context() -> dict[str, Any]:
        return {"cycle": cycle, "outlook": cycle_outlook.outlook(cycle), "not_yet": year_steps.not_yet(cycle)}

    return act(request, None, do, template="evaluation/cycle/open_recommendation.html", context=context)


@require_http_methods(["GET", "HEAD", "POST"])
def candidacy_add(request: PersonRequest, year: int) -> HttpResponse:
    """The organ officer lets a branch take part that came after the opening."""
    cycle = cycle_queries.cycle_or_404(request.user, year)
    branches = cycle_queries.addable(cycle, request.user)

    def do(given: dict[str, Any]) -> Done:
        case = year_steps.add_candidacy(cycle, given["branch"], by=request.user)
        return Done(f"{case.branch}已列入{cycle}参评支部，可以开始自评。", "evaluation:case", case.pk)

    return act(
        request,
        LaterBranchForm(request.POST or None, branches=branches),
        do,
        template="evaluation/cycle/candidacy_add.html",
        context=lambda: {"cycle": cycle, "some": bool(branches)},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: PersonRequest, year: int) -> HttpResponse:
    """What ends with the year, by state; then the end, with a reason (D35)."""
    cycle = cycle_queries.cycle_or_404(request.user, year)
    if not cycle.is_running:
        return redirect("evaluation:cycle_progress", year)

    def do(given: dict[str, Any]) -> Done:
        ended = year_steps.close_cycle(cycle, by=request.user, reason=given["reason"])
        if isinstance(ended, YearChange):
            return proposed(ended)
        return Done(f"{cycle}已结束，{ended}个未办结的支部已随年度结束。", "evaluation:cycle_progress", year)

    def context() -> dict[str, Any]:
        ending = cycle_queries.ending(cycle, request.user)
        return {
            "cycle": cycle,
            "not_yet": year_steps.not_closable(cycle),
            "open_cases": [(state, ending[state]) for state in State if state in ending],
            "total": sum(ending.values()),
            "second": cycle_queries.why_second_to_close(cycle),
        }

    return act(request, CloseForm(request.POST or None), do, template="evaluation/cycle/close.html", context=context)


def _frame(request: PersonRequest, cycle: Cycle) -> dict[str, Any]:
    return {"tabs": year_tabs(cycle, request.user, "cycle_settings"), "stage": stage_of(cycle)}
