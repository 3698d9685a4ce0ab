"""What waits, what it would mean, and whose branch decides on something already."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from branches import access, clock
from branches.models import Appointment, Branch, ProposedChange, ProposedPost, Unit, User
from branches.permissions import Perm, Role
from branches.queries import active_on, in_force

_BODY = {
    ProposedChange.Kind.ASSESSING_UNIT: (Role.ORGAN_OFFICER, "考核、核验和复查", "机关党组织"),
    ProposedChange.Kind.RECOMMENDING_UNIT: (Role.LEADING_GROUP, "推荐", "党组（党委）"),
}


@dataclass(frozen=True)
class Meaning:
    """A change with what follows from it, in words."""

    change: ProposedChange
    sentence: str


def changes() -> QuerySet[ProposedChange]:
    return ProposedChange.objects.select_related(
        "unit", "user", "old_unit", "new_unit", "old_branch__unit", "new_branch__unit", "by", "decided_by"
    )


def waiting() -> QuerySet[ProposedChange]:
    """The open ones, the oldest first."""
    return changes().filter(outcome=ProposedChange.Outcome.OPEN).order_by("pk")


def change_or_404(pk: int) -> ProposedChange:
    """An open one."""
    found = waiting().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def decided() -> QuerySet[ProposedChange]:
    return changes().exclude(outcome=ProposedChange.Outcome.OPEN)


def waiting_for(subject: Unit | User) -> list[ProposedChange]:
    """The open ones of one unit or person."""
    return list(waiting().filter(**{"unit" if isinstance(subject, Unit) else "user": subject}))


def entrusted(people: Sequence[User]) -> set[int]:
    """Who of them holds a post now or later, is put forward for one, or is on a team: the own branch decides there."""
    ids = [person.pk for person in people]
    posts = Appointment.objects.filter(Q(ends_on=None) | Q(ends_on__gte=clock.today()), user__in=ids)
    proposed = ProposedPost.objects.filter(list__outcome="open", user__in=ids)
    access.read_rights(people)
    return {
        *posts.values_list("user", flat=True),
        *proposed.values_list("user", flat=True),
        *(person.pk for person in people if access.may(person, Perm.SCORE)),
    }


def meanings(rows: Iterable[ProposedChange]) -> list[Meaning]:
    """What each of them would mean: whose cases come to whom, who would stand back from which branch. Three queries."""
    found = list(rows)
    units = {change.unit_id for change in found if change.unit_id}
    acting = {change.new_unit_id or change.unit_id for change in found if change.unit_id}
    counted = Branch.objects.filter(active_on(clock.today()), unit__in=units).order_by().values_list("unit")
    branches = dict(counted.annotate(n=Count("pk")))
    holders: dict[tuple[int | None, str], list[str]] = defaultdict(list)
    posts: dict[int, list[str]] = defaultdict(list)
    people = [change.user_id for change in found if change.user_id]
    rows_of_posts = (
        in_force().filter(Q(unit__in=acting) | Q(user__in=people)).select_related("user", "unit", "branch__unit")
    )
    for post in rows_of_posts.order_by("pk"):
        holders[post.unit_id, post.role].append(post.user.name)
        posts[post.user_id].append(post.spoken)
    return [
        Meaning(
            change,
            _of_person(change, posts[change.user_id])
            if change.user_id
            else _of_unit(change, branches.get(change.unit_id or 0, 0), holders),
        )
        for change in found
    ]


def _of_unit(change: ProposedChange, branches: int, holders: dict[tuple[int | None, str], list[str]]) -> str:
    role, does, body = _BODY[ProposedChange.Kind(change.kind)]
    acting = change.new_unit or change.unit
    names = holders.get((acting.pk if acting else None, role.value), [])
    hands = f"经办人：{'、'.join(names)}" if names else "目前没有经办人"
    return f"{change.unit}{branches}个党支部的{does}由“{acting}”的{body}办理，{hands}"


def _of_person(change: ProposedChange, posts: list[str]) -> str:
    parts = [f"不再回避“{change.old_branch}”"] if change.old_branch else []
    parts.append(f"回避“{change.new_branch}”" if change.new_branch else "没有本支部可回避")
    if posts:
        parts.append(f"现任{'、'.join(posts)}")
    return "，".join(parts)
