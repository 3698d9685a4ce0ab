"""The branches of a unit, joint ones too (D57); where branches belonged on an earlier day (D41); what is doubtful (D51)."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.db.models import BigIntegerField, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from branches import clock
from branches import queries as branches_queries
from branches.models import Branch, FormerUnit, Unit
from branches.permissions import Role
from branches.register import doubts


def unit_on(day: date, branch: str = "") -> Coalesce:
    """The id of the unit of `day`, as an expression over branches or over what refers to one by the path `branch`."""
    path = f"{branch}__" if branch else ""
    left_later = FormerUnit.objects.filter(branch=OuterRef(f"{path}pk"), left_on__gt=day).order_by("left_on")
    return Coalesce(Subquery(left_later.values("unit")[:1]), F(f"{path}unit"), output_field=BigIntegerField())


def unit_of(branch: Branch, day: date) -> Unit:
    """The unit to which a branch belonged on `day`."""
    left_later = branch.former_units.filter(left_on__gt=day).select_related("unit").order_by("left_on").first()
    return left_later.unit if left_later else branch.unit


def branches_of(unit: Unit) -> QuerySet[Branch]:
    """Those of today, each with the other units of a joint one."""
    return branches_queries.active_branches(unit).prefetch_related("joint_units")


def joint_branches(unit: Unit) -> QuerySet[Branch]:
    """The branches of other units that name this one (D57)."""
    rows = Branch.objects.filter(branches_queries.active_on(clock.today()), kind=Branch.Kind.JOINT, joint_units=unit)
    return rows.select_related("unit").order_by("unit", "pk")


def joint_units(branch: Branch) -> str:
    """The other units of a joint branch, by name (D57)."""
    return "、".join(branch.joint_units.order_by("id").values_list("name", flat=True))


class Told(Protocol):
    """What is said of a branch, by the register or by the branch itself."""

    secretary_name: str
    full_members: int | None
    probationary_members: int | None
    last_election_on: date | None


@dataclass(frozen=True)
class Doubts:
    """What a verifier would ask, as sentences (D51). `structure`: election and size, which criterion 6 is about."""

    structure: list[str]
    others: list[str]

    @property
    def all(self) -> list[str]:
        return self.structure + self.others


def doubts_of(branch: Branch, told: Told, base_day: date) -> Doubts:
    """What `told` makes doubtful; `base_day`: a branch founded less than a year before is young. One query."""
    posts = branches_queries.in_force().filter(role=Role.SECRETARY, branch=branch)
    in_office = list(posts.values_list("user__name", flat=True))
    until = branch.election_postponed_until
    structure = (
        doubts.election(branch.established_on, told.last_election_on, clock.today(), until),
        doubts.few_members(told.full_members),
        doubts.many_members(told.full_members, told.probationary_members),
    )
    others = (doubts.young(branch.established_on, base_day), doubts.secretary(branch.secretary_name, in_office))
    return Doubts(*([f"{one}。" for one in some if one] for some in (structure, others)))
