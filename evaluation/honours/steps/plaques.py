"""牌匾: made, issued, returned, lost, replaced (方案 四, D24). Each number is used once."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db import transaction

from branches import access, audit, clock
from branches.incoming import numbers
from branches.models import User
from branches.permissions import Perm
from evaluation.advance import Refused
from evaluation.cases.locks import lock_register
from evaluation.models import Honour, Plaque
from evaluation.models.honour import HELD
from evaluation.shift import shift
from evaluation.vocabulary import PlaqueState


def next_number() -> int:
    """The running number after the highest one of the site's series."""
    head = settings.PLAQUE_PREFIX
    tails = [number.removeprefix(head) for number in _of_series(head)]
    return max(numbers.numbers(tails), default=0) + 1


def _of_series(head: str) -> Iterable[str]:
    return Plaque.objects.filter(number__startswith=head).values_list("number", flat=True)


def numbered(running: int) -> str:
    """`PDS-0123`, as the site's settings say."""
    return f"{settings.PLAQUE_PREFIX}{running:0{settings.PLAQUE_DIGITS}d}"


@transaction.atomic
def make(honours: Iterable[Honour], *, by: User, made_on: date, first: int | None = None) -> list[Plaque]:
    """One plaque for each of these titles, numbered on from `first` or from the last number of the series.

    Raises Refused for a title that has one or ended, and for a number that was ever used.
    """
    access.require(by, Perm.MANAGE_HONOURS)
    _not_in_future(made_on, "制作日期")
    lock_register()
    locked = Honour.objects.select_for_update(of=("self",)).select_related("branch").prefetch_related("plaques")
    rows = list(locked.filter(pk__in=[one.pk for one in honours]).order_by("branch__unit", "branch"))
    if not rows:
        raise Refused("请至少选择一个称号。")
    for honour in rows:
        if honour.state not in HELD:
            raise Refused(f"{honour}的称号已终止，不制作牌匾。")
        if honour.plaques.all():
            raise Refused(f"{honour}已有牌匾。遗失的请在原牌匾的页面办理补制。")
    free = next_number()
    numbers = [numbered((first or free) + place) for place in range(len(rows))]
    if used := Plaque.objects.filter(number__in=numbers).first():
        raise Refused(f"编号{used}已经使用，编号不重复使用。下一个可用的编号是{numbered(free)}。")
    return [_create(honour, number, by=by, made_on=made_on) for honour, number in zip(rows, numbers, strict=True)]


@transaction.atomic
def issue(plaque: Plaque, *, by: User, on: date, to: str) -> None:
    """发放 to somebody of the branch, against a receipt."""
    access.require(by, Perm.MANAGE_HONOURS)
    plaque = _locked(plaque)
    if plaque.honour.state not in HELD:
        raise Refused("称号已终止，牌匾不再发放。")
    _after(on, plaque.made_on, "发放日期", "制作日期")
    shift(plaque, PlaqueState.ISSUED, by=by, note=f"领取人{to.strip()}", issued_on=on, issued_to=_named(to, "领取人"))


@transaction.atomic
def take_back(plaque: Plaque, *, by: User, on: date, received_by: str) -> None:
    """收回: with it an ended title is settled (D24), also where its plaque never left the office."""
    access.require(by, Perm.MANAGE_HONOURS)
    plaque = _locked(plaque)
    if plaque.honour.state in HELD and plaque.state != PlaqueState.LOST:
        raise Refused("称号仍然有效，牌匾不收回。")
    _after(on, plaque.issued_on or plaque.made_on, "收回日期", "发放日期")
    shift(
        plaque,
        PlaqueState.RETURNED,
        by=by,
        note=f"接收人{received_by.strip()}",
        returned_on=on,
        received_by=_named(received_by, "接收人"),
    )


@transaction.atomic
def lose(plaque: Plaque, *, by: User, on: date, remark: str) -> None:
    """遗失, with the circumstances."""
    access.require(by, Perm.MANAGE_HONOURS)
    plaque = _locked(plaque)
    _after(on, plaque.issued_on or plaque.made_on, "遗失日期", "发放日期")
    shift(plaque, PlaqueState.LOST, by=by, note=remark, lost_on=on, remark=_named(remark, "情况说明"))


@transaction.atomic
def replace(plaque: Plaque, *, by: User, made_on: date) -> Plaque:
    """补制: another plaque with a number of its own for one that was lost."""
    access.require(by, Perm.MANAGE_HONOURS)
    lock_register()
    plaque = _locked(plaque)
    if plaque.state != PlaqueState.LOST:
        raise Refused("只有登记遗失的牌匾才补制。")
    if plaque.honour.state not in HELD:
        raise Refused("称号已终止，不再补制牌匾。")
    if Plaque.objects.filter(replaces=plaque).exists():
        raise Refused("这块牌匾已经补制过。")
    _after(made_on, plaque.lost_on or plaque.made_on, "制作日期", "遗失日期")
    return _create(plaque.honour, numbered(next_number()), by=by, made_on=made_on, replaces=plaque)


def _create(honour: Honour, number: str, *, by: User, made_on: date, replaces: Plaque | None = None) -> Plaque:
    plaque = Plaque.objects.create(
        honour=honour, number=number, made_on=made_on, replaces=replaces, by=by, at=clock.now()
    )
    audit.record("补制牌匾" if replaces else "制作牌匾", plaque, by=by, honour=honour.pk)
    return plaque


def _locked(plaque: Plaque) -> Plaque:
    return Plaque.objects.select_for_update(of=("self",)).select_related("honour__branch").get(pk=plaque.pk)


def _named(words: str, label: str) -> str:
    words = words.strip()
    if not words:
        raise Refused(f"请填写{label}。")
    return words


def _not_in_future(day: date, label: str) -> None:
    if day > clock.today():
        raise Refused(f"{label}不能晚于今天。")


def _after(day: date, earliest: date, label: str, other: str) -> None:
    _not_in_future(day, label)
    if day < earliest:
        raise Refused(f"{label}不能早于{other}。")
