"""Why posts put forward cannot come into force as things stand now: checked when looked at, and anew when confirmed."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q

from branches import clock
from branches.models import Appointment, Branch, ProposedPost, Unit, User
from branches.permissions import Role, Scope, incompatible

LastDays = dict[int, date]
"""By post that ends: on which day."""


def faults(posts: list[ProposedPost], *, by: User) -> list[str]:
    """Sentences, none if the whole list can be confirmed by `by`. Two queries, whatever its length."""
    standing = _Standing(posts)
    found = []
    for one in posts:
        if sentence := _of_person(one, by) or _of_ending(one) or standing.of(one):
            found.append(f"{one}：{sentence}")
    return found


class _Standing:
    """Who holds what as things stand now, and what earlier posts of the list add."""

    def __init__(self, posts: list[ProposedPost]) -> None:
        running = Appointment.objects.filter(Q(ends_on=None) | Q(ends_on__gte=clock.today())).order_by("pk")
        self.held: dict[int, list[Appointment]] = defaultdict(list)
        for post in running.filter(user__in={one.user_id for one in posts}):
            self.held[post.user_id].append(post)
        self.secretaries: dict[int | None, list[Appointment]] = defaultdict(list)
        branches = {one.branch_id for one in posts if one.branch_id and one.starts_on}
        for post in running.filter(branch__in=branches).select_related("user"):
            self.secretaries[post.branch_id].append(post)
        self.last_days = {one.ends_id: last_day(one) for one in posts if one.ends_id is not None}
        self.wanted: dict[int, list[ProposedPost]] = defaultdict(list)
        self.new_secretaries: dict[int | None, list[ProposedPost]] = defaultdict(list)

    def of(self, one: ProposedPost) -> str:
        """Why a post cannot be given; it counts for those that come after."""
        if not one.starts_on:
            return ""
        wanted = self.wanted[one.user_id]
        sentence = _of_place(one.branch or one.unit) or _of_scope(one)
        sentence = sentence or _of_roles(one, self.held[one.user_id], wanted, self.last_days)
        wanted.append(one)
        if one.role == Role.SECRETARY:
            new = self.new_secretaries[one.branch_id]
            sentence = sentence or _of_branch(one, self.secretaries[one.branch_id], new, self.last_days)
            new.append(one)
        return sentence


def last_day(one: ProposedPost) -> date:
    """On which the post ends that this one ends: as put forward, or the day before the next begins.

    Where that has passed already it ran until yesterday, so that nothing done in it loses its ground.
    """
    if one.starts_on is None:
        return max(one.ends_on or clock.today(), clock.today())
    day = max(one.starts_on - timedelta(days=1), clock.today() - timedelta(days=1))
    return max(day, one.ends.starts_on) if one.ends else day


def _of_person(one: ProposedPost, by: User) -> str:
    if one.user_id == by.pk:
        return "不能确认您本人的任职，请由另一位安全管理员办理。"
    return "" if one.user.is_active else "此人的账号已停用。"


def _of_ending(one: ProposedPost) -> str:
    """The post to be ended still runs, and is who and what it was."""
    if one.ends is None:
        return ""
    if one.ends.ends_on is not None and one.ends.ends_on < last_day(one):
        return "原任职在提请之后已经结束。"
    return ""


def _of_place(place: Unit | Branch | None) -> str:
    if isinstance(place, Branch):
        return "" if place.is_active_on(clock.today()) else "该党支部已撤销。"
    return "" if place and place.is_active else "该单位已停用。"


def _of_scope(one: ProposedPost) -> str:
    scope = Role(one.role).scope
    is_city = one.unit is not None and one.unit.kind == Unit.Kind.CITY
    fits = {Scope.BRANCH: one.branch is not None, Scope.CITY: is_city, Scope.UNIT: one.unit is not None and not is_city}
    return "" if fits.get(scope) else "这一职务不能任职于此处。"


def _of_roles(
    one: ProposedPost, held: Iterable[Appointment], wanted: Iterable[ProposedPost], last_days: LastDays
) -> str:
    running = [post for post in held if _overlaps(post, one, last_days)]
    roles = {Role(post.role) for post in running} | {Role(other.role) for other in wanted}
    if reason := incompatible(roles, Role(one.role)):
        return reason
    same = (one.role, one.unit_id, one.branch_id)
    theirs = [(post.role, post.unit_id, post.branch_id) for post in running]
    theirs += [(other.role, other.unit_id, other.branch_id) for other in wanted]
    if same in theirs:
        return "此人在这段时间内已担任该职务。"
    return ""


def _of_branch(
    one: ProposedPost, there: Iterable[Appointment], new: Iterable[ProposedPost], last_days: LastDays
) -> str:
    """Who is secretary by then: nobody, or exactly whom this one follows."""
    left = [post.user.name for post in there if post.user_id != one.user_id and _overlaps(post, one, last_days)]
    left += [other.user.name for other in new]
    return f"该党支部另有书记{'、'.join(left)}。" if left else ""


def _overlaps(post: Appointment, one: ProposedPost, last_days: LastDays) -> bool:
    if post.pk in last_days:
        return post.pk != one.ends_id and one.starts_on is not None and last_days[post.pk] >= one.starts_on
    first, last = one.starts_on or clock.today(), one.ends_on
    return (post.ends_on is None or first <= post.ends_on) and (last is None or post.starts_on <= last)
