"""The criteria that branches meet least, over the city: a help for next year's work, of no single unit or branch (D32)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from evaluation.cases.columns import counted
from evaluation.models import Candidacy, Criterion, Cycle, Score, ScoreSheet
from evaluation.progress.kinds import ASSESSED
from evaluation.vocabulary import Grade, ScoreTemplate

ENOUGH = 10
"""Of fewer branches a figure would say something of one of them."""
SHOWN = 5
PARTLY_IN_POINTS = 3


@dataclass(frozen=True)
class Weak:
    """One criterion: how many of the concluded branches do not meet it, and how many only partly."""

    criterion: Criterion
    unmet: int
    partly: int
    branches: int

    @property
    def unmet_width(self) -> str:
        return f"{100 * self.unmet / self.branches:.2f}"

    @property
    def partly_width(self) -> str:
        return f"{100 * self.partly / self.branches:.2f}"


@dataclass(frozen=True)
class Weakest:
    """The five that are met least, and of how many branches that is known."""

    branches: int
    rows: list[Weak]
    is_in_points: bool


def weakest(cycle: Cycle) -> Weakest | None:
    """From concluded assessments alone; None while there are too few of them."""
    cases = Candidacy.objects.filter(cycle=cycle, state__in=sorted(ASSESSED))
    sheets = counted(ScoreSheet.objects.filter(candidacy__in=cases))
    branches = sheets.order_by().values("candidacy").distinct().count()
    if branches < ENOUGH:
        return None
    worst: dict[int, dict[int, bool]] = defaultdict(dict)
    for criterion, case, grade, points in _poor(sheets):
        is_unmet = grade == Grade.UNMET or (points == 0 and not grade)
        worst[criterion][case] = worst[criterion].get(case, False) or is_unmet
    rows = [_weak(one, worst[one.pk], branches) for one in cycle.criteria.all() if worst.get(one.pk)]
    rows.sort(key=lambda row: (-row.unmet - row.partly, -row.unmet, row.criterion.number))
    return Weakest(branches, rows[:SHOWN], cycle.score_template == ScoreTemplate.POINTS)


def _poor(sheets: Any) -> Any:
    """(criterion, case, grade, points) of every mark below the full one."""
    marks = Score.objects.filter(sheet__in=sheets).exclude(grade__in=[Grade.MET, Grade.NOT_APPLICABLE])
    marks = marks.exclude(grade="", points=None).exclude(points__gt=PARTLY_IN_POINTS)
    return marks.order_by().values_list("criterion", "sheet__candidacy", "grade", "points")


def _weak(criterion: Criterion, worst: Mapping[int, bool], branches: int) -> Weak:
    unmet = sum(worst.values())
    return Weak(criterion, unmet, len(worst) - unmet, branches)
