"""Who was late or silent in a year, in the order of the register, with what excuses and what followed (D42, D59)."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from django.db.models import QuerySet
from django.http import Http404

from branches import access
from branches.models import Appointment, Branch, Unit, User
from branches.permissions import Perm, Role
from evaluation.guidance import sources
from evaluation.guidance.delay import Delay, Matter
from evaluation.models import Candidacy, Cycle, LatenessMeasure

OF_BRANCHES = (sources.answers, sources.applications)
OF_UNITS = (sources.summaries, sources.assessments, sources.recommendations, sources.reinspections)
OF_STEP_1 = (Matter.SELF_ASSESSMENT, Matter.CORRECTION)


@dataclass(frozen=True)
class UnitLine:
    """One unit with its delays and what followed them."""

    unit: Unit
    delays: list[Delay]
    measures: list[LatenessMeasure]

    @property
    def in_force(self) -> list[LatenessMeasure]:
        """What was recorded and not struck out."""
        return [one for one in self.measures if one.struck_at is None]

    def followed(self, delay: Delay) -> list[LatenessMeasure]:
        """What followed for the same branch, or for the unit itself."""
        branch = delay.branch.pk if delay.branch else None
        return [one for one in self.in_force if one.branch_id == branch]


def delays(cycle: Cycle) -> list[Delay]:
    """Everything of the year in the order of the register."""
    found = [one for source in OF_BRANCHES for one in source(cycle)]
    found += [one for source in OF_UNITS for one in source(cycle)]
    return sorted(_excused(cycle, found), key=lambda one: one.position)


def scope(user: User) -> Collection[int] | None:
    """The units whose lateness this person may read; None for all (D42)."""
    return None if access.may(user, Perm.VIEW_CITY) else list(access.held(user, Perm.VIEW_UNIT))


def by_unit(cycle: Cycle, units: Collection[int] | None = None) -> list[UnitLine]:
    """A line for each unit with delays or measures, or for those among `units`."""
    late: dict[Unit, list[Delay]] = defaultdict(list)
    for one in delays(cycle):
        late[one.unit].append(one)
    taken: dict[Unit, list[LatenessMeasure]] = defaultdict(list)
    for measure in measures(cycle):
        taken[measure.unit].append(measure)
    found = sorted(late.keys() | taken.keys(), key=lambda unit: unit.pk)
    return [UnitLine(unit, late[unit], taken[unit]) for unit in found if units is None or unit.pk in units]


def line(cycle: Cycle, unit: Unit) -> UnitLine:
    """One unit's, empty where it was never late."""
    return next(iter(by_unit(cycle, [unit.pk])), UnitLine(unit, [], []))


def of_branch(cycle: Cycle, branch: Branch) -> list[Delay]:
    """One branch's own, in the order of the year."""
    found = [one for source in OF_BRANCHES for one in source(cycle, branch)]
    return sorted(_excused(cycle, found), key=lambda one: one.position)


def concerns(cycle: Cycle, unit: Unit, branch: Branch | None) -> bool:
    """Whether a unit, or one of its branches, was late or silent."""
    return any(branch in (None, one.branch) for one in line(cycle, unit).delays)


def counted(lines: Iterable[UnitLine]) -> dict[str, int]:
    """How many came late, how many never, how many are marked and not counted."""
    every = [one for line in lines for one in line.delays]
    counting = [one for one in every if not one.excuse]
    silent = sum(one.is_silent for one in counting)
    return {"late": len(counting) - silent, "silent": silent, "excused": len(every) - len(counting)}


def measures(cycle: Cycle) -> QuerySet[LatenessMeasure]:
    return LatenessMeasure.objects.filter(cycle=cycle).select_related("unit", "branch", "by", "struck_by")


def measure_or_404(pk: int) -> LatenessMeasure:
    found = LatenessMeasure.objects.select_related("cycle", "unit", "branch__unit").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _excused(cycle: Cycle, found: list[Delay]) -> list[Delay]:
    """Each delay of a branch with why it does not count: nobody was its secretary, or it was added late (D42)."""
    branches = {one.branch.pk for one in found if one.branch}
    posts = defaultdict(list)
    for post in Appointment.objects.filter(role=Role.SECRETARY.value, branch__in=branches):
        posts[post.branch_id].append(post)
    added = set(Candidacy.objects.filter(cycle=cycle, added_on__isnull=False).values_list("branch", flat=True))

    def excuse(one: Delay) -> str:
        if one.branch is None:
            return ""
        if one.matter in OF_STEP_1 and one.branch.pk in added:
            return "启动后列入参评"
        if not one.branch.is_active_on(one.due):
            return "支部已撤销"
        return "" if any(post.is_in_force_on(one.due) for post in posts[one.branch.pk]) else "没有支部书记"

    return [replace(one, excuse=excuse(one)) for one in found]
