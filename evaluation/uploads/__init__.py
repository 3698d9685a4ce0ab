"""What an uploaded file really is (D31, D48, D49): its type by content, never by name; structure judged, images drawn anew.

Touches neither database nor storage. Whatever is not known to be harmless is refused with one sentence for each cause.
"""

import hashlib
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from django.conf import settings

from evaluation.uploads import images, ofd, packages, pdf
from evaluation.uploads.archive import Archive
from evaluation.uploads.causes import Cause, Unfit

__all__ = [
    "ACCEPT",
    "PAPERS",
    "PICTURES",
    "Cause",
    "Sent",
    "Unfit",
    "Upload",
    "field_attributes",
    "inspect",
    "inspect_paper",
    "inspect_picture",
    "title_of",
]

ACCEPT = ".pdf,.jpg,.jpeg,.png,.docx,.xlsx,.ofd"
"""What the browser offers to choose from; a convenience, not a check."""

PICTURES = "image/jpeg,image/png"
"""The same where only photographs are wanted: so written, a telephone offers its camera."""

PAPERS = ".pdf,.ofd,.docx,.jpg,.jpeg"
"""The same where an issued document comes back."""

_PICTURES = _JPEG, _PNG = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_OFFICE = "EncryptedPackage".encode("utf-16-le")


Judge = Callable[[bytes], tuple[bytes, str, str]]
"""From what was sent to what is kept, its type and its ending. Raises Unfit."""


class Sent(Protocol):
    """A file as a request brings it."""

    @property
    def name(self) -> str | None: ...

    @property
    def size(self) -> int | None: ...

    def read(self, size: int = ..., /) -> bytes: ...


@dataclass(frozen=True)
class Upload:
    """A file fit to be kept."""

    title: str
    content: bytes
    content_type: str
    extension: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def field_attributes(accept: str = ACCEPT) -> dict[str, object]:
    """Of a file field: what may be chosen, and what the device says itself before a byte is sent.

    The page's script sends what is chosen to `data-upload`, by default to where the form goes.
    """
    return {
        "accept": accept,
        "data-upload": "",
        "data-limit": settings.UPLOAD_LIMIT,
        "data-empty": Cause.EMPTY.value,
        "data-too-big": Cause.TOO_BIG.value,
        "data-old": Cause.OLD_OFFICE.value,
        "data-type": {ACCEPT: Cause.TYPE, PAPERS: Cause.NO_PAPER}.get(accept, Cause.NO_PICTURE).value,
    }


def inspect(file: Sent, judge: Judge | None = None) -> Upload:
    """Read and judge a file that somebody sent. Raises Unfit."""
    title = title_of(file.name or "")
    try:
        if file.size is not None and file.size > settings.UPLOAD_LIMIT:
            raise Unfit(Cause.TOO_BIG)
        data = file.read(settings.UPLOAD_LIMIT + 1)
        if len(data) > settings.UPLOAD_LIMIT:
            raise Unfit(Cause.TOO_BIG)
        content, content_type, extension = (judge or _judge)(data)
    except Unfit as unfit:
        raise Unfit(unfit.cause, title) from None
    return Upload(title, content, content_type, extension)


def inspect_picture(file: Sent) -> Upload:
    """The same where only a photograph may be sent: nothing else is even looked at. Raises Unfit."""
    return inspect(file, _judge_picture)


def inspect_paper(file: Sent) -> Upload:
    """The same of an issued document that comes back: judged as strictly, and kept byte for byte. Raises Unfit.

    A picture is drawn anew like any other to see that it is one; what is kept is what was sent, since its digest counts.
    """
    return inspect(file, _judge_paper)


def title_of(name: str) -> str:
    """A file's name as a title: no folders, no ending, no characters that cannot be seen."""
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    stem = base.rpartition(".")[0] if "." in base else base
    seen = "".join(char for char in stem if unicodedata.category(char)[0] != "C").strip()
    return seen[:100] or "未命名材料"


def _judge_picture(data: bytes) -> tuple[bytes, str, str]:
    if data and not data.startswith(_PICTURES):
        raise Unfit(Cause.NO_PICTURE)
    return _judge(data)


def _judge_paper(data: bytes) -> tuple[bytes, str, str]:
    try:
        _, content_type, extension = _judge(data)
    except Unfit as unfit:
        raise Unfit(Cause.NO_PAPER) if unfit.cause is Cause.TYPE else unfit from None
    if extension not in PAPERS.split(","):
        raise Unfit(Cause.NO_PAPER)
    return data, content_type, extension


def _judge(data: bytes) -> tuple[bytes, str, str]:
    if not data:
        raise Unfit(Cause.EMPTY)
    if data.startswith(b"%PDF-"):
        pdf.check(data)
        return data, "application/pdf", ".pdf"
    if data.startswith(_JPEG):
        return images.drawn_anew(data, "JPEG"), "image/jpeg", ".jpg"
    if data.startswith(_PNG):
        return images.drawn_anew(data, "PNG"), "image/png", ".png"
    if data.startswith(b"PK\x03\x04"):
        archive = Archive(data)
        if ofd.ROOT in archive and packages.TYPES not in archive:
            ofd.check(archive)
            return data, "application/ofd", ".ofd"
        return data, *packages.kind(archive)
    if data.startswith(_OLD_OFFICE):
        raise Unfit(Cause.LOCKED if _ENCRYPTED_OFFICE in data else Cause.OLD_OFFICE)
    raise Unfit(Cause.TYPE)
