"""复查与复核 of one year: the list, many at once, the report."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe
from django_filters import ChoiceFilter, ModelChoiceFilter

from branches import access, clock
from branches.labels import label_of
from branches.models import Unit
from branches.names import ORGANISATION_DEPARTMENT, WORK_COMMITTEE
from branches.pages.acting import Done, act
from branches.pages.paging import SoMany
from branches.pages.request import PersonRequest
from branches.pages.tables import Column, Listing
from branches.permissions import Perm
from evaluation.cases.reinspections import OfYear
from evaluation.cycle import queries as cycle_queries
from evaluation.models import Honour
from evaluation.recommendation import queries as recommendation_queries
from evaluation.reinspection import board, changes, reports
from evaluation.reinspection.forms import AnswersTable, ReportForm
from evaluation.reinspection.steps import unit as unit_steps
from evaluation.vocabulary import Confirmation, ReinspectionState


def _units(request: PersonRequest) -> QuerySet[Unit]:
    return recommendation_queries.units_reinspected(request.user)


class Reinspections(Listing):
    """What a person may see of a year's re-inspections: those on which the bodies differ first, then the late ones."""

    title = "复查与复核"
    search = ("honour__branch__search_text",)
    order = ("-is_disputed", "-is_open", "-is_late", "honour__branch__unit", "honour__branch")
    filters = {
        "unit": ModelChoiceFilter(label="单位", field_name="honour__branch__unit", queryset=_units),
        "state": ChoiceFilter(label="状态", field_name="shown", choices=ReinspectionState.choices),
        "open": ChoiceFilter(label="办理", field_name="is_open", choices=[("True", "只看未办结")]),
        "reported": ChoiceFilter(
            label="报送", field_name="is_reported", choices=[("True", "已报送"), ("False", "未报送")]
        ),
        "late": ChoiceFilter(label="期限", field_name="is_late", choices=[("True", "只看逾期未报")]),
        "special": ChoiceFilter(
            label="类别", field_name="is_special", choices=[("True", "专项复查"), ("False", "年度复查")]
        ),
        "disputed": ChoiceFilter(label="复核", field_name="is_disputed", choices=[("True", "意见不一致")]),
    }
    from_links = ("open", "reported", "late", "disputed")
    nothing = "本年度没有需要复查的支部。"

    def __init__(self, request: PersonRequest, of_year: OfYear) -> None:
        super().__init__(request, board.listed(of_year))
        self.reviews = access.may(request.user, Perm.REVIEW)
        if not self.reviews:
            self.filters = {name: one for name, one in self.filters.items() if name not in ("unit", "disputed")}
        self.columns = (
            Column(
                "党支部",
                "honour.branch.short_name",
                sort="honour__branch__short_name",
                url=lambda row: reverse("evaluation:reinspection", args=[row.pk]),
            ),
            *((Column("单位", "honour.branch.unit.name", sort="honour__branch__unit__name"),) if self.reviews else ()),
            Column(label_of(Honour, "year"), "honour.year", sort="honour__year"),
            Column("变化提示", self.changed),
            Column("状态", "standing", status=True),
            Column("报送", _reported),
            *(self.verdicts() if self.reviews else ()),
            Column("期限", lambda row: row.last_day if row.is_open and not row.is_reported else None, sort="last_day"),
        )

    def verdicts(self) -> tuple[Column, ...]:
        def given(name: str) -> Callable[[Any], str]:
            return lambda row: Confirmation(getattr(row, name)).label if getattr(row, name) else ""

        return (
            Column(WORK_COMMITTEE, given("committee")),
            Column(ORGANISATION_DEPARTMENT, given("department")),
            Column("需留意", lambda row: "意见不一致" if row.is_disputed else "逾期未报" if row.is_late else ""),
        )

    @cached_property
    def found(self) -> dict[int, list[changes.Change]]:
        """Of the page that is shown, or of everything that is exported."""
        rows = self.chosen if self.request.GET.get("export") else self.page
        return changes.of_all(rows)

    def changed(self, row: Any) -> str:
        return "、".join(change.label for change in self.found[row.pk])


def _reported(row: Any) -> str:
    if not row.is_reported:
        return "未报送" if row.is_open else ""
    return "补报" if row.report.is_late else "已报送"


@require_safe
def now(request: PersonRequest) -> HttpResponse:
    """The running year's, else the latest one's."""
    cycle = cycle_queries.latest_opened()
    if cycle is None:
        messages.info(request, "还没有启动过评定年度。")
        return redirect("evaluation:worklist")
    return redirect("evaluation:reinspections", cycle.year)


@require_safe
def year(request: PersonRequest, year: int) -> HttpResponse:
    """The list with the next act on top of it."""
    cycle = cycle_queries.cycle_or_404(request.user, year)
    of_year = OfYear(cycle, request.user)
    counts = board.counts(of_year)
    context = {
        "cycle": cycle,
        "today": clock.today(),
        "counts": counts,
        "numbers": _numbers(counts),
        "next_steps": board.next_steps(of_year, counts["agreeable"]),
        "first": counts["unreviewed"] and board.first_unreviewed(of_year),
        "units": list(access.held(request.user, Perm.REINSPECT).values()),
    }
    return Reinspections(request, of_year).response("evaluation/reinspection/list.html", context)


def _numbers(counts: dict[str, SoMany]) -> list[dict[str, Any]]:
    """Each number opens the list with exactly those."""
    found = [
        ("disputed", "意见不一致", "?disputed=True", "stop"),
        ("late", "逾期未报", "?late=True", "stop"),
        ("open", "未办结", "?open=True", ""),
        ("kept", "继续认定", "?state=kept", ""),
        ("revoked", "撤销称号", "?state=revoked", ""),
    ]
    return [
        {"number": counts[kind].count, "label": f"{counts[kind].measure}{label}", "url": url, "tone": tone}
        for kind, label, url, tone in found
        if counts[kind]
    ]


@require_http_methods(["GET", "POST"])
def keep(request: PersonRequest, year: int, pk: int) -> HttpResponse:
    """建议保留 for the branches without changes: six answers each, nothing chosen beforehand (D13)."""
    cycle = cycle_queries.cycle_or_404(request.user, year)
    unit = recommendation_queries.unit_or_404(request.user, pk, Perm.REINSPECT)
    sorted_ = reports.keepable(cycle, unit, request.user)
    form = AnswersTable(request.POST or None, rows=sorted_.offered, conditions=cycle_queries.conditions(cycle))

    def do(data: dict[str, Any]) -> Done:
        count = unit_steps.suggest_keeping_all(cycle, unit, form.given, by=request.user)
        said = f"{count}个支部已建议保留。{sorted_.own_named(request.user)}"
        return Done(said, "evaluation:reinspections", year)

    context = {"cycle": cycle, "unit": unit, "left_out": sorted_.left_out}
    return act(request, form, do, template="evaluation/reinspection/keep.html", context=lambda: context)


@require_http_methods(["GET", "POST"])
def report(request: PersonRequest, year: int, pk: int) -> HttpResponse:
    """Look through what goes to 市直工委, or what is still missing; then send it."""
    cycle = cycle_queries.cycle_or_404(request.user, year)
    unit = recommendation_queries.unit_or_404(request.user, pk, Perm.REINSPECT)
    form = ReportForm(request.POST or None, unit=unit)

    def do(data: dict[str, Any]) -> Done:
        made = unit_steps.report(cycle, unit, by=request.user, **data)
        total = sum(len(one.rows) for one in made)
        said = f"已报送{total}个支部的复查情况，由{ORGANISATION_DEPARTMENT}和{WORK_COMMITTEE}复核。"
        return Done(said, "evaluation:reinspections", year)

    def context() -> dict[str, Any]:
        waiting, made = reports.waiting(cycle, unit), reports.reports(cycle, unit)
        return {"cycle": cycle, "unit": unit, "waiting": waiting, "reports": made, "today": clock.today()}

    return act(request, form, do, template="evaluation/reinspection/report.html", context=context)
