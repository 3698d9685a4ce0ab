"""What the units of a running year wait for, and until when."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from evaluation.cycle.outstanding import dated
from evaluation.models import Cycle
from evaluation.progress.counting import Counted
from evaluation.vocabulary import Step


@dataclass(slots=True)
class Wait:
    """Of one unit: the earliest last day of each step that holds it up, and how many drafts are silent, the first since when.

    Drafts hold a unit up until their own date; those past it are silent, and hold up no later step (D39). Their date is
    the unit's only where nothing else is.
    """

    today: date
    until: dict[Step, date] = field(default_factory=dict)
    silent: int = 0
    silent_since: date | None = None

    def add(self, step: Step, last_day: date, count: int) -> None:
        if step == Step.SELF_ASSESSMENT and last_day < self.today:
            self.silent += count
            self.silent_since = min(last_day, self.silent_since or last_day)
        else:
            self.until[step] = min(last_day, self.until.get(step, last_day))

    @property
    def due(self) -> date | None:
        return min(self.until.values(), default=self.silent_since)

    @property
    def is_late(self) -> bool:
        return self.due is not None and self.due < self.today


class Waits(defaultdict[int, Wait]):
    """By unit; one that is not there waits for nothing."""

    def __init__(self, today: date) -> None:
        super().__init__(lambda: Wait(today))


def waits(cycle: Cycle, units: Mapping[int, Counted], today: date) -> Waits:
    """Of units that were counted."""
    found = Waits(today)
    rows = (one for counted in units.values() for one in counted.waiting)
    for unit, step, last_day, number in dated(cycle, rows):
        found[unit].add(step, last_day, number)
    return found
