"""The table that goes out: a template filled from the register, and everybody as they are. Both come back in unchanged."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet

from branches import clock
from branches import queries as branches_queries
from branches.models import Appointment, Branch, Unit, User
from branches.pages.exporting import Sheet
from branches.pages.paging import batches
from branches.people.exchange.columns import HEADINGS, TITLE
from branches.permissions import Role

OFFICERS = 2
"""Lines for officers of a unit: one person may not do two steps in a row (D18)."""

BATCH = 500

Row = list[Any]


def filled() -> Sheet:
    """The template of the whole register."""
    places = _units().count() * (OFFICERS + 1) + _standing().count()
    return Sheet("人员和任职模板", HEADINGS, template_rows(), places, title=TITLE)


def sheet(people: QuerySet[User]) -> Sheet:
    """These people, which can be imported again."""
    return Sheet("人员和任职", HEADINGS, rows_of(people), people.count(), title=TITLE)


def template_rows() -> Iterator[Row]:
    """A line for every post of the register: two officers and one clerk of the 党组 a unit, a secretary a branch.

    Who holds one stands there; a vacant line waits for a name. The secretary's comes from the register.
    """
    for some in batches(_units(), BATCH):
        yield from _vacancies_filled(some)


def rows_of(people: QuerySet[User]) -> Iterator[Row]:
    """These people with each post of today or later, one line a post."""
    for some in batches(people, BATCH):
        posts: dict[int, list[Appointment]] = defaultdict(list)
        for post in branches_queries.standing_posts().filter(user__in=some):
            posts[post.user_id].append(post)
        for user in some:
            for held in posts[user.pk] or [None]:  # type: ignore[list-item]
                yield _row(user, held)


def _vacancies_filled(units: list[Unit]) -> Iterator[Row]:
    held: dict[tuple[str, int | None, int | None], list[Appointment]] = defaultdict(list)
    for post in branches_queries.standing_posts().filter(Q(unit__in=units) | Q(branch__unit__in=units)):
        held[post.role, post.unit_id, post.branch_id].append(post)
    branches: dict[int, list[Branch]] = defaultdict(list)
    for branch in _standing().filter(unit__in=units).order_by("unit_id", "id"):
        branches[branch.unit_id].append(branch)
    for unit in units:
        for role, lines in ((Role.ORGAN_OFFICER, OFFICERS), (Role.LEADING_GROUP, 1)):
            there = held[role.value, unit.pk, None]
            yield from (_row(post.user, post) for post in there)
            yield from [["", "", "", "", unit.name, "", role.label, unit.name, "", ""]] * (lines - len(there))
        for branch in branches[unit.pk]:
            there = held[Role.SECRETARY.value, None, branch.pk]
            yield from (_row(post.user, post) for post in there)
            if not there:
                name, own = branch.secretary_name, branch.short_name
                yield ["", name, "", "", unit.name, own, Role.SECRETARY.label, own, "", ""]


def _units() -> QuerySet[Unit]:
    return Unit.objects.filter(is_active=True).exclude(kind=Unit.Kind.CITY)


def _standing() -> QuerySet[Branch]:
    return Branch.objects.filter(branches_queries.active_on(clock.today()))


def _row(user: User, post: Appointment | None) -> Row:
    unit = user.unit if user.unit and user.unit.is_active else None
    cells = [user.username, user.name, user.phone, user.email, unit.name if unit else "", _branch(user.branch, unit)]
    if post is None:
        return [*cells, "", "", "", ""]
    place = _branch(post.branch, unit) or ("" if post.unit and post.unit.kind == Unit.Kind.CITY else str(post.unit))
    return [*cells, Role(post.role).label, place, post.starts_on, post.ends_on]


def _branch(branch: Branch | None, unit: Unit | None) -> str:
    """Short within the person's own unit, else in full."""
    if branch is None or not branch.is_active_on(clock.today()):
        return ""
    return branch.short_name if unit and branch.unit_id == unit.pk else branch.full_name
