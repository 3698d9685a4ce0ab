"""What the register says while a table is compared with it: a handful of queries, whatever the size of the table."""

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q

from branches import clock
from branches.models import Appointment, Branch, ProposedPost, Unit, User
from branches.people.exchange.columns import bare_phone
from branches.permissions import Role
from branches.spreadsheet.cells import plain, spelling


@dataclass(eq=False)
class Known:
    """Somebody who may be meant: a person of the register, or one that an earlier line of the table adds."""

    key: str
    name: str
    username: str = ""
    phone: str = ""
    email: str = ""
    unit: int | None = None
    branch: int | None = None
    pk: int | None = None
    is_active: bool = True


@dataclass(frozen=True)
class Post:
    """A post of today or later."""

    pk: int
    user: int
    role: Role
    place: tuple[str, int]
    starts_on: date
    ends_on: date | None

    def overlaps(self, first: date, last: date | None) -> bool:
        return (self.ends_on is None or first <= self.ends_on) and (last is None or self.starts_on <= last)


@dataclass
class Snapshot:
    """People by account and by name, places by name (by spelling), posts by person and by place, what is put forward."""

    by_account: dict[str, Known] = field(default_factory=dict)
    by_name: dict[str, list[Known]] = field(default_factory=lambda: defaultdict(list))
    units: dict[str, int] = field(default_factory=dict)
    unit_names: dict[int, str] = field(default_factory=dict)
    branches: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    branch_units: dict[int, int] = field(default_factory=dict)
    branch_names: dict[int, str] = field(default_factory=dict)
    city: int | None = None
    posts_of: dict[int, list[Post]] = field(default_factory=lambda: defaultdict(list))
    posts_over: dict[tuple[str, int], list[Post]] = field(default_factory=lambda: defaultdict(list))
    proposed: set[tuple[int, str, tuple[str, int]]] = field(default_factory=set)
    digest: str = ""

    def add(self, one: Known) -> None:
        if one.username:
            self.by_account[one.username.lower()] = one
        self.by_name[spelling(one.name)].append(one)


def read() -> Snapshot:
    """Six queries."""
    found, day = Snapshot(), clock.today()
    total = hashlib.sha256(str(day).encode())

    def each(rows: Any) -> Any:
        for row in rows.iterator(chunk_size=2000):
            total.update(repr(row).encode())
            yield row

    for pk, name, kind, is_active in each(Unit.objects.order_by("pk").values_list("pk", "name", "kind", "is_active")):
        found.unit_names[pk] = name
        if kind == Unit.Kind.CITY:
            found.city = pk
        if is_active:
            found.units[spelling(name)] = pk
    columns = ("pk", "unit_id", "full_name", "short_name", "dissolved_on", "established_on")
    for pk, unit, full_name, short_name, dissolved_on, established_on in each(
        Branch.objects.order_by("pk").values_list(*columns)
    ):
        found.branch_units[pk], found.branch_names[pk] = unit, short_name
        if established_on <= day and (dissolved_on is None or dissolved_on > day):
            for name in map(spelling, {full_name, f"{found.unit_names[unit]}{short_name}", short_name}):
                found.branches[name].append(pk)
    people = User.objects.order_by("pk").values_list(
        "pk", "username", "name", "phone", "email", "unit_id", "branch_id", "is_active"
    )
    for pk, username, name, phone, email, unit, branch, is_active in each(people):
        found.add(Known(f"u{pk}", name, username, bare_phone(plain(phone)), email, unit, branch, pk, is_active))
    posts = Appointment.objects.filter(Q(ends_on=None) | Q(ends_on__gte=day)).order_by("pk")
    for pk, user, role, unit, branch, starts_on, ends_on in each(
        posts.values_list("pk", "user_id", "role", "unit_id", "branch_id", "starts_on", "ends_on")
    ):
        post = Post(pk, user, Role(role), where(unit, branch), starts_on, ends_on)
        found.posts_of[user].append(post)
        found.posts_over[post.place].append(post)
    waiting = ProposedPost.objects.filter(list__outcome="open").order_by("pk")
    for user, role, unit, branch in each(waiting.values_list("user_id", "role", "unit_id", "branch_id")):
        found.proposed.add((user, role, where(unit, branch)))
    found.digest = total.hexdigest()
    return found


def where(unit: int | None, branch: int | None) -> tuple[str, int]:
    """A place as one value."""
    return ("branch", branch) if branch is not None else ("unit", unit or 0)
