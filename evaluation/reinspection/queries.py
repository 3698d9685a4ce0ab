"""复查 and 复核, read: who may see one, and the facts that its rules look at."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404

from branches import access
from branches.models import User
from branches.permissions import Perm
from evaluation.cases import recusals
from evaluation.cases.reinspections import Seen, holds, known_records, visible
from evaluation.models import (
    Disqualification,
    Honour,
    LaterFinding,
    Reinspection,
    ReinspectionAnswer,
    ReinspectionRecord,
)
from evaluation.procedure.lives import NOT_ROUTABLE, REINSPECTION, REINSPECTION_OPEN
from evaluation.rules import impartiality
from evaluation.rules import reinspection as reinspection_rules
from evaluation.vocabulary import ReinspectionState

ACTING = (Perm.REINSPECT, Perm.REVIEW)


def reinspection_or_404(user: User, pk: int, *perms: Perm) -> Reinspection:
    """Fetch and authorise at once: visible, and with `perms` one of them held over it."""
    one = visible(user).filter(pk=pk).first()
    if one is None or (perms and not any(holds(user, perm, one) for perm in perms)):
        raise Http404
    return one


def verifies(user: User, honour: Honour) -> bool:
    """Whether `user` may verify the conditions of the title's branch, and so read their facts (D16, D17)."""
    if user.branch_id is not None and user.branch_id == honour.branch_id:
        return False
    return access.may(user, Perm.VERIFY_CITY) or honour.branch.unit_id in access.held(user, Perm.VERIFY)


def verifies_in(user: User, one: Reinspection) -> bool:
    """The same within one re-inspection, from which he may have declared to keep away (D38)."""
    return verifies(user, one.honour) and not recusals.recused(user, one)


def may_recuse(seen: Seen, user: User) -> bool:
    """Whether the person acts on it while it is open, and does not keep away from it yet (D38)."""
    acts = any(holds(user, perm, seen.one) for perm in ACTING)
    return acts and seen.one.state in REINSPECTION_OPEN and not seen.is_kept_from(user)


def require_verifier(one: Reinspection, by: User) -> None:
    if not verifies_in(by, one):
        raise PermissionDenied


def facts_of(one: Reinspection) -> dict[str, Any]:
    """Everything that was written about a condition. Each call for a person goes through `reinspection.steps.unit.look`."""
    answers = one.answers.exclude(facts="").select_related("disqualification", "by")
    return {"finding": finding_of(one), "answers": list(answers)}


def has_facts(one: Reinspection) -> bool:
    return one.answers.exclude(facts="").exists()


def finding_of(one: Reinspection) -> LaterFinding | None:
    """What was found after the naming, with the people behind it."""
    rows = LaterFinding.objects.filter(reinspection=one)
    return rows.select_related("disqualification", "by", "correction_asked_by", "corrected_by").first()


def answers_of(one: Reinspection) -> list[tuple[Disqualification, ReinspectionAnswer | None]]:
    """The six conditions with what was answered, without facts."""
    given = {row.disqualification_id: row for row in one.answers.defer("facts").select_related("by")}
    return [(condition, given.get(condition.pk)) for condition in one.cycle.disqualifications.all()]


def timeline(one: Reinspection, user: User) -> list[ReinspectionRecord]:
    """Every move that `user` may know, newest first."""
    return list(known_records(one, user).select_related("by").order_by("-number"))


def not_fillable(seen: "Seen", user: User) -> list[str]:
    """Why this person cannot answer now; the page says it, the act refuses with it."""
    if seen.one.state != ReinspectionState.DUE:
        return [f"{seen.one}现在是“{seen.one.get_state_display()}”，不能修改。需要修改请先办理“重新复查”。"]
    facts = seen.facts(user)
    return [reason for rule in (reinspection_rules.held, impartiality.impartial) if (reason := rule(facts))]


def open_moves(seen: "Seen", user: User) -> dict[str, list[str]]:
    """The moves with a page of their own that `user` could make now, by name, each with why it has to wait."""
    found: dict[str, list[str]] = {}
    for move in REINSPECTION:
        if move.before != seen.one.state or move.action in NOT_ROUTABLE:
            continue
        if holds(user, move.perm, seen.one):
            found[move.action.name.lower()] = seen.why_not(move, user, button=True)
    return found
