"""What a unit owes past its date: for the letter that asks for it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from branches import clock
from branches.models import Unit
from branches.names import HONOUR
from evaluation.cycle.outstanding import outstanding
from evaluation.deadlines import last_day_expression
from evaluation.models import Cycle, Reinspection
from evaluation.procedure.lives import REINSPECTION_OPEN
from evaluation.vocabulary import Step

TASKS = {
    Step.SELF_ASSESSMENT: f"{HONOUR}自评申报材料",
    Step.ASSESSMENT: f"{HONOUR}考核意见",
    Step.RECOMMENDATION: f"{HONOUR}推荐名单",
}


@dataclass(frozen=True)
class Owed:
    """One thing that is overdue, as a letter names it."""

    task: str
    due: date


def owed(cycle: Cycle, unit: Unit) -> list[Owed]:
    """Each step that holds the unit up past its last day, and re-inspections that nobody reported (D26)."""
    today = clock.today()
    found = []
    for step, what in TASKS.items():
        late = outstanding(step).filter(cycle=cycle, unit=unit, last_day__lt=today).order_by("last_day").first()
        if late is not None:
            found.append(Owed(f"{cycle.year}年度{what}", late.last_day))
    unreported: QuerySet[Any] = Reinspection.objects.filter(
        cycle=cycle, honour__branch__unit=unit, state__in=sorted(REINSPECTION_OPEN), report=None, is_special=False
    )
    late = unreported.annotate(last_day=last_day_expression(Step.RECOMMENDATION, Reinspection))
    if first := late.filter(last_day__lt=today).order_by("last_day").first():
        found.append(Owed(f"{cycle.year}年度{HONOUR}复查报告", first.last_day))
    return found
