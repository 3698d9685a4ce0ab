"""A bucket of an S3 store, for sites with more than one machine. Whatever it answers is an error of files to us."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, NoReturn, cast

from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from storages.backends.s3 import S3Storage

from branches.files import addresses
from branches.files.kept import Away, Kept, NoAddress

PATIENCE = 3
"""Seconds after which a store that does not take the call is away."""
_PIECE = 1 << 20
_IN_MEMORY = 4 * 1024 * 1024
_CALLS = Config(
    connect_timeout=PATIENCE,
    read_timeout=30,
    retries={"total_max_attempts": 2, "mode": "standard"},
    s3={"addressing_style": "path"},
    # Checksums of the newest kind are refused by stores that are not Amazon's.
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)


class Bucket(S3Storage):  # type: ignore[misc]
    """Files under `part` of what an address names. An object appears whole or not at all: the store sees to it."""

    def __init__(self, address: str, key: str, secret: str, region: str, part: str = "") -> None:
        self.place = addresses.read(address)
        super().__init__(
            endpoint_url=self.place.endpoint,
            bucket_name=self.place.bucket,
            location="/".join(filter(None, (self.place.folder, part))),
            access_key=key,
            secret_key=secret,
            region_name=region,
            file_overwrite=True,
            client_config=_CALLS,
            transfer_config=TransferConfig(use_threads=False),
        )

    def pieces(self, name: str) -> Iterator[bytes]:
        """The content of a file, never whole in memory."""
        with _as_of_files(name):
            found = self.connection.meta.client.get_object(Bucket=self.bucket_name, Key=self._normalize_name(name))
            yield from found["Body"].iter_chunks(_PIECE)

    def _open(self, name: str, mode: str = "rb") -> File:  # type: ignore[type-arg]
        if mode != "rb":
            raise io.UnsupportedOperation("Files of a bucket are read, or saved as a whole.")
        content = cast(IO[bytes], SpooledTemporaryFile(_IN_MEMORY))  # noqa: SIM115 - whoever opens a file closes it
        for piece in self.pieces(name):
            content.write(piece)
        content.seek(0)
        return File(content, name)

    def _save(self, name: str, content: File) -> str:  # type: ignore[type-arg]
        with _as_of_files(name):
            return str(super()._save(name, content))

    def exists(self, name: str) -> bool:
        with _as_of_files(name):
            return bool(super().exists(name))

    def delete(self, name: str) -> None:
        with _as_of_files(name):
            super().delete(name)

    def everything(self, folder: str = "") -> Iterator[Kept]:
        """The files of a folder and of all folders in it, in order."""
        root = f"{self.location}/" if self.location else ""
        with _as_of_files(folder):
            found = self.bucket.objects.filter(Prefix=f"{root}{folder}/" if folder else root)
            yield from (Kept(one.key.removeprefix(root), one.size, one.last_modified) for one in found)

    @contextmanager
    def filled(self, folder: Path) -> Iterator[None]:
        """All files of a folder are put in; those that were go again where what is done meanwhile fails."""
        put = []
        try:
            for path in sorted(path for path in folder.rglob("*") if path.is_file()):
                name = path.relative_to(folder).as_posix()
                with path.open("rb") as file:
                    put.append(name)
                    self.save(name, File(file))
            yield
        except BaseException:
            for name in put:
                self.delete(name)
            raise

    def url(self, name: str, *args: object, **options: object) -> NoReturn:
        raise NoAddress


@contextmanager
def _as_of_files(name: str) -> Iterator[None]:
    """FileNotFoundError or Away, whatever the store and the way to it may raise."""
    try:
        yield
    except ClientError as error:
        if error.response["Error"]["Code"] in {"404", "NoSuchKey"}:
            raise FileNotFoundError(f"{name} is not in the store") from error
        raise Away(f"The store refuses: {error}") from error
    except BotoCoreError as error:
        raise Away(f"The store does not answer: {error}") from error
