"""暂缓: a hold blocks NAME until both municipal bodies have lifted it (D10)."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from branches import access, audit, clock
from branches.models import User
from branches.permissions import Perm
from evaluation.advance import Refused
from evaluation.assessment.verification.queries import tier_of
from evaluation.cases import recusals
from evaluation.cases.bodies import body_of
from evaluation.cases.locks import lock_case
from evaluation.models import Candidacy, Hold
from evaluation.procedure.lives import ENDS
from evaluation.vocabulary import Body


@transaction.atomic
def raise_hold(case: Candidacy, *, by: User, reason: str) -> Hold:
    """Hold the naming of a case up. Either municipal body may, with a reason."""
    _require(case, by)
    case = lock_case(case)
    if case.state in ENDS or not case.cycle.is_running:
        raise Refused(f"该支部现在是“{case.standing.label}”，不需要暂缓。")
    if not reason.strip():
        raise Refused("请写明暂缓的原因。")
    hold = Hold.objects.create(candidacy=case, reason=reason.strip(), raised_by=by, raised_at=clock.now())
    audit.record("暂缓命名", case, by=by, reason=reason.strip())
    return hold


@transaction.atomic
def lift_hold(hold: Hold, *, by: User) -> Hold:
    """Lift a hold for the body of `by`; it ends when both bodies have lifted it.

    For a body that is away another person of the same body lifts it: never one person for both (D19).
    """
    own = _require(hold.candidacy, by)
    away = recusals.body_away(hold.candidacy)
    hold = Hold.objects.select_for_update().get(pk=hold.pk)
    sides = [own, Body(away)] if away else [own]
    body = next((side for side in sides if not hold.lifted_by(side)), None)
    if hold.lifted_at or body is None:
        raise Refused(f"{own.label}已经解除。")
    if by.pk in (hold.lifted_by_committee_id, hold.lifted_by_department_id):
        raise Refused(f"您已解除。{body.label}人员全部回避，须由{own.label}另一人再解除一次。")
    if body == Body.WORK_COMMITTEE:
        hold.lifted_by_committee = by
    else:
        hold.lifted_by_department = by
    if hold.lifted_by_committee_id and hold.lifted_by_department_id:
        hold.lifted_at = clock.now()
    hold.save(update_fields=["lifted_by_committee", "lifted_by_department", "lifted_at"])
    audit.record("解除暂缓", hold.candidacy, by=by, body=str(body), is_over=bool(hold.lifted_at))
    return hold


def _require(case: Candidacy, by: User) -> Body:
    """The municipal body of `by`, unless he keeps away from the case (D17)."""
    access.require(by, Perm.EVALUATE)
    body = body_of(by)
    if body is None or tier_of(by, case) is None:
        raise PermissionDenied
    return body
