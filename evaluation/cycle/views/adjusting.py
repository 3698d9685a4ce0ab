"""What 市直工委 changes on the way: deadlines of single units, and ratios with a preview."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe
from django_filters import ChoiceFilter

from branches import in_words
from branches.incoming import numbers
from branches.labels import label_of
from branches.pages.acting import Done, act, attempt
from branches.pages.request import PersonRequest
from branches.pages.tables import Column, Listing
from evaluation.advance import Refused
from evaluation.cycle import adjustment
from evaluation.cycle import outlook as cycle_outlook
from evaluation.cycle import queries as cycle_queries
from evaluation.cycle.forms import AdjustmentForm, ExtensionForm, NamingDayForm, PoolExtensionForm, PreviewForm
from evaluation.cycle.steps.extension import extend, extend_pool, move_naming
from evaluation.cycle.steps.ratio import adjust_ratio
from evaluation.cycle.views.changes import proposed
from evaluation.deadlines import EXTENDABLE
from evaluation.models import Cycle, Extension, RatioAdjustment, YearChange
from evaluation.pages.tabs import year_tabs
from evaluation.rules import allotment as allotments
from evaluation.rules import limits


class Extensions(Listing):
    """Every extension of a year; the newest of a unit and step counts."""

    title = "延期"
    search = ("unit__search_text", "reason")
    filters = {"step": ChoiceFilter(label="环节", choices=[(step.value, step.label) for step in EXTENDABLE])}
    columns = (
        Column("单位", "unit.name", sort="unit__name"),
        Column(label_of(Extension, "step"), "get_step_display", sort="step"),
        Column(label_of(Extension, "due"), "due", sort="due"),
        Column(label_of(Extension, "reason"), "reason"),
        Column(label_of(Extension, "by"), "by.name"),
        Column(label_of(Extension, "confirmed_by"), "confirmed_by.name"),
        Column("办理时间", "at", sort="at"),
    )
    order = long_order = ("-id",)
    nothing = "本年度没有延期。"


class Adjustments(Listing):
    """Every adjustment of a year with its reason and basis."""

    title = "比例调整记录"
    columns = (
        Column("范围", lambda row: row.unit.name if row.unit else row.get_scope_display()),
        Column("调整后比例", lambda row: in_words.percent(row.ratio)),
        Column(label_of(RatioAdjustment, "reason"), "reason"),
        Column(label_of(RatioAdjustment, "document"), "document"),
        Column(label_of(RatioAdjustment, "by"), "by.name"),
        Column(label_of(RatioAdjustment, "confirmed_by"), "confirmed_by.name"),
        Column("办理时间", "at"),
    )
    order = long_order = ("-id",)
    nothing = "本年度没有调整过比例。"


@require_safe
def extensions(request: PersonRequest, year: int) -> HttpResponse:
    cycle = cycle_queries.cycle_or_404(request.user, year)
    tabs = year_tabs(cycle, request.user, "cycle_extensions")
    context = {"cycle": cycle, "pool": cycle_queries.pool(cycle), "tabs": tabs}
    return Extensions(request, cycle_queries.extensions(cycle)).response("evaluation/cycle/extensions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def extension_add(request: PersonRequest, year: int) -> HttpResponse:
    """One step or several, for one unit or for all of them."""
    cycle = cycle_queries.cycle_or_404(request.user, year)
    picked = numbers.numbers(request.GET.getlist("unit"))
    form = ExtensionForm(request.POST or None, units=cycle_queries.units_by_name(cycle), picked=picked)

    def do(given: dict[str, Any]) -> Done:
        why = {"reason": given["reason"], "document": given["document"]}
        done = extend(cycle, form.chosen, form.days, by=request.user, **why)
        if isinstance(done, YearChange):
            return proposed(done)
        left = len(form.chosen) - len(done)
        also = f"{left}个单位已报送推荐名单或者推送，没有延期。" if left else ""
        return Done(f"已为{len(done)}个单位延期。{also}", "evaluation:cycle_extensions", year)

    return act(request, form, do, template="evaluation/cycle/extension_add.html", context=lambda: {"cycle": cycle})


@require_http_methods(["GET", "HEAD", "POST"])
def extension_pool(request: PersonRequest, year: int) -> HttpResponse:
    """市直工委's own last day for choosing from the pool."""
    cycle = cycle_queries.cycle_or_404(request.user, year)

    def do(given: dict[str, Any]) -> Done:
        extend_pool(cycle, by=request.user, **given)
        return Done("联合推荐选定已延期。", "evaluation:cycle_extensions", year)

    form = PoolExtensionForm(request.POST or None)
    return act(request, form, do, template="evaluation/cycle/extension_pool.html", context=lambda: {"cycle": cycle})


@require_http_methods(["GET", "HEAD", "POST"])
def naming_day(request: PersonRequest, year: int) -> HttpResponse:
    """Another naming day; nothing changes before a second person agrees (D56)."""
    cycle = cycle_queries.cycle_or_404(request.user, year)

    def do(given: dict[str, Any]) -> Done:
        moved = move_naming(cycle, by=request.user, **given)
        if isinstance(moved, YearChange):
            return proposed(moved)
        return Done(f"集中命名已改至{in_words.plain_day(given['day'])}。", "evaluation:cycle_extensions", year)

    form = NamingDayForm(request.POST or None)
    return act(request, form, do, template="evaluation/cycle/naming_day.html", context=lambda: {"cycle": cycle})


@require_http_methods(["GET", "HEAD", "POST"])
def ratio(request: PersonRequest, year: int) -> HttpResponse:
    """The choice is in the URL, so the preview is a page; the POST carries reason and basis (D4)."""
    cycle = cycle_queries.cycle_or_404(request.user, year)
    asked = PreviewForm(request.GET if "target" in request.GET else None, units=cycle_queries.units_by_name(cycle))
    form = AdjustmentForm(request.POST or None)

    def do(given: dict[str, Any]) -> Done:
        if not asked.is_valid():
            raise Refused("请先选择调整谁的比例、调整为多少，看过影响再确认。")
        done = adjust_ratio(cycle, by=request.user, **asked.choice, **given)
        if isinstance(done, YearChange):
            return proposed(done)
        return Done("比例已调整，即时生效。", "evaluation:cycle_ratio", year)

    def show(reasons: list[str]) -> HttpResponse:
        context = {"cycle": cycle, "asked": asked, "forms": [asked, form], "reasons": reasons}
        context |= {**_in_force(cycle), **_previewed(cycle, asked, form)}
        context["tabs"] = year_tabs(cycle, request.user, "cycle_ratio")
        context["history"] = Adjustments(request, cycle_queries.adjustments(cycle))
        is_wrong = asked.is_bound and not asked.is_valid()
        return render(request, "evaluation/cycle/ratio.html", context, status=422 if is_wrong else 200)

    return attempt(request, form, do, show)


def _in_force(cycle: Cycle) -> dict[str, Any]:
    """The ratios of today, and in words; the pool's where it has one of its own."""
    now = cycle_outlook.ratios(cycle)
    pool = in_words.percent(now.pool) if now.pool != now.cycle else ""
    return {"now": now, "now_words": {"cycle": in_words.percent(now.cycle), "pool": pool}}


def _previewed(cycle: Cycle, asked: PreviewForm, form: AdjustmentForm) -> dict[str, Any]:
    """What the asked ratio would change, if one is asked for; the form to confirm it carries how many changes that is."""
    if not (asked.is_bound and asked.is_valid()):
        return {
            "preview": None,
            "confirm": form if form.is_bound else AdjustmentForm(),
            "ratio": "",
            "hint": "",
            "beyond": "",
        }
    preview = adjustment.preview(cycle, **asked.choice)
    return {
        "preview": preview,
        "confirm": form if form.is_bound else AdjustmentForm(initial={"expected": len(preview.changes)}),
        "ratio": in_words.percent(asked.cleaned_data["percent"]),
        "hint": _hint(cycle, asked),
        "beyond": limits.of_ratio(asked.cleaned_data["percent"]),
    }


def _hint(cycle: Cycle, asked: PreviewForm) -> str:
    """For one unit: which ratio would give it a first place, or the next."""
    if asked.unit is None:
        return ""
    base = cycle_outlook.bases(cycle).get(asked.unit.pk, 0)
    wanted = allotments.cap(base, asked.cleaned_data["percent"]) + 1
    least = adjustment.ratio_for(base, wanted)
    return (
        f"{asked.unit.name}有{base}个支部，要有{wanted}个名额，比例不能低于{in_words.percent(least)}。" if least else ""
    )
