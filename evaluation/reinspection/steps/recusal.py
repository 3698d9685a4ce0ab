"""回避: keeping away from one re-inspection, said by whoever acts on it (D38)."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from branches import audit, clock
from branches.models import User
from evaluation.advance import Refused
from evaluation.cases import recusals
from evaluation.cases.locks import lock_reinspection
from evaluation.cases.reinspections import holds
from evaluation.models import ConfirmationReview, Reinspection, ReinspectionRecusal
from evaluation.procedure.lives import REINSPECTION_OPEN
from evaluation.reinspection.queries import ACTING


@transaction.atomic
def recuse(one: Reinspection, *, by: User, reason: str) -> ReinspectionRecusal:
    """The person keeps away from this re-inspection from now on; his verdict no longer counts while it is open."""
    one = lock_reinspection(one)
    if not any(holds(by, perm, one) for perm in ACTING):
        raise PermissionDenied
    if recusals.recused(by, one):
        raise Refused("您须回避该支部，不需要申报。")
    if not reason.strip():
        raise Refused("请写明回避的理由。")
    made = ReinspectionRecusal.objects.create(reinspection=one, user=by, reason=reason.strip(), at=clock.now())
    audit.record("申报复查回避", one, by=by)
    if one.state in REINSPECTION_OPEN:
        given = ConfirmationReview.objects.filter(reinspection=one, by=by)
        for row in given:
            audit.record("复核意见因回避作废", one, by=by, verdict=row.verdict, reason=row.reason)
        given.delete()
    return made
