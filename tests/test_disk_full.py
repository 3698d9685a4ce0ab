"""A disk that is full, a small one of its own: uploads are refused with a sentence, and nothing is half written."""

import hashlib
import os
import random
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from branches.files import store
from branches.models import Branch, User
from evaluation.models import Evidence
from tests.plugins.soak import Measured
from tests.support import files

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(os.geteuid() != 0, reason="only root mounts a small disk"),
]
REFUSED = "文件没有存下来"


@pytest.fixture
def disk(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """What belongs to the site lies on a disk of 2 MB."""
    folder = tmp_path / "files"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)], check=True)
    settings.MEDIA_ROOT = folder
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def filled(disk: Path, rest: int = 40_000) -> Path:
    """Something else takes all but so many bytes."""
    filler = disk / "something-else"
    free = os.statvfs(disk)
    filler.write_bytes(bytes(free.f_bavail * free.f_frsize - rest))
    return filler


def upload(client: Client, branch: Branch, number: int) -> tuple[int, str]:
    """A picture of noise, which no program makes small."""
    noise = random.Random(number).randbytes(90_000)
    content = files.pdf() + b"%" + noise.hex().encode() + b"\n%%EOF\n"
    sent = files.sent(f"材料{number}.pdf", content)
    answer = client.post(f"/branches/{branch.pk}/evidence/", {"upload": sent})
    return answer.status_code, answer.content.decode()


def corrupt() -> list[str]:
    """Files that no row names or that are not what was taken in, and rows without their file."""
    rows = {str(one.file.name): one.sha256 for one in Evidence.objects.all()}
    kept = {one.name for one in store.everything() if one.name != "something-else"}
    wrong = [name for name in rows.keys() & kept if hashlib.sha256(store.read(name)).hexdigest() != rows[name]]
    return [*wrong, *sorted(rows.keys() ^ kept)]


def full(client: Client, secretary: User, branch: Branch, disk: Path, times: int) -> None:
    client.force_login(secretary)
    assert upload(client, branch, 0)[0] == 302
    filler = filled(disk)
    for number in range(1, times + 1):
        status, page = upload(client, branch, number)
        assert status == 422 and REFUSED in page
    assert Evidence.objects.count() == 1
    assert corrupt() == [] and list(disk.rglob("*.part")) == []
    filler.unlink()
    assert upload(client, branch, times + 1)[0] == 302
    assert Evidence.objects.count() == 2 and corrupt() == []


def test_uploads_are_refused_and_go_on_when_there_is_room(
    client: Client, secretary: User, branch: Branch, case: Any, disk: Path
) -> None:
    full(client, secretary, branch, disk, times=3)


@pytest.mark.soak
@pytest.mark.figure(14, "disk full: 20 writes refused cleanly, 0 corrupt")
def test_soak_twenty_uploads_on_a_full_disk(
    client: Client, secretary: User, branch: Branch, case: Any, disk: Path, measured: Measured
) -> None:
    full(client, secretary, branch, disk, times=20)
    measured("20 refused with a sentence, 0 corrupt")


def test_half_a_file_would_be_found(client: Client, secretary: User, branch: Branch, case: Any, disk: Path) -> None:
    """The twin."""
    client.force_login(secretary)
    assert upload(client, branch, 0)[0] == 302
    name = str(Evidence.objects.get().file.name)
    (disk / name).write_bytes(store.read(name)[:1000])
    assert corrupt() == [name]
