"""Who keeps away from a case or a re-inspection, and the body all of whose people do (D17, D19, D38). Never writes."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar

from django.db.models import Aggregate, Exists, OuterRef, Q, QuerySet, Subquery, TextField

from branches import access, clock
from branches import queries as branches_queries
from branches.models import Unit, User
from branches.permissions import Role
from evaluation.models import Candidacy, Recusal, Reinspection, ReinspectionRecusal
from evaluation.vocabulary import Body

Thing = Candidacy | Reinspection
ThingT = TypeVar("ThingT", Candidacy, Reinspection)
_SIDES = {Body.WORK_COMMITTEE: Role.WORK_COMMITTEE, Body.ORGANISATION_DEPARTMENT: Role.ORGANISATION_DEPARTMENT}


def recused(user: User, thing: Thing) -> bool:
    """Whether the person belongs to the branch or has declared to keep away."""
    return is_own(user, thing) or thing.recusals.filter(user=user).exists()


def is_own(user: User, thing: Thing) -> bool:
    return user.branch_id is not None and user.branch_id == branch_of(thing)


def branch_of(thing: Thing) -> int:
    return thing.branch_id if isinstance(thing, Candidacy) else thing.honour.branch_id


def without_own(user: User, things: Iterable[ThingT]) -> tuple[list[ThingT], list[ThingT]]:
    """For acts in bulk: what the person may act on, and what is left out because he keeps away from it."""
    things = list(things)
    table: Any = Recusal if things and isinstance(things[0], Candidacy) else ReinspectionRecusal
    declared = set(table.objects.filter(user=user).values_list(table.SUBJECT, flat=True))
    kept: list[ThingT] = []
    left_out: list[ThingT] = []
    for one in things:
        (left_out if one.pk in declared or is_own(user, one) else kept).append(one)
    return kept, left_out


def named(left_out: Iterable[str]) -> str:
    """What the message of an act in bulk adds: whom it left out because of the person himself (D38)."""
    names = "、".join(left_out)
    return f"您须回避、没有办理的：{names}，请由另一名经办人办理。" if names else ""


def kept_from(user: User) -> Q:
    """A condition on cases: those from which the person keeps away."""
    declared = Q(pk__in=Recusal.objects.filter(user=user).values("candidacy"))
    return declared | Q(branch=user.branch_id) if user.branch_id else declared


def near_bodies(model: type[Candidacy] | type[Reinspection]) -> Q:
    """A condition: somebody of either body keeps away. Few are such, and only among them a body can be away as a whole."""
    table: Any = Recusal if model is Candidacy else ReinspectionRecusal
    roles = [role.value for role in _SIDES.values()]
    people = branches_queries.in_force(clock.today()).filter(unit__kind=Unit.Kind.CITY, role__in=roles).order_by()
    declared = table.objects.filter(user__in=people.values("user")).values(table.SUBJECT)
    own = people.filter(user__branch__isnull=False).values("user__branch")
    return Q(pk__in=declared) | (Q(branch__in=own) if model is Candidacy else Q(honour__branch__in=own))


def body_away(thing: Thing) -> str:
    """The body all of whose people in post today keep away, while the other has somebody; "" if none."""
    rows: QuerySet[Any] = type(thing)._default_manager.filter(pk=thing.pk)
    return away(rows.annotate(**columns(type(thing), clock.today())).get())


def for_committee(user: User, thing: Thing) -> bool:
    """Whether the person acts for 市直工委 here: its own people, or those of the other body where it is away (D19)."""
    roles = access.roles(user)
    if Role.WORK_COMMITTEE in roles:
        return True
    return Role.ORGANISATION_DEPARTMENT in roles and body_away(thing) == Body.WORK_COMMITTEE


@lru_cache(maxsize=8)
def columns(model: type[Candidacy] | type[Reinspection], day: date) -> dict[str, Any]:
    """What `away` and `numbers` read: a column for each body, and who has declared to keep away."""
    table: Any = Recusal if model is Candidacy else ReinspectionRecusal
    branch = "branch" if model is Candidacy else "honour__branch"
    declared = table.objects.filter(**{table.SUBJECT: OuterRef("pk")})
    found: dict[str, Any] = {"keep_away": listed(declared, "user", table.SUBJECT)}
    for body, role in _SIDES.items():
        posts = branches_queries.in_force(day).filter(unit__kind=Unit.Kind.CITY, role=role.value, user__is_active=True)
        keeps_away = table.objects.filter(**{table.SUBJECT: OuterRef(OuterRef("pk"))}, user=OuterRef("user"))
        there = posts.exclude(user__branch=OuterRef(branch)).exclude(Exists(keeps_away))
        found[f"{body}_away"] = Exists(posts) & ~Exists(there)
    return found


def away(row: Any) -> str:
    """The body that is away, of a row with `columns`; where both are, nobody stands in for either."""
    bodies = [body for body in Body if getattr(row, f"{body}_away")]
    return bodies[0] if len(bodies) == 1 else ""


def listed(rows: QuerySet[Any], person: str, group: str) -> Subquery:
    """The ids of the people behind some rows, as one column for `numbers`."""
    return Subquery(rows.order_by().values(group).annotate(people=_Listed(person, distinct=True)).values("people"))


def numbers(column: str | None) -> frozenset[int]:
    return frozenset(int(one) for one in column.split(",")) if column else frozenset()


class _Listed(Aggregate):
    """Numbers of a group as one text, joined by commas."""

    function = "GROUP_CONCAT"
    allow_distinct = True
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        template = "%(function)s(%(distinct)s(%(expressions)s)::text, ',')"
        return self.as_sql(compiler, connection, function="STRING_AGG", template=template, **extra)
