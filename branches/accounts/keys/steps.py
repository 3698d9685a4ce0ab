"""Prints slips, tells words, opens and closes accounts. Nobody does both halves: neither the code nor the table lets him."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from branches import access, audit, clock
from branches.accounts import devices, passwords
from branches.accounts.keys import codes, mailing, tokens
from branches.accounts.keys import queries as keys_queries
from branches.models import AccountNews, PrintRun, Slip, Unit, User
from branches.permissions import Perm
from branches.refusals import Conflict, Refusal


class NotPrinted(Refusal):
    """No slip, no word."""


@dataclass(frozen=True)
class Printed:
    """The slips of one unit as they go to paper: each person with the code, which exists nowhere else."""

    run: PrintRun
    slips: list[tuple[Any, str]] = field(default_factory=list)


@transaction.atomic
def print_units(units: Sequence[Unit], *, by: User) -> list[Printed]:
    """New slips for everybody of these units whose account is not open; older ones of theirs are void."""
    allowed = {unit.pk for unit in keys_queries.printable_units(by)}
    if not {unit.pk for unit in units} <= allowed:
        raise PermissionDenied
    rows = keys_queries.people().filter(keys_queries.closed(), home__in=[unit.pk for unit in units])
    waiting: dict[int, list[User]] = {unit.pk: [] for unit in units}
    for person in keys_queries.with_posts(rows.exclude(pk=by.pk)).order_by("pk"):
        waiting[person.home].append(person)
    if not any(waiting.values()):
        raise NotPrinted("这些单位的账号都已开通，不用再打印。要给某个人重打，请到单位人员里点他的姓名。")
    return _print([(unit, waiting[unit.pk]) for unit in units if waiting[unit.pk]], by=by)


@transaction.atomic
def print_one(person: Any, *, by: User) -> Printed:
    """A new slip for one person: it was lost, or the password, the second factor was. What he uses now stays till then."""
    unit = Unit.objects.get(pk=person.home)
    if not (keys_queries.may_print_all(by) or access.may(by, Perm.PRINT_SLIPS, unit)):
        raise PermissionDenied
    if person.pk == by.pk:
        raise NotPrinted("不能给自己打印开通条。请由系统管理员或另一位经办人打印。")
    return _print([(unit, [person])], by=by)[0]


@transaction.atomic
def mail_one(person: Any, *, by: User) -> None:
    """The same by mail instead of on paper, to an address that its owner has confirmed. The word never goes that way."""
    if not person.email_confirmed_at:
        raise NotPrinted(f"{person}的邮箱没有经本人确认，请打印开通条。")
    ((_, code),) = print_one(person, by=by).slips
    page = f"{settings.SITE_URL}{reverse('activate')}?as={quote(person.username)}"
    text = f"开通码：{code}\n\n在{page}填写账号、开通码和本单位开通口令，再设密码。30天内有效，只用一次。口令请问本单位机关党组织。"
    if not mailing.send(person.email, "开通码", text):
        raise NotPrinted("邮件没有发出去，开通码没有换。请打印开通条，或稍后再发。")


def ask_to_confirm(user: User) -> None:
    """Send the own address a link that leads to `confirm_address`."""
    page = f"{settings.SITE_URL}{reverse('address_confirm', args=[tokens.make(user)])}"
    if not mailing.send(user.email, "确认邮箱", f"请先登录，再打开：{page}\n\n30分钟内有效。不是您要的，不用理会。"):
        raise NotPrinted("邮件没有发出去。请核对邮箱，或稍后再试。")


@transaction.atomic
def confirm_address(user: User, address: str) -> None:
    """Mail to this address has reached its owner, while signed in."""
    if address != user.email:
        raise Conflict("邮箱已经改过。请重新发一次确认邮件。")
    User.objects.filter(pk=user.pk, email=address).update(email_confirmed_at=clock.now())
    audit.record("确认邮箱", user, by=user, user=user.pk)


def _print(wanted: Sequence[tuple[Unit, Sequence[User]]], *, by: User) -> list[Printed]:
    """A run for each unit; a handful of queries for any number of them."""
    now = clock.now()
    people = [person.pk for _, one in wanted for person in one]
    list(User.objects.select_for_update().filter(pk__in=people).order_by("pk"))
    Slip.objects.filter(user__in=people, used_at=None, voided_at=None).update(voided_at=now)
    runs = PrintRun.objects.bulk_create(PrintRun(unit=unit, printed_by=by, printed_at=now) for unit, _ in wanted)
    printed = [
        Printed(run, [(person, codes.new_code()) for person in one]) for run, (_, one) in zip(runs, wanted, strict=True)
    ]
    Slip.objects.bulk_create(
        Slip(run=one.run, user=person, code=codes.code_digest(code, person))
        for one in printed
        for person, code in one.slips
    )
    audit.record_all("打印开通条", ((one.run.unit, _detail(one)) for one in printed), by=by)
    return printed


def _detail(printed: Printed) -> dict[str, object]:
    run = printed.run
    return {"unit": run.unit_id, "run": run.pk, "people": [person.pk for person, _ in printed.slips]}


@transaction.atomic
def tell(runs: Sequence[PrintRun], *, by: User) -> list[tuple[PrintRun, str]]:
    """The words of these runs, for once. One that was told before no longer opens anything."""
    access.require(by, Perm.TELL_WORD)
    now = clock.now()
    locked = PrintRun.objects.select_for_update(of=("self",)).select_related("unit")
    told = [(run, codes.new_word()) for run in locked.filter(pk__in=[run.pk for run in runs]).order_by("pk")]
    if any(run.printed_by_id == by.pk for run, _ in told):
        raise NotPrinted("开通条是您打印的，口令须由另一位安全管理员告知。")
    for run, word in told:
        run.word, run.told_by, run.told_at = codes.word_digest(word, run), by, now
    PrintRun.objects.bulk_update([run for run, _ in told], ["word", "told_by", "told_at"])
    details = ((run.unit, {"unit": run.unit_id, "run": run.pk}) for run, _ in told)
    audit.record_all("查看开通口令", details, by=by)
    return told


@transaction.atomic
def open_account(slip: Slip, password: str) -> User:
    """The owner, who has shown both keys, sets the own password. The slip is used up, the account awake and open."""
    user = User.objects.select_for_update().get(pk=slip.user_id)
    used = Slip.objects.filter(pk=slip.pk, used_at=None, voided_at=None).update(used_at=clock.now())
    if not used or not user.is_active:
        raise Conflict("这张开通条刚刚用过或已作废。请找本单位机关党组织重打。")
    user.asleep_since, user.opened_at = None, clock.now()
    passwords.assign(user, password)
    user.save(update_fields=["asleep_since", "opened_at"])
    AccountNews.objects.create(user=user, what=AccountNews.What.OPENED, at=clock.now())
    audit.record(keys_queries.OPENED, user, by=user, user=user.pk, run=slip.run_id)
    return user


@transaction.atomic
def close(user: User, *, by: User) -> None:
    """Somebody else has opened it: nobody signs in any more until both keys are shown anew. The posts stay."""
    if by.pk != user.pk:
        access.require(by, Perm.TELL_WORD)
    Slip.objects.filter(user=user, used_at=None, voided_at=None).update(voided_at=clock.now())
    User.objects.filter(pk=user.pk).update(password=make_password(None), opened_at=None, password_set_at=None)
    devices.forget(user)
    audit.record("关闭账号：不是本人开通", user, by=by, user=user.pk)


def put_to_sleep(*, keepers_before: Any, others_before: Any | None) -> int:
    """Accounts that nobody used since then sleep: those of administrators and the city, and, with a day, all others."""
    city = keys_queries.holders_over_the_city()
    asleep = _sleep(User.objects.filter(pk__in=city), keepers_before)
    return asleep + (_sleep(User.objects.exclude(pk__in=city), others_before) if others_before else 0)


def _sleep(rows: Any, before: Any) -> int:
    unused = rows.filter(asleep_since=None, opened_at__lt=before, is_active=True)
    unused = unused.exclude(last_login__gte=before).exclude(password_set_at__gte=before)
    count: int = unused.update(asleep_since=clock.now())
    return count
