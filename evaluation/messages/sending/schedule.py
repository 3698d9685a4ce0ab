"""When a task is reminded of: stages before its deadline and weeks after it, counted in working days.

A stage that was missed, because nothing ran or the task came up later, is made up for within `CATCH_UP` working days
and never after the deadline; what is overdue is told once a week.
"""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from evaluation.workdays import workdays

EARLY, NEAR, SHORT = (14, 7, 3, 1, 0), (7, 3, 1, 0), (3, 1, 0)
# Working days before the deadline, by kind of task; what is not named here is reminded of from two weeks on.
STAGES: Mapping[str, tuple[int, ...]] = {"score": NEAR, "team": NEAR, "pool": NEAR, "sign": SHORT}
CATCH_UP = 3
WEEK = 5
WEEKS = 8


class Stage(NamedTuple):
    """`left` working days before the last working day of the deadline (0 on it), or below 0 after the deadline."""

    kind: str
    left: int

    @property
    def is_urgent(self) -> bool:
        return self.left <= 1


def stage(kind: str, due: date, today: date) -> Stage | None:
    """The stage that a task of this kind is in on `today`, a working day; None when nothing is to be said."""
    if today > due:
        late = workdays.working_days_between(due, today)
        week = (late - 1) // WEEK + 1
        return Stage(f"overdue-{week}", -late) if week <= WEEKS else None
    left = workdays.working_days_between(today, due)
    stages = STAGES.get(kind, EARLY)
    reached = [days for days in stages if left <= days]
    if not reached or left < min(reached) - CATCH_UP:
        return None
    return Stage(f"T-{min(reached)}", left)
