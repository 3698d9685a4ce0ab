"""Files that people sent, judged and put into the store: for evidence, and for whatever else keeps files."""

import logging
import uuid
from collections.abc import Callable, Iterable

from django.core.files.base import ContentFile
from django.db.models.fields.files import FieldFile

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
    """Put the content under a random name; the row is not saved yet. Raises Refused where the store fails."""
    try:
        file.save(f"{uuid.uuid4().hex}{upload.extension}", ContentFile(upload.content), save=False)
    except OSError as failed:
        logger.exception("A file could not be stored")
        raise Refused("文件没有存下来（服务器存储出了问题），请稍后再传。已填写的文字都在。") from failed
