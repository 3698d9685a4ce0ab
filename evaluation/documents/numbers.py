"""发文字号: taken from the series of the organ's code and year, under its lock, and never given again."""

from evaluation.advance import Refused
from evaluation.documents import series as document_series
from evaluation.models import DocumentSeries, Notice


def take(kind: str, issuer: str, typed: str = "") -> str:
    """The typed number, or else the next of the series; "" where the kind has none or the organ numbers by itself.

    Raises Refused for a number that a document already bears, whatever became of that document.
    """
    if kind in document_series.WITHOUT:
        return ""
    code = document_series.code_of(kind, issuer)
    if not (typed or code):
        return ""
    wanted = document_series.parsed(typed) if typed else document_series.Number(code, document_series.this_year(), 0)
    if wanted is None:
        _refuse_if_taken(typed)
        return typed
    DocumentSeries.objects.get_or_create(code=wanted.code, year=wanted.year)
    series = DocumentSeries.objects.select_for_update().get(code=wanted.code, year=wanted.year)
    number = wanted if typed else wanted._replace(serial=series.last + 1)
    _refuse_if_taken(str(number))
    DocumentSeries.objects.filter(pk=series.pk).update(last=max(series.last, number.serial))
    return str(number)


def _refuse_if_taken(number: str) -> None:
    if Notice.objects.filter(number=number).exists():
        raise Refused(f"发文字号“{number}”已经使用，请核对。")
