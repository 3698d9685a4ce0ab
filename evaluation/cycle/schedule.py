"""年度日程: the dates of a year in order, with the last working day before each deadline."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from branches import access
from branches.models import Unit, User
from branches.permissions import Perm
from evaluation import deadlines
from evaluation.cycle import queries as cycle_queries
from evaluation.deadlines import STEPS
from evaluation.models import Candidacy, Cycle, Extension
from evaluation.vocabulary import Step, Tone
from evaluation.workdays import workdays


@dataclass(frozen=True)
class Milestone:
    """One date: what happens, who acts, and the last day on which offices are open before it."""

    what: str
    short: str
    who: str
    day: date
    tone: Tone
    is_deadline: bool
    extensions: tuple[Extension, ...] = ()

    @property
    def working_day(self) -> date | None:
        """The last working day before a deadline that falls on a day off (D8)."""
        if not self.is_deadline:
            return None
        found = workdays.last_working_day(self.day).day
        return found if found != self.day else None

    @property
    def label(self) -> str:
        return {Tone.DONE: "已过", Tone.DOING: "下一个节点", Tone.TODO: "未到"}[self.tone]


def milestones(cycle: Cycle, today: date, extensions: Iterable[Extension] = ()) -> list[Milestone]:
    """All dates of the year, the next one marked."""
    latest: dict[tuple[int, str], Extension] = {}
    for extension in extensions:  # newest first
        latest.setdefault((extension.unit_id, extension.step), extension)
    rows = deadlines.in_order(cycle)
    upcoming = next((day for _, day in rows if day >= today), None)
    return [
        Milestone(
            one.what,
            one.label,
            one.who,
            day,
            Tone.DONE if day < today else Tone.DOING if day == upcoming else Tone.TODO,
            one.is_deadline,
            tuple(extension for (_, step), extension in latest.items() if STEPS[Step(step)] is one),
        )
        for one, day in rows
    ]


def upcoming(cycle: Cycle, today: date) -> Milestone | None:
    """The next date of the year, today's included."""
    return next((one for one in milestones(cycle, today) if one.day >= today), None)


def is_certain(found: Iterable[Milestone]) -> bool:
    """Whether the holidays around every deadline are officially known (D12)."""
    return all(workdays.last_working_day(one.day).is_certain for one in found if one.is_deadline)


def own_extensions(cycle: Cycle, user: User) -> list[Extension]:
    """What was extended for the units this person works in; nothing for municipal people, who see the whole list."""
    units: dict[int, Unit] = dict(access.held(user, Perm.VIEW_UNIT))
    cases = Candidacy.objects.filter(cycle=cycle, branch__in=list(access.held(user, Perm.VIEW_BRANCH)))
    units |= {case.unit_id: case.unit for case in cases.select_related("unit")}
    return list(cycle_queries.extended(cycle, units.values())) if units else []
