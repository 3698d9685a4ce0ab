"""What happens to a title beside its own decisions: re-inspections out of turn, and those that end with it (方案 四)."""

from datetime import date
from typing import Any

from branches import clock
from branches.models import User
from evaluation.advance import advance
from evaluation.models import Cycle, Disqualification, Honour, LaterFinding, Reinspection, ReinspectionAnswer
from evaluation.procedure.lives import REINSPECTION_OPEN
from evaluation.shift import shift
from evaluation.vocabulary import Answer, CycleState, HonourState, ReinspectionAction, ReinspectionState

OPEN = sorted(REINSPECTION_OPEN)
RUNNING = (CycleState.OPEN, CycleState.RECOMMENDING)
LAPSED = "称号终止："
"""How the record of a re-inspection begins that ended with its title; a lapse taken back finds it again by this."""


def join_running_year(honour: Honour) -> None:
    """A title of earlier years that is registered while a year runs is re-inspected in that year like the others."""
    for cycle in Cycle.objects.filter(state__in=RUNNING, year__gt=honour.year):
        Reinspection.objects.create(cycle=cycle, honour=honour, since=clock.now())


def open_special(
    honour: Honour,
    cycle: Cycle,
    condition: Disqualification,
    *,
    due: date,
    by: User,
    found_by: User | None = None,
    carries_over: Reinspection | None = None,
    **finding: Any,
) -> Reinspection:
    """Hold the title up and ask for a re-inspection; the condition that was found is already answered (D14)."""
    now = clock.now()
    one = Reinspection.objects.create(
        cycle=cycle, honour=honour, is_special=True, since=now, due=due, carries_over=carries_over
    )
    found = LaterFinding.objects.create(
        **{"reinspection": one, "disqualification": condition, "by": found_by or by, "at": now, **finding}
    )
    ReinspectionAnswer.objects.create(
        reinspection=one, disqualification=condition, answer=Answer.YES, facts=found.facts, by=found.by, at=found.at
    )
    if honour.state == HonourState.STANDING:
        shift(honour, HonourState.ON_HOLD, by=by, note=f"{condition}，专项复查")
    return one


def end_reinspections(honour: Honour, *, by: User, note: str) -> None:
    """Whatever is still open about a title ends with it."""
    for one in Reinspection.objects.filter(honour=honour, state__in=OPEN):
        advance(one, ReinspectionAction.END, by=by, note=note)


def lapse(honour: Honour, *, on: date, why: str, by: User) -> None:
    """The title ends because its branch does: it is not revoked, since nothing speaks against the branch (D25)."""
    end_reinspections(honour, by=by, note=f"{LAPSED}{why}")
    shift(honour, HonourState.LAPSED, by=by, note=why, ended_on=on, ending=why)


def resume(honour: Honour, *, by: User, why: str) -> None:
    """Take a lapse back that was a mistake, and with it the end of what was open: a veto is not washed off by it."""
    ended = [
        one
        for one in Reinspection.objects.filter(honour=honour, state=ReinspectionState.VOID, carried_by=None)
        if (last := one.records.last()) and last.note == f"{LAPSED}{honour.ending}"
    ]
    shift(honour, HonourState.STANDING, by=by, note=why, ended_on=None, ending="")
    for one in ended:
        finding = LaterFinding.objects.filter(reinspection=one).select_related("disqualification").first()
        if finding:
            kept = {name: getattr(finding, name) for name in ("facts", "basis", "decided_on", "at")}
            condition, due = finding.disqualification, one.due or clock.today()
            open_special(honour, one.cycle, condition, due=due, by=by, found_by=finding.by, carries_over=one, **kept)
        elif one.cycle.state != CycleState.CLOSED:
            Reinspection.objects.create(cycle=one.cycle, honour=honour, since=clock.now(), carries_over=one)
