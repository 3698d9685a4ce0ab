"""半年督查 of a year, read: who was asked, who answered when, who is silent (D48)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from branches import access, clock
from branches.models import Branch, Unit, User
from branches.permissions import Perm
from evaluation.models import AskedBranch, Cycle, HalfYearAnswer, HalfYearReport, HalfYearSummary


@dataclass(frozen=True)
class UnitLine:
    """One unit's part: its branches with their answers, and its summary if it has handed one in."""

    unit: Unit
    asked: Sequence[Any]
    summary: HalfYearSummary | None

    @property
    def silent(self) -> list[Any]:
        return [one for one in self.asked if one.answered_at is None]

    @property
    def answered(self) -> int:
        return len(self.asked) - len(self.silent)


def of_year(cycle: Cycle) -> HalfYearReport | None:
    return HalfYearReport.objects.filter(cycle=cycle).select_related("cycle", "by").first()


def report_or_404(cycle: Cycle) -> HalfYearReport:
    found = of_year(cycle)
    if found is None:
        raise Http404
    return found


def is_past(day: date) -> bool:
    """Whether a date of the inspection is over."""
    return clock.today() > day


def asked(report: HalfYearReport) -> QuerySet[Any]:
    """Whoever was asked, with the last answer, when the first came in, and the unit's summary as `summary`."""
    answers = HalfYearAnswer.objects.filter(asked=OuterRef("pk"))
    last = answers.order_by("-number")
    summaries = HalfYearSummary.objects.filter(report=report, unit=OuterRef("unit")).order_by("-number")
    return report.asked.select_related("branch", "unit").annotate(
        progress=Subquery(last.values("progress")[:1]),
        difficulty=Subquery(last.values("difficulty")[:1]),
        answerer=Subquery(last.values("by__name")[:1]),
        answered_at=Subquery(answers.order_by("number").values("at")[:1]),
        answers_due=F("report__answers_due"),
        summary=Subquery(summaries.values("text")[:1]),
    )


def by_answer(rows: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
    """For the filter of the list: answered, or silent."""
    return rows.filter(answered_at__isnull=value == "silent")


def units(report: HalfYearReport) -> QuerySet[Unit]:
    """The units with branches that were asked, in the order of the register."""
    return Unit.objects.filter(pk__in=report.asked.values("unit")).order_by("pk")


def by_unit(report: HalfYearReport, among: Collection[int] | None = None) -> list[UnitLine]:
    """A line for each unit, or for each of `among`, in the order of the register."""
    rows = asked(report) if among is None else asked(report).filter(unit__in=among)
    found: dict[Unit, list[Any]] = {}
    for row in rows:
        found.setdefault(row.unit, []).append(row)
    last = {one.unit_id: one for one in report.summaries.select_related("by")}  # ordered by number
    return [UnitLine(unit, group, last.get(unit.pk)) for unit, group in found.items()]


def line_or_404(report: HalfYearReport, unit: Unit) -> UnitLine:
    found = by_unit(report, [unit.pk])
    if not found:
        raise Http404
    return found[0]


def own_lines(report: HalfYearReport, user: User) -> list[UnitLine]:
    """The units whose work this person sees."""
    held = access.held(user, Perm.VIEW_UNIT)
    return by_unit(report, list(held)) if held else []


def own_asked(report: HalfYearReport, user: User) -> list[Any]:
    """The branches that this person sees or answers for."""
    held = access.held(user, Perm.VIEW_BRANCH)
    return list(asked(report).filter(branch__in=list(held))) if held else []


def asked_or_404(report: HalfYearReport, branch: Branch) -> Any:
    found = asked(report).filter(branch=branch).first()
    if found is None:
        raise Http404
    return found


def earlier(one: AskedBranch) -> list[HalfYearAnswer]:
    """Every answer of a branch, the last one first."""
    return list(one.answers.select_related("by").order_by("-number"))


def summaries_of(report: HalfYearReport, unit: Unit) -> list[HalfYearSummary]:
    return list(report.summaries.filter(unit=unit).select_related("by").order_by("-number"))


def still_to_answer(report: HalfYearReport, unit: Unit) -> int:
    """How many branches of a unit may still answer in time."""
    if is_past(report.answers_due):
        return 0
    gone = Q(branch__dissolved_on__lte=clock.today())
    return report.asked.filter(unit=unit, answers=None).exclude(gone).count()
