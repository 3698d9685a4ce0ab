"""What units owe after the naming, 复查 and its report; corrections of what was found (方案 四, D16)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from branches.models import Unit, User
from branches.permissions import Perm
from evaluation.cases.bodies import body_of, holders
from evaluation.cases.reinspections import Seen, observe
from evaluation.deadlines import last_day_expression
from evaluation.models import Cycle, LaterFinding, Reinspection
from evaluation.procedure.lives import REINSPECTION_OPEN
from evaluation.reinspection import reports
from evaluation.vocabulary import Body, ReinspectionState, Step
from evaluation.vocabulary.duties import Duty
from evaluation.vocabulary.task import Task, about

OPEN = sorted(REINSPECTION_OPEN)


def reinspect(people: Sequence[User]) -> Iterator[tuple[User, Task]]:
    """For each year and unit of an officer: what waits for a suggestion, what can be reported now.

    The own branch is left to somebody else (D17).
    """
    for officers, cycle, unit, group in _unreported(people):
        waiting = [seen for seen in group if seen.one.state == ReinspectionState.DUE]
        for user in officers:
            if mine := [seen for seen in waiting if not seen.is_kept_from(user)]:
                yield user, _reinspect(cycle, unit, mine)
        if ready := reports.sort(group).ready:
            report = Task(
                Duty.REPORT,
                about(cycle.year, unit.pk),
                title="报送复查情况",
                button="检查并报送",
                url=reverse("evaluation:reinspection_report", args=[cycle.year, unit.pk]),
                subject=unit.name,
                due=_nearest(ready),
                hint=f"{len(ready)}个支部已有复查建议",
            )
            yield from ((user, report) for user in officers)


def reinspect_as_told(people: Sequence[User]) -> Iterator[tuple[User, Task]]:
    """What others are told in the place of `reinspect`: one task a year and unit until the report.

    It is the same whatever the unit has suggested meanwhile (D52).
    """
    units = holders(people, Perm.REINSPECT)
    if not units:
        return
    rows = _open(units).annotate(last_day=last_day_expression(Step.RECOMMENDATION, Reinspection))
    found: dict[tuple[int, int, str], list[date]] = defaultdict(list)
    columns = ("cycle__year", "honour__branch__unit", "honour__branch__unit__name", "last_day")
    for year, unit, name, day in rows.values_list(*columns):
        found[year, unit, name].append(day)
    for (year, unit, name), days in found.items():
        told = Task(
            Duty.REINSPECT_AND_REPORT,
            about(year, unit),
            title=f"复查{len(days)}个已命名支部并报送",
            button="去复查",
            url=reverse("evaluation:reinspections", args=[year]),
            subject=name,
            due=min(days),
        )
        yield from ((user, told) for user in units[unit])


def _open(units: Iterable[int]) -> QuerySet[Reinspection]:
    """What the units have not reported."""
    return Reinspection.objects.filter(state__in=OPEN, report=None, honour__branch__unit__in=list(units))


def _unreported(people: Sequence[User]) -> Iterator[tuple[list[User], Cycle, Unit, list[Seen]]]:
    units = holders(people, Perm.REINSPECT)
    if not units:
        return
    found: dict[tuple[int, int], list[Seen]] = {}
    for seen in observe(_open(units)):
        found.setdefault((seen.one.cycle_id, seen.one.honour.branch.unit_id), []).append(seen)
    for group in found.values():
        unit = group[0].one.honour.branch.unit
        yield units[unit.pk], group[0].one.cycle, unit, group


def _reinspect(cycle: Cycle, unit: Unit, due: list[Seen]) -> Task:
    special = sum(seen.one.is_special for seen in due)
    first, *others = (seen.one for seen in due)
    page = reverse("evaluation:reinspections", args=[cycle.year])
    return Task(
        Duty.REINSPECT,
        about(cycle.year, unit.pk),
        title=f"复查{len(due)}个已命名支部",
        button="去复查",
        url=f"{page}?state=due" if others else reverse("evaluation:reinspection_fill", args=[first.pk]),
        subject=unit.name if others else str(first.honour.branch),
        due=_nearest(due),
        hint=f"其中专项复查{special}个" if special else "",
    )


def _nearest(seen: Iterable[Seen]) -> date:
    return min(one.due for one in seen)


def settle_corrections(user: User) -> Iterator[Task]:
    """Corrections of a later finding that wait for a second person of 市直工委 (D16)."""
    if body_of(user) != Body.WORK_COMMITTEE:
        return
    asked = LaterFinding.objects.filter(correction_asked_at__isnull=False, corrected_at=None)
    rows = Reinspection.objects.filter(state__in=OPEN, finding__in=asked.exclude(correction_asked_by=user))
    for one in rows.select_related("honour__branch__unit"):
        url, duty = reverse("evaluation:reinspection", args=[one.pk]), Duty.SETTLE_CORRECTION
        yield Task(duty, about(one.pk), duty.label, "办理", url, subject=str(one.honour.branch))
