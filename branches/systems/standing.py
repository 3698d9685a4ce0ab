"""How a key stands today, in a word."""

from datetime import datetime

from branches import clock
from branches.models import SystemKey
from branches.pages.tags import Tag
from branches.permissions import Data
from branches.systems import queries as systems_queries


def standing(key: SystemKey) -> Tag:
    today = clock.today()
    if key.outcome == SystemKey.Outcome.RETURNED:
        return Tag("已退回", "look")
    if key.revoked_at:
        return Tag("已停用", "out")
    if key.expires_on < today:
        return Tag("已到期", "out")
    if key.outcome == SystemKey.Outcome.OPEN:
        return Tag("待确认", "todo")
    if key.expires_on <= today + systems_queries.SOON:
        return Tag("即将到期", "look")
    return Tag("使用中", "done")


def last_used(key: SystemKey) -> datetime | None:
    use = getattr(key, "use", None)
    return use.last_at if use else None


def is_revocable(key: SystemKey) -> bool:
    return not key.revoked_at and key.outcome != SystemKey.Outcome.RETURNED


def reads(key: SystemKey) -> str:
    """What it opens, in words."""
    return "、".join(Data(value).label for value in key.reads)
