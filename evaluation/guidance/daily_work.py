"""日常工作 of one branch as the panel sees it beside the candidate: words and dates, no points (方案 四（四）, D48)."""

from dataclasses import dataclass
from typing import Any

from evaluation.guidance import arrangement as year_arrangement
from evaluation.guidance import half_year as half_years
from evaluation.guidance import lateness as year_lateness
from evaluation.guidance.delay import Delay
from evaluation.models import Arrangement, Candidacy, HalfYearReport, HalfYearSummary, Reading


@dataclass(frozen=True)
class DailyWork:
    """What the year asked of a branch besides the evaluation; None where it asked nothing."""

    arrangement: Arrangement | None
    reading: Reading | None
    report: HalfYearReport | None
    asked: Any
    summary: HalfYearSummary | None
    delays: list[Delay]


def of(case: Candidacy) -> DailyWork:
    arrangement = year_arrangement.of_year(case.cycle)
    published = arrangement if arrangement and arrangement.published_at else None
    report = half_years.of_year(case.cycle)
    asked = half_years.asked(report).filter(branch=case.branch).first() if report else None
    return DailyWork(
        arrangement=published,
        reading=published.readings.filter(branch=case.branch).select_related("by").first() if published else None,
        report=report,
        asked=asked,
        summary=report.summaries.filter(unit=asked.unit_id).last() if report and asked else None,
        delays=year_lateness.of_branch(case.cycle, case.branch),
    )
