"""经费补助 of newly named branches: recorded once per title, paid against a voucher (方案 五（二）)."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal

from django.db import transaction

from branches import access, audit, clock, in_words
from branches.models import User
from branches.permissions import Perm
from evaluation.advance import Refused
from evaluation.models import Honour, Subsidy
from evaluation.models.honour import HELD
from evaluation.vocabulary import HonourState


@transaction.atomic
def grant(honours: Iterable[Honour], *, by: User, amount: Decimal, source: str) -> int:
    """Record the subsidy of `amount` yuan for each of these titles. Refused where there is one already or the title ended."""
    access.require(by, Perm.MANAGE_HONOURS)
    if amount <= 0:
        raise Refused("金额须大于0。")
    if not source.strip():
        raise Refused("请填写经费来源。")
    rows = list(Honour.objects.select_for_update(of=("self",)).filter(pk__in=[one.pk for one in honours]))
    if not rows:
        raise Refused("请至少选择一个称号。")
    _refuse(rows, lambda one: one.state not in HELD, "的称号已终止，不给予经费补助。")
    _refuse(rows, lambda one: hasattr(one, "subsidy"), "已登记过经费补助，每个称号只补助一次。")
    _refuse(rows, lambda one: one.decision_id is None, "不是本系统新命名的，不在此登记。")
    now = clock.now()
    Subsidy.objects.bulk_create(
        Subsidy(honour=one, amount=amount, source=source.strip(), by=by, at=now) for one in rows
    )
    audit.record("登记经费补助", source, by=by, honours=[one.pk for one in rows], amount=str(amount))
    return len(rows)


@transaction.atomic
def pay(subsidy: Subsidy, *, by: User, on: date, voucher: str) -> None:
    """Record the payment. It is made once, and never after the title was revoked."""
    access.require(by, Perm.MANAGE_HONOURS)
    honour = Honour.objects.select_for_update(of=("self",)).get(pk=subsidy.honour_id)
    subsidy = Subsidy.objects.select_for_update(of=("self",)).select_related("honour__branch").get(pk=subsidy.pk)
    if subsidy.paid_on is not None:
        raise Refused("这笔补助已登记拨付，请刷新页面查看。")
    if on > clock.today() or on < subsidy.honour.named_on:
        raise Refused("拨付日期应在命名之后、今天之前。")
    if honour.state == HonourState.REVOKED and honour.ended_on and on >= honour.ended_on:
        raise Refused(f"称号已于{in_words.plain_day(honour.ended_on)}撤销，不再拨付经费补助。")
    if not voucher.strip():
        raise Refused("请填写凭证号。")
    Subsidy.objects.filter(pk=subsidy.pk).update(paid_on=on, voucher=voucher.strip())
    audit.record("拨付经费补助", subsidy, by=by, honour=subsidy.honour_id, voucher=voucher.strip())


def _refuse(rows: Iterable[Honour], unfit: Callable[[Honour], bool], why: str) -> None:
    """Raises Refused with the names of those that are."""
    if names := [str(one) for one in rows if unfit(one)]:
        raise Refused(f"{'、'.join(names)}{why}")
