"""复查 and 复核, read: who may see one, and the facts that its rules look at."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.http import Http404

from branches import access, clock
from branches.models import User
from branches.permissions import Perm, Place
from evaluation import reinspection_rules as rules
from evaluation.facts import ReinspectionFacts
from evaluation.models import (
    ConfirmationReview,
    Disqualification,
    Extension,
    Honour,
    LaterFinding,
    Reinspection,
    ReinspectionAnswer,
    ReinspectionRecord,
)
from evaluation.models.honour import HELD
from evaluation.procedure import REINSPECTION, REINSPECTION_NOT_ROUTABLE, REINSPECTION_OPEN, reinspection_refusals
from evaluation.vocabulary import Answer, Body, ReinspectionAction, ReinspectionState, Step

SUGGESTED = (ReinspectionState.KEEPING_SUGGESTED, ReinspectionState.REVOCATION_SUGGESTED)
SUGGESTIONS = (ReinspectionAction.SUGGEST_KEEPING, ReinspectionAction.SUGGEST_REVOCATION)


def holds(by: User, perm: Perm, one: Reinspection) -> bool:
    """Whether `by` holds `perm` over the unit of the title's branch, or over the city."""
    if perm.place is Place.CITY:
        return access.may(by, perm)
    return one.honour.branch.unit_id in access.held(by, perm)


def visible(user: User) -> QuerySet[Reinspection]:
    """Those of the unit or the city that `user` looks after, each with the state `shown` to this person.

    What a unit suggests is its own until it has reported it, as a pick is (D34).
    """
    rows = Reinspection.objects.select_related("cycle", "honour__branch__unit", "report", "finding__disqualification")
    units = list(access.held(user, Perm.VIEW_UNIT))
    if not access.may(user, Perm.VIEW_CITY):
        return rows.filter(honour__branch__unit__in=units).annotate(shown=F("state"))
    unreported = Q(state__in=SUGGESTED, report=None) & ~Q(honour__branch__unit__in=units)
    return rows.annotate(
        shown=Case(
            When(unreported, then=Value(ReinspectionState.DUE.value)), default=F("state"), output_field=CharField()
        )
    )


def of_honours(user: User, honours: Iterable[Honour]) -> QuerySet[Reinspection]:
    """The re-inspections of some titles, newest first, as far as `user` may see them."""
    return visible(user).filter(honour__in=list(honours)).order_by("-cycle__year", "-id")


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


def require_verifier(one: Reinspection, by: User) -> None:
    if not verifies(by, one.honour):
        raise PermissionDenied


def facts_of(one: Reinspection) -> dict[str, Any]:
    """Everything that was written about a condition. Each call for a person goes through `steps.reinspection.look`."""
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
    """Every move, newest first. What a unit did not report stays its own, what a body said stays between the bodies."""
    rows = one.records.select_related("by").order_by("-number")
    if not access.may(user, Perm.REVIEW):
        rows = rows.exclude(action=ReinspectionAction.REVIEW) if one.state in REINSPECTION_OPEN else rows
    elif one.honour.branch.unit_id not in access.held(user, Perm.VIEW_UNIT):
        reported = one.records.filter(action=ReinspectionAction.REPORT).order_by("-number").values("number")[:1]
        rows = rows.exclude(
            action__in=[*SUGGESTIONS, ReinspectionAction.RECONSIDER], number__gt=Coalesce(Subquery(reported), 0)
        )
    return list(rows)


def not_fillable(seen: "Seen", user: User) -> list[str]:
    """Why this person cannot answer now; the page says it, the act refuses with it."""
    if seen.one.state != ReinspectionState.DUE:
        return [f"{seen.one}现在是“{seen.one.get_state_display()}”，不能修改。需要修改请先办理“重新复查”。"]
    facts = seen.facts(user)
    return [reason for rule in (rules.held, rules.impartial) if (reason := rule(facts))]


def open_moves(seen: "Seen", user: User) -> dict[str, list[str]]:
    """The moves with a page of their own that `user` could make now, by name, each with why it has to wait."""
    found: dict[str, list[str]] = {}
    for move in REINSPECTION:
        if move.before != seen.one.state or move.action in REINSPECTION_NOT_ROUTABLE:
            continue
        if holds(user, move.perm, seen.one):
            found[move.action.name.lower()] = list(reinspection_refusals(move, seen.facts(user), button=True))
    return found


@dataclass(frozen=True)
class Seen:
    """A re-inspection with everything the rules may ask, read once; `facts` adds the actor and what he says."""

    one: Reinspection
    due: date
    pending: int
    known: ReinspectionFacts

    @property
    def is_overdue(self) -> bool:
        return self.known.is_overdue

    @property
    def is_disputed(self) -> bool:
        """The two bodies differ: in consultation, the title stands (D19)."""
        return all(self.known.confirmations) and len(set(self.known.confirmations)) > 1

    def facts(self, by: User | None, reason: str = "", note: str = "") -> ReinspectionFacts:
        return replace(
            self.known,
            actor=by.pk if by else None,
            is_own_branch=by is not None and by.branch_id == self.one.honour.branch_id,
            reason=reason,
            note=note,
        )


def observe(rows: QuerySet[Reinspection]) -> list[Seen]:
    """One query for any number of re-inspections."""
    return [_seen(row) for row in _annotated(rows)]


def seen(pk: int) -> Seen:
    """One re-inspection, observed."""
    return observe(Reinspection.objects.filter(pk=pk))[0]


def _annotated(rows: QuerySet[Reinspection]) -> Any:
    return with_verdicts(rows.select_related("cycle", "honour__branch__unit", "report")).annotate(**_columns())


@cache
def _columns() -> dict[str, Any]:
    """Built once a process: building the expressions costs as much as a query that uses them."""
    mine = {"reinspection": OuterRef("pk")}
    conditions = Disqualification.objects.filter(cycle=OuterRef("cycle")).order_by().values("cycle")
    answers = ReinspectionAnswer.objects.filter(**mine).order_by().values("reinspection")
    suggested = ReinspectionRecord.objects.filter(action__in=SUGGESTIONS, **mine).order_by("-number")
    return {
        "conditions": Coalesce(Subquery(conditions.annotate(n=Count("pk")).values("n")), 0),
        "answered": Coalesce(Subquery(answers.annotate(n=Count("pk")).values("n")), 0),
        "pending": Coalesce(Subquery(answers.filter(answer=Answer.PENDING).annotate(n=Count("pk")).values("n")), 0),
        "yes": Coalesce(Subquery(answers.filter(answer=Answer.YES).annotate(n=Count("pk")).values("n")), 0),
        "suggested_by": Subquery(suggested.values("by")[:1]),
        "is_held": Exists(Reinspection.objects.filter(pk=OuterRef("pk"), honour__state__in=HELD)),
    }


def with_verdicts(rows: QuerySet[Reinspection]) -> QuerySet[Any]:
    """With both bodies' verdicts, "" where not given, and the last day for reporting (D9)."""
    extended = Extension.objects.filter(
        cycle=OuterRef("cycle"), unit=OuterRef("honour__branch__unit"), step=Step.RECOMMENDATION
    )
    return rows.annotate(
        committee=_verdict(Body.WORK_COMMITTEE),
        department=_verdict(Body.ORGANISATION_DEPARTMENT),
        last_day=Coalesce(F("due"), Subquery(extended.values("due")[:1]), F("cycle__recommendation_due")),
    )


def _verdict(body: Body) -> Subquery:
    return Subquery(ConfirmationReview.objects.filter(reinspection=OuterRef("pk"), body=body).values("verdict")[:1])


def _seen(row: Any) -> Seen:
    return Seen(
        one=row,
        due=row.last_day,
        pending=row.pending,
        known=ReinspectionFacts(
            is_held=row.is_held,
            is_reported=row.report_id is not None,
            is_overdue=row.report_id is None and clock.now() >= clock.end_of(row.last_day),
            unanswered=row.conditions - row.answered,
            answered_yes=row.yes,
            suggested_by=row.suggested_by,
            confirmations=(row.committee or "", row.department or ""),
        ),
    )
