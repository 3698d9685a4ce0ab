"""Years: which one runs, which ones a person may see, who takes part, what was changed on the way."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, ExtractYear
from django.http import Http404

from branches import access, clock, in_words
from branches.models import Branch, Unit, User
from branches.permissions import Perm
from branches.register.queries import unit_on
from evaluation.cases import columns
from evaluation.cases.knowledge import as_known, shown_in, view_of
from evaluation.deadlines import YearDate
from evaluation.models import (
    Candidacy,
    Cycle,
    Disqualification,
    Extension,
    Honour,
    RatioAdjustment,
    RecommendationList,
    Reinspection,
)
from evaluation.models.honour import HELD
from evaluation.procedure.lives import ENDS, REINSPECTION_OPEN
from evaluation.rules import limits
from evaluation.vocabulary import Confirmation, CycleState, HonourState, ListState, SmallUnitMode, State

RUNNING = (CycleState.OPEN, CycleState.RECOMMENDING)


def visible(user: User) -> QuerySet[Cycle]:
    """A year in preparation is seen only by who runs it."""
    rows = Cycle.objects.all()
    return rows if access.may(user, Perm.RUN_CYCLE) else rows.exclude(state=CycleState.DRAFT)


def listed(user: User) -> QuerySet[Any]:
    """The visible years with the number of their cases and of those still open, as far as `user` may know (D52)."""
    cases = Candidacy.objects.filter(cycle=OuterRef("pk")).order_by()
    still = as_known(cases, view_of(user)).filter(shown_in(frozenset(State) - ENDS))
    counted = {"cases": cases, "open_cases": still}
    return visible(user).annotate(**{name: _number(rows) for name, rows in counted.items()})


def _number(rows: QuerySet[Candidacy]) -> Coalesce:
    """Of each year by itself: beside a join the other count would be made again for every row of it."""
    return Coalesce(Subquery(rows.values("cycle").annotate(n=Count("pk")).values("n")), 0)


def running() -> Cycle | None:
    """The year that has opened and not ended; there is one at most."""
    return Cycle.objects.filter(state__in=RUNNING).first()


def current(user: User) -> Cycle | None:
    """The running year, else the latest one this person may see."""
    rows = visible(user)
    return rows.filter(state__in=RUNNING).first() or rows.first()


def latest_opened() -> Cycle | None:
    """The running year, else the last one that ran: its conditions are those that a title is measured by."""
    return Cycle.objects.exclude(state=CycleState.DRAFT).first()


def conditions(cycle: Cycle) -> list[Disqualification]:
    """The disqualifying conditions with which the year opened, in their order."""
    return list(cycle.disqualifications.all())


def conditions_now() -> QuerySet[Disqualification]:
    """The conditions of that year; none before the first one."""
    cycle = latest_opened()
    return cycle.disqualifications.all() if cycle else Disqualification.objects.none()


def cycle_or_404(user: User, year: int) -> Cycle:
    cycle = visible(user).filter(year=year).first()
    if cycle is None:
        raise Http404
    return cycle


def next_year() -> int:
    """The year that would be prepared next."""
    latest = Cycle.objects.order_by("-year").values_list("year", flat=True).first()
    return latest + 1 if latest else clock.today().year


def settings_before(year: int) -> dict[str, Any]:
    """What a new year takes over from the last one: every setting but its dates, and nothing beyond the plan (D36)."""
    last = Cycle.objects.filter(year__lt=year).order_by("-year").first()
    if last is None:
        return {}
    kept = {one.name: getattr(last, one.name) for one in Cycle._meta.concrete_fields if one.name not in _OF_ONE_YEAR}
    kept["ratio_bp"] = min(last.ratio_bp, int(limits.RATIO * 10_000))
    if last.small_unit_mode == SmallUnitMode.MIN_ONE:
        del kept["small_unit_mode"]
    return kept


_OF_ONE_YEAR = {
    *(one.name for one in Cycle._meta.concrete_fields if not one.editable),
    *(one.column for one in YearDate),
    *("id", "year", "state", "is_mode_confirmed", "min_one_basis"),
}


def why_second_to_close(cycle: Cycle) -> list[str]:
    """Why closing the year asks a second person, nothing where it does not (D35)."""
    reasons = []
    if clock.today() < (naming := YearDate.NAMING.of(cycle)):
        reasons.append(f"还没有到{YearDate.NAMING.label}日期{in_words.plain_day(naming)}")
    known = Q(state=State.PROPOSED) | Q(state=State.RECOMMENDED, seat__list__unit=None)
    known |= Q(state=State.RECOMMENDED, seat__list__state=ListState.SUBMITTED)  # others may not know of a pick (D34)
    if left := Candidacy.objects.filter(known, cycle=cycle).count():
        reasons.append(f"还有{left}个支部已推荐或拟命名")
    return reasons


def participating_units(cycle: Cycle) -> QuerySet[Unit]:
    """Units in use; counties and zones only where the year includes them (D29)."""
    kinds = [Unit.Kind.ORGAN]
    if cycle.includes_counties:
        kinds += [Unit.Kind.COUNTY, Unit.Kind.ZONE]
    return Unit.objects.filter(is_active=True, kind__in=kinds)


def units_by_name(cycle: Cycle) -> QuerySet[Unit]:
    """The participating units, as a list to choose from."""
    return participating_units(cycle).order_by("name")


def active_branches(cycle: Cycle, day: date) -> QuerySet[Any]:
    """Branches that exist on `day` in a participating unit, which each has as `unit_then`; no temporary ones (D57)."""
    rows = Branch.objects.exclude(kind=Branch.Kind.TEMPORARY).annotate(unit_then=unit_on(day))
    return rows.filter(unit_then__in=participating_units(cycle).values("pk"), established_on__lte=day).exclude(
        dissolved_on__lte=day
    )


def without_honour(branches: QuerySet[Branch]) -> QuerySet[Branch]:
    """Those that hold no standing title: only they take part (P4.5)."""
    return branches.exclude(Exists(Honour.objects.filter(branch=OuterRef("pk"), state__in=HELD)))


def candidates(cycle: Cycle) -> QuerySet[Any]:
    """The branches that would take part if the year opened today, or could still be added to it: founded by the base date.

    Each has as `counts_in` the id of the unit in which it counts and its case is born: that of the base date (D41).
    """
    present = Candidacy.objects.filter(cycle=cycle, branch=OuterRef("pk"))
    rows = without_recent_revocation(cycle, without_honour(active_branches(cycle, clock.today())))
    rows = rows.filter(established_on__lte=YearDate.BASE.of(cycle))
    return rows.exclude(Exists(present)).annotate(counts_in=unit_on(YearDate.BASE.of(cycle)))


def without_recent_revocation(cycle: Cycle, branches: QuerySet[Branch]) -> QuerySet[Branch]:
    """A branch whose title was revoked may apply in the next year, or after the years the setting says (D24).

    A revocation from before the system counts for the year that was evaluated when it was issued.
    """
    lost = Honour.objects.filter(branch=OuterRef("pk"), state=HonourState.REVOKED).annotate(
        lost_in=Coalesce(F("revocation__cycle__year"), ExtractYear("ended_on") - 1)
    )
    barred = Q(lost_in__gte=cycle.year - cycle.reapply_wait_years)
    if cycle.opened_at:
        barred |= Q(ended_on__gte=clock.day_of(cycle.opened_at))
    return branches.exclude(Exists(lost.filter(barred)))


def addable(cycle: Cycle, user: User) -> QuerySet[Branch]:
    """The later branches that this organ officer could add to a running year."""
    if not cycle.is_running:
        return Branch.objects.none()
    return candidates(cycle).filter(counts_in__in=list(access.held(user, Perm.ASSESS))).select_related("unit")


def how_many_candidates(cycle: Cycle) -> int:
    return candidates(cycle).count()


def how_many_addable(cycle: Cycle, user: User) -> int:
    return addable(cycle, user).count()


def extensions(cycle: Cycle) -> QuerySet[Extension]:
    return Extension.objects.filter(cycle=cycle).select_related("unit", "by")


def extended(cycle: Cycle, units: Iterable[Unit]) -> QuerySet[Extension]:
    """The extensions of some units, newest first."""
    return extensions(cycle).filter(unit__in=list(units))


def handed_in(cycle: Cycle, units: Iterable[Unit]) -> set[int | None]:
    """Those of the units that have handed in their list or put a branch forward, by id (D39)."""
    lists = RecommendationList.objects.filter(cycle=cycle, unit__in=list(units))
    return set(columns.handed_in(lists).values_list("unit", flat=True))


def adjustments(cycle: Cycle) -> QuerySet[RatioAdjustment]:
    return RatioAdjustment.objects.filter(cycle=cycle).select_related("unit", "by")


def pool(cycle: Cycle) -> RecommendationList | None:
    """联合推荐, once recommendation is open and where there is one."""
    return RecommendationList.objects.filter(cycle=cycle, unit=None).first()


def ending(cycle: Cycle, user: User) -> dict[str, int]:
    """How many open cases a closing would end, by the state that this person may know (D34)."""
    rows = as_known(Candidacy.objects.filter(cycle=cycle).exclude(state__in=sorted(ENDS)), view_of(user))
    return dict(rows.order_by().values_list("shown").annotate(Count("pk")))


def held_honours() -> int:
    """How many titles would be re-inspected if a year opened today (P4.6)."""
    return Honour.objects.filter(state__in=HELD).count()


def half_revoked(cycle: Cycle) -> QuerySet[Reinspection]:
    """Yearly ones of earlier years that both bodies want to end in a revocation: taking them over would lose that."""
    wanted = Count("reviews", filter=Q(reviews__verdict=Confirmation.REVOKE))
    rows = Reinspection.objects.filter(is_special=False, state__in=sorted(REINSPECTION_OPEN)).exclude(cycle=cycle)
    return rows.annotate(wanted=wanted).filter(wanted=2).select_related("honour__branch__unit")
