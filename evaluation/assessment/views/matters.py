"""Matters of a unit: the list with its form, one matter branch by branch, its facts, withdrawing it (D55)."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from branches.pages.acting import Done, act
from branches.pages.request import PersonRequest
from evaluation.assessment.forms import ReasonForm
from evaluation.assessment.verification import matters as unit_matters
from evaluation.assessment.verification.forms import BranchesForm, UnitMatterForm
from evaluation.assessment.verification.steps import matters as matters_steps

PAGES = "evaluation/assessment/verification"


@require_http_methods(["GET", "POST"])
def matters(request: PersonRequest, year: int, unit: int) -> HttpResponse:
    """What was entered for the unit, and the form to enter another."""
    cycle, place, tier = unit_matters.year_and_unit_or_404(request.user, year, unit)
    form = UnitMatterForm(request.POST or None, conditions=unit_matters.conditions(cycle))

    def do(data: dict[str, Any]) -> Done:
        made = matters_steps.enter(cycle, place, by=request.user, **data)
        return Done("已登记，请逐个支部确认。", "evaluation:unit_matter", year, unit, made.pk)

    def context() -> dict[str, Any]:
        return {"cycle": cycle, "unit": place, "tier": tier, "matters": unit_matters.matters_of(cycle, place)}

    return act(request, form, do, template=f"{PAGES}/matters.html", context=context)


@require_http_methods(["GET", "POST"])
def matter(request: PersonRequest, year: int, unit: int, matter: int) -> HttpResponse:
    """Each branch with its own answer; the holders with the way to a special re-inspection."""
    cycle, place, tier = unit_matters.year_and_unit_or_404(request.user, year, unit)
    one = unit_matters.matter_or_404(cycle, place, matter)
    cases = [line.case for line in unit_matters.lines(one, request.user) if line.is_open]
    form = BranchesForm(request.POST or None, cases=cases)

    def do(_: dict[str, Any]) -> Done:
        count = matters_steps.answer(one, form.answers, by=request.user)
        return Done(f"已确认{count}个支部。", "evaluation:unit_matter", year, unit, matter)

    def context() -> dict[str, Any]:
        lines = unit_matters.lines(one, request.user)
        return {
            "cycle": cycle,
            "unit": place,
            "tier": tier,
            "matter": one,
            "settled": [line for line in lines if not line.is_open],
            "waiting": sum(line.is_open for line in lines),
            "holders": unit_matters.holders(place),
        }

    return act(request, form, do, template=f"{PAGES}/matter.html", context=context)


@require_safe
def facts(request: PersonRequest, year: int, unit: int, matter: int) -> HttpResponse:
    """The facts; opening this page is put on record."""
    cycle, place, _ = unit_matters.year_and_unit_or_404(request.user, year, unit)
    one = matters_steps.look(unit_matters.matter_or_404(cycle, place, matter), by=request.user)
    return render(request, f"{PAGES}/matter_facts.html", {"cycle": cycle, "unit": place, "matter": one})


@require_http_methods(["GET", "POST"])
def withdraw(request: PersonRequest, year: int, unit: int, matter: int) -> HttpResponse:
    """A matter entered by mistake."""
    cycle, place, _ = unit_matters.year_and_unit_or_404(request.user, year, unit)
    one = unit_matters.matter_or_404(cycle, place, matter)
    form = ReasonForm(request.POST or None)

    def do(data: dict[str, Any]) -> Done:
        matters_steps.withdraw(one, by=request.user, reason=data["reason"])
        return Done("已撤销登记。", "evaluation:unit_matters", year, unit)

    context = {
        "title": "撤销单位事项登记",
        "object": f"{place.name}：{one.disqualification}",
        "consequence": "登记有误的才撤销。撤销后不再提请各支部确认；已经答“无”的不变。",
        "button": "撤销登记",
        "cancel_url": reverse("evaluation:unit_matter", args=[year, unit, matter]),
    }
    return act(request, form, do, template=f"{PAGES}/ask.html", context=lambda: context)
