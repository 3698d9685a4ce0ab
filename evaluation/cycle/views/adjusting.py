"""What 市直工委 changes on the way: deadlines of single units, and ratios with a preview."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe
from django_filters import ChoiceFilter

from branches.pages.request import PersonRequest
from branches.pages.tables import Column, Listing
from evaluation.advance import Refused
from evaluation.cycle import adjustment
from evaluation.cycle import outlook as cycle_outlook
from evaluation.cycle import queries as cycle_queries
from evaluation.cycle.forms import AdjustmentForm, ExtensionForm, PoolExtensionForm, PreviewForm
from evaluation.cycle.steps.extension import extend, extend_pool
from evaluation.cycle.steps.ratio import adjust_ratio
from evaluation.cycle.views.settings import WRONG, status
from evaluation.deadlines import EXTENDABLE
from evaluation.models import Cycle
from evaluation.pages.tabs import year_tabs
from evaluation.rules import allotment as allotments


class Extensions(Listing):
    """Every extension of a year; the newest of a unit and step counts."""

    title = "延期"
    search = ("unit__name", "unit__search_text", "reason")
    filters = {"step": ChoiceFilter(label="环节", choices=[(step.value, step.label) for step in EXTENDABLE])}
    columns = (
        Column("单位", "unit.name", sort="unit__name"),
        Column("环节", "get_step_display", sort="step"),
        Column("延至", "due", sort="due"),
        Column("理由", "reason"),
        Column("经办人", "by.name"),
        Column("办理时间", "at", sort="at"),
    )
    order = ("-id",)
    nothing = "本年度没有延期。"


class Adjustments(Listing):
    """Every adjustment of a year with its reason and basis."""

    title = "比例调整记录"
    columns = (
        Column("范围", lambda row: row.unit.name if row.unit else row.get_scope_display()),
        Column("调整后比例", lambda row: allotments.percent(row.ratio)),
        Column("理由", "reason"),
        Column("依据", "document"),
        Column("经办人", "by.name"),
        Column("办理时间", "at"),
    )
    order = ("-id",)
    nothing = "本年度没有调整过比例。"


@require_safe
def extensions(request: PersonRequest, year: int) -> HttpResponse:
    cycle = cycle_queries.cycle_or_404(request.user, year)
    tabs = year_tabs(cycle, request.user, "cycle_extensions")
    context = {"cycle": cycle, "pool": cycle_queries.pool(cycle), "tabs": tabs}
    return Extensions(request, cycle_queries.extensions(cycle)).response("evaluation/cycle/extensions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def extension_add(request: PersonRequest, year: int) -> HttpResponse:
    """One step, for one unit or for all of them."""
    cycle = cycle_queries.cycle_or_404(request.user, year)
    units = cycle_queries.participating_units(cycle).order_by("name")
    initial = {"target": request.GET.get("unit"), "step": request.GET.get("step")}
    form = ExtensionForm(request.POST or None, units=units, initial=initial)
    reasons: list[str] = []
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("step", "due", "reason")}
        try:
            count = extend(cycle, form.chosen, by=request.user, **given)
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, f"已为 {count} 个单位延期。")
            return redirect("evaluation:cycle_extensions", year)
    context = {"cycle": cycle, "form": form, "reasons": reasons}
    return render(request, "evaluation/cycle/extension_add.html", context, status=status(request))


@require_http_methods(["GET", "HEAD", "POST"])
def extension_pool(request: PersonRequest, year: int) -> HttpResponse:
    """市直工委's own last day for choosing from the pool."""
    cycle = cycle_queries.cycle_or_404(request.user, year)
    form = PoolExtensionForm(request.POST or None)
    reasons: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            extend_pool(cycle, by=request.user, **form.cleaned_data)
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, "联合推荐选定已延期。")
            return redirect("evaluation:cycle_extensions", year)
    context = {"cycle": cycle, "form": form, "reasons": reasons}
    return render(request, "evaluation/cycle/extension_pool.html", context, status=status(request))


@require_http_methods(["GET", "HEAD", "POST"])
def ratio(request: PersonRequest, year: int) -> HttpResponse:
    """The choice is in the URL, so the preview is a page; the POST carries reason and basis (D4)."""
    cycle = cycle_queries.cycle_or_404(request.user, year)
    units = cycle_queries.participating_units(cycle).order_by("name")
    asked = PreviewForm(request.GET if "target" in request.GET else None, units=units)
    form = AdjustmentForm(request.POST or None)
    preview, reasons, wrong = None, [], request.method == "POST"
    if asked.is_bound and asked.is_valid():
        choice = {"scope": asked.scope, "unit": asked.unit, "ratio": asked.cleaned_data["percent"]}
        if request.method == "POST" and form.is_valid():
            try:
                adjust_ratio(cycle, by=request.user, **choice, **form.cleaned_data)
            except Refused as refused:
                reasons = refused.reasons
            else:
                messages.success(request, "比例已调整，即时生效。")
                return redirect("evaluation:cycle_ratio", year)
        preview = adjustment.preview(cycle, **choice)
    now = cycle_outlook.ratios(cycle)
    context = {
        "cycle": cycle,
        "tabs": year_tabs(cycle, request.user, "cycle_ratio"),
        "asked": asked,
        "forms": [asked, form],
        "confirm": form if form.is_bound else AdjustmentForm(initial={"expected": preview and len(preview.changes)}),
        "reasons": reasons,
        "preview": preview,
        "ratio": allotments.percent(asked.cleaned_data["percent"]) if preview else "",
        "now": now,
        "now_words": {
            "cycle": allotments.percent(now.cycle),
            "pool": allotments.percent(now.pool) if now.pool != now.cycle else "",
        },
        "hint": _hint(cycle, asked) if preview else "",
        "history": Adjustments(request, cycle_queries.adjustments(cycle)),
    }
    wrong = wrong or (asked.is_bound and not asked.is_valid())
    return render(request, "evaluation/cycle/ratio.html", context, status=WRONG if wrong else 200)


def _hint(cycle: Cycle, asked: PreviewForm) -> str:
    """For one unit: which ratio would give it a first place, or the next."""
    if asked.unit is None:
        return ""
    base = cycle_outlook.bases(cycle).get(asked.unit.pk, 0)
    wanted = allotments.cap(base, asked.cleaned_data["percent"]) + 1
    least = adjustment.ratio_for(base, wanted)
    return (
        f"{asked.unit.name}有 {base} 个支部，要有 {wanted} 个名额，比例不能低于 {allotments.percent(least)}。"
        if least
        else ""
    )
