"""Small status tags of the register's lists."""

from typing import NamedTuple

from branches.models import User


class Tag(NamedTuple):
    """What `{% status %}` shows: a word and a tone."""

    label: str
    tone: str


def in_use(is_active: bool, *, on: str = "在用", out: str = "已停用") -> Tag:
    return Tag(on, "done") if is_active else Tag(out, "out")


# How accounts are filtered by it.
OPENINGS = [("open", "已开通"), ("new", "未开通"), ("asleep", "休眠"), ("out", "已停用")]


def opening(person: User) -> Tag:
    """Whether the account can be signed in to, or what keeps it."""
    if not person.is_active:
        return Tag("已停用", "out")
    if person.asleep_since:
        return Tag("休眠", "todo")
    return Tag("已开通", "done") if person.opened_at else Tag("未开通", "todo")
