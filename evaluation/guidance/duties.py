"""What the year asks of units and branches besides the evaluation: passing on, reading, answering, summing up (D48).

Reading has no date and is never reminded of (D32).
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q
from django.urls import reverse

from branches.models import User
from branches.permissions import Perm
from evaluation.cases.bodies import holders
from evaluation.guidance.arrangement import LATEST, arrived
from evaluation.models import AskedBranch, HalfYearSummary, PassedOn, Reading
from evaluation.vocabulary import CycleState
from evaluation.vocabulary.duties import Duty
from evaluation.vocabulary.task import Task, about


def pass_on(people: Sequence[User]) -> Iterator[tuple[User, Task]]:
    """For the officers of a unit that has not given the arrangement to its branches."""
    scopes = holders(people, Perm.ASSESS)
    if not scopes:
        return
    done = PassedOn.objects.filter(arrangement=OuterRef("arrangement"), unit=OuterRef("unit"))
    rows = Reading.objects.exclude(arrangement__cycle__state=CycleState.CLOSED).exclude(Exists(done))
    waiting = rows.filter(unit__in=list(scopes)).order_by("unit")
    for row in waiting.values("unit", "unit__name", "arrangement__cycle__year").annotate(n=Count("pk")):
        year, unit = row["arrangement__cycle__year"], row["unit"]
        task = Task(
            Duty.PASS_ON_ARRANGEMENT,
            about(year, unit),
            title=f"下发{year}年度工作安排",
            button="查看并下发",
            url=reverse("evaluation:arrangement_pass_on", args=[year, unit]),
            subject=row["unit__name"],
            hint=f"下发后{row['n']}个支部才能看到",
        )
        yield from ((user, task) for user in scopes[unit])


def read(people: Sequence[User]) -> Iterator[tuple[User, Task]]:
    """For whoever answers for a branch that has not read the version in force."""
    scopes = holders(people, Perm.APPLY)
    if not scopes:
        return
    rows: Any = arrived(Reading.objects.filter(branch__in=list(scopes))).annotate(number=LATEST)
    unread = rows.exclude(arrangement__cycle__state=CycleState.CLOSED).filter(Q(version=None) | ~Q(version=F("number")))
    for row in unread.select_related("branch__unit", "arrangement__cycle"):
        year = row.arrangement.cycle.year
        task = Task(
            Duty.READ_ARRANGEMENT,
            about(year, row.branch_id),
            title=f"阅读{year}年度工作安排",
            button="去阅读",
            url=reverse("evaluation:arrangement", args=[year]),
            subject=str(row.branch),
            hint="内容有更正" if row.version else "",
        )
        yield from ((user, task) for user in scopes[row.branch_id])


def answer(people: Sequence[User]) -> Iterator[tuple[User, Task]]:
    """For whoever answers for a branch that was asked and has not answered."""
    scopes = holders(people, Perm.APPLY)
    if not scopes:
        return
    rows = AskedBranch.objects.filter(branch__in=list(scopes), answers=None)
    rows = rows.exclude(report__cycle__state=CycleState.CLOSED).select_related("report__cycle", "branch__unit")
    for row in rows:
        year = row.report.cycle.year
        task = Task(
            Duty.ANSWER_HALF_YEAR,
            about(year, row.branch_id),
            title=f"填报{year}年度半年督查",
            button="去填报",
            url=reverse("evaluation:half_year_answer", args=[year, row.branch_id]),
            subject=str(row.branch),
            due=row.report.answers_due,
            hint="写清进展和困难即可",
        )
        yield from ((user, task) for user in scopes[row.branch_id])


def sum_up(people: Sequence[User]) -> Iterator[tuple[User, Task]]:
    """For the officers of a unit that was asked and has not handed in its summary."""
    scopes = holders(people, Perm.ASSESS)
    if not scopes:
        return
    done = HalfYearSummary.objects.filter(report=OuterRef("report"), unit=OuterRef("unit"))
    rows = AskedBranch.objects.filter(unit__in=list(scopes)).exclude(report__cycle__state=CycleState.CLOSED)
    units = (
        rows.exclude(Exists(done))
        .order_by("unit")
        .values("unit", "unit__name", "report__cycle__year", "report__summaries_due")
    )
    silent = Count("pk", filter=Q(answers=None), distinct=True)
    for row in units.annotate(silent=silent):
        year, unit = row["report__cycle__year"], row["unit"]
        task = Task(
            Duty.SUM_UP_HALF_YEAR,
            about(year, unit),
            title=f"报送{year}年度半年督查小结",
            button="去报送",
            url=reverse("evaluation:half_year_sum_up", args=[year, unit]),
            subject=row["unit__name"],
            due=row["report__summaries_due"],
            hint=f"{row['silent']}个支部还没有填报" if row["silent"] else "各支部都已填报",
        )
        yield from ((user, task) for user in scopes[unit])
