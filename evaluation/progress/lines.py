"""How far a year is: the line of every unit. Cost grows with units, not with branches.

No ranking (D32): units are ordered by the nearest date, those with the same one by the register, without numbers.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, DateField, F, FilteredRelation, Q, QuerySet, Value, When

from branches import access
from branches.models import Unit, User
from branches.permissions import Perm
from evaluation.cases import access as case_access
from evaluation.cycle.standing import Standing
from evaluation.models import Candidacy, Cycle
from evaluation.progress.counting import Counted
from evaluation.progress.kinds import APPLIED, ASSESSED, STAGES
from evaluation.progress.waits import Wait, Waits
from evaluation.vocabulary import ListState, State, Step, Tone


def scope(user: User) -> QuerySet[Unit] | None:
    """The units whose line this person may read; None for people who see single branches only."""
    if access.may(user, Perm.VIEW_CITY):
        return Unit.objects.exclude(kind=Unit.Kind.CITY)
    units = access.held(user, Perm.VIEW_UNIT)
    return Unit.objects.filter(pk__in=list(units)) if units else None


def own_cases(cycle: Cycle, user: User) -> QuerySet[Any]:
    """The cases this person may see, in the order of the register."""
    return case_access.visible(user).filter(cycle=cycle).order_by("unit", "branch")


def taking_part(cycle: Cycle, among: QuerySet[Unit]) -> QuerySet[Unit]:
    return among.filter(pk__in=Candidacy.objects.filter(cycle=cycle).values("unit"))


def units(cycle: Cycle, user: User, among: QuerySet[Unit]) -> QuerySet[Any]:
    """A line for every unit that takes part: its counts, as `user` may know them.

    One query of joins: a unit has one list and one team a year, so they do not multiply its cases.
    """
    # A unit of the pool has no places but the pool's.
    in_pool = Q(mine__state=State.FORWARDED) | Q(mine__seat__isnull=False, own__pool__isnull=False)
    knows_picks = Q(own__state=ListState.SUBMITTED) | Q(pk__in=list(access.held(user, Perm.VIEW_UNIT)))
    rows = among.annotate(
        mine=FilteredRelation("candidacies", condition=Q(candidacies__cycle=cycle)),
        own=FilteredRelation("lists", condition=Q(lists__cycle=cycle)),
        team=FilteredRelation("teams", condition=Q(teams__cycle=cycle)),
    ).filter(mine__isnull=False)
    return rows.annotate(
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


def among(rows: QuerySet[Any], matching: QuerySet[Unit]) -> QuerySet[Any]:
    """The lines of these units."""
    return rows.filter(pk__in=matching.order_by().values("pk"))


def in_order(rows: QuerySet[Any], order: Sequence[str], counted: Iterable[int], found: Waits) -> QuerySet[Any]:
    """The lines of units by these columns, `waits_until` among them: the day that each waits for, last who waits for nothing.

    There are few days and many units: each day names its units, but for the one that most of them have.
    """
    units: dict[date, list[int]] = defaultdict(list)
    for unit in counted:
        wait = found.get(unit)
        units[(wait and wait.due) or date.max].append(unit)
    most = max(units, key=lambda day: len(units[day]), default=date.max)
    days = (When(pk__in=those, then=Value(day)) for day, those in sorted(units.items()) if day != most)
    dated: QuerySet[Any] = rows.annotate(waits_until=Case(*days, default=Value(most, output_field=DateField())))
    return dated.order_by(*order)


def standing_still(rows: QuerySet[Any], found: Waits, moving: Iterable[int]) -> QuerySet[Any]:
    """Of the lines of units those that wait for something while nothing moves there."""
    return rows.filter(pk__in={unit for unit, wait in found.items() if wait.due}.difference(moving))


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


def held_up(units: Mapping[int, Counted], found: Waits) -> HeldUp:
    at = {step: frozenset(unit for unit, wait in found.items() if step in wait.until) for step in STAGES}
    silent = frozenset(unit for unit, wait in found.items() if wait.silent)
    late = frozenset(unit for unit, wait in found.items() if wait.is_late)
    empty = (unit for unit in at[Step.SELF_ASSESSMENT] if not units[unit].has_applied)
    return HeldUp(at, silent, late, frozenset(empty))


# Who needs help first: the nearest deadline; whoever waits for nothing comes last. When a unit last moved is not asked:
# the move may be one that the reader is not to know (D52).
NEEDS_HELP = ("waits_until", "pk")


def standing(row: Any, wait: Wait) -> Standing:
    """A unit's line in words (an annotated row of `units`)."""
    waits = list(_waits(row, wait))
    if waits:
        return Standing("，".join(waits), Tone.LOOK if wait.is_late else Tone.DOING)
    if row.list_state is None:
        return Standing("等待推荐开启", Tone.DONE)
    silent = f"，{row.drafts}个未申报" if row.drafts else ""
    if row.list_state == ListState.SUBMITTED:
        return Standing(f"已报送{silent}", Tone.DONE)
    return Standing(f"已推送{silent}", Tone.DONE) if row.forwarded else Standing("名额为0", Tone.OUT)


def _waits(row: Any, wait: Wait) -> Iterator[str]:
    """What holds the unit up, the first step first."""
    if Step.SELF_ASSESSMENT in wait.until:
        yield f"{row.drafts - wait.silent}个在自评"
    if wait.silent:
        yield f"{wait.silent}个未申报"
    if row.waiting:
        yield f"{row.waiting}个待考核" + ("" if row.team_id else "，未成立考核组")
    if Step.RECOMMENDATION in wait.until:
        yield "未推送" if row.pool else "名单未报送"


def _count(which: Q) -> Count:
    return Count("mine", filter=which)
