"""半年督查: opened once a year, answered by each branch, summed up by each unit (D48)."""

from datetime import date

from django.db import transaction

from branches import access, audit, clock, in_words
from branches.models import Branch, Unit, User
from branches.permissions import Perm
from evaluation.advance import Refused, Stale
from evaluation.guidance import half_year as half_years
from evaluation.guidance import queries as guidance_queries
from evaluation.models import AskedBranch, Cycle, HalfYearAnswer, HalfYearReport, HalfYearSummary


@transaction.atomic
def begin(cycle: Cycle, *, by: User, answers_due: date, summaries_due: date, request: str = "") -> HalfYearReport:
    """Ask every branch that is active today, holders of the honour too; a second one of the year is refused."""
    access.require(by, Perm.RUN_CYCLE)
    cycle = Cycle.objects.select_for_update(no_key=True).get(pk=cycle.pk)
    if guidance_queries.is_over(cycle):
        raise Refused(f"{cycle}已结束，不再开展半年督查。")
    if known := half_years.of_year(cycle):
        raise Refused(f"{cycle}半年督查已于{in_words.plain_day(known.at)}开始，一个年度只有一次。")
    if half_years.is_past(answers_due):
        raise Refused("支部填报截止不能早于今天。", field="answers_due")
    if summaries_due <= answers_due:
        raise Refused("单位小结截止须晚于支部填报截止。", field="summaries_due")
    branches = guidance_queries.branches_today(cycle)
    if not branches:
        raise Refused("名册中没有党支部。请先导入名册。")
    report = HalfYearReport.objects.create(
        cycle=cycle,
        request=request.strip(),
        answers_due=answers_due,
        summaries_due=summaries_due,
        by=by,
        at=clock.now(),
    )
    AskedBranch.objects.bulk_create(
        [AskedBranch(report=report, branch_id=branch, unit_id=unit) for branch, unit in branches], batch_size=500
    )
    audit.record("开始半年督查", report, by=by, year=cycle.year, branches=len(branches))
    return report


@transaction.atomic
def answer(
    report: HalfYearReport, branch: Branch, *, by: User, progress: str, difficulty: str = "", seen: int | None = None
) -> HalfYearAnswer:
    """The branch's answer; until the date it may answer anew. The first one is taken after it too, and counts as late.

    `seen` is how many answers the page knew.
    """
    access.require(by, Perm.APPLY, branch)
    report = _locked(report)
    asked = report.asked.filter(branch=branch).first()
    if asked is None:
        raise Refused("本次半年督查没有发给本支部。")
    earlier = asked.answers.count()
    if seen is not None and seen != earlier:
        raise Stale
    if earlier and half_years.is_past(report.answers_due):
        raise Refused(f"填报已于{in_words.plain_day(report.answers_due)}截止，填报过的不能再改。")
    row = HalfYearAnswer.objects.create(
        asked=asked, number=earlier + 1, progress=progress, difficulty=difficulty, by=by, at=clock.now()
    )
    audit.record("填报半年督查", branch, by=by, year=report.cycle.year, number=row.number)
    return row


@transaction.atomic
def sum_up(report: HalfYearReport, unit: Unit, *, by: User, text: str, seen: int | None = None) -> HalfYearSummary:
    """The unit's summary, once its branches have answered or their date is over; a later one only until its own date."""
    access.require(by, Perm.ASSESS, unit)
    report = _locked(report)
    if not report.asked.filter(unit=unit).exists():
        raise Refused(f"本次半年督查没有发给{unit}。")
    earlier = report.summaries.filter(unit=unit).count()
    if seen is not None and seen != earlier:
        raise Stale
    if waiting := half_years.still_to_answer(report, unit):
        day = in_words.plain_day(report.answers_due)
        raise Refused(f"还有{waiting}个支部没有填报，可以填到{day}。请等填齐或截止后再报送小结。")
    if earlier and half_years.is_past(report.summaries_due):
        raise Refused(f"小结已于{in_words.plain_day(report.summaries_due)}截止，报送过的不能再改。")
    row = HalfYearSummary.objects.create(report=report, unit=unit, number=earlier + 1, text=text, by=by, at=clock.now())
    audit.record("报送半年督查小结", unit, by=by, year=report.cycle.year, number=row.number)
    return row


def _locked(report: HalfYearReport) -> HalfYearReport:
    row = HalfYearReport.objects.select_for_update(of=("self",)).select_related("cycle").get(pk=report.pk)
    if guidance_queries.is_over(row.cycle):
        raise Refused(f"{row.cycle}已结束，半年督查不再办理。您填写的内容还在下面，可以复制保存。")
    return row
