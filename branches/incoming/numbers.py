"""Which numbers, years and days there are: what comes from outside and lies beyond is no number, no year and no day.

A database keeps numbers of 64 bits, a calendar years of four digits: what is larger is answered before either is asked.
"""

import re
from collections.abc import Iterable
from datetime import date

LARGEST = 10**18 - 1
"""The largest number of 18 digits: it fits into every column, and so does what is computed from it."""
EARLIEST, LATEST = date(1900, 1, 1), date(2099, 12, 31)
NUMBER = "[0-9]{1,18}"
YEAR = "(?:19|20)[0-9]{2}"


def number(text: str | None) -> int | None:
    """What the digits say; None for anything else, and for what is larger than any number of ours."""
    return int(text) if text and re.fullmatch(NUMBER, text) else None


def numbers(texts: Iterable[str]) -> list[int]:
    """Those of the texts that are numbers."""
    return [found for text in texts if (found := number(text)) is not None]
