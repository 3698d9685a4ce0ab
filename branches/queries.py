"""What a person may see of units, branches, people and posts; fetching and authorising in one call."""

from datetime import date
from typing import Any, TypeVar

from django.db.models import Count, IntegerField, Model, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404

from branches import access, clock
from branches.models import Appointment, AuditEntry, Branch, PostUntil, SecretaryUntil, Unit, User
from branches.permissions import Perm
from branches.search.rows import matching

Row = TypeVar("Row", bound=Model)


def every_unit() -> QuerySet[Unit]:
    """Whatever became of them; the city itself is none."""
    return Unit.objects.exclude(kind=Unit.Kind.CITY).order_by("pk")


def units(user: User) -> QuerySet[Unit]:
    """All units for who may see the register, the own ones for people of a unit; never the city itself."""
    rows = every_unit()
    return rows if access.may(user, Perm.VIEW_REGISTER) else rows.filter(pk__in=list(access.held(user, Perm.VIEW_UNIT)))


def sees_unit(user: User, pk: int) -> bool:
    """Whether the page of the unit is open to `user`."""
    return units(user).filter(pk=pk).exists()


def branches(user: User) -> QuerySet[Branch]:
    """All branches, those of the own units, or the own branch."""
    rows = Branch.objects.select_related("unit")
    if access.may(user, Perm.VIEW_REGISTER):
        return rows
    own_units, own = access.held(user, Perm.VIEW_UNIT), access.held(user, Perm.VIEW_BRANCH)
    return rows.filter(Q(unit__in=list(own_units)) | Q(pk__in=list(own)))


def standing_branches(user: User) -> QuerySet[Branch]:
    """Those of `branches` that have not been dissolved."""
    return branches(user).filter(dissolved_on=None)


def sees_successions(user: User) -> bool:
    """Whether the list of 支部变更 opens for this person."""
    return any(access.may(user, perm) for perm in (Perm.VIEW_UNIT, Perm.VIEW_CITY, Perm.MANAGE_REGISTER))


def unit_or_404(user: User, pk: int) -> Unit:
    return _one(units(user).select_related("assessing_unit", "recommending_unit", "successor"), pk)


def branch_or_404(user: User, pk: int) -> Branch:
    return _one(branches(user), pk)


def with_branch_counts(rows: QuerySet[Unit]) -> QuerySet[Any]:
    """Units with the number of their branches today. A subquery, so that a page costs its own rows only."""
    counted = (
        Branch.objects.filter(active_on(clock.today()), unit=OuterRef("pk"))
        .order_by()
        .values("unit")
        .annotate(n=Count("pk"))
    )
    return rows.annotate(branch_count=Coalesce(Subquery(counted.values("n"), output_field=IntegerField()), 0))


def active_branches(unit: Unit) -> QuerySet[Branch]:
    return unit.branches.filter(active_on(clock.today())).order_by("-is_first_branch", "id")


def people() -> QuerySet[User]:
    """Everybody with an account, with the posts of today as `current_posts`."""
    return User.objects.select_related("branch__unit", "unit").prefetch_related(current_posts())


def current_posts() -> "Prefetch[Any]":
    """The posts of today of each person, as `current_posts`."""
    return Prefetch("appointments", queryset=in_force().select_related("unit", "branch__unit"), to_attr="current_posts")


def people_in_use() -> QuerySet[User]:
    """Everybody who may sign in, with unit and branch."""
    return User.objects.filter(is_active=True).select_related("unit", "branch__unit").order_by("pk")


def person_or_404(pk: int) -> User:
    return _one(people(), pk)


def appointments() -> QuerySet[Appointment]:
    return Appointment.objects.select_related("user", "unit", "branch__unit")


def appointment_or_404(pk: int) -> Appointment:
    return _one(appointments(), pk)


def in_force(day: date | None = None) -> QuerySet[Appointment]:
    """Posts held on that day, or today."""
    day = day or clock.today()
    return Appointment.objects.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)


def standing_posts() -> QuerySet[Appointment]:
    """Every post that has not ended, later ones too, with its person and place."""
    rows = Appointment.objects.filter(Q(ends_on=None) | Q(ends_on__gte=clock.today()))
    return rows.select_related("user__unit", "user__branch__unit", "unit", "branch__unit").order_by("pk")


def posts_ending(first: date, last: date) -> QuerySet[Appointment]:
    """Every post of which one of these days is the last."""
    return Appointment.objects.filter(ends_on__range=(first, last))


def without_post() -> QuerySet[PostUntil]:
    """Who may sign in and holds no post, nor will."""
    return PostUntil.objects.filter(is_asked=True, until__lt=clock.today())


def without_secretary() -> QuerySet[SecretaryUntil]:
    """Branches that exist and have no secretary, nor will."""
    return SecretaryUntil.objects.filter(is_asked=True, until__lt=clock.today())


def posts_of_unit(unit: Unit) -> QuerySet[Appointment]:
    """Who holds a post over the unit today, the secretaries of its branches last."""
    return (
        in_force()
        .filter(Q(unit=unit) | Q(branch__unit=unit))
        .select_related("user", "unit", "branch__unit")
        .order_by("branch_id", "role", "id")
    )


def posts_of_branch(branch: Branch) -> QuerySet[Appointment]:
    """Who holds a post over the branch today."""
    return in_force().filter(branch=branch).select_related("user").order_by("id")


def units_found(words: str, limit: int = 20) -> list[Unit]:
    """Active units that every word fits, by name or pinyin."""
    rows = every_unit().filter(is_active=True)
    return list(matching(rows, words)[:limit])


def branches_found(words: str, limit: int = 20) -> list[Branch]:
    """Branches of today that every word fits, by unit, name or pinyin."""
    rows = Branch.objects.filter(active_on(clock.today())).select_related("unit")
    return list(matching(rows, words)[:limit])


def city() -> Unit:
    return Unit.objects.get(kind=Unit.Kind.CITY)


def audit_entries() -> QuerySet[AuditEntry]:
    return AuditEntry.objects.select_related("by")


def audit_verbs() -> list[str]:
    return list(AuditEntry.objects.order_by("verb").values_list("verb", flat=True).distinct())


def _one(rows: QuerySet[Row], pk: int) -> Row:
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def active_on(day: date) -> Q:
    """A condition on branches: those that exist on `day`."""
    return Q(established_on__lte=day) & (Q(dissolved_on=None) | Q(dissolved_on__gt=day))


def posts_of(person: User) -> QuerySet[Appointment]:
    """All of them, also those that have ended."""
    return appointments().filter(user=person)


def by_role(rows: QuerySet[User], name: str, value: str) -> QuerySet[User]:
    """The filter of people by a post that they hold today."""
    return rows.filter(pk__in=in_force().filter(role=value).values("user"))


def by_time(rows: QuerySet[Appointment], name: str, value: str) -> QuerySet[Appointment]:
    """The filter of posts by whether they are in force today."""
    day = clock.today()
    conditions = {
        "now": Q(starts_on__lte=day) & (Q(ends_on=None) | Q(ends_on__gte=day)),
        "later": Q(starts_on__gt=day),
        "ended": Q(ends_on__lt=day),
    }
    return rows.filter(conditions[value])


def by_activity(rows: QuerySet[Branch], name: str, value: str) -> QuerySet[Branch]:
    """The filter of branches by whether they exist today."""
    exists = active_on(clock.today())
    return rows.filter(exists if value == "yes" else ~Q(exists))


def by_opening(rows: QuerySet[User], name: str, value: str) -> QuerySet[User]:
    """The filter of people by the state of their account."""
    awake = Q(is_active=True, asleep_since=None)
    conditions = {
        "open": awake & Q(opened_at__isnull=False),
        "new": awake & Q(opened_at=None),
        "asleep": Q(is_active=True, asleep_since__isnull=False),
        "out": Q(is_active=False),
    }
    return rows.filter(conditions[value])
