"""How an S3 store is named in the environment: https://HOST/BUCKET, or a folder in it, https://HOST/BUCKET/FOLDER."""

import re
from typing import NamedTuple
from urllib.parse import urlsplit

_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_HERE = {"localhost", "127.0.0.1", "::1"}


class Address(NamedTuple):
    """The server, the bucket on it, and the folder in the bucket below which everything lies; "" for all of it."""

    endpoint: str
    bucket: str
    folder: str

    @property
    def place(self) -> str:
        """As people are told of it."""
        return "/".join(filter(None, (urlsplit(self.endpoint).netloc, self.bucket, self.folder)))


def is_bucket(place: str) -> bool:
    """Whether it is the address of a store and not a folder."""
    return "://" in place


def read(address: str) -> Address:
    """Raises ValueError, whose words follow the name of the variable."""
    url = urlsplit(address)
    bucket, _, folder = url.path.strip("/").partition("/")
    if url.scheme != "https" and not (url.scheme == "http" and url.hostname in _HERE):
        raise ValueError("must begin with https://")
    if not url.hostname or url.username or url.query or not _BUCKET.fullmatch(bucket):
        raise ValueError("is not https://HOST/BUCKET, keys apart")
    return Address(f"{url.scheme}://{url.netloc}", bucket, folder)
