"""What waits for a second person of 市直工委: until another confirms it nothing changes (D35, D36, D56)."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from branches import access, audit, clock
from branches.models import User
from branches.names import WORK_COMMITTEE
from branches.permissions import Perm
from evaluation.advance import Refused, Stale
from evaluation.models import Cycle, YearChange

Kind, Outcome = YearChange.Kind, YearChange.Outcome
WITHOUT_BASIS = (Kind.NAMING, Kind.CLOSING)
"""What moves within the plan; the others go beyond it and name a document."""

_VERBS = {Outcome.CONFIRMED: "确认", Outcome.REFUSED: "不同意", Outcome.WITHDRAWN: "撤回"}


def require(by: User, confirmed_by: User | None) -> None:
    """Who carries it out holds the right today: the second person, where there are two."""
    access.require(confirmed_by or by, Perm.RUN_CYCLE)


def propose(
    cycle: Cycle, kind: YearChange.Kind, wanted: Mapping[str, Any], *, by: User, reason: str, document: str = ""
) -> YearChange:
    """Record what one person wants; `wanted` is what the step of that kind takes, ready for JSON. The year is locked."""
    if not reason.strip():
        raise Refused("超出方案规定的，请写明理由。", field="reason")
    if kind not in WITHOUT_BASIS and not document.strip():
        raise Refused("超出方案规定的，请写明依据（文件标题、文号）。", field="document")
    if YearChange.objects.filter(cycle=cycle, kind=kind, wanted=wanted, outcome=Outcome.OPEN).exists():
        raise Refused(f"同样的变更已经提请，正等{WORK_COMMITTEE}另一人确认。")
    change = YearChange.objects.create(
        cycle=cycle,
        kind=kind,
        wanted=wanted,
        reason=reason.strip(),
        document=document.strip(),
        by=by,
        at=clock.now(),
    )
    audit.record(f"提请{kind.label}", cycle, by=by, change=change.pk, wanted=wanted, reason=change.reason)
    return change


@transaction.atomic
def withdraw(change: YearChange, *, by: User) -> YearChange:
    """Who proposed it takes it back."""
    access.require(by, Perm.RUN_CYCLE)
    change = locked(change)
    if change.by_id != by.pk:
        raise Refused("这项变更由别人提请，您可以不同意，不能撤回。")
    return decide(change, Outcome.WITHDRAWN, by=by)


@transaction.atomic
def refuse(change: YearChange, *, by: User, remark: str) -> YearChange:
    """Another one does not agree, and says why."""
    access.require(by, Perm.RUN_CYCLE)
    change = locked(change)
    if change.by_id == by.pk:
        raise Refused("这项变更由您提请，不再需要的请撤回。")
    if not remark.strip():
        raise Refused("请写明不同意的理由。", field="remark")
    return decide(change, Outcome.REFUSED, by=by, remark=remark.strip())


def withdraw_all(cycle: Cycle, *, by: User) -> None:
    """With the year ends whatever still waits in it."""
    for change in YearChange.objects.filter(cycle=cycle, outcome=Outcome.OPEN):
        decide(change, Outcome.WITHDRAWN, by=by, remark="年度已结束。")


def locked(change: YearChange) -> YearChange:
    """The change, still waiting, with its year locked."""
    Cycle.objects.select_for_update(no_key=True).get(pk=change.cycle_id)
    found = YearChange.objects.select_related("cycle", "by").get(pk=change.pk)
    if found.outcome != Outcome.OPEN:
        raise Stale
    return found


def decide(change: YearChange, outcome: YearChange.Outcome, *, by: User, remark: str = "") -> YearChange:
    """The end of a change, with its audit entry."""
    change.outcome, change.decided_by, change.decided_at, change.remark = outcome, by, clock.now(), remark
    change.save(update_fields=["outcome", "decided_by", "decided_at", "remark"])
    audit.record(f"{_VERBS[outcome]}{change.get_kind_display()}", change.cycle, by=by, change=change.pk, remark=remark)
    return change
