"""One door to files, on the disk of this machine and in an S3 store alike."""

import hashlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from branches.files import addresses, store
from branches.files.kept import Away, NoAddress
from evaluation.advance import Refused
from evaluation.models import Evidence
from evaluation.self_assessment.evidence import steps as evidence_steps
from evaluation.status import queries as status_queries
from tests.plugins.databases import ROOT
from tests.support import files, stores

PAPER = b"%PDF-1.7 of the party branch"


@pytest.fixture
def s3() -> Iterator[stores.Store]:
    with stores.running() as one:
        yield one


@pytest.fixture
def in_bucket(s3: stores.Store, settings: Any) -> stores.Store:
    settings.STORAGES = s3.storages(settings.STORAGES)
    return s3


@pytest.fixture(params=["disk", "bucket"])
def place(request: pytest.FixtureRequest, settings: Any, tmp_path: Path) -> None:
    if request.param == "disk":
        settings.MEDIA_ROOT = tmp_path / "files"
    else:
        request.getfixturevalue("in_bucket")


def names(folder: str = "") -> list[str]:
    return [one.name for one in store.everything(folder)]


@pytest.mark.usefixtures("place")
def test_what_is_kept_for_good_is_named_by_its_content() -> None:
    name = store.keep("evidence", PAPER, ".pdf")
    assert store.keep("evidence", PAPER, ".pdf") == name, "whoever brings it, it is one file"
    assert store.keep("evidence", PAPER + b".", ".pdf") != name
    assert store.keep("issued", PAPER, ".pdf") != name, "each kind has its own"
    assert store.read(name) == PAPER and len(names()) == 3
    assert hashlib.sha256(PAPER).hexdigest() not in name, "a content that can be guessed is not found by its name"


@pytest.mark.usefixtures("place")
def test_what_goes_again_has_its_own_name_and_is_replaced_as_a_whole() -> None:
    store.put("samples/1/02.png", b"two")
    store.put("samples/1/01.png", b"one")
    store.put("samples/10/01.png", b"another text's")
    store.put("samples/1/01.png", b"one, anew")
    assert names("samples/1") == ["samples/1/01.png", "samples/1/02.png"], "in order, and of this folder alone"
    assert store.read("samples/1/01.png") == b"one, anew"
    assert [one.size for one in store.everything("samples/1")] == [9, 3]
    store.drop("samples/1/01.png")
    store.drop("samples/1/01.png")
    assert not store.is_there("samples/1/01.png") and store.is_there("samples/1/02.png")


@pytest.mark.usefixtures("place")
def test_what_is_not_there_is_not_found_and_nothing_has_an_address() -> None:
    assert names() == names("samples/1") == []
    with pytest.raises(FileNotFoundError):
        store.opened("evidence/nowhere.pdf")
    with pytest.raises(NoAddress):
        default_storage.url(store.put("evidence/x.pdf", PAPER))


DYING = """
import os, signal
import django
django.setup()
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from branches.files.disk import Disk

class Half(ContentFile):
    def chunks(self, chunk_size=None):
        yield b"half"
        os.kill(os.getpid(), signal.SIGKILL)

{kind}(location={folder!r}).save("evidence/whole.pdf", Half(b""))
"""


def killed_half_way(kind: str, folder: Path) -> list[str]:
    """The names that stand in the folder after a process was killed while it wrote one file."""
    words = DYING.format(kind=kind, folder=str(folder))
    environment = {"DJANGO_SETTINGS_MODULE": "sizhiqiang.settings", "DEMO": "1", "DATA_DIR": str(folder / "data")}
    done = subprocess.run([sys.executable, "-c", words], check=False, cwd=ROOT, env=environment)
    assert done.returncode == -9
    return [path.name for path in (folder / "evidence").iterdir() if not path.name.endswith(".part")]


def test_who_is_killed_while_he_writes_leaves_nothing_under_the_name(tmp_path: Path) -> None:
    assert killed_half_way("Disk", tmp_path) == []


def test_a_store_that_writes_in_place_would_leave_half_a_file(tmp_path: Path) -> None:
    """The twin."""
    assert killed_half_way("FileSystemStorage", tmp_path) == ["whole.pdf"]


@pytest.mark.django_db
def test_a_piece_of_evidence_goes_into_the_store_and_comes_back_by_its_page(
    in_bucket: stores.Store, branch: Any, secretary: Any, case: Any, client: Client
) -> None:
    piece = evidence_steps.add_file(branch, files.sent("总结.pdf"), by=secretary)
    (held,) = in_bucket.held("files/party/files").items()
    assert held == (piece.file.name, files.pdf()) and piece.sha256 == hashlib.sha256(held[1]).hexdigest()
    client.force_login(secretary)
    answer = client.get(f"/evidence/{piece.pk}/")
    assert (answer.status_code, b"".join(answer.streaming_content)) == (200, files.pdf())
    assert "attachment" in answer["Content-Disposition"] and "Location" not in answer


@pytest.mark.django_db
def test_while_the_store_is_away_nothing_is_lost_and_the_pages_say_so(
    in_bucket: stores.Store, branch: Any, secretary: Any, case: Any, client: Client
) -> None:
    piece = evidence_steps.add_file(branch, files.sent("总结.pdf"), by=secretary)
    in_bucket.stop()
    with pytest.raises(Refused, match="没有存下来"):
        evidence_steps.add_file(branch, files.sent("计划.pdf", files.image("PNG")), by=secretary)
    assert Evidence.objects.count() == 1
    with pytest.raises(Away):
        store.read(str(piece.file.name))
    client.force_login(secretary)
    client.raise_request_exception = False
    answer = client.get(f"/evidence/{piece.pk}/")
    assert (answer.status_code, answer["Retry-After"]) == (
        503,
        "30",
    ) and "系统暂时连不上文件存储" in answer.content.decode()
    (line,) = (one for one in status_queries.lines() if one.label == "文件存储")
    assert "连不上127.0.0.1" in line.value and line.advice


@pytest.mark.django_db
def test_where_files_are_is_a_line_of_the_state_of_the_site(in_bucket: stores.Store) -> None:
    (line,) = (one for one in status_queries.lines() if one.label == "文件存储")
    assert line.value.endswith("/files/party") and not line.advice


@pytest.mark.parametrize(
    ("address", "wrong"),
    [
        ("https://store.example/bucket", ""),
        ("https://store.example:9000/bucket/a/b/", ""),
        ("http://127.0.0.1:9000/bucket", ""),
        ("http://store.example/bucket", "must begin with https://"),
        ("s3://bucket", "must begin with https://"),
        ("https://store.example/", "is not https://HOST/BUCKET"),
        ("https://key@store.example/bucket", "keys apart"),
        ("https://store.example/No_Bucket", "is not https://HOST/BUCKET"),
    ],
)
def test_an_address_is_a_server_a_bucket_and_perhaps_a_folder(address: str, wrong: str) -> None:
    if not wrong:
        assert addresses.read(address).place == address.partition("://")[2].rstrip("/")
        return
    with pytest.raises(ValueError, match=wrong):
        addresses.read(address)
