"""The one door to the files of the site, whichever store they are in.

What belongs to a record for good is kept under the name that its content gives it: the same content is the same file,
whoever brings it and however often, and nothing is ever written over. What goes again has a name of its own, so that
throwing it away takes nothing of anybody else's.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, cast

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db.models.fields.files import FieldFile
from django.utils.crypto import salted_hmac

from branches.files.disk import Disk
from branches.files.kept import Kept

_SALT = "branches.files"


def keep(folder: str, content: bytes, ending: str) -> str:
    """For good; its name. Whoever sees names learns nothing of contents that he can only guess."""
    digest = salted_hmac(_SALT, content, algorithm="sha256").hexdigest()
    return put(f"{folder}/{digest[:2]}/{digest}{ending}", content)


def keep_for(file: FieldFile, content: bytes, ending: str) -> None:
    """For good, as the file of a row that is not saved yet."""
    name = keep(str(file.field.upload_to).rstrip("/"), content, ending)
    setattr(file.instance, file.field.attname, name)


def put(name: str, content: bytes) -> str:
    """Under a name of the caller's own, in the place of what it had there before."""
    return default_storage.save(name, ContentFile(content))


def opened(name: str) -> "File[Any]":
    """Raises FileNotFoundError, and OSError where the store is away."""
    return default_storage.open(name)


def read(name: str) -> bytes:
    with opened(name) as file:
        content: bytes = file.read()
    return content


def is_there(name: str) -> bool:
    return default_storage.exists(name)


def drop(name: str) -> None:
    """One that is not there any more is as good as dropped."""
    default_storage.delete(name)


def everything(folder: str = "") -> Iterator[Kept]:
    """The files of a folder and of all folders in it, in order; of all folders unless told."""
    return cast(Disk, default_storage).everything(folder)


def filled(folder: Path) -> AbstractContextManager[None]:
    """Into an empty store all files of this folder, with what is done meanwhile or not at all."""
    return cast(Disk, default_storage).filled(folder)


def place() -> str:
    """Of the bucket, for people; "" where files are on the disk of this machine."""
    named = getattr(default_storage, "place", None)
    return named.place if named else ""
