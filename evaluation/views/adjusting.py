"""What 市直工委 changes on the way: deadlines of single units, and ratios with a preview."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe
from django_filters import ChoiceFilter

from branches.lists import Column, Listing
from branches.middleware import PersonRequest
from evaluation import rules
from evaluation.advance import Refused
from evaluation.forms.adjusting import ONE, AdjustmentForm, ExtensionForm, PreviewForm
from evaluation.models import Cycle, RatioAdjustment
from evaluation.queries import adjustment, cycles, places
from evaluation.steps.extension import EXTENDABLE, extend, extend_pool
from evaluation.steps.ratio import adjust_ratio
from evaluation.views.cycle import WRONG


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
        Column("调整后比例", lambda row: rules.percent(row.ratio)),
        Column("理由", "reason"),
        Column("依据", "document"),
        Column("经办人", "by.name"),
        Column("办理时间", "at"),
    )
    order = ("-id",)
    nothing = "本年度没有调整过比例。"


@require_safe
def extensions(request: PersonRequest, year: int) -> HttpResponse:
    cycle = cycles.cycle_or_404(request.user, year)
    context = {"cycle": cycle, "pool": cycles.pool(cycle)}
    return Extensions(request, cycles.extensions(cycle)).response("evaluation/cycle/extensions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def extension_add(request: PersonRequest, year: int) -> HttpResponse:
    cycle = cycles.cycle_or_404(request.user, year)
    units = cycles.participating_units(cycle).order_by("name")
    chosen = request.GET.get("unit", "")
    initial = {"unit": chosen, "whom": ONE if chosen else None, "step": request.GET.get("step")}
    form = ExtensionForm(request.POST or None, units=units, initial=initial)
    reasons: list[str] = []
    if request.method == "POST" and form.is_valid():
        given = {"due": form.cleaned_data["due"], "reason": form.cleaned_data["reason"], "by": request.user}
        try:
            if form.is_pool:
                extend_pool(cycle, **given)
                messages.success(request, "联合推荐选定已延期。")
            else:
                count = extend(cycle, form.chosen, form.cleaned_data["step"], **given)
                messages.success(request, f"已为 {count} 个单位延期。")
            return redirect("evaluation:cycle_extensions", year)
        except Refused as refused:
            reasons = refused.reasons
    status = WRONG if request.method == "POST" else 200
    context = {"cycle": cycle, "form": form, "reasons": reasons}
    return render(request, "evaluation/cycle/extension_add.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def ratio(request: PersonRequest, year: int) -> HttpResponse:
    """The choice is in the URL, so the preview is a page; the POST carries reason and basis (D4)."""
    cycle = cycles.cycle_or_404(request.user, year)
    units = cycles.participating_units(cycle).order_by("name")
    asked = PreviewForm(request.GET if "scope" in request.GET else None, units=units)
    form = AdjustmentForm(request.POST or None)
    preview, reasons = None, []
    if asked.is_bound and asked.is_valid():
        choice = {"scope": asked.cleaned_data["scope"], "unit": asked.cleaned_data["unit"]}
        if request.method == "POST" and form.is_valid():
            try:
                adjust_ratio(cycle, by=request.user, ratio=asked.cleaned_data["percent"], **choice, **form.cleaned_data)
            except Refused as refused:
                reasons = refused.reasons
            else:
                messages.success(request, "比例已调整，即时生效。")
                return redirect(reverse("evaluation:cycle_ratio", args=[year]))
        preview = adjustment.preview(cycle, ratio=asked.cleaned_data["percent"], **choice)
        if not form.is_bound:
            form = AdjustmentForm(initial={"expected": len(preview.changes)})
    now = places.ratios(cycle)
    is_wrong = request.method == "POST" or (asked.is_bound and not asked.is_valid())
    context = {
        "cycle": cycle,
        "asked": asked,
        "form": form if form.is_bound else None,
        "blank": form,
        "forms": [asked],
        "reasons": reasons,
        "preview": preview,
        "ratio": rules.percent(asked.cleaned_data["percent"]) if preview else "",
        "now": now,
        "now_words": {
            "cycle": rules.percent(now.cycle),
            "pool": rules.percent(now.pool) if now.pool != now.cycle else "",
        },
        "hint": _hint(cycle, asked) if preview else "",
        "history": Adjustments(request, cycles.adjustments(cycle)),
    }
    return render(request, "evaluation/cycle/ratio.html", context, status=WRONG if is_wrong else 200)


def _hint(cycle: Cycle, asked: PreviewForm) -> str:
    """For one unit: which ratio would give it a first place, or the next."""
    unit = asked.cleaned_data["unit"]
    if asked.cleaned_data["scope"] != RatioAdjustment.Scope.UNIT or unit is None:
        return ""
    base = places.bases(cycle).get(unit.pk, 0)
    wanted = rules.cap(base, asked.cleaned_data["percent"]) + 1
    least = adjustment.ratio_for(base, wanted)
    return f"{unit.name}有 {base} 个支部，要有 {wanted} 个名额，比例不能低于 {rules.percent(least)}。" if least else ""
