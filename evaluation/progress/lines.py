"""How far a year is: the line of every unit. Cost grows with units, not with branches.

No ranking (D32): units are ordered by the nearest date, those with the same one by the register, without numbers.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, DateField, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Least, NullIf

from branches import access
from branches.models import Unit, User
from branches.permissions import Perm
from evaluation.cases import access as case_access
from evaluation.cycle.outstanding import outstanding
from evaluation.cycle.standing import Standing
from evaluation.models import Candidacy, Cycle
from evaluation.vocabulary import ListState, State, Step, Tone

NAMED = frozenset({State.NAMED})
PROPOSED = NAMED | {State.PROPOSED}
RECOMMENDED = PROPOSED | {State.RECOMMENDED, State.NOT_NAMED}
ASSESSED = RECOMMENDED | {State.ASSESSED, State.FORWARDED}
APPLIED = ASSESSED | {State.APPLIED, State.NOT_RECOMMENDED}


def scope(user: User) -> QuerySet[Unit] | None:
    """The units whose line this person may read; None for people who see single branches only."""
    if access.may(user, Perm.VIEW_CITY):
        return Unit.objects.exclude(kind=Unit.Kind.CITY)
    units = access.held(user, Perm.VIEW_UNIT)
    return Unit.objects.filter(pk__in=list(units)) if units else None


def own_cases(cycle: Cycle, user: User) -> QuerySet[Any]:
    """The cases this person may see, in the order of the register."""
    return case_access.visible(user).filter(cycle=cycle).order_by("unit", "branch")


def units(cycle: Cycle, user: User, among: QuerySet[Unit], today: date) -> QuerySet[Any]:
    """A line for every unit that takes part: its counts, and until when each step holds it up, as `user` may know it.

    One query of joins: a unit has one list and one team a year, so they do not multiply its cases.
    """
    in_pool = Q(mine__state=State.FORWARDED) | Q(mine__seat__isnull=False, mine__seat__list__unit=None)
    knows_picks = Q(own__state=ListState.SUBMITTED) | Q(pk__in=list(access.held(user, Perm.VIEW_UNIT)))
    rows = among.annotate(
        mine=FilteredRelation("candidacies", condition=Q(candidacies__cycle=cycle)),
        own=FilteredRelation("lists", condition=Q(lists__cycle=cycle)),
        team=FilteredRelation("teams", condition=Q(teams__cycle=cycle)),
    ).filter(mine__isnull=False)
    rows = rows.annotate(
        cap=F("own__cap"),
        pool=F("own__pool"),
        list_state=F("own__state"),
        team_id=F("team__pk"),
        total=Count("mine"),
        drafts=_count(Q(mine__state=State.DRAFT)),
        waiting=_count(Q(mine__state=State.APPLIED)),
        applied=_count(Q(mine__state__in=sorted(APPLIED))),
        assessed=_count(Q(mine__state__in=sorted(ASSESSED))),
        named=_count(Q(mine__state=State.NAMED)),
        knows_picks=Case(When(knows_picks, then=True), default=False),
        taken=_count(Q(mine__seat__isnull=False) & knows_picks),
        forwarded=_count(in_pool),
    )
    return _dated(rows, cycle, today)


def _dated(rows: QuerySet[Any], cycle: Cycle, today: date) -> QuerySet[Any]:
    """With the earliest last day of each step that holds the unit up, and of all of them (`due`).

    Drafts hold it up until their own date; those past it are silent, and hold up no later step (D39). Their date is the
    unit's only where nothing else is.
    """
    drafts = outstanding(Step.SELF_ASSESSMENT).filter(cycle=cycle)
    silent = drafts.filter(last_day__lt=today)
    rows = rows.annotate(
        silent=_how_many(silent),
        silent_since=_earliest(silent),
        self_assessment_until=_earliest(drafts.filter(last_day__gte=today)),
        assessment_until=_earliest(outstanding(Step.ASSESSMENT).filter(cycle=cycle)),
        recommendation_until=_earliest(outstanding(Step.RECOMMENDATION).filter(cycle=cycle)),
    )
    never = Value(date.max, output_field=DateField())
    nearest = Least(*(Coalesce(f"{step}_until", never) for step in STAGES))
    rows = rows.annotate(waits_until=Coalesce(NullIf(nearest, never), "silent_since", never))
    late = Case(When(waits_until__lt=today, then=True), default=False)
    dated: QuerySet[Any] = rows.annotate(due=NullIf("waits_until", never), is_late=late)
    return dated


def standing_still(rows: QuerySet[Any], moving: Iterable[int]) -> QuerySet[Any]:
    """Of the lines of units those that wait for something while nothing moves there."""
    return rows.exclude(pk__in=moving).filter(waits_until__lt=date.max)


@dataclass(frozen=True)
class HeldUp:
    """The units of a running year that wait for something today, by step; which have silent branches, which are late."""

    at: Mapping[Step, frozenset[int]]
    silent: frozenset[int]
    late: frozenset[int]
    empty: frozenset[int]
    """Branches of theirs may still apply, and none has."""

    def chosen(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Those of the lines of units that a filter of the list leaves."""
        named: Mapping[str, frozenset[int]] = {"silent": self.silent, "late": self.late, "empty": self.empty}
        units = self.at[Step(value)] if name == "stage" else named[name]
        return rows.filter(pk__in=units)

    @property
    def counts(self) -> dict[str, int]:
        by_step = {step.value: len(units) for step, units in self.at.items()}
        return {"late": len(self.late), "silent": len(self.silent), "empty": len(self.empty)} | by_step


def held_up(cycle: Cycle, today: date) -> HeldUp:
    """The same as the lines of all units say of each, in four queries."""
    days: dict[Step, dict[int, list[date]]] = {step: defaultdict(list) for step in STAGES}
    for step in STAGES:
        rows = outstanding(step).filter(cycle=cycle).order_by()
        for unit, day in rows.values_list("unit", "last_day").distinct():
            days[step][unit].append(day)
    drafts = days.pop(Step.SELF_ASSESSMENT)
    answering = frozenset(unit for unit, found in drafts.items() if max(found) >= today)
    silent = frozenset(unit for unit, found in drafts.items() if min(found) < today)
    late = {unit for of_step in days.values() for unit, found in of_step.items() if min(found) < today}
    at = {Step.SELF_ASSESSMENT: answering} | {step: frozenset(of_step) for step, of_step in days.items()}
    # Silence alone makes a unit late: where it waits for something else, that has its own date.
    return HeldUp(at, silent, frozenset(late | silent.difference(*at.values())), without_application(cycle, answering))


def without_application(cycle: Cycle, answering: frozenset[int]) -> frozenset[int]:
    """Of the units that may still apply those from which no branch has."""
    applied = Candidacy.objects.filter(cycle=cycle, state__in=APPLIED).order_by()
    return answering - frozenset(applied.values_list("unit", flat=True).distinct())


def still_answering(cycle: Cycle, today: date) -> frozenset[int]:
    """The units with a branch that may still apply."""
    rows = outstanding(Step.SELF_ASSESSMENT).filter(cycle=cycle, last_day__gte=today).order_by()
    return frozenset(rows.values_list("unit", flat=True).distinct())


STAGES = (Step.SELF_ASSESSMENT, Step.ASSESSMENT, Step.RECOMMENDATION)

# Who needs help first: the nearest deadline; whoever waits for nothing comes last. When a unit last moved is not asked:
# the move may be one that the reader is not to know (D52).
NEEDS_HELP = ("waits_until", "pk")


def standing(row: Any) -> Standing:
    """A unit's line in words (an annotated row of `units`)."""
    waits = list(_waits(row))
    if waits:
        return Standing("，".join(waits), Tone.LOOK if row.is_late else Tone.DOING)
    if row.list_state is None:
        return Standing("等待推荐开启", Tone.DONE)
    silent = f"，{row.drafts}个未申报" if row.drafts else ""
    if row.list_state == ListState.SUBMITTED:
        return Standing(f"已报送{silent}", Tone.DONE)
    return Standing(f"已推送{silent}", Tone.DONE) if row.forwarded else Standing("名额为0", Tone.OUT)


def _waits(row: Any) -> Iterator[str]:
    """What holds the unit up, the first step first."""
    if row.self_assessment_until:
        yield f"{row.drafts - row.silent}个在自评"
    if row.silent:
        yield f"{row.silent}个未申报"
    if row.waiting:
        yield f"{row.waiting}个待考核" + ("" if row.team_id else "，未成立考核组")
    if row.recommendation_until:
        yield "未推送" if row.pool else "名单未报送"


def _earliest(rows: QuerySet[Any]) -> Subquery:
    """The nearest last day among these rows of a unit."""
    return Subquery(rows.filter(unit=OuterRef("pk")).order_by("last_day").values("last_day")[:1])


def _how_many(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.filter(unit=OuterRef("pk")).order_by().values("unit").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def _count(which: Q) -> Count:
    return Count("mine", filter=which)
