"""动态调整: 市直工委 changes a ratio up or down, for the year, one unit or the pool (方案 四（三）, D4).

At once up to what the plan allows; above it when another person has confirmed it (D36).

A place is a row: an adjustment adds free ones or removes free ones; it never takes one away from a branch.
"""

from decimal import Decimal

from django.db import transaction

from branches import audit, clock, in_words
from branches.models import Unit, User
from evaluation.advance import Refused, Stale
from evaluation.cycle import adjustment
from evaluation.cycle.adjustment import Change, Preview
from evaluation.cycle.steps import waiting as waiting_steps
from evaluation.models import Cycle, ListNews, RatioAdjustment, RecommendationList, Seat, YearChange
from evaluation.rules import limits
from evaluation.vocabulary import CycleState, ListState


@transaction.atomic
def adjust_ratio(
    cycle: Cycle,
    *,
    scope: str,
    ratio: Decimal,
    reason: str,
    document: str,
    by: User,
    unit: Unit | None = None,
    expected: int | None = None,
    confirmed_by: User | None = None,
) -> Preview | YearChange:
    """Save and carry out an adjustment; `ratio` is 0 to 1 in steps of a hundredth of a percent.

    `expected` is the number of changed lists that the person saw before; another one in between is refused. Above the
    plan nothing is carried out unless somebody else has confirmed it: what waits is returned.
    """
    waiting_steps.require(by, confirmed_by)
    cycle = Cycle.objects.select_for_update(no_key=True).get(pk=cycle.pk)
    if problem := _missing(cycle, reason, document):
        raise Refused(problem)
    list(RecommendationList.objects.select_for_update(no_key=True).filter(cycle=cycle).order_by("pk"))
    effect = adjustment.preview(cycle, scope, ratio, unit)
    if effect.refusals:
        raise Refused(*effect.refusals)
    if not effect.lists:
        raise Refused("没有可以调整的名单：该单位不参加本年度评定，或者本年度没有联合推荐。")
    if expected not in (None, len(effect.changes)):
        raise Stale
    if limits.of_ratio(ratio) and confirmed_by is None:
        wanted = {"scope": scope, "unit": unit.pk if unit else None, "ratio_bp": int(ratio * 10_000)}
        return waiting_steps.propose(cycle, YearChange.Kind.RATIO, wanted, by=by, reason=reason, document=document)
    for change in effect.lists:
        if cycle.state == CycleState.RECOMMENDING:
            _carry_out(change)
    RatioAdjustment.objects.create(
        cycle=cycle,
        scope=scope,
        unit=unit,
        ratio_bp=int(ratio * 10_000),
        reason=reason.strip(),
        document=document.strip(),
        by=by,
        confirmed_by=confirmed_by,
        at=clock.now(),
    )
    audit.record(
        f"调整比例为{in_words.percent(ratio)}",
        unit or cycle,
        by=confirmed_by or by,
        scope=scope,
        changes=[[change.name, change.before, change.after] for change in effect.changes],
        document=document.strip(),
    )
    return effect


def _missing(cycle: Cycle, reason: str, document: str) -> str:
    """Why no ratio can be changed now, whichever it is."""
    if not cycle.is_running:
        return "本年度没有在进行，不能调整比例。筹备中的年度请直接修改设置。"
    return "" if reason.strip() and document.strip() else "调整比例须写明理由和依据。"


def _carry_out(change: Change) -> None:
    """Give the list its new ratio and exactly `after` seats, numbered from one."""
    row = change.row
    if row is None:
        return
    taken = list(Seat.objects.filter(list=row, holder__isnull=False).order_by("number"))
    if change.after < row.cap:
        Seat.objects.filter(list=row, holder=None).delete()
        free = sorted(set(range(1, change.after + 1)) - {seat.number for seat in taken}, reverse=True)
        for seat in taken:
            if seat.number > change.after:
                seat.number = free.pop()
                seat.save(update_fields=["number"])
    RecommendationList.objects.filter(pk=row.pk).update(
        base=change.base,
        ratio_bp=int(change.ratio * 10_000),
        cap=change.after,
        is_min_one=change.is_min_one,
        **({"pool": None} if change.leaves_pool else {}),
    )
    numbers = set(Seat.objects.filter(list=row).values_list("number", flat=True))
    Seat.objects.bulk_create(Seat(list=row, number=n) for n in range(1, change.after + 1) if n not in numbers)
    if row.state == ListState.SUBMITTED and row.unit_id and change.after > row.cap:
        news = ListNews.What.CAP_ROSE
        ListNews.objects.create(list=row, what=news, cap_before=row.cap, at=clock.now())
