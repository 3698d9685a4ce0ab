"""How far a year is: the funnel of cases and the line of every unit. Cost grows with units, not with branches.

No ranking (D32): units are ordered by who needs help first, and printed without numbers.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    F,
    FilteredRelation,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from branches import access
from branches.models import Unit, User
from branches.permissions import Perm
from evaluation.cases import access as case_access
from evaluation.deadlines import last_day_expression
from evaluation.models import Candidacy, Cycle, RecommendationList
from evaluation.vocabulary import CycleState, ListState, State, Step, Tone

NAMED = frozenset({State.NAMED})
PROPOSED = NAMED | {State.PROPOSED}
RECOMMENDED = PROPOSED | {State.RECOMMENDED, State.NOT_NAMED}
ASSESSED = RECOMMENDED | {State.ASSESSED, State.FORWARDED}
APPLIED = ASSESSED | {State.APPLIED, State.NOT_RECOMMENDED}

# The stages of the funnel: who has come at least this far. A case that ended unrecommended may never have been
# assessed, so a closed year does not show that stage.
FUNNEL: tuple[tuple[str, frozenset[State]], ...] = (
    ("应参评", frozenset(State)),
    ("已申请", APPLIED),
    ("已考核", ASSESSED),
    ("已推荐", RECOMMENDED),
    ("已命名", NAMED),
)
LEFT = (State.NOT_APPLIED, State.WITHDRAWN, State.DISQUALIFIED, State.NOT_RECOMMENDED, State.NOT_NAMED)


@dataclass(frozen=True)
class Bar:
    """One stage of the funnel: exactly the cases that stand in `states`."""

    label: str
    states: frozenset[State]
    count: int
    total: int

    @property
    def percent(self) -> float:
        """0 to 100, whole except below one."""
        share = 100 * self.count / self.total if self.total else 0
        return round(share, 0 if share >= 1 else 1)


@dataclass(frozen=True)
class Funnel:
    """The visible cases of a year, counted as the person may know them."""

    counts: dict[str, int]
    is_closed: bool
    unannounced: int = 0

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def bars(self) -> list[Bar]:
        stages = [stage for stage in FUNNEL if not (self.is_closed and stage[1] == ASSESSED)]
        return [Bar(label, states, self.of(states), self.total) for label, states in stages]

    @property
    def left(self) -> list[Bar]:
        """Those who are out of the race, by the way they left it."""
        return [Bar(one.label, frozenset({one}), self.of({one}), self.total) for one in LEFT if self.of({one})]

    def of(self, states: Iterable[State]) -> int:
        return sum(self.counts.get(state, 0) for state in states)


def funnel(cycle: Cycle, user: User) -> Funnel:
    """One query over the cases this person may see; picks that are not announced to him count as before (D34)."""
    seen: QuerySet[Any] = case_access.visible(user).filter(cycle=cycle)
    rows = seen.order_by().values_list("shown").annotate(n=Count("pk", distinct=True))
    return Funnel(dict(rows), cycle.state == CycleState.CLOSED, _unannounced(cycle, user))


def _unannounced(cycle: Cycle, user: User) -> int:
    """For municipal people only: how many are picked on lists not yet handed in. A number, no names (D34)."""
    if not access.may(user, Perm.VIEW_CITY):
        return 0
    picked = Candidacy.objects.filter(cycle=cycle, state=State.RECOMMENDED, seat__list__state=ListState.OPEN)
    return picked.filter(seat__list__unit__isnull=False).count()


@dataclass(frozen=True)
class Standing:
    """卡在哪: what a unit waits for, in words."""

    label: str
    tone: Tone


_STAGES = {
    CycleState.DRAFT: Tone.TODO,
    CycleState.OPEN: Tone.DOING,
    CycleState.RECOMMENDING: Tone.DOING,
    CycleState.CLOSED: Tone.DONE,
}


def stage_of(cycle: Cycle) -> Standing:
    """The state of the year as a tag."""
    return Standing(cycle.get_state_display(), _STAGES[CycleState(cycle.state)])


def scope(user: User) -> QuerySet[Unit] | None:
    """The units whose line this person may read; None for people who see single branches only."""
    if access.may(user, Perm.VIEW_CITY):
        return Unit.objects.exclude(kind=Unit.Kind.CITY)
    units = access.held(user, Perm.VIEW_UNIT)
    return Unit.objects.filter(pk__in=list(units)) if units else None


def own_cases(cycle: Cycle, user: User) -> QuerySet[Any]:
    """The cases this person may see, in the order of the register."""
    return case_access.visible(user).filter(cycle=cycle).order_by("unit", "branch")


def units(cycle: Cycle, among: QuerySet[Unit], today: date) -> QuerySet[Any]:
    """A line for every unit that takes part, with its counts, what it waits for (`stage`) and until when (`due`).

    One query of joins: a unit has one list and one team a year, so they do not multiply its cases.
    """
    in_pool = Q(mine__state=State.FORWARDED) | Q(mine__seat__isnull=False, mine__seat__list__unit=None)
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
        taken=_count(Q(mine__seat__isnull=False)),
        forwarded=_count(in_pool),
        last_moved=Max("mine__since"),
    )
    return (
        rows.annotate(stage=_stage(cycle))
        .annotate(due=_due(cycle))
        .annotate(
            is_late=Case(When(due__lt=today, then=Value(True)), default=Value(False)),
            waits_until=Coalesce("due", Value(date.max)),
        )
    )


def counts(rows: QuerySet[Any]) -> dict[str, int]:
    """How many units wait at each step, and how many are late; in one query."""
    found: dict[str, int] = rows.aggregate(
        late=Count("pk", filter=Q(is_late=True)),
        **{step.value: Count("pk", filter=Q(stage=step.value)) for step in STAGES},
    )
    return found


STAGES = (Step.SELF_ASSESSMENT, Step.ASSESSMENT, Step.RECOMMENDATION)

# Who needs help first: the nearest deadline, then the longest without movement; whoever waits for nothing comes last.
NEEDS_HELP = ("waits_until", "last_moved", "name")


def standing(row: Any) -> Standing:
    """A unit's line in words (an annotated row of `units`)."""
    tone = Tone.LOOK if row.is_late else Tone.DOING
    if row.stage == Step.SELF_ASSESSMENT:
        return Standing(f"{row.drafts}个支部还在自评", tone)
    if row.stage == Step.ASSESSMENT:
        return Standing(f"{row.waiting}个支部待考核" + ("" if row.team_id else "，考核组未成立"), tone)
    if row.stage == Step.RECOMMENDATION:
        return Standing("名额为0，未推送联合推荐" if row.pool else "推荐名单未报送", tone)
    if row.list_state is None:
        return Standing("等待推荐开启", Tone.DONE)
    if row.list_state == ListState.SUBMITTED:
        return Standing("已报送", Tone.DONE)
    return Standing("已推送联合推荐", Tone.DONE) if row.pool else Standing("名额为0", Tone.OUT)


def _stage(cycle: Cycle) -> Case | Value:
    """The earliest step a unit still owes; drafts no longer hold it up once recommendation is open."""
    to_assess = When(waiting__gt=0, then=Value(Step.ASSESSMENT.value))
    if cycle.state == CycleState.OPEN:
        drafting = When(drafts__gt=0, then=Value(Step.SELF_ASSESSMENT.value))
        return Case(drafting, to_assess, default=Value(""), output_field=CharField())
    if cycle.state == CycleState.RECOMMENDING:
        unfinished = Q(cap__gt=0) | Q(pool__isnull=False, forwarded=0)
        to_submit = When(unfinished, list_state=ListState.OPEN, then=Value(Step.RECOMMENDATION.value))
        return Case(to_assess, to_submit, default=Value(""), output_field=CharField())
    return Value("", output_field=CharField())


def _due(cycle: Cycle) -> Case:
    """Until when a unit owes that step: the earliest last day among what holds it up (D9)."""
    cases = Candidacy.objects.filter(cycle=cycle)
    holding_up: tuple[tuple[Step, QuerySet[Any]], ...] = (
        (Step.SELF_ASSESSMENT, cases.filter(state=State.DRAFT)),
        (Step.ASSESSMENT, cases.filter(state=State.APPLIED)),
        (Step.RECOMMENDATION, RecommendationList.objects.filter(cycle=cycle)),
    )
    return Case(
        *(When(stage=step.value, then=_earliest(step, rows)) for step, rows in holding_up),
        default=None,
        output_field=DateField(),
    )


def _earliest(step: Step, rows: QuerySet[Any]) -> Subquery:
    dated = rows.filter(unit=OuterRef("pk")).annotate(last_day=last_day_expression(step, rows.model))
    return Subquery(dated.order_by("last_day").values("last_day")[:1])


def _count(which: Q) -> Count:
    return Count("mine", filter=which)
