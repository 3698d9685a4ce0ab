"""复核, read: what waits for a body, what it can agree to at once, when a verdict needs a reason (方案 四)."""

from branches.models import User
from evaluation.cases import bodies as case_bodies
from evaluation.cases.reinspections import Seen, observe
from evaluation.models import ConfirmationReview, Cycle, Reinspection
from evaluation.procedure.lives import REINSPECTION, rows_of
from evaluation.reinspection import changes
from evaluation.reinspection.reports import Sorted
from evaluation.rules.reinspection import UNGROUNDED
from evaluation.vocabulary import Body, Confirmation, ReinspectionAction, ReinspectionState


def given(one: Reinspection) -> dict[str, ConfirmationReview]:
    return {row.body: row for row in one.reviews.select_related("by")}


def verdict_of(seen: Seen, body: Body | None) -> str:
    """What this body has said so far."""
    return dict(zip(Body, seen.known.confirmations, strict=True)).get(body, "") if body else ""


def refusals(seen: Seen, user: User) -> list[str]:
    """Why this person reviews this one not now; the same rules refuse the act."""
    moves = rows_of(REINSPECTION, ReinspectionAction.REVIEW, seen.one.state)
    if not moves:
        return [f"已办结：{seen.one.get_state_display()}。"]
    return seen.why_not(moves[0], user)


def needs_reason(seen: Seen, verdict: str) -> str:
    """Whoever revokes says why, and whoever keeps against a finding or against the suggestion."""
    if verdict == Confirmation.REVOKE:
        return "同意撤销须写明理由。"
    if not (seen.known.is_reported or seen.one.is_special):
        return ""  # what the unit has written so far is its own
    if seen.one.state == ReinspectionState.REVOCATION_SUGGESTED and seen.known.is_reported:
        return "单位建议撤销，同意保留须写明理由。"
    return "有不得参评情形，同意保留须写明理由。" if seen.known.answered_yes else ""


def needs_grounds(seen: Seen, verdict: str) -> str:
    """Where no report names them, whoever revokes names the criteria or conditions that it rests on (D44)."""
    return UNGROUNDED if verdict == Confirmation.REVOKE and not seen.known.is_reported else ""


def as_suggested(seen: Seen) -> dict[str, str]:
    """The verdict that agrees with the unit's report, with its reason; empty where nothing was reported."""
    if not seen.known.is_reported:
        return {}
    if seen.one.state == ReinspectionState.REVOCATION_SUGGESTED:
        return {"verdict": Confirmation.REVOKE, "reason": f"同意单位建议：{seen.one.reason}"[:300]}
    return {"verdict": Confirmation.KEEP, "reason": ""}


def agreeable(cycle: Cycle, user: User) -> Sorted:
    """Reported as to be kept, without changes, and not yet reviewed by this person's body."""
    body = case_bodies.body_of(user)
    rows = Reinspection.objects.filter(
        cycle=cycle, state=ReinspectionState.KEEPING_SUGGESTED, report__isnull=False
    ).order_by("honour__branch__unit", "honour__branch", "pk")
    seen = [one for one in observe(rows) if not verdict_of(one, body)]
    changed = changes.of_all(one.one for one in seen)
    offered, left_out = [], []
    for one in seen:
        why = _not_for_many(one, user)
        if why or changed[one.one.pk]:
            left_out.append((one.one, why or "有变化，请逐个复核", changed[one.one.pk]))
        else:
            offered.append(one)
    return Sorted(offered, left_out)


def _not_for_many(seen: Seen, user: User) -> str:
    if reasons := refusals(seen, user):
        return reasons[0]
    if Confirmation.REVOKE in seen.known.confirmations:
        return "另一方意见为同意撤销，请逐个复核"
    if seen.pending:
        return "有待核实的不得参评情形"
    if seen.deviating:
        return "有偏离标准的情形，请逐个复核"
    return "专项复查，请逐个复核" if seen.one.is_special else ""


def next_for(one: Reinspection, user: User) -> int | None:
    """The next of the year that waits for this person's verdict."""
    body = case_bodies.body_of(user)
    for seen in observe(Reinspection.objects.filter(cycle=one.cycle).order_by("honour__branch__unit", "pk")):
        if seen.one.pk != one.pk and not verdict_of(seen, body) and not refusals(seen, user):
            return seen.one.pk
    return None
