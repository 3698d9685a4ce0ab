"""What the running of a year asks for: opening it and its recommendation, and what is overdue one tier below (方案 五（一）, D2)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from django.urls import reverse

from branches import access, clock
from branches.models import User
from branches.permissions import Perm
from evaluation.cases.bodies import all_with, holders
from evaluation.cycle import changes as cycle_changes
from evaluation.cycle.outstanding import outstanding
from evaluation.deadlines import YearDate
from evaluation.models import Cycle
from evaluation.vocabulary import CycleState, Step
from evaluation.vocabulary.duties import Duty
from evaluation.vocabulary.task import Task, about

OVERSEE = {Step.ASSESSMENT: Duty.OVERSEE_ASSESSMENT, Step.RECOMMENDATION: Duty.OVERSEE_RECOMMENDATION}


def run_cycle(people: Sequence[User]) -> Iterator[tuple[User, Task]]:
    """A year to open; one whose recommendation may be opened from the day after the base date (D2)."""
    runners = all_with(people, Perm.RUN_CYCLE)
    if not runners:
        return
    for cycle in Cycle.objects.filter(state__in=[CycleState.DRAFT, CycleState.OPEN]):
        if cycle.state == CycleState.DRAFT or clock.today() > YearDate.BASE.of(cycle):
            task = _open(cycle) if cycle.state == CycleState.DRAFT else _open_recommendation(cycle)
            yield from ((user, task) for user in runners)


def _open(cycle: Cycle) -> Task:
    url, due = reverse("evaluation:cycle_open", args=[cycle.year]), YearDate.OPENING.of(cycle)
    return Task(Duty.OPEN_CYCLE, about(cycle.year), f"启动{cycle}", "核对并启动", url, due=due)


def _open_recommendation(cycle: Cycle) -> Task:
    return Task(
        Duty.OPEN_RECOMMENDATION,
        about(cycle.year),
        title="开启推荐环节",
        button="核对名额并开启",
        url=reverse("evaluation:cycle_open_recommendation", args=[cycle.year]),
        subject=str(cycle),
        due=YearDate.ASSESSMENT.of(cycle),
        hint="基数日期已过",
    )


def confirm_year_changes(user: User) -> Iterator[Task]:
    """For everybody of 市直工委 but the proposer: what waits for a second person (D35, D36, D56)."""
    if not access.may(user, Perm.RUN_CYCLE):
        return
    for change in cycle_changes.waiting_for(user):
        yield Task(
            Duty.CONFIRM_YEAR_CHANGE,
            about(change.pk),
            title=f"确认{change.get_kind_display()}",
            button="核对并确认",
            url=reverse("evaluation:cycle_change", args=[change.cycle.year, change.pk]),
            subject=str(change.cycle),
            hint=f"由{change.by.name}提请，确认以前不变",
        )


def oversee_branches(people: Sequence[User]) -> Iterator[tuple[User, Task]]:
    """For the officers of a unit: its branches that have neither applied nor said that they will not, by last day."""
    scopes = holders(people, Perm.ASSESS)
    if not scopes:
        return
    rows = outstanding(Step.SELF_ASSESSMENT).filter(unit__in=list(scopes))
    begun = {f"cycle__{YearDate.OPENING.column}__lte": clock.today()}
    fields = ("cycle__year", "unit", "unit__name", "last_day", "branch__short_name")
    found: dict[tuple[int, int, str, date], list[str]] = defaultdict(list)
    for *key, branch in rows.filter(**begun).order_by("unit", "last_day", "branch").values_list(*fields):
        found[tuple(key)].append(branch)
    for (year, unit, name, last_day), branches in found.items():
        is_late = last_day < clock.today()
        task = Task(
            Duty.OVERSEE_BRANCHES,
            about(year, unit),
            title=f"督促{len(branches)}个支部提交自评",
            button="查看支部",
            url=f"{reverse('evaluation:candidacy_list')}?cycle={year}&unit={unit}&state=draft",
            subject=name,
            due=last_day,
            hint=f"{first_of(branches)}{'已过期限，' if is_late else ''}既未提交申请，也未说明不申请",
        )
        yield from ((user, task) for user in scopes[unit])


def oversee_units(people: Sequence[User]) -> Iterator[tuple[User, Task]]:
    """For 市直工委: the units that have not concluded or not handed in their list, by year, step and date.

    A list that was given back and is late is a task of its own (`recommendation.duties.free_lists`).
    """
    runners = all_with(people, Perm.RUN_CYCLE)
    if not runners:
        return
    found: dict[tuple[int, Step, date], list[str]] = defaultdict(list)
    for step in OVERSEE:
        late = outstanding(step).filter(last_day__lt=clock.today()).order_by("unit")
        late = late.filter(due=None) if step == Step.RECOMMENDATION else late
        for year, day, name in late.values_list("cycle__year", "last_day", "unit__name").distinct():
            found[year, step, day].append(name)
    for (year, step, day), names in found.items():
        task = Task(
            OVERSEE[step],
            about(year),
            title=f"督促{len(names)}个单位完成{step.label}",
            button="查看进度",
            url=f"{reverse('evaluation:cycle_progress', args=[year])}?late=True",
            subject=first_of(names),
            due=day,
        )
        yield from ((user, task) for user in runners)


def first_of(names: Sequence[str]) -> str:
    """The first three of them by name."""
    return f"{'、'.join(names[:3])}{f'等{len(names)}个' if len(names) > 3 else ''}"
