"""延期: only 市直工委 moves a deadline, for one unit and step, with a reason (D9). There is no silent grace."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from branches import access, audit, clock, in_words
from branches.models import Unit, User
from branches.permissions import Perm
from evaluation.advance import Refused
from evaluation.cycle import queries as cycle_queries
from evaluation.deadlines import EXTENDABLE, YearDate, ends
from evaluation.models import Candidacy, Cycle, Extension, RecommendationList
from evaluation.vocabulary import State, Step

# The state in which a case waits for the step: an earlier date of its own, from a send-back, is moved along.
WAITS_FOR = {Step.SELF_ASSESSMENT: State.DRAFT, Step.ASSESSMENT: State.APPLIED}


@transaction.atomic
def extend(cycle: Cycle, units: Unit | Iterable[Unit], step: str, *, due: date, reason: str, by: User) -> int:
    """Move the last day of a step for a unit, or for several at once. What is done under it is marked 逾期."""
    access.require(by, Perm.RUN_CYCLE)
    cycle = Cycle.objects.select_for_update(no_key=True).get(pk=cycle.pk)
    chosen = [units] if isinstance(units, Unit) else list(units)
    if step not in EXTENDABLE:
        raise Refused("这个环节没有截止日期，不需要延期。")
    _refuse_unless_sensible(cycle, Step(step), due, reason)
    now = clock.now()
    Extension.objects.bulk_create(
        [Extension(cycle=cycle, unit=unit, step=step, due=due, reason=reason.strip(), by=by, at=now) for unit in chosen]
    )
    if state := WAITS_FOR.get(Step(step)):
        Candidacy.objects.filter(cycle=cycle, unit__in=chosen, state=state, due__lt=due).update(due=due)
    else:
        RecommendationList.objects.filter(cycle=cycle, unit__in=chosen, due__lt=due).update(due=due)
    for unit in chosen:
        audit.record(
            f"延期：{Step(step).label}", unit, by=by, year=cycle.year, due=due.isoformat(), reason=reason.strip()
        )
    return len(chosen)


@transaction.atomic
def extend_pool(cycle: Cycle, *, due: date, reason: str, by: User) -> RecommendationList:
    """Move the last day on which 市直工委 picks from the pool, for instance when a place became free afterwards (D14)."""
    access.require(by, Perm.RUN_CYCLE)
    cycle = Cycle.objects.select_for_update(no_key=True).get(pk=cycle.pk)
    pool = cycle_queries.pool(cycle)
    if pool is None or not cycle.is_running:
        raise Refused("本年度没有正在进行的联合推荐。")
    _refuse_unless_sensible(cycle, YearDate.POOL, due, reason)
    RecommendationList.objects.filter(pk=pool.pk).update(due=due)
    audit.record("延期：联合推荐选定", pool, by=by, due=due.isoformat(), reason=reason.strip())
    pool.refresh_from_db()
    return pool


def _refuse_unless_sensible(cycle: Cycle, step: Step | YearDate, due: date, reason: str) -> None:
    if not cycle.is_running:
        raise Refused("本年度没有在进行，不能延期。")
    if not reason.strip():
        raise Refused("请写明延期的理由。")
    if due < clock.today():
        raise Refused("延期的日期不能早于今天。")
    usual = ends(step).of(cycle)
    if due <= usual:
        raise Refused(f"延期的日期须晚于原定的{in_words.plain_day(usual)}。")
