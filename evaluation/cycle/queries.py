"""Years: which one runs, which ones a person may see, who takes part, what was changed on the way."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, ExtractYear
from django.http import Http404

from branches import access, clock
from branches.models import Appointment, Branch, Unit, User
from branches.permissions import Perm, Role
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
from evaluation.vocabulary import Confirmation, CycleState, HonourState

RUNNING = (CycleState.OPEN, CycleState.RECOMMENDING)


def visible(user: User) -> QuerySet[Cycle]:
    """A year in preparation is seen only by who runs it."""
    rows = Cycle.objects.all()
    return rows if access.may(user, Perm.RUN_CYCLE) else rows.exclude(state=CycleState.DRAFT)


def listed(user: User) -> QuerySet[Any]:
    """The visible years with the number of their cases and of those still open."""
    return visible(user).annotate(
        cases=Count("candidacies"), open_cases=Count("candidacies", filter=~Q(candidacies__state__in=sorted(ENDS)))
    )


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


def participating_units(cycle: Cycle) -> QuerySet[Unit]:
    """Units in use; counties and zones only where the year includes them (D29)."""
    kinds = [Unit.Kind.ORGAN]
    if cycle.includes_counties:
        kinds += [Unit.Kind.COUNTY, Unit.Kind.ZONE]
    return Unit.objects.filter(is_active=True, kind__in=kinds)


def units_by_name(cycle: Cycle) -> QuerySet[Unit]:
    """The participating units, as a list to choose from."""
    return participating_units(cycle).order_by("name")


def active_branches(cycle: Cycle, day: date) -> QuerySet[Branch]:
    """Branches of participating units that exist on `day`."""
    return Branch.objects.filter(unit__in=participating_units(cycle), established_on__lte=day).exclude(
        dissolved_on__lte=day
    )


def without_honour(branches: QuerySet[Branch]) -> QuerySet[Branch]:
    """Those that hold no standing title: only they take part (P4.5)."""
    return branches.exclude(Exists(Honour.objects.filter(branch=OuterRef("pk"), state__in=HELD)))


def candidates(cycle: Cycle) -> QuerySet[Branch]:
    """The branches that would take part if the year opened today, or could still be added to it."""
    present = Candidacy.objects.filter(cycle=cycle, branch=OuterRef("pk"))
    return without_recent_revocation(cycle, without_honour(active_branches(cycle, clock.today()))).exclude(
        Exists(present)
    )


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
    return candidates(cycle).filter(unit__in=list(access.held(user, Perm.ASSESS))).select_related("unit")


def how_many_candidates(cycle: Cycle) -> int:
    return candidates(cycle).count()


def how_many_addable(cycle: Cycle, user: User) -> int:
    return addable(cycle, user).count()


def unstaffed(cycle: Cycle) -> dict[Role, int]:
    """How many branches or units nobody acts for yet: secretaries, organ officers, leading groups."""
    day = clock.today()
    in_force = Appointment.objects.filter(starts_on__lte=day).exclude(ends_on__lt=day)
    branches = without_honour(active_branches(cycle, day))
    units = participating_units(cycle).filter(Exists(branches.filter(unit=OuterRef("pk"))))
    secretaries = in_force.filter(role=Role.SECRETARY.value, branch=OuterRef("pk"))
    return {
        Role.SECRETARY: branches.exclude(Exists(secretaries)).count(),
        Role.ORGAN_OFFICER: units.exclude(_acting(in_force, Role.ORGAN_OFFICER, "assessing_unit")).count(),
        Role.LEADING_GROUP: units.exclude(_acting(in_force, Role.LEADING_GROUP, "recommending_unit")).count(),
    }


def extensions(cycle: Cycle) -> QuerySet[Extension]:
    return Extension.objects.filter(cycle=cycle).select_related("unit", "by")


def extended(cycle: Cycle, units: Iterable[Unit]) -> QuerySet[Extension]:
    """The extensions of some units, newest first."""
    return extensions(cycle).filter(unit__in=list(units))


def adjustments(cycle: Cycle) -> QuerySet[RatioAdjustment]:
    return RatioAdjustment.objects.filter(cycle=cycle).select_related("unit", "by")


def pool(cycle: Cycle) -> RecommendationList | None:
    """联合推荐, once recommendation is open and where there is one."""
    return RecommendationList.objects.filter(cycle=cycle, unit=None).first()


def ending(cycle: Cycle) -> dict[str, int]:
    """How many open cases a closing would end, by state."""
    rows = Candidacy.objects.filter(cycle=cycle).exclude(state__in=sorted(ENDS))
    return dict(rows.order_by().values_list("state").annotate(Count("pk")))


def held_honours() -> int:
    """How many titles would be re-inspected if a year opened today (P4.6)."""
    return Honour.objects.filter(state__in=HELD).count()


def half_revoked(cycle: Cycle) -> QuerySet[Reinspection]:
    """Yearly ones of earlier years that both bodies want to end in a revocation: taking them over would lose that."""
    wanted = Count("reviews", filter=Q(reviews__verdict=Confirmation.REVOKE))
    rows = Reinspection.objects.filter(is_special=False, state__in=sorted(REINSPECTION_OPEN)).exclude(cycle=cycle)
    return rows.annotate(wanted=wanted).filter(wanted=2).select_related("honour__branch__unit")


def _acting(posts: QuerySet[Appointment], role: Role, through: str) -> Q:
    """Whether somebody holds `role` over the unit, or over the unit that acts for it (D18)."""
    rows = posts.filter(role=role.value)
    return Q(Exists(rows.filter(unit=OuterRef("pk")))) | Q(Exists(rows.filter(unit=OuterRef(through))))
