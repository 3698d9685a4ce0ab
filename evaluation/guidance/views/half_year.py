"""半年督查: one short answer a branch, one summary a unit, and who is silent for 市直工委 (D48)."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe
from django_filters import ChoiceFilter, ModelChoiceFilter

from branches import access, clock
from branches.labels import label_of
from branches.pages.acting import Done, act
from branches.pages.request import PersonRequest
from branches.pages.tables import Column, Listing
from branches.permissions import Perm
from evaluation.guidance import half_year as half_years
from evaluation.guidance import queries as guidance_queries
from evaluation.guidance.forms import AnswerForm, BeginForm, SummaryForm
from evaluation.guidance.steps import half_year as half_year_steps
from evaluation.guidance.views.frame import frame
from evaluation.models import AskedBranch, HalfYearAnswer, HalfYearReport, HalfYearSummary
from evaluation.vocabulary import Tone


class Asked(Listing):
    """Every branch that was asked, with what it answered; in the order of the register, never by number."""

    search = ("branch__search_text",)
    order = ("unit", "branch")
    long_order = ("unit_id", "branch_id")
    nothing = "没有支部需要填报。"

    def __init__(self, request: PersonRequest, report: HalfYearReport, rows: QuerySet[Any]) -> None:
        super().__init__(request, rows)
        year = report.cycle.year
        self.title = f"{year}年度半年督查填报"
        self.filters = {
            "unit": ModelChoiceFilter(label="单位", queryset=lambda request: half_years.units(report)),
            "answer": ChoiceFilter(
                label="填报", choices=[("silent", "未填报"), ("given", "已填报")], method=half_years.by_answer
            ),
        }
        self.columns = (
            Column(
                label_of(AskedBranch, "unit"),
                "unit.name",
                url=lambda row: reverse("evaluation:half_year_unit", args=[year, row.unit_id]),
            ),
            Column(label_of(AskedBranch, "branch"), "branch.short_name"),
            Column("填报", _standing, status=True),
            Column(label_of(HalfYearAnswer, "at"), "answered_at"),
            Column(label_of(HalfYearAnswer, "progress"), "progress"),
            Column(label_of(HalfYearAnswer, "difficulty"), "difficulty"),
            Column(label_of(HalfYearSummary, "text"), "summary", shown=False),
        )


class Standing:
    """How far one branch's answer is, as a tag."""

    def __init__(self, label: str, tone: Tone) -> None:
        self.label, self.tone = label, tone


def _standing(row: Any) -> Standing:
    if row.answered_at is None:
        return Standing("未填报", Tone.STOP if half_years.is_past(row.answers_due) else Tone.TODO)
    if clock.day_of(row.answered_at) > row.answers_due:
        return Standing("逾期填报", Tone.LOOK)
    return Standing("已填报", Tone.DONE)


@require_safe
def half_year(request: PersonRequest, year: int) -> HttpResponse:
    """The own branches, the own units, the whole city, as far as the person holds them."""
    user, cycle = request.user, guidance_queries.cycle_or_404(request.user, year)
    context = frame(request, cycle, "half_year")
    template, report = "evaluation/guidance/half_year.html", half_years.of_year(cycle)
    if report is None:
        return render(request, template, context)
    own = half_years.own_asked(report, user)
    context |= {
        "report": report,
        "own": [(one, _standing(one)) for one in own],
        "may_answer": access.held(user, Perm.APPLY),
        "lines": half_years.own_lines(report, user),
        "may_sum_up": access.held(user, Perm.ASSESS),
    }
    if not access.may(user, Perm.VIEW_CITY):
        return render(request, template, context)
    whole = half_years.by_unit(report)
    context |= {
        "whole": whole,
        "branches": sum(len(line.asked) for line in whole),
        "answered": sum(line.answered for line in whole),
        "without_summary": [line for line in whole if line.summary is None],
    }
    return Asked(request, report, half_years.asked(report)).response(template, context)


@require_http_methods(["GET", "POST"])
def begin(request: PersonRequest, year: int) -> HttpResponse:
    cycle = guidance_queries.cycle_or_404(request.user, year)
    if half_years.of_year(cycle) is not None and request.method != "POST":
        return redirect("evaluation:half_year", year)

    def do(data: dict[str, Any]) -> Done:
        half_year_steps.begin(cycle, by=request.user, **data)
        return Done("半年督查已开始，各支部的待办里已有填报任务。", "evaluation:half_year", year)

    def context() -> dict[str, Any]:
        goes_to = guidance_queries.branches_today(cycle)
        sizes = {"units": len({unit for _, unit in goes_to}), "branches": len(goes_to)}
        return frame(request, cycle, "half_year") | sizes

    form = BeginForm(request.POST or None)
    return act(request, form, do, template="evaluation/guidance/begin.html", context=context)


@require_http_methods(["GET", "POST"])
def answer(request: PersonRequest, year: int, pk: int) -> HttpResponse:
    """One branch's answer; what it wrote last is in the form until its date."""
    branch = guidance_queries.branch_or_404(request.user, pk)
    cycle = guidance_queries.cycle_or_404(request.user, year)
    report = half_years.report_or_404(cycle)
    asked = half_years.asked_or_404(report, branch)
    given = half_years.earlier(asked)
    words = {"progress": asked.progress, "difficulty": asked.difficulty}
    form = AnswerForm(request.POST or None, initial={**words, "seen": len(given)})

    def do(data: dict[str, Any]) -> Done:
        half_year_steps.answer(report, branch, by=request.user, **data)
        return Done(f"{branch}：半年督查已填报。", "evaluation:half_year", year)

    def context() -> dict[str, Any]:
        known = half_years.earlier(asked)
        form.carry(len(known))
        is_closed = guidance_queries.is_over(cycle) or (bool(known) and half_years.is_past(report.answers_due))
        return frame(request, cycle, "half_year") | {
            "report": report,
            "branch": branch,
            "given": known,
            "is_late": half_years.is_past(report.answers_due),
            "is_open": not is_closed or request.method == "POST",
        }

    return act(request, form, do, template="evaluation/guidance/answer.html", context=context)


@require_safe
def unit(request: PersonRequest, year: int, pk: int) -> HttpResponse:
    """One unit's part, for whoever sees its work."""
    one = guidance_queries.unit_or_404(request.user, pk, Perm.VIEW_UNIT, Perm.VIEW_CITY)
    cycle = guidance_queries.cycle_or_404(request.user, year)
    report = half_years.report_or_404(cycle)
    context = frame(request, cycle, "half_year") | _part(report, one)
    context["may_sum_up"] = access.may(request.user, Perm.ASSESS, one)
    return render(request, "evaluation/guidance/unit.html", context)


@require_http_methods(["GET", "POST"])
def sum_up(request: PersonRequest, year: int, pk: int) -> HttpResponse:
    """The unit's summary, with the answers of its branches beside it, so that nothing is typed twice."""
    one = guidance_queries.unit_or_404(request.user, pk, Perm.ASSESS)
    cycle = guidance_queries.cycle_or_404(request.user, year)
    report = half_years.report_or_404(cycle)
    given = half_years.summaries_of(report, one)
    form = SummaryForm(request.POST or None, initial={"text": given[0].text if given else "", "seen": len(given)})

    def do(data: dict[str, Any]) -> Done:
        half_year_steps.sum_up(report, one, by=request.user, **data)
        return Done(f"{one}半年督查小结已报送。", "evaluation:half_year", year)

    def context() -> dict[str, Any]:
        part = _part(report, one)
        form.carry(len(part["given"]))
        past = half_years.is_past(report.summaries_due)
        is_open = not guidance_queries.is_over(cycle) and not (part["given"] and past)
        waiting = half_years.still_to_answer(report, one)
        more = {"is_open": is_open or request.method == "POST", "is_late": past, "waiting": waiting}
        return frame(request, cycle, "half_year") | part | more

    return act(request, form, do, template="evaluation/guidance/sum_up.html", context=context)


def _part(report: HalfYearReport, one: Any) -> dict[str, Any]:
    line = half_years.line_or_404(report, one)
    return {
        "report": report,
        "unit": one,
        "line": line,
        "rows": [(asked, _standing(asked)) for asked in line.asked],
        "given": half_years.summaries_of(report, one),
    }
