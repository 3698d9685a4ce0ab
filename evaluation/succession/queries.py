"""支部变更, read: who sees which, what speaks against one, and everything that would follow from it (D25)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from branches import access, clock
from branches.models import Appointment, Branch, FormerName, Unit, User
from branches.permissions import Perm
from evaluation.models import Succession
from evaluation.models.succession import MOVING
from evaluation.vocabulary import SuccessionKind, SuccessionState

Names = Sequence[Sequence[str]]
"""Full and short name of each branch that is born, or the new name of one that is renamed or moves."""

KEEPING = (SuccessionKind.RENAME, *MOVING)
"""Changes in which each branch goes on as what it was, a new name or not."""

NOTICED_FOR = timedelta(days=30)
"""So long a refused report waits in the worklist of the unit to be made anew."""


def visible(user: User) -> QuerySet[Succession]:
    """All for the city and the keeper of the register; for people of a unit those from it and into it."""
    rows = Succession.objects.select_related("unit", "into", "carrier__unit", "by", "decided_by")
    if access.may(user, Perm.VIEW_CITY) or access.may(user, Perm.MANAGE_REGISTER):
        return rows
    own = list(access.held(user, Perm.VIEW_UNIT))
    return rows.filter(Q(unit__in=own) | Q(into__in=own))


def listed(user: User) -> QuerySet[Succession]:
    """The same with the branches before and after, for the list and its search."""
    return visible(user).prefetch_related("predecessors", "successors").distinct()


def succession_or_404(user: User, pk: int) -> Succession:
    one = visible(user).prefetch_related("predecessors__unit", "successors__unit").filter(pk=pk).first()
    if one is None:
        raise Http404
    return one


def units(user: User) -> QuerySet[Unit]:
    """The units for which `user` may report a change."""
    rows = Unit.objects.filter(is_active=True).exclude(kind=Unit.Kind.CITY)
    if access.may(user, Perm.MANAGE_REGISTER):
        return rows
    return rows.filter(pk__in=list(access.held(user, Perm.REPORT_SUCCESSION)))


def may_report(user: User, unit_id: int) -> bool:
    """Whether `user` may report a change of this unit's branches."""
    return units(user).filter(pk=unit_id).exists()


def unit_or_404(user: User, pk: int) -> Unit:
    unit = units(user).filter(pk=pk).first()
    if unit is None:
        raise Http404
    return unit


def of_branch(branch: Branch) -> list[Succession]:
    """The confirmed changes a branch went through, the latest first, with its predecessors and successors."""
    rows = Succession.objects.filter(Q(predecessors=branch) | Q(successors=branch), state=SuccessionState.CONFIRMED)
    return list(
        rows.distinct()
        .select_related("unit", "into")
        .prefetch_related("predecessors__unit", "successors__unit")
        .order_by("-effective_on", "-id")
    )


def names_after(one: Succession) -> list[str]:
    """The names after the change, also of branches that are still to be born."""
    if one.new_names and one.kind in KEEPING:
        return [one.new_names[0][1]]
    born = [] if one.state == SuccessionState.CONFIRMED else [name[1] for name in one.new_names]
    return [*(branch.short_name for branch in one.successors.all()), *born]


def former_names(branch: Branch) -> list[FormerName]:
    return list(branch.former_names.all())


def to_confirm(user: User) -> list[Succession]:
    """Reported changes that wait for 市直工委."""
    if not access.may(user, Perm.CONFIRM_SUCCESSION):
        return []
    return list(Succession.objects.filter(state=SuccessionState.REPORTED).exclude(by=user).select_related("unit"))


def given_back(user: User) -> list[Succession]:
    """Refused reports of the own units, until one is made anew for the same branch."""
    places = access.held(user, Perm.REPORT_SUCCESSION)
    if not places:
        return []
    again = Succession.objects.filter(pk__gt=OuterRef("pk"), predecessors__in=OuterRef("predecessors"))
    since = clock.start_of(clock.today() - NOTICED_FOR)
    rows = Succession.objects.filter(state=SuccessionState.REFUSED, unit__in=list(places), decided_at__gte=since)
    return list(rows.exclude(Exists(again)).distinct().select_related("unit"))


@dataclass(frozen=True)
class Change:
    """A change as it is reported: which branches go in, which of them stay, which names are new."""

    kind: str
    unit: Unit
    before: Sequence[Branch]
    staying: Sequence[Branch]
    names: Names
    effective_on: date
    into: Unit | None = None

    @classmethod
    def of(cls, one: Succession) -> "Change":
        before = list(one.predecessors.select_related("unit").order_by("pk"))
        after = set(one.successors.all())
        staying = [branch for branch in before if branch in after]
        return cls(one.kind, one.unit, before, staying, one.new_names, one.effective_on, one.into)

    @property
    def ceasing(self) -> list[Branch]:
        return [branch for branch in self.before if branch not in self.staying]

    @property
    def born(self) -> Names:
        return () if self.kind in KEEPING else self.names


def standing(unit: Unit) -> list[Branch]:
    """The branches that would go over if the unit merged into another one."""
    return list(unit.branches.filter(dissolved_on=None).select_related("unit").order_by("pk"))


def receivers(unit: Unit) -> QuerySet[Unit]:
    """The units into which its branches can go over."""
    rows = Unit.objects.filter(is_active=True, successor=None).exclude(kind=Unit.Kind.CITY)
    return rows.exclude(pk=unit.pk).order_by("name")


def pending(unit: Unit, branches: Sequence[Branch]) -> Succession | None:
    """A reported change that nobody has dealt with yet: of one of these branches, or of the whole unit."""
    same = Q(predecessors__in=branches) | Q(unit=unit, kind=SuccessionKind.UNITE)
    return Succession.objects.filter(same, state=SuccessionState.REPORTED).select_related("unit").first()


def posts_over(branches: Sequence[Branch], day: date) -> QuerySet[Appointment]:
    rows = Appointment.objects.filter(Q(ends_on=None) | Q(ends_on__gt=day), branch__in=branches)
    return rows.select_related("user", "branch__unit")


def ended_by(branch: Branch) -> Succession | None:
    """The merger or split in which the branch ceased."""
    kinds = [SuccessionKind.MERGE, SuccessionKind.SPLIT]
    rows = Succession.objects.filter(predecessors=branch, kind__in=kinds, state=SuccessionState.CONFIRMED)
    return rows.exclude(successors=branch).order_by("-id").first()
