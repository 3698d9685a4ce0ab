"""逾期情况: who was late or silent, in the order of the register, and what followed (D42, D59)."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from branches import access
from branches.labels import label_of
from branches.pages.acting import Done, act
from branches.pages.exporting import Export, Sheet
from branches.pages.request import PersonRequest
from branches.permissions import Perm
from evaluation.guidance import lateness as year_lateness
from evaluation.guidance import queries as guidance_queries
from evaluation.guidance.forms import MeasureForm, StrikeForm
from evaluation.guidance.lateness import UnitLine
from evaluation.guidance.steps import measures as measures_steps
from evaluation.guidance.views.frame import frame
from evaluation.models import Cycle, LatenessMeasure

HEADINGS = ("单位", "党支部", "事项", "情况", "期限", "办理日期", "涉及支部", "不计入的原因", "后续处理")


@require_safe
def lateness(request: PersonRequest, year: int) -> HttpResponse:
    """All units for the city, the own ones for a unit."""
    cycle = guidance_queries.cycle_or_404(request.user, year)
    lines = year_lateness.by_unit(cycle, year_lateness.scope(request.user))
    if request.GET.get("export") == "xlsx":
        return _export(cycle, lines)
    context = frame(request, cycle, "lateness") | {"lines": lines, "counted": year_lateness.counted(lines)}
    return render(request, "evaluation/guidance/lateness.html", context)


def _export(cycle: Cycle, lines: list[UnitLine]) -> HttpResponse:
    rows = [
        (
            line.unit.name,
            one.branch.short_name if one.branch else "",
            one.matter.value,
            one.label,
            one.due,
            one.done_on,
            one.about,
            one.excuse,
            "；".join(_told(measure) for measure in line.followed(one)),
        )
        for line in lines
        for one in line.delays
    ]
    return Export(Sheet(f"{cycle}逾期情况", HEADINGS, rows, len(rows)))


def _told(measure: LatenessMeasure) -> str:
    return f"{measure.on}{measure.get_kind_display()}，{measure.document}"


@require_safe
def unit(request: PersonRequest, year: int, pk: int) -> HttpResponse:
    """One unit with what followed, struck entries too; for the unit itself as for the city."""
    one = guidance_queries.unit_or_404(request.user, pk, Perm.VIEW_UNIT, Perm.VIEW_CITY)
    cycle = guidance_queries.cycle_or_404(request.user, year)
    line = year_lateness.line(cycle, one)
    context = frame(request, cycle, "lateness") | {"unit": one, "line": line}
    context["may_record"] = access.may(request.user, Perm.RUN_CYCLE)
    return render(request, "evaluation/guidance/lateness_unit.html", context)


@require_http_methods(["GET", "POST"])
def record(request: PersonRequest, year: int, pk: int) -> HttpResponse:
    one = guidance_queries.unit_or_404(request.user, pk, Perm.RUN_CYCLE)
    cycle = guidance_queries.cycle_or_404(request.user, year)
    line = year_lateness.line(cycle, one)
    branches = {delay.branch.pk: delay.branch for delay in line.delays if delay.branch}
    form = MeasureForm(request.POST or None, branches=branches.values())

    def do(data: dict[str, Any]) -> Done:
        made = measures_steps.record(cycle, one, by=request.user, **data)
        return Done(f"已登记：{made}。", "evaluation:lateness_unit", year, pk)

    context = frame(request, cycle, "lateness") | {"unit": one, "line": line}
    return act(request, form, do, template="evaluation/guidance/record.html", context=lambda: context)


@require_http_methods(["GET", "POST"])
def strike(request: PersonRequest, pk: int) -> HttpResponse:
    """A wrong entry is struck out; it stays to be read."""
    one = year_lateness.measure_or_404(pk)
    form = StrikeForm(request.POST or None)

    def do(data: dict[str, Any]) -> Done:
        measures_steps.strike(one, by=request.user, reason=data["reason"])
        return Done("已作废，记录仍然保留。", "evaluation:lateness_unit", one.cycle.year, one.unit_id)

    shown = [
        (label_of(LatenessMeasure, "kind"), one.get_kind_display()),
        (label_of(LatenessMeasure, "document"), one.document),
    ]
    context = {"one": one, "shown": shown}
    return act(request, form, do, template="evaluation/guidance/strike.html", context=lambda: context)
