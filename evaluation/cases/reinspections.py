"""What every room may ask of a re-inspection: who sees it, and the facts that its rules look at."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache, cached_property
from typing import Any

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from branches import access, clock
from branches.models import User
from branches.pages.paging import SoMany
from branches.permissions import Perm, Scope
from evaluation.cases import recusals
from evaluation.cases.knowledge import Known
from evaluation.deadlines import YearDate, last_day_expression
from evaluation.models import (
    ConfirmationReview,
    Cycle,
    Deviation,
    Disqualification,
    Honour,
    Reinspection,
    ReinspectionAnswer,
    ReinspectionRecord,
    RevocationGround,
)
from evaluation.models.honour import HELD
from evaluation.procedure.lives import REINSPECTION_OPEN, ReinspectionMove, refusals
from evaluation.procedure.secrecy import SUGGESTING
from evaluation.rules import impartiality
from evaluation.rules.facts import ReinspectionFacts
from evaluation.vocabulary import Answer, Body, Confirmation, ReinspectionAction, ReinspectionState, Step

SUGGESTIONS = (ReinspectionAction.SUGGEST_KEEPING, ReinspectionAction.SUGGEST_REVOCATION)


def holds(by: User, perm: Perm, one: Reinspection) -> bool:
    """Whether `by` holds `perm` over the unit of the title's branch, or over the city."""
    if perm.scope is Scope.CITY:
        return access.may(by, perm)
    return one.honour.branch.unit_id in access.held(by, perm)


def visible(user: User) -> QuerySet[Reinspection]:
    """Those of the unit or the city that `user` looks after, each with the state `shown` to this person.

    What a unit suggests and writes is its own until it has reported it, as a pick is (D34): never filter by `state`.
    """
    rows: QuerySet[Any] = Reinspection.objects.select_related(
        "cycle", "honour__branch__unit", "report", "finding__disqualification"
    )
    units = list(access.held(user, Perm.VIEW_UNIT))
    if not access.may(user, Perm.VIEW_CITY):
        own: QuerySet[Reinspection] = rows.filter(honour__branch__unit__in=units).annotate(shown=F("state"))
        return own
    away = ~Q(honour__branch__unit__in=units) if units else Q()
    unreported = Q(state__in=sorted(REINSPECTION_OPEN), report=None) & away
    found: QuerySet[Reinspection] = rows.annotate(
        shown=_unless(unreported, "state", ReinspectionState.DUE.value),
        shown_changes=_unless(unreported, "changes", ""),
        shown_reason=_unless(unreported, "reason", ""),
        is_private=Case(When(unreported, then=Value(True)), default=Value(False)),
    )
    return found


def _unless(condition: Q, field: str, instead: str) -> Case:
    return Case(When(condition, then=Value(instead)), default=F(field), output_field=CharField())


def is_private(one: Reinspection) -> bool:
    """Whether what the unit writes here is not yet for the person for whom it was fetched (`visible`)."""
    return bool(getattr(one, "is_private", False))


def known_records(one: Reinspection, user: User) -> QuerySet[ReinspectionRecord]:
    """The moves that `user` may know: what a unit did not report is its own, what a body said stays between the bodies."""
    rows = ReinspectionRecord.objects.filter(reinspection=one)
    if not access.may(user, Perm.REVIEW):
        return rows.exclude(action=ReinspectionAction.REVIEW) if one.state in REINSPECTION_OPEN else rows
    if one.honour.branch.unit_id in access.held(user, Perm.VIEW_UNIT):
        return rows
    reported = rows.filter(action=ReinspectionAction.REPORT).order_by("-number").values("number")[:1]
    return rows.exclude(action__in=sorted(SUGGESTING), number__gt=Coalesce(Subquery(reported), 0))


def known(one: Reinspection, by: User) -> Known:
    """As `by` may know it; whoever sees none of them, only ends it."""
    shown = visible(by).filter(pk=one.pk).first() or one
    return Known(str(one), shown.standing, known_records(shown, by).count())


def of_honours(user: User, honours: Iterable[Honour]) -> QuerySet[Reinspection]:
    """The re-inspections of some titles, newest first, as far as `user` may see them."""
    return visible(user).filter(honour__in=list(honours)).order_by("-cycle__year", "-id")


@dataclass(frozen=True)
class Seen:
    """A re-inspection with everything the rules may ask, read once; `facts` adds the actor and what he says."""

    one: Reinspection
    due: date
    pending: int
    deviating: int
    """From how many criteria."""
    keep_away: frozenset[int]
    known: ReinspectionFacts
    head: str
    """The digest of its last record, which the next one covers."""

    @property
    def is_overdue(self) -> bool:
        return self.known.is_overdue

    @property
    def is_disputed(self) -> bool:
        """The two bodies differ: in consultation, the title stands (D19)."""
        return all(self.known.confirmations) and len(set(self.known.confirmations)) > 1

    def is_kept_from(self, user: User) -> bool:
        return user.pk in self.keep_away or recusals.is_own(user, self.one)

    def facts(self, by: User | None, note: str = "", *, is_cosigned: bool = False) -> ReinspectionFacts:
        return replace(
            self.known,
            actor=by.pk if by else None,
            is_recused=by is not None and self.is_kept_from(by),
            note=note,
            is_cosigned=is_cosigned,
        )

    def why_not(
        self,
        move: ReinspectionMove,
        by: User | None,
        now: datetime | None = None,
        *,
        note: str = "",
        new_date: date | None = None,
        basis: str = "",
        is_cosigned: bool = False,
        button: bool = False,
    ) -> list[str]:
        """Why this person cannot make the move now; for a button without what is given with the move."""
        facts = replace(self.facts(by, note, is_cosigned=is_cosigned), new_date=new_date, basis=basis)
        return list(refusals(move, facts, button=button))

    def is_late(self, move: ReinspectionMove, at: datetime) -> bool:
        """补报: reported after the last day (D26)."""
        return move.action == ReinspectionAction.REPORT and self.is_overdue


def observe(rows: QuerySet[Reinspection]) -> list[Seen]:
    """One query for any number of re-inspections."""
    return [_seen(row) for row in _annotated(rows)]


def seen(pk: int) -> Seen:
    """One re-inspection, observed."""
    return observe(Reinspection.objects.filter(pk=pk))[0]


def seen_by(user: User, pk: int) -> Seen:
    """One re-inspection that `user` sees, observed, itself as he may know it."""
    return observe(visible(user).filter(pk=pk))[0]


class OfYear:
    """Those of one year that this person may see, by what a link opens, without the facts of each."""

    KINDS = ("all", "open", "closed", "late", "disputed", "reported", "kept", "revoked")

    def __init__(self, cycle: Cycle, user: User) -> None:
        rows = Reinspection.objects.filter(cycle=cycle)
        if not access.may(user, Perm.VIEW_CITY):
            rows = rows.filter(honour__branch__unit__in=list(access.held(user, Perm.VIEW_UNIT)))
        self.cycle, self.user, self.all = cycle, user, rows

    def so_many(self, **others: QuerySet[Reinspection]) -> dict[str, SoMany]:
        """Of each kind, and of others."""
        kinds = {kind: getattr(self, kind) for kind in self.KINDS}
        return SoMany.of_each(Cycle.objects.filter(pk=self.cycle.pk), **kinds, **others)

    @property
    def open(self) -> QuerySet[Reinspection]:
        return self.all.filter(state__in=sorted(REINSPECTION_OPEN))

    @property
    def closed(self) -> QuerySet[Reinspection]:
        return self.all.exclude(state__in=sorted(REINSPECTION_OPEN))

    @property
    def late(self) -> QuerySet[Reinspection]:
        return self.open.filter(report=None).filter(self.is_past)

    @cached_property
    def is_past(self) -> Q:
        """The last day is over (D9), said so that it is sought where it can be: own dates, then units, then the year."""
        ends, today = YearDate.RECOMMENDATION, clock.today()
        moved = self.cycle.extensions.filter(step=Step.RECOMMENDATION).order_by("pk")
        days, is_over = dict(moved.values_list("unit", "due")), ends.of(self.cycle) < today
        others = sorted(unit for unit, due in days.items() if (due < today) != is_over)
        by_unit = Q(honour__in=Honour.objects.filter(branch__unit__in=others).values("pk")) if others else Q(pk__in=[])
        return Q(due__lt=today) | Q(due=None) & (~by_unit if is_over else by_unit)

    @property
    def disputed(self) -> QuerySet[Reinspection]:
        """The two bodies differ: known to the two alone (D19)."""
        if not access.may(self.user, Perm.REVIEW):
            return self.all.none()
        said = ConfirmationReview.objects.filter(verdict=Confirmation.KEEP, reinspection=OuterRef("reinspection"))
        revoking = ConfirmationReview.objects.filter(Exists(said), verdict=Confirmation.REVOKE)
        return self.open.filter(pk__in=revoking.order_by().values("reinspection"))

    @property
    def reported(self) -> QuerySet[Reinspection]:
        return self.open.filter(report__isnull=False)

    @property
    def kept(self) -> QuerySet[Reinspection]:
        return self.all.filter(state=ReinspectionState.KEPT)

    @property
    def revoked(self) -> QuerySet[Reinspection]:
        return self.all.filter(state=ReinspectionState.REVOKED)


def _annotated(rows: QuerySet[Reinspection]) -> Any:
    return annotated(with_verdicts(rows.select_related("cycle", "honour__branch__unit", "report")))


def annotated(rows: QuerySet[Reinspection], *wanted: str) -> QuerySet[Any]:
    """With one column for each fact, or for those named."""
    columns = _columns() | recusals.columns(Reinspection, clock.today())
    return rows.annotate(**{name: columns[name] for name in wanted} if wanted else columns)


@cache
def _columns() -> dict[str, Any]:
    """Built once a process: building the expressions costs as much as a query that uses them."""
    mine = {"reinspection": OuterRef("pk")}
    conditions = Disqualification.objects.filter(cycle=OuterRef("cycle")).order_by().values("cycle")
    answers = ReinspectionAnswer.objects.filter(**mine).order_by().values("reinspection")
    deviations = Deviation.objects.filter(**mine).order_by().values("reinspection")
    grounds = RevocationGround.objects.filter(body="", **mine).order_by().values("reinspection")
    records = ReinspectionRecord.objects.filter(**mine)
    suggested = records.filter(action__in=SUGGESTIONS).order_by("-number")
    return {
        "conditions": Coalesce(Subquery(conditions.annotate(n=Count("pk")).values("n")), 0),
        "answered": Coalesce(Subquery(answers.annotate(n=Count("pk")).values("n")), 0),
        "pending": Coalesce(Subquery(answers.filter(answer=Answer.PENDING).annotate(n=Count("pk")).values("n")), 0),
        "yes": Coalesce(Subquery(answers.filter(answer=Answer.YES).annotate(n=Count("pk")).values("n")), 0),
        "deviating": Coalesce(Subquery(deviations.annotate(n=Count("pk")).values("n")), 0),
        "grounded": Coalesce(Subquery(grounds.annotate(n=Count("pk")).values("n")), 0),
        "suggested_by": Subquery(suggested.values("by")[:1]),
        "head": Subquery(records.order_by("-number").values("digest")[:1]),
        "is_held": Exists(Reinspection.objects.filter(pk=OuterRef("pk"), honour__state__in=HELD)),
    }


def with_verdicts(rows: QuerySet[Reinspection]) -> QuerySet[Any]:
    """With both bodies' verdicts, "" where not given, and the last day for reporting (D9)."""
    return rows.annotate(
        committee=_verdict(Body.WORK_COMMITTEE),
        department=_verdict(Body.ORGANISATION_DEPARTMENT),
        last_day=last_day_expression(Step.RECOMMENDATION, Reinspection),
    )


def _verdict(body: Body) -> Subquery:
    return Subquery(ConfirmationReview.objects.filter(reinspection=OuterRef("pk"), body=body).values("verdict")[:1])


def _seen(row: Any) -> Seen:
    body_away = recusals.away(row)
    return Seen(
        one=row,
        due=row.last_day,
        pending=row.pending,
        deviating=row.deviating,
        keep_away=recusals.numbers(row.keep_away),
        head=row.head or "",
        known=ReinspectionFacts(
            is_held=row.is_held,
            is_reported=row.report_id is not None,
            is_overdue=row.report_id is None and clock.now() >= clock.end_of(row.last_day),
            unanswered=row.conditions - row.answered,
            answered_yes=row.yes,
            grounds=row.grounded,
            reason=row.reason,
            suggested_by=row.suggested_by,
            body_away=body_away,
            confirmations=impartiality.counted((row.committee or "", row.department or ""), body_away),
        ),
    )
