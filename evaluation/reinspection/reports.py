"""What a unit has to re-inspect and to report, and which of its branches can be kept together (方案 四)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from branches.models import Unit, User
from branches.names import WORK_COMMITTEE
from evaluation.cases import recusals
from evaluation.cases.reinspections import Seen, observe
from evaluation.models import Cycle, Plaque, Reinspection, ReinspectionReport
from evaluation.procedure.lives import SUGGESTED
from evaluation.reinspection import changes
from evaluation.reinspection import grounds as reinspection_grounds
from evaluation.reinspection.changes import Change
from evaluation.vocabulary import PlaqueState, ReinspectionState


@dataclass(frozen=True)
class Waiting:
    """A unit's re-inspections that are not yet reported: what can go now, what keeps the yearly list, and the list."""

    ready: list[Seen]
    blockers: list[Seen]
    held_back: list[Seen]


def of_unit(cycle: Cycle, unit: Unit) -> list[Seen]:
    """Those of a year, in the order of the register."""
    rows = Reinspection.objects.filter(cycle=cycle, honour__branch__unit=unit)
    return observe(rows.order_by("honour__branch", "pk"))


def waiting(cycle: Cycle, unit: Unit) -> Waiting:
    return sort(of_unit(cycle, unit))


def sort(seen: Iterable[Seen]) -> Waiting:
    """In time the yearly list goes whole; a late, returned or special one goes by itself and keeps nothing back."""
    rows = [one for one in seen if not one.known.is_reported]
    blockers = [one for one in rows if one.one.state == ReinspectionState.DUE and not _goes_alone(one)]
    suggested = [one for one in rows if one.one.state in SUGGESTED]
    ready = [one for one in suggested if not blockers or _goes_alone(one)]
    return Waiting(ready, blockers, [one for one in suggested if one not in ready])


def _goes_alone(seen: Seen) -> bool:
    return seen.one.is_special or seen.one.due is not None or seen.is_overdue


def row(one: Reinspection) -> dict[str, Any]:
    """One line of a report as it is frozen: numbers and words, never the facts of a veto (D16)."""
    honour = one.honour
    answers = one.answers.select_related("disqualification")
    plaque = Plaque.objects.filter(honour=honour, state__in=[PlaqueState.MADE, PlaqueState.ISSUED]).first()
    return {
        "reinspection": one.pk,
        "branch": honour.branch.full_name,
        "year": honour.year,
        "decision_number": honour.decision_number,
        "plaque": plaque.number if plaque else "",
        "is_special": one.is_special,
        "answers": {str(given.disqualification.number): given.answer for given in answers},
        "changes": one.changes,
        "deviations": [str(row) for row in reinspection_grounds.entered(one)],
        "grounds": [str(row) for row in reinspection_grounds.of(one)],
        "suggestion": one.state,
        "reason": one.reason,
    }


def reports(cycle: Cycle, unit: Unit) -> Sequence[ReinspectionReport]:
    return list(ReinspectionReport.objects.filter(cycle=cycle, unit=unit).select_related("by"))


@dataclass(frozen=True)
class Sorted:
    """What a page for many offers, and what it leaves out with the reason why."""

    offered: list[Any]
    left_out: list[tuple[Reinspection, str, list[Change]]]

    def own_named(self, user: User) -> str:
        """Those left out because the person keeps away from them, for the message (D38)."""
        _, own = recusals.without_own(user, [one for one, _, _ in self.left_out])
        return recusals.named(one.honour.branch.short_name for one in own)


def keepable(cycle: Cycle, unit: Unit, user: User) -> Sorted:
    """Yearly ones that nobody has begun to answer otherwise and about which nothing changed."""
    seen = [one for one in of_unit(cycle, unit) if one.one.state == ReinspectionState.DUE]
    changed = changes.of_all(row.one for row in seen)
    offered: list[Reinspection] = []
    left_out: list[tuple[Reinspection, str, list[Change]]] = []
    for row_ in seen:
        why = _not_for_many(row_, user)
        if why or changed[row_.one.pk]:
            left_out.append((row_.one, why or "有变化，请逐个复查", changed[row_.one.pk]))
        else:
            offered.append(row_.one)
    return Sorted(offered, left_out)


def _not_for_many(seen: Seen, user: User) -> str:
    if seen.one.is_special:
        return "专项复查，请单独办理"
    if seen.is_kept_from(user):
        return "您须回避，请由另一名经办人办理"
    if seen.known.answered_yes or seen.pending:
        return "有不得参评情形或待核实事项"
    return f"{WORK_COMMITTEE}退回，请逐项补正" if seen.one.due else ""
