"""支部变更, read: who sees which, what speaks against one, and everything that would follow from it (D25)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from branches import access, clock
from branches.models import Appointment, Branch, FormerName, Unit, User
from branches.permissions import Perm
from branches.queries import active_on
from evaluation.models import Succession
from evaluation.vocabulary import SuccessionKind, SuccessionState

Names = Sequence[Sequence[str]]
"""Full and short name of each branch that is born, or the new name of a renamed one."""

NOTICED_FOR = timedelta(days=30)
"""So long a refused report waits in the worklist of the unit to be made anew."""


def visible(user: User) -> QuerySet[Succession]:
    """All for the city and the keeper of the register, the own ones for people of a unit."""
    rows = Succession.objects.select_related("unit", "carrier__unit", "by", "decided_by")
    if access.may(user, Perm.VIEW_CITY) or access.may(user, Perm.MANAGE_REGISTER):
        return rows
    return rows.filter(unit__in=list(access.held(user, Perm.VIEW_UNIT)))


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
        rows.distinct().prefetch_related("predecessors__unit", "successors__unit").order_by("-effective_on", "-id")
    )


def names_after(one: Succession) -> list[str]:
    """The names after the change, also of branches that are still to be born."""
    if one.kind == SuccessionKind.RENAME:
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

    @classmethod
    def of(cls, one: Succession) -> "Change":
        before = list(one.predecessors.select_related("unit").order_by("pk"))
        staying = [branch for branch in before if branch in set(one.successors.all())]
        return cls(one.kind, one.unit, before, staying, one.new_names, one.effective_on)

    @property
    def ceasing(self) -> list[Branch]:
        return [branch for branch in self.before if branch not in self.staying]

    @property
    def born(self) -> Names:
        return () if self.kind == SuccessionKind.RENAME else self.names


def objections_to(change: Change) -> list[str]:
    """What speaks against the change today, each a sentence for a person."""
    today, day = clock.today(), change.effective_on
    found = _shape(change)
    if day > today:
        found.append("生效日期不能晚于今天，请到那一天再办理。")
    for branch in change.before:
        if branch.unit_id != change.unit.pk:
            found.append(f"“{branch}”不属于{change.unit}。")
        if branch.dissolved_on is not None:
            found.append(f"“{branch}”已不再存在，不能变更。")
        elif day <= branch.established_on:
            found.append(f"生效日期应在“{branch}”成立之后，请核对。")
    return found + _taken(change)


def _shape(change: Change) -> list[str]:
    if change.kind == SuccessionKind.MERGE:
        after = len(change.staying) + len(change.names)
        found = [] if len(change.before) > 1 else ["合并至少要选两个党支部。"]
        return found if after == 1 else [*found, "合并后只有一个党支部：选并入哪一个，或者填写新名称，二者取一。"]
    if change.kind == SuccessionKind.SPLIT and len(change.staying) + len(change.names) < 2:
        return ["分设后至少有两个党支部，请填写新党支部的名称。"]
    return []


def _taken(change: Change) -> list[str]:
    full, short = [name[0] for name in change.names], [name[1] for name in change.names]
    if len(set(full)) < len(full) or len(set(short)) < len(short):
        return ["新名称有重复，请核对。"]
    own = [branch.pk for branch in change.before if change.kind == SuccessionKind.RENAME]
    others = Branch.objects.exclude(pk__in=own)
    found = [
        f"已有党支部全称为“{name}”。合并后沿用原名称的，请选并入该支部。"
        for name in others.filter(full_name__in=full).values_list("full_name", flat=True)
    ]
    beside = others.filter(active_on(clock.today()), unit=change.unit).exclude(
        pk__in=[branch.pk for branch in change.ceasing]
    )
    found += [
        f"本单位已有简称为“{name}”的党支部，请改用能区分的简称。"
        for name in beside.filter(short_name__in=short).values_list("short_name", flat=True)
    ]
    if own and any((one.full_name, one.short_name) == tuple(change.names[0]) for one in change.before):
        found.append("新名称和原名称一样，请核对。")
    return found


def pending(branches: Sequence[Branch]) -> Succession | None:
    """A reported change of one of these branches that nobody has dealt with yet."""
    rows = Succession.objects.filter(state=SuccessionState.REPORTED, predecessors__in=branches)
    return rows.select_related("unit").first()


def posts_over(branches: Sequence[Branch], day: date) -> QuerySet[Appointment]:
    rows = Appointment.objects.filter(Q(ends_on=None) | Q(ends_on__gt=day), branch__in=branches)
    return rows.select_related("user", "branch__unit")


def ended_by(branch: Branch) -> Succession | None:
    """The merger or split in which the branch ceased."""
    kinds = [SuccessionKind.MERGE, SuccessionKind.SPLIT]
    rows = Succession.objects.filter(predecessors=branch, kind__in=kinds, state=SuccessionState.CONFIRMED)
    return rows.exclude(successors=branch).order_by("-id").first()
