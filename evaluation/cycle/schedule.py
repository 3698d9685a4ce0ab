"""年度日程: the dates of a year in order, with the last working day before each deadline."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from branches import access
from branches.models import Unit, User
from branches.permissions import Perm
from evaluation.cycle import queries as cycle_queries
from evaluation.models import Cycle, Extension
from evaluation.vocabulary import Step, Tone
from evaluation.workdays import workdays


@dataclass(frozen=True)
class Milestone:
    """One date: what happens, who acts, and the last day on which offices are open before it."""

    what: str
    who: str
    day: date
    tone: Tone
    is_deadline: bool
    step: Step | None = None
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
    rows: list[tuple[date, str, str, bool, Step | None]] = [
        (cycle.self_assessment_opens_on, "支部自评开始", "各党支部", False, None),
        (cycle.base_on, "名额基数日：以这一天在册支部数计算名额", "市直工委", False, None),
        (cycle.self_assessment_due, "支部自评、提出申请截止", "各党支部", True, Step.SELF_ASSESSMENT),
        (cycle.assessment_due, "机关党组织考核截止", "机关党组织和考核组", True, Step.ASSESSMENT),
        (cycle.recommendation_due, "党组（党委）推荐截止", "党组（党委）", True, Step.RECOMMENDATION),
        (cycle.pool_due, "联合推荐选定截止", "市直工委", True, None),
        (cycle.naming_on, "集中命名表彰（“七一”前后）", "市直工委、市委组织部", False, None),
    ]
    rows.sort(key=lambda row: row[0])
    upcoming = next((row[0] for row in rows if row[0] >= today), None)
    return [
        Milestone(
            what,
            who,
            day,
            Tone.DONE if day < today else Tone.DOING if day == upcoming else Tone.TODO,
            is_deadline,
            step,
            tuple(extension for (_, one), extension in latest.items() if one == step),
        )
        for day, what, who, is_deadline, step in rows
    ]


def is_certain(found: Iterable[Milestone]) -> bool:
    """Whether the holidays around every deadline are officially known (D12)."""
    return all(workdays.last_working_day(one.day).is_certain for one in found if one.is_deadline)


def own_extensions(cycle: Cycle, user: User) -> list[Extension]:
    """What was extended for the units this person works in; nothing for municipal people, who see the whole list."""
    units: dict[int, Unit] = dict(access.held(user, Perm.VIEW_UNIT))
    for branch in access.held(user, Perm.VIEW_BRANCH).values():
        units[branch.unit_id] = branch.unit
    return list(cycle_queries.extended(cycle, units.values())) if units else []
