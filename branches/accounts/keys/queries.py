"""Whose account is open, which slips are about, and to which unit a person belongs."""

from datetime import timedelta
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.http import Http404

from branches import access, clock
from branches import queries as branches_queries
from branches.models import AuditEntry, PrintRun, Slip, Unit, User
from branches.permissions import ADMINISTRATORS, MUNICIPAL, Perm

GOOD_FOR = timedelta(days=30)
OPENED = "开通账号"
CONSOLE = "在服务器上增设管理员"
_SHOWN_FOR = timedelta(days=30)
_OF_THE_CITY = [role.value for role in ADMINISTRATORS | MUNICIPAL]


def people() -> QuerySet[Any]:
    """Active people with `home`, the id of the unit that hands out their slip.

    That is the city for whoever holds a post over it; else the own unit, that of the own branch, or of a post; the
    city again for whoever has no place at all.
    """
    posts = branches_queries.in_force().filter(user=OuterRef("pk"))
    of_the_city = posts.filter(role__in=_OF_THE_CITY).order_by().values("unit")[:1]
    of_a_post = (
        posts.annotate(over=Coalesce("unit", "branch__unit", output_field=BigIntegerField()))
        .order_by("pk")
        .values("over")[:1]
    )
    city = Unit.objects.filter(kind=Unit.Kind.CITY).values("pk")
    candidates = (Subquery(of_the_city), "unit", "branch__unit", Subquery(of_a_post), Subquery(city))
    return User.objects.filter(is_active=True, is_superuser=False).annotate(
        home=Coalesce(*candidates, output_field=BigIntegerField())
    )


def closed() -> Q:
    """Whoever needs the two keys before he can sign in: not opened yet, or asleep."""
    return Q(opened_at=None) | Q(asleep_since__isnull=False)


def may_print_all(user: User) -> bool:
    return any(place.kind == Unit.Kind.CITY for place in access.held(user, Perm.PRINT_SLIPS).values())


def printable_units(user: User) -> QuerySet[Any]:
    """Units whose slips this person may print, with `to_open`, how many people still need one, and `printed_at`."""
    rows = Unit.objects.filter(is_active=True)
    if not may_print_all(user):
        rows = rows.filter(pk__in=list(access.held(user, Perm.PRINT_SLIPS)))
    waiting = people().filter(closed(), home=OuterRef("pk")).order_by().values("home").annotate(n=Count("pk"))
    printed = PrintRun.objects.filter(unit=OuterRef("pk")).order_by().values("unit").annotate(last=Max("printed_at"))
    return rows.annotate(
        to_open=Coalesce(Subquery(waiting.values("n"), output_field=IntegerField()), 0),
        printed_at=Subquery(printed.values("last")),
    ).order_by(Case(When(kind=Unit.Kind.CITY, then=Value(0)), default=Value(1)), "id")


def unit_people(user: User, pk: int) -> tuple[Unit, QuerySet[Any]]:
    """A unit and its people, for whoever prints their slips, tells their word or gives them posts; 404 otherwise."""
    sees_all = may_print_all(user) or access.may(user, Perm.TELL_WORD)
    unit = Unit.objects.filter(pk=pk).first()
    if unit is None or not (sees_all or access.may(user, Perm.PRINT_SLIPS, unit)):
        raise Http404
    return unit, with_posts(people().filter(home=unit.pk)).order_by("pk")


def person_or_404(user: User, pk: int) -> Any:
    """Somebody whose slip this person may print."""
    person = with_posts(people().filter(pk=pk)).first()
    if person is None or not (may_print_all(user) or person.home in access.held(user, Perm.PRINT_SLIPS)):
        raise Http404
    return person


def with_posts(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("branch__unit").prefetch_related(branches_queries.current_posts())


def open_slips() -> QuerySet[Slip]:
    """Neither used nor void nor too old."""
    fresh = Q(run__printed_at__gt=clock.now() - GOOD_FOR)
    return Slip.objects.filter(fresh, used_at=None, voided_at=None, user__is_active=True)


def runs() -> QuerySet[Any]:
    """Print runs with slips that are still open, and how many: their words can be told."""
    rows = PrintRun.objects.select_related("unit", "printed_by", "told_by")
    opened = Count("slips", filter=Q(slips__in=open_slips()))
    return rows.filter(slips__in=open_slips()).annotate(waiting=opened).order_by("told_at", "unit_id", "id")


def runs_to_tell() -> int:
    """How many runs wait for their word to be told."""
    return runs().filter(told_at=None).count()


def found(name: str) -> list[Slip]:
    """The open slip of whoever is called so, by account or mobile number: two queries, whatever there is."""
    person = User.objects.called(name)
    return list(open_slips().filter(user=person.pk if person else 0).select_related("user", "run"))


def opened_figures() -> dict[str, int]:
    """Of all active people with a post in force: how many have opened their account, how many are still to."""
    holders = User.objects.filter(is_active=True, pk__in=branches_queries.in_force().values("user"))
    return holders.aggregate(all=Count("pk"), opened=Count("pk", filter=Q(opened_at__isnull=False)))


def holders_over_the_city() -> Any:
    """Ids of whoever holds a post over the city today, as a subquery."""
    return branches_queries.in_force().filter(role__in=_OF_THE_CITY).order_by().values("user")


def acts_since_opening(person: User) -> list[AuditEntry]:
    """The last hundred entries of the audit by this person since the account was last opened, also if it is closed now."""
    opened = AuditEntry.objects.filter(verb=OPENED, by=person).order_by("-id").values_list("id", flat=True).first()
    return list(AuditEntry.objects.filter(by=person, id__gte=opened or 0).order_by("-id")[:100])


def console_acts() -> list[AuditEntry]:
    """Administrators made on the server itself within thirty days, newest first: everybody is to know of them."""
    return list(AuditEntry.objects.filter(verb=CONSOLE, at__gt=clock.now() - _SHOWN_FOR))
