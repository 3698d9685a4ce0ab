"""What followed lateness: recorded with its date and document, struck out with a reason, never deleted (D59)."""

from datetime import date

from django.db import transaction

from branches import access, audit, clock
from branches.models import Branch, Unit, User
from branches.permissions import Perm
from evaluation.advance import Refused, Stale
from evaluation.guidance import lateness as year_lateness
from evaluation.models import Cycle, LatenessMeasure


@transaction.atomic
def record(
    cycle: Cycle,
    unit: Unit,
    *,
    by: User,
    kind: str,
    on: date,
    document: str,
    branch: Branch | None = None,
    note: str = "",
) -> LatenessMeasure:
    """Refused for a unit or branch that was neither late nor silent, and for a day that lies ahead."""
    access.require(by, Perm.RUN_CYCLE)
    if on > clock.today():
        raise Refused("日期不能晚于今天，请核对。", field="on")
    if kind == LatenessMeasure.Kind.OTHER and not note.strip():
        raise Refused("选择“其他”的，请在说明中写明怎样处理。", field="note")
    if not year_lateness.concerns(cycle, unit, branch):
        raise Refused(f"{branch or unit}在{cycle}没有逾期或未报的记录。")
    row = LatenessMeasure.objects.create(
        cycle=cycle,
        unit=unit,
        branch=branch,
        kind=kind,
        on=on,
        document=document.strip(),
        note=note.strip(),
        by=by,
        at=clock.now(),
    )
    audit.record("登记逾期后的处理", row, by=by, year=cycle.year, unit=unit.pk, measure=row.pk)
    return row


@transaction.atomic
def strike(measure: LatenessMeasure, *, by: User, reason: str) -> None:
    """A wrong entry stays, marked as void."""
    access.require(by, Perm.RUN_CYCLE)
    if not reason.strip():
        raise Refused("请写明作废理由。", field="reason")
    rows = LatenessMeasure.objects.filter(pk=measure.pk, struck_at=None)
    if not rows.update(struck_at=clock.now(), struck_by=by, struck_reason=reason.strip()):
        raise Stale
    audit.record("作废逾期后的处理", measure, by=by, year=measure.cycle.year, measure=measure.pk)
