"""What a security administrator looks at before confirming a list: its posts by unit, and what is odd about it, first."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Q

from branches import clock
from branches.models import Appointment, ProposedPost, Unit
from branches.permissions import Role


@dataclass
class UnitCount:
    """What a list brings to one unit, and what is odd about it then."""

    unit: Unit
    secretaries: int = 0
    officers: int = 0
    leading_group: int = 0
    others: int = 0
    doubts: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Oddity:
    """A doubt about the list as a whole: what it is, where, and what it means."""

    sentence: str
    about: str


@dataclass
class Review:
    """What a security administrator looks at before confirming."""

    count: int
    units: list[UnitCount]
    oddities: list[Oddity]


def review_of(posts: list[ProposedPost]) -> Review:
    """Three queries, whatever the length of the list."""
    counts: dict[int, UnitCount] = {}
    for post in posts:
        unit = _unit(post)
        count = counts.setdefault(unit.pk, UnitCount(unit))
        if post.starts_on:
            _count(count, post)
    oddities = [
        *_succeeding(posts, counts),
        *_ending(posts, counts),
        *_bodies(posts, counts),
        *_officers_who_are_secretaries(posts, counts),
    ]
    rows = sorted(counts.values(), key=lambda count: (count.unit.kind == Unit.Kind.CITY, count.unit.pk))
    return Review(len(posts), rows, oddities)


def _count(count: UnitCount, post: ProposedPost) -> None:
    name = {Role.SECRETARY: "secretaries", Role.ORGAN_OFFICER: "officers", Role.LEADING_GROUP: "leading_group"}
    column = name.get(Role(post.role), "others")
    setattr(count, column, getattr(count, column) + 1)


def _unit(post: ProposedPost) -> Unit:
    return post.branch.unit if post.branch else post.unit  # type: ignore[return-value]


def _succeeding(posts: list[ProposedPost], counts: dict[int, UnitCount]) -> list[Oddity]:
    found = [post for post in posts if post.ends and post.starts_on]
    for post in found:
        counts[_unit(post).pk].doubts.append(f"接替{post.ends.user}")  # type: ignore[union-attr]
    return [Oddity(f"{len(found)}项接替现任", f"{_names(found)}；原任职到新任职前一天止")] if found else []


def _ending(posts: list[ProposedPost], counts: dict[int, UnitCount]) -> list[Oddity]:
    found = [post for post in posts if not post.starts_on]
    for post in found:
        counts[_unit(post).pk].doubts.append(f"{post.user}任职结束")
    return [Oddity(f"{len(found)}项任职结束", _names(found))] if found else []


def _bodies(posts: list[ProposedPost], counts: dict[int, UnitCount]) -> list[Oddity]:
    """Units that will have fewer than two officers, or nobody of the 党组（党委）, and no other unit acts for them (D40)."""
    holders = _holders(posts, counts)
    thin, empty = [], []
    for count in counts.values():
        unit = count.unit
        if unit.kind == Unit.Kind.CITY:
            continue
        officers = len(holders[unit.pk, Role.ORGAN_OFFICER.value])
        if officers < 2 and not unit.assessing_unit_id:
            thin.append(unit.name)
            count.doubts.append(f"经办人只有{officers}名" if officers else "没有经办人")
        if not holders[unit.pk, Role.LEADING_GROUP.value] and not unit.recommending_unit_id:
            empty.append(unit.name)
            count.doubts.append("党组（党委）空缺")
    found = []
    if thin:
        about = f"{_some(thin)}；同一人不能连办两步，推荐前须补足"
        found.append(Oddity(f"{len(thin)}个单位的经办人不足2名", about))
    if empty:
        found.append(Oddity(f"{len(empty)}个单位没有党组（党委）经办人", f"{_some(empty)}；推荐时无人可办"))
    return found


def _holders(posts: list[ProposedPost], counts: dict[int, UnitCount]) -> dict[tuple[int | None, str], set[int]]:
    """By unit and post: who will hold it once the list is in force."""
    roles = (Role.ORGAN_OFFICER.value, Role.LEADING_GROUP.value)
    standing = Appointment.objects.filter(Q(ends_on=None) | Q(ends_on__gte=clock.today()), unit__in=counts)
    rows = standing.filter(role__in=roles).exclude(pk__in=[post.ends_id for post in posts if post.ends_id])
    holders: dict[tuple[int | None, str], set[int]] = defaultdict(set)
    for place, role, user in rows.values_list("unit", "role", "user"):
        holders[place, role].add(user)
    for post in posts:
        if post.starts_on and post.role in roles:
            holders[post.unit_id, post.role].add(post.user_id)
    return holders


def _officers_who_are_secretaries(posts: list[ProposedPost], counts: dict[int, UnitCount]) -> list[Oddity]:
    """The branch's own assessment then needs somebody else (D17)."""
    people = {post.user_id for post in posts}
    standing = Appointment.objects.filter(Q(ends_on=None) | Q(ends_on__gte=clock.today()), user__in=people)
    roles: dict[int, set[str]] = defaultdict(set)
    for user, role in standing.values_list("user", "role"):
        roles[user].add(role)
    for post in posts:
        if post.starts_on:
            roles[post.user_id].add(post.role)
    both = {Role.SECRETARY.value, Role.ORGAN_OFFICER.value}
    found = {
        post.user_id: post for post in posts if post.starts_on and post.role in both and both <= roles[post.user_id]
    }
    for post in found.values():
        counts[_unit(post).pk].doubts.append(f"{post.user}既是经办人又是书记")
    if not found:
        return []
    names = _some([f"{_unit(post)}{post.user}" for post in found.values()])
    return [Oddity(f"{len(found)}名经办人也是党支部书记", f"{names}；本人支部的考核须由别人办")]


def _names(posts: list[ProposedPost]) -> str:
    return _some([f"{post.branch or post.unit}" for post in posts])


def _some(names: list[str]) -> str:
    return "、".join(names[:8]) + (f"等{len(names)}个" if len(names) > 8 else "")
