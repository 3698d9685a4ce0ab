"""Makes reminder letters (催办函) and briefs of a day (进度简报), and records minutes."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from branches import access, audit, clock
from branches.models import Unit, User
from branches.permissions import Perm
from evaluation.advance import Refused
from evaluation.letters.brief import progress_brief
from evaluation.letters.issue import reminder_letter
from evaluation.letters.overdue import Owed, owed
from evaluation.models import Cycle, Notice
from evaluation.naming.issue import panel_minutes
from evaluation.vocabulary import CycleState


@transaction.atomic
def remind(cycle: Cycle, unit: Unit, what: Owed, *, by: User, until: date | None, number: str = "") -> Notice:
    """催办函 to a unit for what it owes past its date."""
    access.require(by, Perm.RUN_CYCLE)
    if what not in owed(cycle, unit):
        raise Refused("该单位没有逾期未报的事项，不需要催办。")
    if until is not None and until < clock.today():
        raise Refused("新的报送日期不能早于今天。")
    made = reminder_letter(cycle, unit, by=by, task=what.task, due=what.due, until=until, number=number.strip())
    audit.record("制发催办函", unit, by=by, notice=made.pk, task=what.task)
    return made


@transaction.atomic
def make_brief(cycle: Cycle, *, by: User) -> Notice:
    """进度简报 of today."""
    access.require(by, Perm.RUN_CYCLE)
    if cycle.state == CycleState.DRAFT:
        raise Refused("年度还没有启动，没有进度可以印成简报。")
    made = progress_brief(cycle, by=by)
    audit.record("印制进度简报", cycle, by=by, notice=made.pk)
    return made


@transaction.atomic
def record_minutes(cycle: Cycle, *, by: User, items: Sequence[tuple[str, str]], **facts: Any) -> Notice:
    """会议纪要 of a panel meeting (D20)."""
    access.require(by, Perm.NAME)
    if facts["held_on"] > clock.today():
        raise Refused("会议日期不能晚于今天。")
    if not items:
        raise Refused("请至少写一项议定事项。")
    made = panel_minutes(cycle, by=by, items=items, **facts)
    audit.record("制发会议纪要", cycle, by=by, notice=made.pk)
    return made
