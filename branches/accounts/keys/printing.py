"""What goes to paper: a cover a unit with lines to sign, then its slips, eight a sheet. Never the word."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from branches import clock
from branches import queries as branches_queries
from branches.accounts.keys.queries import GOOD_FOR
from branches.accounts.keys.steps import Printed
from branches.models import PrintRun, Unit, User
from branches.people.posts_in_words import in_words
from branches.permissions import Role

A_SHEET = 8


@dataclass(frozen=True)
class Line:
    """One slip: whose, for which posts, and the code."""

    name: str
    username: str
    posts: str
    code: str


@dataclass(frozen=True)
class Cover:
    """The slips of one unit, and to whom they go."""

    run: PrintRun
    lines: list[Line]
    officer: User | None
    tellers: str

    @property
    def unit(self) -> Unit:
        return self.run.unit

    @property
    def is_of_the_city(self) -> bool:
        """Administrators and municipal bodies have no organ Party organisation between them and their slips."""
        return self.unit.kind == Unit.Kind.CITY

    @property
    def last_day(self) -> object:
        return clock.day_of(self.run.printed_at + GOOD_FOR)

    @property
    def sheets(self) -> list[list[Line]]:
        return [self.lines[start : start + A_SHEET] for start in range(0, len(self.lines), A_SHEET)]


def covers(printed: Sequence[Printed]) -> list[Cover]:
    """Three queries for any number of units."""
    officers = _officers([one.run.unit_id for one in printed])
    tellers = "、".join(sorted(_security_administrators()))
    return [Cover(one.run, list(map(_line, one.slips)), officers.get(one.run.unit_id), tellers) for one in printed]


def host() -> str:
    """Where to type it, without https://."""
    return urlsplit(settings.SITE_URL).netloc


def _line(slip: tuple[User, str]) -> Line:
    person, code = slip
    posts = in_words(person.current_posts)  # type: ignore[attr-defined]
    return Line(person.name, person.username, posts or str(person.branch or person.unit or ""), code)


def _officers(units: Sequence[int]) -> dict[int, User]:
    """The officer who has been in office longest, by unit."""
    rows = branches_queries.in_force().filter(role=Role.ORGAN_OFFICER, unit__in=units)
    newest_first = rows.select_related("user").order_by("-starts_on", "-id")
    return {post.unit_id: post.user for post in newest_first if post.unit_id}


def _security_administrators() -> set[str]:
    rows = branches_queries.in_force().filter(role=Role.SECURITY_ADMIN)
    return set(rows.values_list("user__name", flat=True))
