"""Makes keys, confirms and returns them, takes them away, and notes when they are used."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import transaction

from branches import access, audit, clock
from branches.models import SystemKey, SystemKeyUse, User
from branches.permissions import Data, Perm
from branches.refusals import Conflict, Refusal
from branches.systems import keys

LONGEST = timedelta(days=365)
_NOTED_EVERY = timedelta(hours=1)


class Made(NamedTuple):
    """A key as it is shown once; it exists nowhere else."""

    row: SystemKey
    key: str


def latest() -> date:
    """The last day that a key of today may have."""
    return clock.today() + LONGEST


@transaction.atomic
def ask(system: str, purpose: str, reads: Sequence[Data], expires_on: date, *, by: User) -> Made:
    """A new key of a system. It opens nothing before a security administrator has confirmed it."""
    access.require(by, Perm.MANAGE_REGISTER)
    if not reads:
        raise Refusal("请选择可读数据。")
    if not clock.today() <= expires_on <= latest():
        raise Refusal(f"有效期最长一年，请填今天到{latest()}之间的日期。", field="expires_on")
    key = keys.new()
    row = SystemKey.objects.create(
        system=system,
        purpose=purpose,
        reads=[data.value for data in reads],
        prefix=key[: keys.SHOWN],
        digest=keys.digest(key),
        expires_on=expires_on,
        by=by,
        at=clock.now(),
    )
    audit.record("申请接口密钥", row, by=by, key=row.pk, reads=row.reads, expires_on=str(expires_on))
    return Made(row, key)


@transaction.atomic
def confirm(key: SystemKey, *, by: User) -> None:
    """From now on it opens what it was asked for."""
    row = _decide(key, SystemKey.Outcome.CONFIRMED, by=by)
    audit.record("确认接口密钥", row, by=by, key=row.pk, reads=row.reads, expires_on=str(row.expires_on))


@transaction.atomic
def send_back(key: SystemKey, *, reason: str, by: User) -> None:
    """It never opens anything; another one may be asked for."""
    if not reason:
        raise Refusal("请写明退回原因。", field="reason")
    row = _decide(key, SystemKey.Outcome.RETURNED, by=by, reason=reason)
    audit.record("退回接口密钥", row, by=by, key=row.pk)


@transaction.atomic
def revoke(key: SystemKey, *, by: User) -> None:
    """From the next request on it opens nothing. Either administrator does it alone: taking away is never too quick."""
    if not (access.may(by, Perm.MANAGE_REGISTER) or access.may(by, Perm.APPOINT)):
        raise PermissionDenied
    done = SystemKey.objects.filter(pk=key.pk, revoked_at=None).exclude(outcome=SystemKey.Outcome.RETURNED)
    if not done.update(revoked_by=by, revoked_at=clock.now()):
        raise Conflict("密钥已经停用或退回。")
    audit.record("停用接口密钥", key, by=by, key=key.pk)


def note_use(key: SystemKey) -> None:
    """Once an hour: a system that reads writes nothing with each request."""
    now, last = clock.now(), getattr(key, "use", None)
    if last is None or now - last.last_at >= _NOTED_EVERY:
        SystemKeyUse.objects.update_or_create(key=key, defaults={"last_at": now})


def _decide(key: SystemKey, outcome: SystemKey.Outcome, *, by: User, reason: str = "") -> SystemKey:
    access.require(by, Perm.APPOINT)
    row = SystemKey.objects.select_for_update().get(pk=key.pk)
    if row.outcome != SystemKey.Outcome.OPEN or row.revoked_at:
        raise Conflict("密钥已经办理过。")
    if row.by_id == by.pk:
        raise Refusal("您申请的密钥不能由您自己确认，请由另一位安全管理员办理。")
    row.outcome, row.decided_by, row.decided_at, row.reason = outcome, by, clock.now(), reason
    row.save(update_fields=["outcome", "decided_by", "decided_at", "reason"])
    return row
