"""Files that people sent, judged and put into the store: for evidence, and for whatever else keeps files."""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from uuid import uuid4

from django.db.models.fields.files import FieldFile

from branches.files.store import keep_for, put
from evaluation import uploads
from evaluation.advance import Refused

logger = logging.getLogger(__name__)


def judge(
    files: Iterable[uploads.Sent], inspect: Callable[[uploads.Sent], uploads.Upload] = uploads.inspect
) -> tuple[list[uploads.Upload], list[str]]:
    """Every file judged before any is kept: those that are fit, and why the others are not."""
    fit, reasons = [], []
    for file in files:
        try:
            fit.append(inspect(file))
        except uploads.Unfit as unfit:
            reasons.append(str(unfit))
    return fit, reasons


def store(file: FieldFile, upload: uploads.Upload) -> None:
    """As the file of a row that is not saved yet, for good. Raises Refused where the store fails."""
    with _told():
        keep_for(file, upload.content, upload.extension)


def lay_by(folder: str, upload: uploads.Upload) -> str:
    """Until somebody has decided about it; the name under which it can be thrown away. Raises Refused likewise."""
    with _told():
        return put(f"{folder}/{uuid4().hex}{upload.extension}", upload.content)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except OSError as failed:
        logger.exception("A file could not be stored")
        raise Refused("文件没有存下来（服务器存储出了问题），请稍后再传。已填写的文字都在。") from failed
