"""发文字号: as the office registered it, taken under the lock of its code and year, and never given again."""

from evaluation.advance import Refused
from evaluation.documents import series as document_series
from evaluation.models import DocumentSeries, Notice


def take(kind: str, typed: str = "") -> str:
    """The typed number; "" where the kind has none, or only code and year were filled in: the number comes later.

    Raises Refused for a number that a document already bears, whatever became of that document.
    """
    if kind in document_series.WITHOUT or not typed or document_series.is_unfinished(typed):
        return ""
    wanted = document_series.parsed(typed)
    if wanted is None:
        _refuse_if_taken(typed)
        return typed
    DocumentSeries.objects.get_or_create(code=wanted.code, year=wanted.year)
    series = DocumentSeries.objects.select_for_update().get(code=wanted.code, year=wanted.year)
    _refuse_if_taken(typed)
    DocumentSeries.objects.filter(pk=series.pk).update(last=max(series.last, wanted.serial))
    return typed


def _refuse_if_taken(number: str) -> None:
    if Notice.objects.filter(number=number).exists():
        raise Refused(f"发文字号“{number}”已经使用，请核对。")
