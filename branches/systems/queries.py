"""Keys of systems, read: all of them, the one that somebody sends, and those that somebody has to look at."""

from datetime import timedelta

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from branches import clock
from branches.models import SystemKey
from branches.systems import keys

SOON = timedelta(days=30)


def every_key() -> QuerySet[SystemKey]:
    return SystemKey.objects.select_related("by", "decided_by", "revoked_by", "use")


def key_or_404(pk: int) -> SystemKey:
    return get_object_or_404(every_key(), pk=pk)


def called(key: str) -> SystemKey | None:
    """Which one this is, whether it opens anything or not."""
    return SystemKey.objects.select_related("use").filter(digest=keys.digest(key)).first()


def why_not(key: SystemKey) -> str:
    """Why it opens nothing; "" if it does."""
    if key.revoked_at:
        return "密钥已停用，请向系统管理员申请新的密钥。"
    if key.outcome != SystemKey.Outcome.CONFIRMED:
        return "密钥还没有经安全管理员确认。"
    if key.expires_on < clock.today():
        return "密钥已到期，请向系统管理员申请新的密钥。"
    return ""


def waiting() -> QuerySet[SystemKey]:
    """To be confirmed."""
    return SystemKey.objects.filter(outcome=SystemKey.Outcome.OPEN, revoked_at=None)


def expiring() -> QuerySet[SystemKey]:
    """In use, and no longer so in thirty days; the nearest first."""
    rows = SystemKey.objects.filter(outcome=SystemKey.Outcome.CONFIRMED, revoked_at=None)
    today = clock.today()
    return rows.filter(expires_on__gte=today, expires_on__lte=today + SOON).order_by("expires_on")
