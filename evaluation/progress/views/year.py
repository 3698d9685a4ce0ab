"""How far the year is: for everybody who is signed in, within what he may see."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from branches import access, clock
from branches.models import User
from branches.pages.request import PersonRequest
from branches.permissions import Perm
from evaluation.cases.reinspections import OfYear
from evaluation.cycle import queries as cycle_queries
from evaluation.cycle import schedule
from evaluation.cycle.standing import stage_of
from evaluation.models import Cycle
from evaluation.pages.tabs import year_tabs
from evaluation.progress import lines, picture, weakest
from evaluation.progress.counting import AsKnown
from evaluation.progress.kinds import APPLIED, KINDS
from evaluation.progress.views.units import Units, cases_url
from evaluation.vocabulary import CycleState, Step


@require_safe
def now(request: PersonRequest) -> HttpResponse:
    """The year that runs, else the latest one."""
    cycle = cycle_queries.current(request.user)
    if cycle is None:
        return render(request, "evaluation/cycle/none.html", {"may_add": access.may(request.user, Perm.RUN_CYCLE)})
    return redirect("evaluation:cycle_progress", cycle.year)


@require_safe
def year(request: PersonRequest, year: int) -> HttpResponse:
    """The year as a picture, then the units. People who answer for single branches see those instead."""
    cycle = cycle_queries.cycle_or_404(request.user, year)
    context = _frame(cycle, request.user)
    scope = lines.scope(request.user)
    if scope is None:
        context["cases"] = lines.own_cases(cycle, request.user)
        return render(request, "evaluation/progress/own_progress.html", context)
    known = AsKnown(cycle, request.user)
    context |= _pictured(cycle, picture.of_year(known))
    listing = Units(request, known, scope)
    if listing.held_up:
        context["numbers"] = _waiting(listing.held_up.counts) + _reinspections(cycle, request.user)
    return listing.response("evaluation/progress/progress.html", context)


def _frame(cycle: Cycle, user: User) -> dict[str, Any]:
    """What stands around the numbers, and what this person may do from here."""
    runs = access.may(user, Perm.RUN_CYCLE)
    return {
        "cycle": cycle,
        "today": clock.today(),
        "stage": stage_of(cycle),
        "tabs": year_tabs(cycle, user, "cycle_progress"),
        "addable": cycle_queries.how_many_addable(cycle, user) if access.may(user, Perm.ASSESS) else 0,
        "runs": runs,
        "may_nudge": runs or access.may(user, Perm.ASSESS) or access.may(user, Perm.RECOMMEND),
        "may_pick": runs and cycle.is_running,
        "sees_city": access.may(user, Perm.VIEW_CITY),
        "may_foretell": runs,
        "may_print_brief": runs and cycle.state != CycleState.DRAFT,
        "line": picture.line(schedule.milestones(cycle, clock.today()), clock.today()),
    }


def _pictured(cycle: Cycle, bar: picture.Bar) -> dict[str, Any]:
    """One bar of all cases; each part opens the list of exactly its cases."""
    urls = {kind.name: cases_url(cycle, kind.states, **kind.asked) for kind in KINDS}
    applied = sum(part.count for part in bar.parts if part.kind.states & APPLIED)
    return {
        "bar": bar,
        "parts": [(part, urls[part.kind.name]) for part in bar.parts],
        "applied": applied,
        "applied_percent": round(100 * applied / bar.total) if bar.total else 0,
    }


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
        {"number": counts["empty"], "label": "个单位还没有支部申请", "url": "?empty=True#units", "tone": ""},
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
def criteria(request: PersonRequest, year: int) -> HttpResponse:
    """Which criteria the assessed branches meet least; of too few branches nothing is said."""
    cycle = cycle_queries.cycle_or_404(request.user, year)
    context = {"cycle": cycle, "weakest": weakest.weakest(cycle), "enough": weakest.ENOUGH}
    return render(request, "evaluation/progress/weakest.html", context)
