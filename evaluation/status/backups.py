"""What the commands of the backup have told of themselves (branches/backup/state.py), as lines of 系统状态."""

from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

from django.conf import settings

from branches import clock
from branches.backup import state
from branches.backup.state import Part, Told
from branches.templatetags.furniture import moment


class Kind(NamedTuple):
    """One of the three: its name, how old its last success may be, what is said when there was none, what is to be done."""

    label: str
    lasts: timedelta
    never: str
    advice: str


KINDS = {
    Part.BACKUP: Kind(
        "备份",
        timedelta(hours=36),
        "还没有备份过",
        "请联系技术支持，查看备份任务（backup.timer）的日志，恢复每天备份。",
    ),
    Part.COPY: Kind(
        "异地副本",
        timedelta(hours=36),
        "还没有异地副本",
        "请联系技术支持，检查异地存储是否已挂载、连得上（BACKUP_TO）。",
    ),
    Part.TRIAL: Kind(
        "恢复演练",
        timedelta(days=40),
        "还没有演练过",
        "请联系技术支持，做一次恢复演练（backup --trial）：没有演练过的备份不可靠。",
    ),
}


def found() -> Iterator[tuple[str, str, str]]:
    """Label, value and advice of each; a demonstration backs nothing up."""
    if settings.DEMO:
        return
    for part, told in state.read().items():
        kind = KINDS[part]
        value = _value(kind, told)
        is_well = told.done_at is not None and not told.problem and clock.now() - told.done_at < kind.lasts
        yield kind.label, value, "" if is_well else kind.advice


def _value(kind: Kind, told: Told) -> str:
    last = f"最近一次成功{moment(told.done_at)}" if told.done_at else kind.never
    return f"{moment(told.failed_at)}失败，{last}" if told.problem else last
