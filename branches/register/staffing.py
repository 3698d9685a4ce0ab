"""Which units and branches lack the people who will have to act for them (D40): filters of the lists, and their counts."""

from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from branches import clock
from branches import queries as branches_queries
from branches.models import Appointment, Branch, Unit
from branches.permissions import ADMINISTRATORS, Role

LACKS = {
    "officer": "没有机关党组织经办人",
    "second_officer": "只有一名机关党组织经办人",
    "leading_group": "没有党组（党委）经办人",
    "assessing_unit": "只有一个党支部，没有指定考核单位",
}
_THROUGH = {Role.ORGAN_OFFICER: "assessing_unit", Role.LEADING_GROUP: "recommending_unit"}


def with_staff(rows: QuerySet[Unit]) -> QuerySet[Any]:
    """Units with `branch_count`, `officers` and `clerks`: who acts for them today, also from the unit that acts for them."""
    counted: QuerySet[Any] = branches_queries.with_branch_counts(rows).annotate(
        officers=_acting(Role.ORGAN_OFFICER), clerks=_acting(Role.LEADING_GROUP)
    )
    return counted


def by_lack(rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
    """The filter of `with_staff` units; only those in use with a branch can lack somebody."""
    conditions = {
        "officer": Q(officers=0),
        "second_officer": Q(officers=1),
        "leading_group": Q(clerks=0),
        "assessing_unit": Q(branch_count=1, assessing_unit=None),
    }
    return rows.filter(conditions[value], is_active=True, branch_count__gt=0)


def lacks(rows: QuerySet[Unit]) -> dict[str, int]:
    """How many of these units lack what; one query."""
    staffed = with_staff(rows)
    counts = {value: Count("pk", filter=Q(pk__in=by_lack(staffed, "", value).values("pk"))) for value in LACKS}
    found: dict[str, int] = rows.aggregate(**counts)
    return found


def by_secretary(rows: QuerySet[Branch], name: str, value: str) -> QuerySet[Branch]:
    """The filter of branches by whether somebody holds the secretary's post today; only of those that exist."""
    in_post = Exists(branches_queries.in_force().filter(branch=OuterRef("pk"), user__is_active=True))
    existing = rows.filter(branches_queries.active_on(clock.today()))
    return existing.filter(in_post) if value == "yes" else existing.exclude(in_post)


def never_signed_in() -> QuerySet[Appointment]:
    """Posts of units and city in force whose holder has never been here; administrators are another matter."""
    rows = branches_queries.in_force().filter(user__last_login=None, user__is_active=True)
    rows = rows.exclude(role__in=[role.value for role in ADMINISTRATORS])
    return rows.select_related("user", "unit", "branch__unit")


def _acting(role: Role) -> Any:
    """How many people hold `role` over the unit, or over the unit that acts for it (D18)."""
    posts = branches_queries.in_force().filter(role=role.value, user__is_active=True)
    over = posts.filter(Q(unit=OuterRef("pk")) | Q(unit=OuterRef(_THROUGH[role])))
    counted = over.order_by().values("role").annotate(n=Count("user", distinct=True)).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
