"""How long backups stay, one writer at a time, and the second place."""

import os
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from branches import clock
from branches.backup import folders
from branches.backup.problems import NotDone

SUNDAY = datetime(2027, 1, 31, 3)
ELSEWHERE = Path("/dev/shm")


def nights(number: int, *, without: int = 0) -> list[datetime]:
    """So many nights that end on a Sunday at the end of a month, and so many before the last that have none."""
    return [SUNDAY - timedelta(days=back) for back in range(number) if not 0 < back <= without]


def test_fourteen_days_eight_weeks_and_twelve_months_are_kept() -> None:
    kept = folders.kept(nights(800))
    assert {at for at in kept if at > SUNDAY - timedelta(days=14)} == set(nights(14))
    sundays = {SUNDAY - timedelta(weeks=back) for back in range(8)}
    ends = {day for day in nights(800) if (day + timedelta(days=1)).day == 1 and day > SUNDAY - timedelta(days=360)}
    assert kept == set(nights(14)) | sundays | ends and len(ends) == 12


def test_nights_without_a_backup_cost_none() -> None:
    """A timer that stood still for half a year, and the first night after it throw nothing away."""
    assert set(nights(800, without=180)) & folders.kept(nights(800, without=180)) >= set(nights(194, without=180))


def test_of_one_day_the_last_is_kept_and_what_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    for at in (SUNDAY, SUNDAY + timedelta(hours=2)):
        (tmp_path / folders.name(at.replace(tzinfo=clock.SHANGHAI), is_encrypted=at == SUNDAY)).touch()
    (tmp_path / "sizhiqiang.tar").touch()
    folders.forget(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["sizhiqiang-20270131T050000.tar", "sizhiqiang.tar"]


def test_a_second_one_at_the_same_time_is_refused_and_what_an_earlier_one_left_goes(tmp_path: Path) -> None:
    (tmp_path / ".unfinished-x").mkdir()
    (tmp_path / ".unfinished-x" / "half").touch()
    with folders.alone(tmp_path):
        assert list(tmp_path.iterdir()) == []
        with pytest.raises(NotDone, match="wait until it has ended"), folders.alone(tmp_path):
            pytest.fail("two at once")
    with folders.alone(tmp_path):
        """The twin: afterwards the next one may."""


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    """A mount that is away would be the disk of the site itself."""
    with pytest.raises(NotDone, match="mount what belongs there"), folders.alone(tmp_path / "mnt"):
        pytest.fail("made")
    assert not (tmp_path / "mnt").exists()


def test_room_is_asked_for_first(tmp_path: Path) -> None:
    folders.demand_room(tmp_path, 0)
    with pytest.raises(NotDone, match="make room first"):
        folders.demand_room(tmp_path, 1 << 60)


def test_the_copy_is_the_backup_and_lies_on_another_disk(tmp_path: Path) -> None:
    path = tmp_path / "sizhiqiang-20270131T030000.tar"
    path.write_bytes(os.urandom(3_000_000))
    with pytest.raises(NotDone, match="is the second place mounted"):
        folders.copy(path, tmp_path)
    with pytest.raises(NotDone, match="mount the second place"):
        folders.copy(path, tmp_path / "nowhere")
    if ELSEWHERE.stat().st_dev == tmp_path.stat().st_dev:
        pytest.fail("this machine has no second disk to test with")
    with TemporaryDirectory(dir=ELSEWHERE) as second:
        copied = folders.copy(path, Path(second))
        assert Path(copied).read_bytes() == path.read_bytes()
        assert [one.name for one in Path(second).iterdir()] == [path.name]
