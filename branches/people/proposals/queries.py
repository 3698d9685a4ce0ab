"""What is put forward, who may agree to it, and whom a unit may put forward."""

from collections.abc import Iterable, Sequence

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404

from branches import access
from branches.models import Appointment, Branch, ProposalList, ProposedPost, Unit, User
from branches.permissions import ADMINISTRATORS, GRANTS, Perm, Role
from branches.queries import in_force, posts_of_unit

OF_A_UNIT = (Role.ORGAN_OFFICER, Role.LEADING_GROUP, Role.SECRETARY)
OF_THE_CITY = (Role.WORK_COMMITTEE, Role.ORGANISATION_DEPARTMENT)


def lists() -> QuerySet[ProposalList]:
    posts = ProposedPost.objects.select_related("user__branch__unit", "unit", "branch__unit", "ends__user")
    rows = ProposalList.objects.select_related("unit", "by", "agreed_by", "decided_by")
    return rows.prefetch_related(Prefetch("posts", posts))


def of_unit(unit: Unit) -> QuerySet[ProposalList]:
    """What the unit put forward, and what was put forward for it, newest first."""
    return lists().filter(Q(unit=unit) | Q(posts__unit=unit) | Q(posts__branch__unit=unit)).distinct()


def unagreed() -> QuerySet[ProposalList]:
    """What a unit put forward and nobody has agreed to yet."""
    return lists().filter(outcome=ProposalList.Outcome.OPEN, unit__isnull=False, agreed_by=None)


def one_or_404(user: User, pk: int) -> ProposalList:
    """A unit's list, for its people who may propose and for 市直工委."""
    found = lists().filter(pk=pk, unit__isnull=False).first()
    if found is None or not sees(user, found.unit):
        raise Http404
    return found


def unit_or_404(user: User, pk: int) -> Unit:
    """The unit for which `user` may put posts forward; the city only for 市直工委."""
    unit = Unit.objects.filter(pk=pk).first()
    if unit is None or not sees(user, unit):
        raise Http404
    return unit


def sees(user: User, unit: Unit | None) -> bool:
    return access.may(user, Perm.RUN_CYCLE) or (unit is not None and access.may(user, Perm.PROPOSE_POST, unit))


def others(one: ProposalList) -> list[User]:
    """Who of the unit may agree: an officer or clerk in post who neither proposed nor is proposed."""
    return _others([one])[one.pk]


def _others(rows: Sequence[ProposalList]) -> dict[int, list[User]]:
    units = {row.unit_id: row.unit for row in rows if row.unit}
    places = {pk for unit in units.values() for pk in (unit.pk, unit.assessing_unit_id, unit.recommending_unit_id)}
    roles = [role.value for role in Role if Perm.PROPOSE_POST in GRANTS[role]]
    posts = in_force().filter(role__in=roles, unit__in=places - {None}, user__is_active=True).select_related("user")
    held = list(posts.order_by("pk"))
    return {row.pk: [post.user for post in held if row.unit and _may(post, row.unit, row)] for row in rows}


def _may(post: Appointment, unit: Unit, one: ProposalList) -> bool:
    acting = {Role.ORGAN_OFFICER: unit.assessing_unit_id, Role.LEADING_GROUP: unit.recommending_unit_id}
    covers = post.unit_id in (unit.pk, acting.get(Role(post.role)))
    return covers and post.user_id not in _concerned(one)


def _concerned(one: ProposalList) -> set[int]:
    """Who proposed, and who is proposed."""
    return {one.by_id, *(post.user_id for post in one.posts.all() if post.starts_on)}


def why_not_agree(one: ProposalList, user: User) -> str:
    """ "" where `user` may agree: a second one of the unit, or 市直工委 where the unit has none."""
    if one.outcome != ProposalList.Outcome.OPEN or one.agreed_by_id:
        return "这项提请已经办理。"
    if user.pk == one.by_id:
        return "这是您提请的，须由另一人同意。"
    if user.pk in _concerned(one):
        return "提请的是您本人，须由另一人同意。"
    able = others(one)
    if user in able:
        return ""
    if able:
        return f"由本单位{'、'.join(other.name for other in able)}同意。"
    return "" if access.may(user, Perm.RUN_CYCLE) else "您不是该单位的经办人。"


def to_agree(people: Iterable[User]) -> dict[int, list[ProposalList]]:
    """What each of them may agree to now, by id. A handful of queries for any number of people."""
    found: dict[int, list[ProposalList]] = {}
    rows = list(unagreed())
    if not rows:
        return found
    able = _others(rows)
    for user in people:
        mine = [row for row in rows if user in able[row.pk]]
        if access.may(user, Perm.RUN_CYCLE):
            mine += [row for row in rows if not able[row.pk] and user.pk not in _concerned(row)]
        if mine:
            found[user.pk] = mine
    return found


def candidates(unit: Unit, words: str, *, everywhere: bool) -> QuerySet[User]:
    """Whom one may choose from: people of the unit, and for 市直工委 whoever the words find."""
    rows = User.objects.filter(is_active=True).select_related("branch__unit")
    mine = Q(unit=unit) | Q(branch__unit=unit) | Q(pk__in=posts_of_unit(unit).values("user"))
    if everywhere and words:
        for word in words.split():
            rows = rows.filter(
                Q(name__icontains=word) | Q(phone__icontains=word) | Q(branch__unit__name__icontains=word)
            )
    else:
        rows = rows.filter(mine)
    administrators = in_force().filter(role__in=[role.value for role in ADMINISTRATORS])
    return rows.exclude(pk__in=administrators.values("user")).order_by("name", "pk")[:300]


def post_or_404(user: User, pk: int) -> Appointment:
    """A post in force of a unit for which `user` may put posts forward."""
    post = in_force().filter(pk=pk).select_related("user", "unit", "branch__unit").first()
    if post is None or not sees(user, unit_of(post)):
        raise Http404
    return post


def unit_of(post: Appointment) -> Unit:
    place = post.place
    return place.unit if isinstance(place, Branch) else place


def posts_of(unit: Unit) -> QuerySet[Appointment]:
    """Who holds which of the posts that may be put forward there."""
    return posts_of_unit(unit).filter(role__in=[role.value for role in (*OF_A_UNIT, *OF_THE_CITY)])
