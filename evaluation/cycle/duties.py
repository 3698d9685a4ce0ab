"""What the running of a year asks for: opening it and its recommendation, and what is overdue one tier below (方案 五（一）, D2)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse

from branches import access, clock
from branches.models import User
from branches.permissions import Perm
from evaluation.cases.bodies import RUNNING, holders
from evaluation.cases.task import Task, about
from evaluation.deadlines import YearDate, last_day_expression
from evaluation.models import Candidacy, Cycle, RecommendationList
from evaluation.vocabulary import CycleState, ListState, State, Step
from evaluation.vocabulary.duties import Duty

OVERSEE = {Step.ASSESSMENT: Duty.OVERSEE_ASSESSMENT, Step.RECOMMENDATION: Duty.OVERSEE_RECOMMENDATION}


def run_cycle(user: User) -> Iterator[Task]:
    """A year to open; one whose recommendation may be opened from the day after the base date (D2)."""
    if not access.may(user, Perm.RUN_CYCLE):
        return
    for cycle in Cycle.objects.filter(state__in=[CycleState.DRAFT, CycleState.OPEN]):
        if cycle.state == CycleState.DRAFT:
            url = reverse("evaluation:cycle_open", args=[cycle.year])
            due = YearDate.OPENING.of(cycle)
            yield Task(Duty.OPEN_CYCLE, about(cycle.year), f"启动{cycle}", "核对并启动", url, due=due)
        elif clock.today() > YearDate.BASE.of(cycle):
            yield Task(
                Duty.OPEN_RECOMMENDATION,
                about(cycle.year),
                title="开启推荐环节",
                button="核对名额并开启",
                url=reverse("evaluation:cycle_open_recommendation", args=[cycle.year]),
                subject=str(cycle),
                due=YearDate.ASSESSMENT.of(cycle),
                hint="基数日期已过",
            )


def oversee_branches(people: Sequence[User]) -> Iterator[tuple[User, Task]]:
    """For the officers of a unit: its branches that have neither applied nor said that they will not."""
    scopes = holders(people, Perm.ASSESS)
    if not scopes:
        return
    late = _late(State.DRAFT, Step.SELF_ASSESSMENT).filter(unit__in=list(scopes))
    by_date = late.order_by("unit", "last_day").values("cycle__year", "unit", "unit__name", "last_day")
    for row in by_date.annotate(n=Count("pk")):
        year, unit = row["cycle__year"], row["unit"]
        task = Task(
            Duty.OVERSEE_BRANCHES,
            about(year, unit),
            title=f"督促{row['n']}个支部提交自评",
            button="查看支部",
            url=f"{reverse('evaluation:candidacy_list')}?cycle={year}&unit={unit}&state=draft",
            subject=row["unit__name"],
            due=row["last_day"],
            hint="已过期限，既未提交申请，也未说明不申请",
        )
        yield from ((user, task) for user in scopes[unit])


def oversee_units(user: User) -> Iterator[Task]:
    """For 市直工委: the units that have not concluded or not handed in their list, by year, step and date."""
    if not access.may(user, Perm.RUN_CYCLE):
        return
    lists: QuerySet[Any] = (
        RecommendationList.objects.filter(
            unit__isnull=False, state=ListState.OPEN, cap__gt=0, cycle__state=CycleState.RECOMMENDING
        )
        .annotate(last_day=last_day_expression(Step.RECOMMENDATION, RecommendationList))
        .filter(last_day__lt=clock.today())
    )
    assessing = _late(State.APPLIED, Step.ASSESSMENT)
    found: dict[tuple[int, Step, date], list[str]] = defaultdict(list)
    for step, rows in ((Step.ASSESSMENT, assessing), (Step.RECOMMENDATION, lists)):
        for year, day, name in rows.order_by("unit").values_list("cycle__year", "last_day", "unit__name").distinct():
            found[year, step, day].append(name)
    for (year, step, day), names in found.items():
        yield Task(
            OVERSEE[step],
            about(year),
            title=f"督促{len(names)}个单位完成{step.label}",
            button="查看进度",
            url=f"{reverse('evaluation:cycle_progress', args=[year])}?late=True",
            subject=f"{'、'.join(names[:3])}{'等' if len(names) > 3 else ''}",
            due=day,
            hint="已过期限",
        )


def _late(state: State, step: Step) -> QuerySet[Any]:
    dated: QuerySet[Any] = Candidacy.objects.annotate(last_day=last_day_expression(step, Candidacy))
    return dated.filter(cycle__state__in=RUNNING, state=state, last_day__lt=clock.today())
