"""Tells of re-inspections: a report to both bodies, a return to the unit, the outcome to the unit and the branch.

What a unit suggests and what one body reviews stay inside: their records wait for nobody. Nothing is published (P4.7).
"""

from collections import defaultdict
from collections.abc import Iterator

from django.db import connection, transaction
from django.urls import reverse

from branches import clock
from branches.models import User
from branches.permissions import Perm
from evaluation.cases.reinspections import observe
from evaluation.messages.sending import audience
from evaluation.messages.sending.telling import News, tell
from evaluation.models import Reinspection, ReinspectionRecord
from evaluation.vocabulary import ReinspectionAction, ReinspectionState

BATCH = 500
NEXT = {
    ReinspectionAction.REPORT: (Perm.REVIEW, ReinspectionAction.REVIEW),
    ReinspectionAction.SEND_BACK: (Perm.REINSPECT, ReinspectionAction.RECONSIDER),
}
"""Who acts after a record, and what he does."""
OUTCOMES = frozenset({ReinspectionAction.KEEP, ReinspectionAction.REVOKE})
AWAITED_BY = (Perm.REINSPECT, Perm.WRITE_METHOD)


def sweep() -> int:
    """Announce what waits; how many messages were written. May run beside another one."""
    written = 0
    while True:
        with transaction.atomic():
            rows = ReinspectionRecord.objects.filter(announced_at=None).order_by("pk")
            if connection.features.has_select_for_update_skip_locked:
                rows = rows.select_for_update(skip_locked=True)
            waiting = list(rows[:BATCH])
            if not waiting:
                return written
            written += tell(_news(waiting))
            ReinspectionRecord.objects.filter(pk__in=[row.pk for row in waiting]).update(announced_at=clock.now())


def _news(waiting: list[ReinspectionRecord]) -> dict[User, list[News]]:
    seen = {
        one.one.pk: one for one in observe(Reinspection.objects.filter(pk__in={r.reinspection_id for r in waiting}))
    }
    branches = [one.one.honour.branch for one in seen.values()]
    post = audience.around((branch.pk for branch in branches), (branch.unit_id for branch in branches))
    found: dict[User, list[News]] = defaultdict(list)
    for row in waiting:
        one = seen[row.reinspection_id]
        branch = one.one.honour.branch
        for user, to_do in _concerned(row, post, branch.pk, branch.unit_id):
            if user.pk != row.by_id:
                found[user].append(
                    News(
                        record=f"reinspection-{row.pk}",
                        subject=str(branch),
                        happened=ReinspectionAction(row.action).label,
                        standing=ReinspectionState(row.after).label,
                        to_do=to_do,
                        due=one.due if to_do and row.action == ReinspectionAction.SEND_BACK else None,
                        link=reverse("evaluation:reinspection", args=[one.one.pk]),
                    )
                )
    return found


def _concerned(row: ReinspectionRecord, post: audience.Post, branch: int, unit: int) -> Iterator[tuple[User, str]]:
    """(person, what he has to do): whoever acts next, or whoever waits for the outcome."""
    action = ReinspectionAction(row.action)
    if action in NEXT:
        perm, following = NEXT[action]
        yield from ((user, following.label) for user in post.over(perm, branch=branch, unit=unit))
    elif action in OUTCOMES:
        people = {user.pk: user for perm in AWAITED_BY for user in post.over(perm, branch=branch, unit=unit)}
        yield from ((user, "") for user in people.values())
