"""The arrangement of a year, read: its versions, how far it has come down, who has not read it (D48)."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404

from branches import access
from branches.models import Unit, User
from branches.permissions import Perm
from evaluation.models import Arrangement, ArrangementFile, ArrangementVersion, Cycle, PassedOn, Reading

LATEST = Subquery(
    ArrangementVersion.objects.filter(arrangement=OuterRef("arrangement")).order_by("-number").values("number")[:1]
)
"""The number of the version in force, as an expression over readings."""


@dataclass(frozen=True)
class UnitLine:
    """How far the arrangement has come in one unit. `number` is that of the version in force."""

    unit: Unit
    passed_on: PassedOn | None
    readings: Sequence[Reading]
    number: int

    @property
    def unread(self) -> list[Reading]:
        return [one for one in self.readings if one.version != self.number]


def of_year(cycle: Cycle) -> Arrangement | None:
    return Arrangement.objects.filter(cycle=cycle).select_related("cycle", "published_by").first()


def published_or_404(cycle: Cycle) -> Arrangement:
    found = of_year(cycle)
    if found is None or found.published_at is None:
        raise Http404
    return found


def versions(arrangement: Arrangement) -> list[ArrangementVersion]:
    """The last one first, each with its attachments."""
    return list(arrangement.versions.select_related("by").prefetch_related("files"))


def in_force(arrangement: Arrangement) -> ArrangementVersion:
    return arrangement.versions.order_by("-number")[0]


def by_unit(arrangement: Arrangement, units: Collection[int] | None = None) -> list[UnitLine]:
    """A line for each unit, or for each of `units`, to which it goes, in the order of the register."""
    rows = arrangement.readings.select_related("branch", "unit", "by")
    passed = arrangement.passed_on.select_related("by")
    if units is not None:
        rows, passed = rows.filter(unit__in=units), passed.filter(unit__in=units)
    readings: dict[Unit, list[Reading]] = defaultdict(list)
    for row in rows:
        readings[row.unit].append(row)
    done = {one.unit_id: one for one in passed}
    number = in_force(arrangement).number
    return [UnitLine(unit, done.get(unit.pk), group, number) for unit, group in readings.items()]


def own_lines(arrangement: Arrangement, user: User) -> list[UnitLine]:
    """The units whose work this person sees."""
    units = access.held(user, Perm.VIEW_UNIT)
    return by_unit(arrangement, list(units)) if units else []


def own_readings(arrangement: Arrangement, user: User) -> list[Reading]:
    """The branches for which this person reads, once their unit has passed it on."""
    branches = access.held(user, Perm.VIEW_BRANCH)
    if not branches:
        return []
    rows = arrived(arrangement.readings.filter(branch__in=list(branches)))
    return list(rows.select_related("branch__unit", "by"))


def arrived(rows: QuerySet[Reading]) -> QuerySet[Reading]:
    """Those whose unit has passed the arrangement on."""
    passed = PassedOn.objects.filter(arrangement=OuterRef("arrangement"), unit=OuterRef("unit"))
    return rows.annotate(passed=Subquery(passed.values("pk")[:1])).filter(passed__isnull=False)


def remarks(arrangement: Arrangement, units: Collection[int]) -> list[PassedOn]:
    """What these units added for their branches."""
    return list(arrangement.passed_on.filter(unit__in=units).exclude(remark="").select_related("unit", "by"))


def is_open_to(user: User, arrangement: Arrangement) -> bool:
    """Whether it has come down to this person: a working copy is for 市直工委 alone."""
    if access.may(user, Perm.RUN_CYCLE):
        return True
    if arrangement.published_at is None:
        return False
    if access.may(user, Perm.VIEW_CITY):
        return True
    units = access.held(user, Perm.VIEW_UNIT)
    return arrangement.readings.filter(unit__in=list(units)).exists() or bool(own_readings(arrangement, user))


def file_or_404(user: User, pk: int) -> ArrangementFile:
    """An attachment of a version that this person may read."""
    found = ArrangementFile.objects.filter(pk=pk).select_related("arrangement").first()
    if found is None or not is_open_to(user, found.arrangement):
        raise Http404
    if not access.may(user, Perm.RUN_CYCLE) and not found.versions.exists():
        raise Http404
    return found


def attached(version: ArrangementVersion | None) -> list[ArrangementFile]:
    return list(version.files.all()) if version else []
