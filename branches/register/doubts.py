"""What a verifier would ask about a branch, as sentences: its election, size, age and secretary. They refuse nothing (D51).

Pure: for an import as for a page; "" where there is nothing to ask.
"""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from branches import in_words
from branches.models import Unit
from branches.names import CITY
from branches.spreadsheet.cells import spelling

TERM = 3
"""Years from one election to the next."""
SOON = timedelta(days=183)
FEWEST_MEMBERS, MOST_MEMBERS = 3, 50


def election_due(founded: date, elected: date | None, postponed_until: date | None = None) -> date:
    """By when the next election is due; an approved postponement moves it by at most one year."""
    due = anniversary(elected or founded, TERM)
    if postponed_until and due < postponed_until <= anniversary(due, 1):
        return postponed_until
    return due


def election(founded: date | None, elected: date | None, today: date, postponed_until: date | None = None) -> str:
    last = elected or founded
    if last is None or last > today:
        return ""
    due = election_due(last, elected, postponed_until)
    if due < today:
        return f"换届已过期，应在{in_words.plain_day(due)}前换届"
    return f"{in_words.plain_day(due)}前应换届，不到六个月" if due < today + SOON else ""


def postponement(founded: date | None, elected: date | None, until: date | None, basis: str) -> str:
    """What is wrong with an approved postponement; this one is an error, not a doubt."""
    if until is None:
        return ""
    if not basis:
        return "批准延期换届的，请填写批准文件"
    last = elected or founded
    if last is None:
        return ""
    due = anniversary(last, TERM)
    if due < until <= anniversary(due, 1):
        return ""
    return f"换届应在{in_words.plain_day(due)}前，延期不超过一年，请核对"


def few_members(full: int | None) -> str:
    return f"正式党员{full}人，不足{FEWEST_MEMBERS}人" if full is not None and full < FEWEST_MEMBERS else ""


def many_members(full: int | None, probationary: int | None) -> str:
    if full is None or probationary is None or full + probationary <= MOST_MEMBERS:
        return ""
    return f"党员共{full + probationary}人，超过{MOST_MEMBERS}人"


def young(founded: date | None, base_day: date) -> str:
    if founded is None or not founded <= base_day < anniversary(founded, 1):
        return ""
    return f"到{in_words.plain_day(base_day)}成立不满一年"


def secretary(told: str, in_office: Iterable[str]) -> str:
    """The register's secretary is not who holds the post."""
    names = list(in_office)
    if not told or not names or spelling(told) in map(spelling, names):
        return ""
    return f"名册写的是{told}，任职的支部书记是{'、'.join(names)}"


def anniversary(day: date, years: int) -> date:
    """The same day `years` later; 29 February becomes 28."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


_DEPARTMENT = re.compile(rf"(?:中共)?(?:{CITY.removesuffix('市')})?市委.*部")


def is_department(unit: str) -> bool:
    """Whether it is a department of the city committee, by its name."""
    return _DEPARTMENT.fullmatch(unit) is not None


def leading_body(unit: str, body: str) -> str:
    """A department of the city committee has no 党组: its 部务会 recommends and signs."""
    if not is_department(unit) or body == Unit.LeadingBody.COUNCIL:
        return ""
    return "市委的部门一般由部务会讨论决定，请核对"
