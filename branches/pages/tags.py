"""Small status tags of the register's lists."""

from typing import NamedTuple


class Tag(NamedTuple):
    """What `{% status %}` shows: a word and a tone."""

    label: str
    tone: str


def in_use(is_active: bool, *, on: str = "在用", out: str = "已停用") -> Tag:
    return Tag(on, "done") if is_active else Tag(out, "out")
