"""备份, 异地副本 and 恢复演练 on 系统状态: red from the first day until they are done, and again when they stop or fail."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from branches.backup import state
from branches.backup.problems import NotDone
from branches.backup.state import Part
from evaluation.status import backups
from evaluation.status import queries as status_queries


@pytest.fixture(autouse=True)
def site(settings: Any, tmp_path: Path) -> None:
    settings.DEMO = False
    settings.STORAGES = settings.STORAGES | {
        "backup": {"BACKEND": "branches.files.disk.Disk", "OPTIONS": {"location": str(tmp_path / "backup")}}
    }


def red() -> list[str]:
    return [label for label, _, advice in backups.found() if advice]


def value(label: str) -> str:
    return next(value for name, value, _ in backups.found() if name == label)


def test_all_three_are_red_until_they_were_done_once() -> None:
    assert red() == ["备份", "异地副本", "恢复演练"]
    assert value("恢复演练") == "还没有演练过"
    for part in Part:
        state.done(part)
    assert red() == []


def test_a_night_without_a_backup_turns_it_red_and_a_month_without_a_trial(today: Callable[[date], None]) -> None:
    today(date(2026, 12, 1))
    for part in Part:
        state.done(part)
    today(date(2026, 12, 2))
    assert red() == []
    today(date(2026, 12, 3))
    assert red() == ["备份", "异地副本"]
    today(date(2027, 1, 11))
    assert red() == ["备份", "异地副本", "恢复演练"]


def test_a_failure_is_red_at_once_and_the_last_success_stays_known() -> None:
    state.done(Part.BACKUP)
    state.failed(Part.BACKUP, "No space left on device")
    assert "失败，最近一次成功" in value("备份") and "备份" in red()
    state.failed(Part.COPY, "is the second place mounted?")
    assert value("异地副本").endswith("失败，还没有异地副本")
    state.done(Part.BACKUP)
    assert "备份" not in red()


@pytest.mark.parametrize("words", ["", "{", "[]", '{"backup": {"done_at": "yesterday"}}'])
def test_what_cannot_be_read_is_red(words: str, tmp_path: Path) -> None:
    (tmp_path / "backup").mkdir()
    (tmp_path / "backup" / "state.json").write_text(words)
    assert red() == ["备份", "异地副本", "恢复演练"]


def test_what_cannot_be_told_is_said_by_the_command(tmp_path: Path) -> None:
    (tmp_path / "backup").touch()
    with pytest.raises(NotDone, match="let the user of the backup write there"):
        state.done(Part.BACKUP)


def test_they_are_lines_of_the_page_and_a_demonstration_has_none(db: None, settings: Any) -> None:
    labels = {"备份", "异地副本", "恢复演练"}
    assert labels <= {line.label for line in status_queries.lines()}
    settings.DEMO = True
    assert not labels & {line.label for line in status_queries.lines()}
