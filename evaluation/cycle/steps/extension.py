"""延期: only 市直工委 moves a deadline, of one step or several, with a reason (D9). There is no silent grace.

A moved date lies before the next one of the unit; a recommendation after the end of January waits for a second person
of 市直工委 (D36), as does another naming day of a year that runs (D56).
"""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import transaction

from branches import audit, clock, in_words
from branches.models import Unit, User
from evaluation.advance import Refused
from evaluation.cycle import last_days
from evaluation.cycle import queries as cycle_queries
from evaluation.cycle.steps import waiting as waiting_steps
from evaluation.deadlines import EXTENDABLE, YearDate, ends, latest
from evaluation.models import Candidacy, Cycle, Extension, RecommendationList, YearChange
from evaluation.rules import limits
from evaluation.vocabulary import Step


@transaction.atomic
def extend(
    cycle: Cycle,
    units: Iterable[Unit],
    days: Mapping[Step, date],
    *,
    reason: str,
    by: User,
    document: str = "",
    confirmed_by: User | None = None,
) -> list[Unit] | YearChange:
    """Move the last days of some steps for some units; returns whose moved. What is done under it is marked 逾期.

    Of several units those that have handed in keep their dates of steps 1 and 2 (D39); a single one is refused.
    """
    waiting_steps.require(by, confirmed_by)
    cycle = _running(cycle, reason)
    chosen = _refuse_unless_possible(cycle, list(units), days)
    if confirmed_by is None and limits.of_recommendation(cycle.year, days.get(Step.RECOMMENDATION, date.min)):
        wanted = {
            "units": [unit.pk for unit in chosen],
            "days": {step.value: due.isoformat() for step, due in days.items()},
        }
        kind = YearChange.Kind.EXTENSION
        return waiting_steps.propose(cycle, kind, wanted, by=by, reason=reason, document=document)
    given = {"reason": reason.strip(), "document": document.strip(), "by": by, "confirmed_by": confirmed_by}
    now = clock.now()
    Extension.objects.bulk_create(
        Extension(cycle=cycle, unit=unit, step=step, due=due, at=now, **given)
        for step, due in days.items()
        for unit in chosen
    )
    for step, due in days.items():
        _move_along(cycle, chosen, step, due)
        told = {"year": cycle.year, "due": due.isoformat(), "reason": reason.strip()}
        audit.record_all(f"延期：{step.label}", ((unit, told) for unit in chosen), by=confirmed_by or by)
    return chosen


def _refuse_unless_possible(cycle: Cycle, units: list[Unit], days: Mapping[Step, date]) -> list[Unit]:
    """Those of the units whose steps may be moved."""
    if not days:
        raise Refused("请至少填写一个环节延至的日期。")
    if days.keys() - set(EXTENDABLE):
        raise Refused("这个环节没有截止日期，不需要延期。")
    if EARLY & days.keys():
        done = cycle_queries.handed_in(cycle, units)
        if done and len(units) == 1:
            what = "已报送推荐名单或者推送联合推荐，自评和考核不能再延期"
            raise Refused(f"{units[0]}{what}。请先退回名单，或者由该单位收回推送。")
        units = [unit for unit in units if unit.pk not in done]
    for step, due in days.items():
        _refuse_unless_later(step.label, due, ends(step).of(cycle))
    if problems := last_days.problems(cycle, units, days):
        raise Refused(*problems)
    return units


EARLY = {Step.SELF_ASSESSMENT, Step.ASSESSMENT}


def _move_along(cycle: Cycle, units: list[Unit], step: Step, due: date) -> None:
    """An earlier date of a case's own, from a send-back, and of a returned list goes along."""
    column = ends(step).column
    Candidacy.objects.filter(cycle=cycle, unit__in=units, **{f"{column}__lt": due}).update(**{column: due})
    if step == Step.RECOMMENDATION:
        RecommendationList.objects.filter(cycle=cycle, unit__in=units, due__lt=due).update(due=due)


@transaction.atomic
def extend_pool(cycle: Cycle, *, due: date, reason: str, by: User) -> RecommendationList:
    """Move the last day on which 市直工委 picks from the pool, for instance when a place became free afterwards (D14)."""
    waiting_steps.require(by, None)
    cycle = _running(cycle, reason)
    pool = cycle_queries.pool(cycle)
    if pool is None:
        raise Refused("本年度没有正在进行的联合推荐。")
    _refuse_unless_later(YearDate.POOL.label, due, YearDate.POOL.of(cycle))
    last = latest(cycle, YearDate.POOL, clock.today())
    if last and due > last:
        raise Refused(f"延期的日期须早于{YearDate.NAMING.label}，最晚{in_words.plain_day(last)}。")
    if last and (late := last_days.of_pool_members(cycle, from_day=due)):
        raise Refused(f"延期的日期须晚于{late}的推荐截止。")
    RecommendationList.objects.filter(pk=pool.pk).update(due=due)
    audit.record("延期：联合推荐选定", pool, by=by, due=due.isoformat(), reason=reason.strip())
    pool.refresh_from_db()
    return pool


@transaction.atomic
def move_naming(
    cycle: Cycle, *, day: date, reason: str, by: User, confirmed_by: User | None = None
) -> Cycle | YearChange:
    """Another naming day for a year that runs: always by two people (D56)."""
    waiting_steps.require(by, confirmed_by)
    cycle = _running(cycle, reason)
    before = YearDate.NAMING.of(cycle)
    if day == before:
        raise Refused(f"{YearDate.NAMING.label}日期没有改变，仍是{in_words.plain_day(before)}。")
    if day < clock.today():
        raise Refused("新的日期不能早于今天。")
    if day <= (last := last_days.last_before_naming(cycle)):
        raise Refused(f"集中命名须晚于各单位和联合推荐的截止日期，最早{in_words.plain_day(last + last_days.A_DAY)}。")
    if confirmed_by is None:
        wanted = {"day": day.isoformat()}
        return waiting_steps.propose(cycle, YearChange.Kind.NAMING, wanted, by=by, reason=reason)
    Cycle.objects.filter(pk=cycle.pk).update(**{YearDate.NAMING.column: day})
    told = {"before": before.isoformat(), "after": day.isoformat(), "reason": reason.strip()}
    audit.record("更改集中命名日期", cycle, by=confirmed_by, **told)
    cycle.refresh_from_db()
    return cycle


def _running(cycle: Cycle, reason: str) -> Cycle:
    """The year, locked."""
    cycle = Cycle.objects.select_for_update(no_key=True).get(pk=cycle.pk)
    if not cycle.is_running:
        raise Refused("本年度没有在进行，不能延期。")
    if not reason.strip():
        raise Refused("请写明延期的理由。")
    return cycle


def _refuse_unless_later(what: str, due: date, usual: date) -> None:
    if due < clock.today():
        raise Refused(f"{what}延期的日期不能早于今天。")
    if due <= usual:
        raise Refused(f"{what}延期的日期须晚于原定的{in_words.plain_day(usual)}。")
