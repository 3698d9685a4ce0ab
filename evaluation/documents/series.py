"""发文字号, read: an organ's code, what of a number can be filled in, and what a number says."""

import re
from typing import NamedTuple

from branches import clock
from branches.settings import queries as settings_queries
from evaluation.models import Notice

Kind = Notice.Kind
FORMS = frozenset({Kind.SELF_ASSESSMENT, Kind.ASSESSED_FORM, Kind.FEEDBACK_FORM})
WITHOUT = FORMS | {Kind.PUBLIC_NOTICE, Kind.PROGRESS_BRIEF, Kind.CERTIFICATE, Kind.PLAQUE}
"""Forms, awards, briefs and what is hung up bear no 发文字号."""
OF_UNITS = frozenset({Kind.ASSESSMENT, Kind.RECOMMENDATION, Kind.REINSPECTION})
"""What a unit's organs issue; it goes upward, so it names who signed."""
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


def is_unfinished(number: str) -> bool:
    """Whether it is only what a page had filled in: code and year, the serial still to be typed."""
    return re.fullmatch(r".*〔\d{4}〕号", number) is not None


def proposed(kind: str, issuer: str) -> str:
    """Code and year. The serial is the office's to give: most papers of its series never come to this system."""
    code = "" if kind in WITHOUT else code_of(kind, issuer)
    return f"{code}〔{this_year()}〕号" if code else ""
