"""How far the year is, and its dates: for everybody who is signed in, within what he may see."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe
from django_filters import ChoiceFilter, Filter

from branches import access, clock
from branches.models import Unit, User
from branches.pages.request import PersonRequest
from branches.pages.tables import Column, Listing
from branches.permissions import Perm
from evaluation.cases.reinspections import OfYear
from evaluation.cycle import progress, schedule
from evaluation.cycle import queries as cycle_queries
from evaluation.models import Cycle
from evaluation.pages.tabs import year_tabs
from evaluation.templatetags.deadlines import left
from evaluation.vocabulary import CycleState, State, Step
from evaluation.workdays import workdays


class Units(Listing):
    """单位进度, whoever needs help first (no ranks, D32)."""

    title = "单位进度"
    search: Sequence[str] = ("search_text",)
    order = progress.NEEDS_HELP
    long_order = ("name",)
    nothing = "本年度还没有参评的支部。"

    def __init__(self, request: PersonRequest, cycle: Cycle, units: QuerySet[Unit]) -> None:
        super().__init__(request, progress.units(cycle, request.user, units, clock.today()))
        self.columns = _results(cycle) if cycle.state == CycleState.CLOSED else _columns(cycle)
        self.held_up: progress.HeldUp | None = None
        if cycle.is_running and access.may(request.user, Perm.RUN_CYCLE):
            self.columns += (_letter(cycle),)
        if not access.may(request.user, Perm.VIEW_CITY):
            self.search = ()
        elif cycle.is_running:
            self.held_up = progress.held_up(cycle, clock.today())
            self.filters = _filters(self.held_up)


def _filters(held_up: progress.HeldUp) -> dict[str, Filter]:
    """Each number above the list opens exactly the units that it counts."""
    steps = [(step.value, step.label) for step in progress.STAGES]
    offered = {
        "stage": ("当前环节", steps),
        "silent": ("未申报", [("True", "只看有支部未申报")]),
        "late": ("期限", [("True", "只看逾期")]),
    }
    return {
        name: ChoiceFilter(label=label, method=held_up.chosen, choices=choices)
        for name, (label, choices) in offered.items()
    }


def _columns(cycle: Cycle) -> tuple[Column, ...]:
    """Every number opens the list that it counts; the places open the unit's own list."""
    today = clock.today()

    def board(row: Any) -> str:
        return "" if row.cap is None else reverse("evaluation:recommendation_board", args=[cycle.year, row.pk])

    return (
        *_unit_columns(cycle),
        Column("已考核", "assessed", sort="assessed", numeric=True, url=_cases_of(cycle, progress.ASSESSED)),
        Column("已选／名额", _places, url=board),
        Column("当前环节", progress.standing, status=True),
        Column("期限", "due", sort="waits_until"),
        Column("距截止", lambda row: left(row.due, today)),
    )


def _letter(cycle: Cycle) -> Column:
    def owes(row: Any) -> bool:
        return bool(row.is_late or row.silent)

    def url(row: Any) -> str:
        return reverse("evaluation:notice_reminder", args=[cycle.year, row.pk]) if owes(row) else ""

    return Column("催办", lambda row: "写催办函" if owes(row) else "", url=url, exported=False)


def _results(cycle: Cycle) -> tuple[Column, ...]:
    """What came of a year that is over."""
    return (
        *_unit_columns(cycle),
        Column("名额", "cap", sort="cap", numeric=True),
        Column("已命名", "named", sort="named", numeric=True, url=_cases_of(cycle, progress.NAMED)),
    )


def _unit_columns(cycle: Cycle) -> tuple[Column, ...]:
    return (
        Column("单位", "name", sort="name", url=_cases_of(cycle, frozenset(State))),
        Column("参评支部", "total", sort="total", numeric=True),
        Column("已申请", "applied", sort="applied", numeric=True, url=_cases_of(cycle, progress.APPLIED)),
    )


def _cases_of(cycle: Cycle, states: frozenset[State]) -> Callable[[Any], str]:
    return lambda row: cases_url(cycle, states, unit=row.pk)


def _places(row: Any) -> str | None:
    """What is picked is the unit's own until its list is handed in, and the city's until the pool's is (D34)."""
    if row.pool:
        return "联合推荐"
    if row.cap is None:
        return None
    return f"{row.taken}／{row.cap}" if row.knows_picks else f"—／{row.cap}"


def cases_url(cycle: Cycle, states: frozenset[State], **more: Any) -> str:
    """The list that shows exactly these cases; without states, all of them."""
    wanted = [] if states == frozenset(State) else [state.value for state in State if state in states]
    return f"{reverse('evaluation:candidacy_list')}?{urlencode({'cycle': cycle.year, 'state': wanted, **more}, doseq=True)}"


@require_safe
def now(request: PersonRequest) -> HttpResponse:
    """The year that runs, else the latest one."""
    cycle = cycle_queries.current(request.user)
    if cycle is None:
        return render(request, "evaluation/cycle/none.html", {"may_add": access.may(request.user, Perm.RUN_CYCLE)})
    return redirect("evaluation:cycle_progress", cycle.year)


@require_safe
def year(request: PersonRequest, year: int) -> HttpResponse:
    """The funnel, then the units. People who answer for single branches see those instead."""
    cycle = cycle_queries.cycle_or_404(request.user, year)
    context = _frame(cycle, request.user) | _funnel(cycle, progress.funnel(cycle, request.user))
    scope = progress.scope(request.user)
    if scope is None:
        context["cases"] = progress.own_cases(cycle, request.user)
        return render(request, "evaluation/cycle/own_progress.html", context)
    listing = Units(request, cycle, scope)
    if listing.held_up:
        context["numbers"] = _waiting(listing.held_up.counts) + _reinspections(cycle, request.user)
    return listing.response("evaluation/cycle/progress.html", context)


def _frame(cycle: Cycle, user: User) -> dict[str, Any]:
    """What stands around the numbers, and what this person may do from here."""
    runs = access.may(user, Perm.RUN_CYCLE)
    return {
        "cycle": cycle,
        "today": clock.today(),
        "stage": progress.stage_of(cycle),
        "tabs": year_tabs(cycle, user, "cycle_progress"),
        "addable": cycle_queries.how_many_addable(cycle, user) if access.may(user, Perm.ASSESS) else 0,
        "runs": runs,
        "may_nudge": runs or access.may(user, Perm.ASSESS) or access.may(user, Perm.RECOMMEND),
        "may_foretell": runs,
        "next": schedule.upcoming(cycle, clock.today()),
    }


def _funnel(cycle: Cycle, found: progress.Funnel) -> dict[str, Any]:
    """The funnel as bars and the ways out of it as links; each number opens the list of exactly those cases."""
    bars = [
        {
            "label": bar.label,
            "value": bar.count,
            "percent": bar.percent,
            "note": f"{bar.percent:g}%",
            "url": cases_url(cycle, bar.states) if bar.count else "",
        }
        for bar in found.bars
    ]
    left = [{"label": bar.label, "number": bar.count, "url": cases_url(cycle, bar.states)} for bar in found.left]
    return {"funnel": found, "bars": bars, "left": left}


WAITING = {
    Step.SELF_ASSESSMENT: "有支部还在自评",
    Step.ASSESSMENT: "有支部待考核",
    Step.RECOMMENDATION: "待报送推荐",
}


def _waiting(counts: dict[str, int]) -> list[dict[str, Any]]:
    """Units that wait, by step; each number opens the table with exactly those. A unit may stand at two."""
    found = [
        {"number": counts["late"], "label": "个单位逾期", "url": "?late=True#units", "tone": "stop"},
        {"number": counts["silent"], "label": "个单位有支部未申报", "url": "?silent=True#units", "tone": ""},
    ]
    found += [
        {
            "number": counts[step.value],
            "label": f"个单位{words}",
            "url": f"?stage={step.value}#units",
            "tone": "",
        }
        for step, words in WAITING.items()
    ]
    return [one for one in found if one["number"]]


def _reinspections(cycle: Cycle, user: User) -> list[dict[str, Any]]:
    """复查 runs beside recommendation (方案 四): what is open, late or in consultation, each number with its list."""
    counts = OfYear(cycle, user).so_many()
    url = reverse("evaluation:reinspections", args=[cycle.year])
    found = [
        ("disputed", "称号意见不一致", "stop"),
        ("late", "复查逾期未报", "stop"),
        ("open", "复查未办结", ""),
    ]
    return [
        {
            "number": counts[kind].count,
            "label": f"{counts[kind].measure}{label}",
            "url": f"{url}?{kind}=True",
            "tone": tone,
        }
        for kind, label, tone in found
        if counts[kind]
    ]


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
