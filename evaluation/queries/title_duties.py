"""The reads behind the worklist for what follows the naming: 复查, 复核, 撤销. A query or two each, or none."""

from collections.abc import Iterable
from datetime import date

from branches import access
from branches.models import Unit, User
from branches.permissions import Perm
from evaluation.models import Cycle, LaterFinding, Reinspection
from evaluation.procedure import REINSPECTION_OPEN
from evaluation.queries import duties, reports, reviews, signing
from evaluation.queries.reinspection import Seen, observe
from evaluation.vocabulary import Body, Confirmation, DecisionKind, ReinspectionState

OPEN = sorted(REINSPECTION_OPEN)

Group = tuple[Cycle, Unit, list[Seen]]


def to_reinspect(user: User) -> list[Group]:
    """Titles of this officer's units that wait for a suggestion, by year and unit; not the own branch's (D17)."""
    units = access.held(user, Perm.REINSPECT)
    if not units:
        return []
    rows = Reinspection.objects.filter(state=ReinspectionState.DUE, honour__branch__unit__in=list(units))
    return _grouped(observe(rows.exclude(honour__branch=user.branch_id)))


def to_report(user: User) -> list[Group]:
    """Suggestions that can go to 市直工委 now: nothing of the unit's yearly list is missing any more."""
    units = access.held(user, Perm.REINSPECT)
    if not units:
        return []
    rows = Reinspection.objects.filter(state__in=OPEN, honour__branch__unit__in=list(units), report=None)
    groups = [(cycle, unit, reports.sort(seen).ready) for cycle, unit, seen in _grouped(observe(rows))]
    return [group for group in groups if group[2]]


def due_of(seen: Iterable[Seen]) -> date:
    """The nearest of their dates."""
    return min(one.due for one in seen)


def to_review(user: User) -> list[tuple[Cycle, int, int]]:
    """Per year: how many wait for the verdict of this person's body, and on how many the two bodies differ."""
    body = duties.body_of(user)
    if body is None or not access.may(user, Perm.REVIEW):
        return []
    found: dict[Cycle, tuple[int, int]] = {}
    for one in observe(Reinspection.objects.filter(state__in=OPEN)):
        waiting, disputed = found.get(one.one.cycle, (0, 0))
        waiting += not reviews.verdict_of(one, body) and not reviews.refusals(one, user)
        found[one.one.cycle] = (waiting, disputed + one.is_disputed)
    return [(cycle, *numbers) for cycle, numbers in found.items() if any(numbers)]


def to_revoke(user: User) -> list[tuple[Cycle, str, str]]:
    """What 市直工委 does next about titles that both bodies want revoked: (year, what, hint)."""
    if not access.may(user, Perm.NAME):
        return []
    agreed = Reinspection.objects.filter(state__in=OPEN, reviews__verdict=Confirmation.REVOKE)
    found = []
    for cycle in Cycle.objects.filter(pk__in=agreed.values("cycle")):
        rows = signing.rows_now(cycle, DecisionKind.REVOCATION)
        if not rows:
            continue
        if signing.frozen_version(cycle, DecisionKind.REVOCATION):
            found.append((cycle, "发布撤销决定", "名单已冻结，双方签署后即可发布"))
        else:
            found.append((cycle, "冻结撤销名单", f"{len(rows)}个称号双方同意撤销"))
    return found


def corrections_to_settle(user: User) -> list[Reinspection]:
    """Corrections of a later finding that wait for a second person of 市直工委 (D16)."""
    if duties.body_of(user) != Body.WORK_COMMITTEE:
        return []
    asked = LaterFinding.objects.filter(correction_asked_at__isnull=False, corrected_at=None)
    rows = Reinspection.objects.filter(state__in=OPEN, finding__in=asked.exclude(correction_asked_by=user))
    return list(rows.select_related("honour__branch__unit"))


def _grouped(rows: list[Seen]) -> list[Group]:
    found: dict[tuple[int, int], Group] = {}
    for seen in rows:
        cycle, unit = seen.one.cycle, seen.one.honour.branch.unit
        found.setdefault((cycle.pk, unit.pk), (cycle, unit, []))[2].append(seen)
    return list(found.values())


def keeps_honours(user: User) -> bool:
    return access.may(user, Perm.MANAGE_HONOURS)
