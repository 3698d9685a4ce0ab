"""发文字号, read: an organ's code, the next number as a proposal, and what a number says."""

import re
from typing import NamedTuple

from branches import clock
from branches.settings import queries as settings_queries
from evaluation.models import DocumentSeries, Notice

Kind = Notice.Kind
WITHOUT = frozenset({Kind.SELF_ASSESSMENT, Kind.CERTIFICATE, Kind.PLAQUE})
"""Forms and awards bear no 发文字号."""
_SUFFIX = {Kind.PLAQUE_LETTER: "函", Kind.REMINDER_LETTER: "函", Kind.MINUTES: "纪"}


class Number(NamedTuple):
    """平组通〔2027〕8号 in its parts; no leading zero."""

    code: str
    year: int
    serial: int

    def __str__(self) -> str:
        return f"{self.code}〔{self.year}〕{self.serial}号"


def parsed(number: str) -> Number | None:
    """None for a number of another shape, which stands for itself."""
    found = re.fullmatch(r"(.+)〔(\d{4})〕(\d+)号", number)
    return Number(found[1], int(found[2]), int(found[3])) if found else None


def this_year() -> int:
    return clock.today().year


def code_of(kind: str, issuer: str) -> str:
    """机关代字 for documents of this kind; letters and minutes count by themselves. "" for an organ without one."""
    code = settings_queries.code_of(issuer)
    return code + _SUFFIX.get(Kind(kind), "") if code else ""


def proposed(kind: str, issuer: str) -> str:
    """The next number of the series; another document may take it before this one does."""
    if kind in WITHOUT or not (code := code_of(kind, issuer)):
        return ""
    last = DocumentSeries.objects.filter(code=code, year=this_year()).values_list("last", flat=True).first()
    return str(Number(code, this_year(), (last or 0) + 1))
