"""Until when: the dates of a year, and the last day of a step for a case, a list or a re-inspection (D8, D9).

Only here a column of dates has a name: whoever needs a date takes it from this table, with its label. Two kinds of
"late" are two questions: 逾期 is after the year's own date (`YearDate.of`), no longer in time is after `last_day`.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import Enum, StrEnum
from functools import cache
from typing import NamedTuple, cast

from django.db.models import F, Model, OuterRef, Subquery
from django.db.models.functions import Coalesce

from branches.labels import label_of
from branches.names import ORGANISATION_DEPARTMENT, WORK_COMMITTEE
from evaluation.models import Candidacy, Cycle, Extension, Honour, RecommendationList, Reinspection
from evaluation.vocabulary import FOUR_STEPS, State, Step


class MovedFor(StrEnum):
    """For whom 市直工委 may move a date of a year that has opened (D9)."""

    NOBODY = "nobody"
    UNIT = "unit"
    POOL = "pool"


class YearDate(Enum):
    """Every date of a year in its usual order: (column, its usual day, what happens, who acts, for whom it moves).

    The usual day is years after the evaluated one, month, day; 方案 四（三）: 次年元月底前, 四（四）: “七一”前后.
    """

    OPENING = ("self_assessment_opens_on", (0, 12, 1), "支部自评开始", "各党支部", MovedFor.NOBODY)
    SELF_ASSESSMENT = ("self_assessment_due", (1, 1, 10), "支部自评、提出申请截止", "各党支部", MovedFor.UNIT)
    ASSESSMENT = ("assessment_due", (1, 1, 20), "机关党组织考核截止", "机关党组织和考核组", MovedFor.UNIT)
    BASE = ("base_on", (0, 12, 31), "名额基数日：以这一天在册支部数计算名额", WORK_COMMITTEE, MovedFor.NOBODY)
    RECOMMENDATION = ("recommendation_due", (1, 1, 31), "党组（党委）推荐截止", "党组（党委）", MovedFor.UNIT)
    POOL = ("pool_due", (1, 2, 15), "联合推荐选定截止", WORK_COMMITTEE, MovedFor.POOL)
    NAMING = (
        "naming_on",
        (1, 7, 1),
        "集中命名表彰（“七一”前后）",
        f"{WORK_COMMITTEE}、{ORGANISATION_DEPARTMENT}",
        MovedFor.NOBODY,
    )

    def __init__(self, column: str, usual: tuple[int, int, int], what: str, who: str, moved_for: MovedFor) -> None:
        self.column, self.usual, self.what, self.who, self.moved_for = column, usual, what, who, moved_for

    @property
    def label(self) -> str:
        return label_of(Cycle, self.column)

    @property
    def is_deadline(self) -> bool:
        """Whether something has to be done by it; the others are days on which something is."""
        return self.moved_for is not MovedFor.NOBODY

    def of(self, cycle: Cycle) -> date:
        """The year's own date."""
        return cast(date, getattr(cycle, self.column))


class Dated(NamedTuple):
    """A date as a page shows it."""

    label: str
    day: date


STEPS: Mapping[Step, YearDate] = {
    Step.SELF_ASSESSMENT: YearDate.SELF_ASSESSMENT,
    Step.ASSESSMENT: YearDate.ASSESSMENT,
    Step.RECOMMENDATION: YearDate.RECOMMENDATION,
    Step.NAMING: YearDate.NAMING,
}
"""The date by which each step ends."""

EXTENDABLE = tuple(step for step, ends in STEPS.items() if ends.moved_for is MovedFor.UNIT)
FOLLOWING: Mapping[YearDate, YearDate] = {
    YearDate.SELF_ASSESSMENT: YearDate.ASSESSMENT,
    YearDate.ASSESSMENT: YearDate.RECOMMENDATION,
    YearDate.RECOMMENDATION: YearDate.POOL,
    YearDate.POOL: YearDate.NAMING,
}
"""What comes after each date that can be moved, a day later at least."""
A_STEP = timedelta(days=10)
"""What a step gets that cannot keep its usual date."""

COLUMNS = tuple(one.column for one in YearDate)

STANDS_AT: Mapping[State, Step] = {
    State.DRAFT: Step.SELF_ASSESSMENT,
    State.NOT_APPLIED: Step.SELF_ASSESSMENT,
    State.APPLIED: Step.ASSESSMENT,
    State.ASSESSED: Step.RECOMMENDATION,
    State.FORWARDED: Step.RECOMMENDATION,
    State.RECOMMENDED: Step.RECOMMENDATION,
    State.PROPOSED: Step.NAMING,
}
"""The step in which a case stands, as far as its dates are concerned; a pick can be taken back until its list is in."""

_UNIT_OF: Mapping[type[Model], OuterRef | Subquery] = {
    Candidacy: OuterRef("unit"),
    RecommendationList: OuterRef("unit"),
    # Not by joins of the rows themselves: whoever only counts them would have title and branch looked up for each.
    Reinspection: Subquery(Honour.objects.filter(pk=OuterRef(OuterRef("honour"))).values("branch__unit")[:1]),
}


def ends(step: Step | YearDate) -> YearDate:
    """The date of the year that ends `step`; 联合推荐, which is no step of its own, is named by its date."""
    return step if isinstance(step, YearDate) else STEPS[step]


def last_day(
    cycle: Cycle,
    step: Step | YearDate,
    *,
    own: date | None = None,
    returned: date | None = None,
    moved: date | None = None,
) -> date:
    """The last day of a step: the case's own, else its list's return, else the unit's extension, else the year's (D9)."""
    return own or returned or moved or ends(step).of(cycle)


def latest(
    cycle: Cycle,
    step: Step | YearDate,
    today: date,
    *,
    own: date | None = None,
    moved: date | None = None,
    has_places: bool = False,
) -> date | None:
    """The last day that an extension, a send-back or a return may give a step; None: any day until the year ends (D36).

    It lies before the date that follows, of which `own` and `moved` are told as to `last_day`. What follows the
    recommendation is the choice from the pool, for a unit that `has_places` of its own the naming.
    """
    if today >= YearDate.NAMING.of(cycle):
        return None
    return last_day(cycle, following(step, has_places=has_places), own=own, moved=moved) - timedelta(days=1)


def following(step: Step | YearDate, *, has_places: bool = False) -> YearDate:
    """The date before which a step has to end, that of the step after it."""
    after = FOLLOWING[ends(step)]
    return YearDate.NAMING if after is YearDate.POOL and has_places else after


def own_column(step: Step | YearDate, kind: type[Model]) -> str:
    """Where a row of `kind` keeps a date of its own for the step."""
    return ends(step).column if kind is Candidacy else "due"


@cache
def last_day_expression(step: Step | YearDate, kind: type[Model]) -> Coalesce:
    """The same as an expression over rows of `kind`, built once a process."""
    place = {"cycle": OuterRef("cycle"), "unit": _UNIT_OF[kind]}
    own: list[F | Subquery] = [F(own_column(step, kind))]
    if kind is Candidacy and step == Step.RECOMMENDATION:
        own.append(Subquery(RecommendationList.objects.filter(**place).values("due")[:1]))
    if step in EXTENDABLE:
        own.append(Subquery(Extension.objects.filter(step=step, **place).order_by("-id").values("due")[:1]))
    return Coalesce(*own, F(f"cycle__{ends(step).column}"))


def until(case: Candidacy, step: Step) -> date:
    """The last day of a step for one case, as 市直工委 or a send-back may have moved it."""
    last: date = Candidacy.objects.filter(pk=case.pk).values_list(last_day_expression(step, Candidacy), flat=True).get()
    return last


def own_date(case: Candidacy) -> date | None:
    """The date that a send-back or a reinstatement gave the case for the step that it waits for, as far as known."""
    if case.standing not in (State.DRAFT, State.APPLIED, State.ASSESSED):
        return None
    return cast(date | None, getattr(case, ends(STANDS_AT[case.standing]).column))


def own_dates(before: str, after: str, due: date | None) -> dict[str, date | None]:
    """What a move writes: the date it carries, for the step it enters; none for those it leaves forwards (D9)."""
    left, entered = STANDS_AT.get(State(before)), STANDS_AT.get(State(after))
    if entered is None:
        return {}
    passed = FOUR_STEPS[FOUR_STEPS.index(left or entered) : FOUR_STEPS.index(entered)]
    return {ends(step).column: None for step in passed} | ({ends(entered).column: due} if due else {})


def in_order(cycle: Cycle) -> list[tuple[YearDate, date]]:
    """All dates of a year, the earliest first."""
    return sorted(((one, one.of(cycle)) for one in YearDate), key=lambda row: row[1])


def dated(cycle: Cycle) -> dict[str, Dated]:
    """All dates of a year with their labels, by the names of the table in small letters; for pages."""
    return {one.name.lower(): Dated(one.label, one.of(cycle)) for one in YearDate}


def usual(year: int) -> dict[str, date]:
    """The dates of a year as the plan and custom have them, by column."""
    return {one.column: date(year + one.usual[0], *one.usual[1:]) for one in YearDate}


def offered(year: int, today: date) -> dict[str, date]:
    """The same for a year that is prepared too late for them: from today on, in order, ten days a step (D58)."""
    days, earlier = usual(year), today
    if days[YearDate.SELF_ASSESSMENT.column] > today:
        return days
    days[YearDate.OPENING.column] = today
    for one in (YearDate.SELF_ASSESSMENT, *FOLLOWING.values()):
        days[one.column] = earlier = max(days[one.column], earlier + A_STEP)
    return days


def by_column(days: Mapping[YearDate, date]) -> dict[str, date]:
    """Chosen dates as the fields of a year."""
    return {one.column: day for one, day in days.items()}
