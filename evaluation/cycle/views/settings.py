"""The year as 市直工委 runs it: prepare, look at what it means, open, close. GET shows, POST does one thing."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from branches.pages.request import PersonRequest
from branches.pages.tables import Column, Listing
from evaluation.advance import Refused
from evaluation.cycle import outlook as cycle_outlook
from evaluation.cycle import progress
from evaluation.cycle import queries as cycle_queries
from evaluation.cycle.forms import CloseForm, CycleForm, LaterBranchForm, SmallUnitsForm, YearForm
from evaluation.cycle.steps import year as year_steps
from evaluation.deadlines import YearDate
from evaluation.models import Cycle
from evaluation.pages.tabs import year_tabs
from evaluation.rules import allotment as allotments
from evaluation.vocabulary import CycleState, State

WRONG = 422


class Cycles(Listing):
    """Every year, the newest first."""

    title = "评定年度"
    columns = (
        Column("年度", "__str__", sort="year", url=lambda row: reverse("evaluation:cycle_progress", args=[row.year])),
        Column("阶段", "get_state_display", sort="state"),
        Column("推荐比例", lambda row: allotments.percent(row.ratio)),
        Column("参评支部", "cases", numeric=True),
        Column("尚未办结", "open_cases", numeric=True),
        Column(YearDate.RECOMMENDATION.label, YearDate.RECOMMENDATION.column),
        Column("结束时间", "closed_at"),
    )
    order = ("-year",)
    nothing = "还没有建立评定年度。"
    action = ("新建年度", "evaluation:cycle_add")


@require_safe
def cycle_list(request: PersonRequest) -> HttpResponse:
    return Cycles(request, cycle_queries.listed(request.user)).response()


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: PersonRequest) -> HttpResponse:
    """The year only; its settings come with their usual values and are looked through on the next page."""
    form = YearForm(request.POST or None, initial={"year": cycle_queries.next_year()})
    reasons: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            cycle = year_steps.create_cycle(form.cleaned_data["year"], by=request.user)
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, f"已建立{cycle}，各项设置已按惯例填好，请逐项核对。")
            return redirect("evaluation:cycle_settings", cycle.year)
    return render(request, "evaluation/cycle/add.html", {"form": form, "reasons": reasons}, status=status(request))


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: PersonRequest, year: int) -> HttpResponse:
    """Editable in preparation; afterwards what the year opened with (D28)."""
    cycle = cycle_queries.cycle_or_404(request.user, year)
    if cycle.state != CycleState.DRAFT and request.method != "POST":
        kept = {"cycle": cycle, "ratio": allotments.percent(cycle.ratio), **_frame(request, cycle)}
        return render(request, "evaluation/cycle/kept.html", kept)
    frame = _frame(request, cycle)  # before the form writes its values on the year
    form = CycleForm(request.POST or None, instance=cycle)
    reasons: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            cycle = year_steps.edit_cycle(cycle, by=request.user, **form.changes())
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, f"{cycle}的设置已保存。")
            return redirect("evaluation:cycle_open", cycle.year)
    context = {"cycle": cycle, "year": year, "form": form, "reasons": reasons, **frame}
    return render(request, "evaluation/cycle/settings.html", context, status=status(request))


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: PersonRequest, year: int) -> HttpResponse:
    """What the year means before it is opened; then opening it."""
    cycle = cycle_queries.cycle_or_404(request.user, year)
    reasons: list[str] = []
    if request.method == "POST":
        try:
            year_steps.open_cycle(cycle, by=request.user)
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, f"{cycle}已启动，各支部可以开始自评。")
            return redirect("evaluation:cycle_progress", year)
    if cycle.state != CycleState.DRAFT:
        return redirect("evaluation:cycle_progress", year)
    context = {
        "cycle": cycle,
        "reasons": reasons,
        "outlook": cycle_outlook.outlook(cycle),
        "not_yet": year_steps.not_openable(cycle),
        "candidates": cycle_queries.candidates(cycle).count(),
        "titles": cycle_queries.held_titles(),
        "unstaffed": {role.value: count for role, count in cycle_queries.unstaffed(cycle).items() if count},
    }
    return render(request, "evaluation/cycle/open.html", context, status=status(request))


@require_http_methods(["GET", "HEAD", "POST"])
def small_units(request: PersonRequest, year: int) -> HttpResponse:
    """The three ways side by side with their numbers, and the choice between them (D3)."""
    cycle = cycle_queries.cycle_or_404(request.user, year)
    initial = {"mode": cycle.small_unit_mode, "basis": cycle.min_one_basis} if cycle.is_mode_confirmed else {}
    form = SmallUnitsForm(request.POST or None, initial=initial)
    reasons: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            year_steps.confirm_small_units(cycle, by=request.user, **form.cleaned_data)
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, "已确认名额为 0 的单位如何办理。")
            return redirect("evaluation:cycle_open_recommendation", year)
    context = {"cycle": cycle, "form": form, "reasons": reasons, "outlooks": cycle_outlook.outlooks(cycle)}
    return render(request, "evaluation/cycle/small_units.html", context, status=status(request))


@require_http_methods(["GET", "HEAD", "POST"])
def open_recommendation(request: PersonRequest, year: int) -> HttpResponse:
    """The places of every unit before they are frozen; then freezing them (D2)."""
    cycle = cycle_queries.cycle_or_404(request.user, year)
    reasons: list[str] = []
    if request.method == "POST":
        try:
            year_steps.open_recommendation(cycle, by=request.user)
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, f"{cycle}推荐已开启，各单位名额已确定。")
            return redirect("evaluation:cycle_progress", year)
    if cycle.state in (CycleState.RECOMMENDING, CycleState.CLOSED):
        return redirect("evaluation:cycle_progress", year)
    context = {
        "cycle": cycle,
        "reasons": reasons,
        "outlook": cycle_outlook.outlook(cycle),
        "not_yet": year_steps.not_yet(cycle),
    }
    return render(request, "evaluation/cycle/open_recommendation.html", context, status=status(request))


@require_http_methods(["GET", "HEAD", "POST"])
def candidacy_add(request: PersonRequest, year: int) -> HttpResponse:
    """The organ officer lets a branch take part that came after the opening."""
    cycle = cycle_queries.cycle_or_404(request.user, year)
    branches = cycle_queries.addable(cycle, request.user)
    form = LaterBranchForm(request.POST or None, branches=branches)
    reasons: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            case = year_steps.add_candidacy(cycle, form.cleaned_data["branch"], by=request.user)
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, f"{case.branch}已列入{cycle}参评支部，可以开始自评。")
            return redirect("evaluation:case", case.pk)
    context = {"cycle": cycle, "form": form, "reasons": reasons, "some": branches.exists()}
    return render(request, "evaluation/cycle/candidacy_add.html", context, status=status(request))


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: PersonRequest, year: int) -> HttpResponse:
    """What ends with the year, by state; then the end, with a reason (D35)."""
    cycle = cycle_queries.cycle_or_404(request.user, year)
    form = CloseForm(request.POST or None)
    reasons: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            ended = year_steps.close_cycle(cycle, by=request.user, reason=form.cleaned_data["reason"])
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, f"{cycle}已结束，{ended} 个未办结的支部已随年度结束。")
            return redirect("evaluation:cycle_progress", year)
    if not cycle.is_running:
        return redirect("evaluation:cycle_progress", year)
    ending = cycle_queries.ending(cycle)
    open_cases = [(state, ending[state]) for state in State if state in ending]
    context = {
        "cycle": cycle,
        "form": form,
        "reasons": reasons,
        "not_yet": year_steps.not_closable(cycle),
        "open_cases": open_cases,
        "total": sum(count for _, count in open_cases),
    }
    return render(request, "evaluation/cycle/close.html", context, status=status(request))


def _frame(request: PersonRequest, cycle: Cycle) -> dict[str, Any]:
    return {"tabs": year_tabs(cycle, request.user, "cycle_settings"), "stage": progress.stage_of(cycle)}


def status(request: PersonRequest) -> int:
    """A POST that comes to the rendering of its page was refused."""
    return WRONG if request.method == "POST" else 200
