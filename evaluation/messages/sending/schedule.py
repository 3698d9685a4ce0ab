"""When a task is reminded of: stages before its deadline and weeks after it, counted in working days.

A stage that was missed, because nothing ran or the task came up later, is made up for within `CATCH_UP` working days
and never after the deadline; what is overdue is told once a week.
"""

from datetime import date
from typing import NamedTuple

from evaluation.vocabulary.duties import Duty
from evaluation.workdays import workdays

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


def stage(duty: Duty, due: date, today: date) -> Stage | None:
    """The stage that a duty is in on `today`, a working day; None when nothing is to be said."""
    if today > due:
        late = workdays.working_days_between(due, today)
        week = (late - 1) // WEEK + 1
        return Stage(f"overdue-{week}", -late) if week <= WEEKS else None
    left = workdays.working_days_between(today, due)
    reached = [days for days in duty.stages if left <= days]
    if not reached or left < min(reached) - CATCH_UP:
        return None
    return Stage(f"T-{min(reached)}", left)
