"""Titles, their plaques and subsidies, read. Titles are published once proclaimed: everybody signed in may read them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.http import Http404

from branches.models import Branch, Unit
from branches.register.queries import unit_of
from evaluation.models import Candidacy, Cycle, Honour, Nomination, Plaque, Reinspection, Subsidy
from evaluation.models.honour import HELD
from evaluation.procedure.lives import ENDS
from evaluation.vocabulary import CycleState, HonourState, PlaqueState, ReinspectionState

SETTLED = (ReinspectionState.KEPT, ReinspectionState.REVOKED)


def register() -> QuerySet[Any]:
    """Every title with its `plaque` (the number in use, else the last), `plaque_state`, and its last 复查 that came to a
    result: `inspected` (the year) and `inspection` (the result). `standing_nominations` are those not recorded in error.
    """
    last = Plaque.objects.filter(honour=OuterRef("pk")).order_by("-pk")
    done = Reinspection.objects.filter(honour=OuterRef("pk"), state__in=SETTLED).order_by("-cycle__year", "-pk")
    put_forward = Prefetch("nominations", Nomination.objects.filter(is_void=False), to_attr="standing_nominations")
    rows = Honour.objects.select_related("branch__unit", "decision__cycle", "subsidy").prefetch_related(put_forward)
    return rows.annotate(
        plaque=Subquery(last.values("number")[:1]),
        plaque_state=Subquery(last.values("state")[:1]),
        inspected=Subquery(done.values("cycle__year")[:1]),
        inspection=Subquery(done.values("state")[:1]),
    )


def standing_on(day: date) -> Q:
    """A condition on titles: those in force on `day`, today or long ago (D23)."""
    return Q(named_on__lte=day) & (Q(ended_on=None) | Q(ended_on__gt=day))


def holders(day: date, *, with_held_up: bool) -> QuerySet[Any]:
    """Whose title was in force on `day`, for the choice of 两优一先 (方案 五（二）); what is on hold only on request."""
    rows = register().filter(standing_on(day))
    return rows if with_held_up else rows.exclude(state=HonourState.ON_HOLD)


def honour_or_404(pk: int) -> Any:
    honour = register().filter(pk=pk).first()
    if honour is None:
        raise Http404
    return honour


def of_branch(branch: Branch) -> QuerySet[Any]:
    """The branch's titles across the years, newest first."""
    return register().filter(branch=branch)


def named_in(honour: Honour) -> Unit:
    """The unit in which it was won: that of the case, else to which the branch belonged when it was named (D41)."""
    return honour.candidacy.unit if honour.candidacy else unit_of(honour.branch, honour.named_on)


def others_of_branch(honour: Honour) -> QuerySet[Any]:
    return of_branch(honour.branch).exclude(pk=honour.pk)


def plaques_of(honour: Honour) -> QuerySet[Plaque]:
    """In the order in which they were made."""
    return honour.plaques.order_by("pk")


def by_day(rows: QuerySet[Any], name: str, day: date) -> QuerySet[Any]:
    """The filter of the register by what was in force on a day."""
    return rows.filter(standing_on(day))


def by_settlement(rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
    """The filter of the plaques by what is still to be taken back."""
    return rows.filter(to_take_back())


def by_payment(rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
    """The filter of the subsidies: "True" for those that are still to be paid."""
    return rows.filter(to_pay() if value == "True" else Q(paid_on__isnull=False))


def plaques() -> QuerySet[Plaque]:
    return Plaque.objects.select_related("honour__branch__unit", "replaces", "replaced_by")


def plaque_or_404(pk: int) -> Plaque:
    plaque = plaques().filter(pk=pk).first()
    if plaque is None:
        raise Http404
    return plaque


def to_take_back() -> Q:
    """A condition on plaques: issued for a title that has ended, and not returned (D24)."""
    return Q(state=PlaqueState.ISSUED) & ~Q(honour__state__in=HELD)


def plaque_counts() -> dict[str, int]:
    """How many are in each state, are still to be taken back (`open`), or wait for their branch (`waiting`). One query."""
    found = {state.value: Q(state=state) for state in PlaqueState}
    found |= {"open": to_take_back(), "waiting": Q(state=PlaqueState.MADE, honour__state__in=HELD)}
    return Plaque.objects.order_by().aggregate(**{name: Count("pk", filter=which) for name, which in found.items()})


def unsettled_plaques() -> QuerySet[Plaque]:
    """Still to be taken back, or waiting for their branch."""
    return Plaque.objects.filter(to_take_back() | Q(state=PlaqueState.MADE, honour__state__in=HELD))


def to_hand_back(units: Iterable[int]) -> QuerySet[Plaque]:
    """What branches of these units still have to hand back (D24)."""
    return plaques().filter(to_take_back(), honour__branch__unit__in=list(units))


def without_plaque() -> QuerySet[Honour]:
    """Held titles for which no plaque has been made."""
    rows = Honour.objects.filter(~Exists(Plaque.objects.filter(honour=OuterRef("pk"))), state__in=HELD)
    return rows.select_related("branch__unit").order_by("branch__unit", "branch")


def how_many_lack_a_plaque() -> int:
    return without_plaque().count()


def subsidies() -> QuerySet[Subsidy]:
    return Subsidy.objects.select_related("honour__branch__unit")


def subsidy_or_404(pk: int) -> Subsidy:
    subsidy = subsidies().filter(pk=pk).first()
    if subsidy is None:
        raise Http404
    return subsidy


def to_pay() -> Q:
    """A condition on subsidies: not paid, and of a title that was not revoked meanwhile."""
    return Q(paid_on=None) & ~Q(honour__state=HonourState.REVOKED)


def totals(rows: QuerySet[Subsidy]) -> dict[str, Any]:
    """Yuan in all, paid and still to be paid."""
    open_ = Sum("amount", filter=to_pay())
    sums = rows.order_by().aggregate(all=Sum("amount"), paid=Sum("amount", filter=Q(paid_on__isnull=False)), open=open_)
    return {name: total or 0 for name, total in sums.items()}


def without_subsidy(cycle: Cycle) -> QuerySet[Honour]:
    """The titles first given for this year, still held, for which no subsidy is recorded (方案 五（二）)."""
    rows = Honour.objects.filter(decision__cycle=cycle, subsidy=None, state__in=HELD)
    return rows.select_related("branch__unit").order_by("branch__unit", "branch")


def how_many_lack_a_subsidy(cycle: Cycle) -> int:
    return without_subsidy(cycle).count()


def nomination_or_404(pk: int) -> Nomination:
    nomination = Nomination.objects.select_related("honour__branch__unit").filter(pk=pk).first()
    if nomination is None:
        raise Http404
    return nomination


def cycles_with_honours() -> QuerySet[Cycle]:
    return Cycle.objects.filter(Exists(Honour.objects.filter(decision__cycle=OuterRef("pk")))).order_by("-year")


def cycles_without_subsidy() -> QuerySet[Cycle]:
    """Years whose subsidy is set and whose new titles do not all have it yet."""
    open_ones = Honour.objects.filter(decision__cycle=OuterRef("pk"), subsidy=None, state__in=HELD)
    return Cycle.objects.filter(Exists(open_ones), subsidy_amount__isnull=False)


def branches_for_import(names: set[str]) -> dict[str, Branch]:
    """Branches by full name, each with its titles and its case in the running year, for comparing a file with them."""
    running = Candidacy.objects.filter(cycle__state__in=[CycleState.OPEN, CycleState.RECOMMENDING]).exclude(
        state__in=sorted(ENDS)
    )
    rows = Branch.objects.filter(full_name__in=names).select_related("unit")
    rows = rows.prefetch_related("honours", Prefetch("candidacies", queryset=running, to_attr="running_cases"))
    return {branch.full_name: branch for branch in rows}
