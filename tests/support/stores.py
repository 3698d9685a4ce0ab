"""An S3 store as a process of its own, with a bucket for the files of a site and one for the copies of its backups."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from branches.files.bucket import Bucket
from tests.plugins.databases import ROOT

KEY, SECRET, REGION = "the-site", "the secret of the site", "us-east-1"


@dataclass
class Store:
    """Where it is, and what a site is told of it."""

    address: str
    process: subprocess.Popen[str]

    @property
    def environment(self) -> dict[str, str]:
        """Of a site whose files are in it."""
        return {
            "FILES_BUCKET": f"{self.address}/files/party",
            "FILES_ACCESS_KEY": KEY,
            "FILES_SECRET_KEY": SECRET,
        }

    @property
    def copies(self) -> dict[str, str]:
        """Of a backup whose second place is in it."""
        return {
            "BACKUP_TO": f"{self.address}/copies",
            "BACKUP_TO_ACCESS_KEY": KEY,
            "BACKUP_TO_SECRET_KEY": SECRET,
        }

    def storages(self, told: dict[str, Any]) -> dict[str, Any]:
        """The setting STORAGES with files in it."""
        options = {"address": f"{self.address}/files/party", "key": KEY, "secret": SECRET, "region": REGION}
        ours = {
            name: {"BACKEND": "branches.files.bucket.Bucket", "OPTIONS": options | {"part": part}}
            for name, part in (("default", "files"), ("backup", "backup"))
        }
        return told | ours

    def bucket(self, place: str) -> Bucket:
        return Bucket(f"{self.address}/{place}", KEY, SECRET, REGION)

    def held(self, place: str) -> dict[str, bytes]:
        """What lies in a bucket, or in a folder of it."""
        bucket = self.bucket(place)
        return {one.name: b"".join(bucket.pieces(one.name)) for one in bucket.everything()}

    def stop(self) -> None:
        self.process.kill()
        self.process.communicate()


@contextmanager
def running() -> Iterator[Store]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.processes.storing", KEY, SECRET, "files", "copies"],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert process.stdout
    one = Store(process.stdout.readline().strip(), process)
    try:
        assert one.address, "the S3 store does not start"
        yield one
    finally:
        one.stop()
