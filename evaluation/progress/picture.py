"""A year as a picture: one bar of all cases and one of each unit's, cut into parts; and its dates on a line.

A part holds exactly the cases that stand in its states as the reader may know them (D34, D52). No ranks (D32).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from branches import clock
from branches.models import User
from evaluation.cases import access as case_access
from evaluation.cases.columns import begun
from evaluation.cases.knowledge import known_moves, view_of
from evaluation.cases.telling import hiding
from evaluation.cycle.schedule import Milestone
from evaluation.models import Cycle
from evaluation.vocabulary import State

STILL = timedelta(days=7)
"""A unit that waits and in which nothing has moved for so long is said to stand still."""


@dataclass(frozen=True)
class Kind:
    """One part of a bar: its name in style sheets, its words, and the states of its cases."""

    name: str
    label: str
    states: frozenset[State]
    has_begun: bool | None = None
    """Of drafts: whether anything has been filled in."""

    @property
    def pattern(self) -> str:
        """The id of what fills it, where a colour alone would not do on paper."""
        return f"p-{self.name}" if self.name in {"doing", "not", "out"} else ""

    @property
    def asked(self) -> dict[str, Any]:
        """What the list of cases is asked besides the states."""
        return {} if self.has_begun is None else {"begun": self.has_begun}


KINDS = (
    Kind("none", "未开始", frozenset({State.DRAFT}), has_begun=False),
    Kind("doing", "填写中", frozenset({State.DRAFT}), has_begun=True),
    Kind("applied", "已申请", frozenset({State.APPLIED})),
    Kind("assessed", "已考核", frozenset({State.ASSESSED, State.FORWARDED})),
    Kind("recommended", "已推荐", frozenset({State.RECOMMENDED, State.PROPOSED})),
    Kind("named", "已命名", frozenset({State.NAMED})),
    Kind("not", "未推荐、未命名", frozenset({State.NOT_RECOMMENDED, State.NOT_NAMED})),
    Kind(
        "out",
        "不申请、退出、不得参评",
        frozenset({State.NOT_APPLIED, State.NOT_ANSWERED, State.WITHDRAWN, State.DISQUALIFIED}),
    ),
)


@dataclass(frozen=True)
class Part:
    """So many cases of a kind; `start` and `width` are per cent of the whole bar, with two places."""

    kind: Kind
    count: int
    start: str
    width: str


@dataclass(frozen=True)
class Bar:
    """A partition: its parts add up to the total. Parts without a case are left out."""

    counts: Mapping[str, int]
    moved_at: datetime | None = None

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def parts(self) -> Iterator[Part]:
        before = 0
        for kind in KINDS:
            if count := self.counts.get(kind.name, 0):
                start, end = (100 * edge / self.total for edge in (before, before + count))
                yield Part(kind, count, f"{start:.2f}", f"{end - start:.2f}")
                before += count

    @property
    def words(self) -> str:
        """未开始12，填写中19: what the bar says to those who do not see it."""
        return "，".join(f"{part.kind.label}{part.count}" for part in self.parts)

    def still_days(self, today: date) -> int:
        """Days since the last move that may be known; 0 where it is not worth telling, or nothing is under way."""
        under_way = sum(self.counts.get(name, 0) for name in ("none", "doing", "applied", "assessed"))
        days = (today - clock.day_of(self.moved_at)).days if self.moved_at and under_way else 0
        return days if days >= STILL.days else 0


def of_year(cycle: Cycle, user: User) -> Bar:
    """Of all cases the person may see; picks that are not announced to him count as before (D34)."""
    known = case_access.by_known_state(user, cycle)
    drafts = known.get(State.DRAFT, 0)
    rows = case_access.seen(user).filter(begun(), cycle=cycle, state=State.DRAFT)
    begun_drafts = rows.order_by().values("pk").count()
    counts = {kind.name: sum(known.get(state, 0) for state in kind.states) for kind in KINDS}
    return Bar(counts | {"none": drafts - begun_drafts, "doing": begun_drafts})


def of_units(cycle: Cycle, user: User, units: Iterable[int]) -> dict[int, Bar]:
    """By unit, for the units of a page."""
    rows = case_access.seen(user).filter(cycle=cycle, unit__in=list(units)).annotate(has_begun=begun()).order_by()
    cases = list(rows.values_list("pk", "unit", "state", "version", "since", "has_begun"))
    hidden = hiding([case[:4] for case in cases], user)
    counts: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    moved: dict[int, datetime] = {}
    for pk, unit, state, _, since, has_begun in cases:
        known_state, known_since = hidden.get(pk, (state, since))
        counts[unit][_kind(known_state, has_begun=has_begun).name] += 1
        moved[unit] = max(moved.get(unit, known_since), known_since)
    return {unit: Bar(counts[unit], moved[unit]) for unit in counts}


def _kind(state: str, *, has_begun: bool) -> Kind:
    return next(kind for kind in KINDS if state in kind.states and kind.has_begun in (None, has_begun))


def moving(cycle: Cycle, user: User, today: date) -> set[int]:
    """Units in which something that may be known has moved lately, or whose year has only just begun."""
    since = clock.start_of(today - STILL + timedelta(days=1))
    return set(
        known_moves(view_of(user))
        .filter(candidacy__cycle=cycle, at__gte=since)
        .values_list("candidacy__unit", flat=True)
        .distinct()
    )


@dataclass(frozen=True)
class Stop:
    """A date on the line of the year, at `place` per cent."""

    milestone: Milestone
    place: str
    is_past: bool
    is_next: bool


@dataclass(frozen=True)
class Line:
    """The dates of a year side by side in their order, and where today stands between them."""

    stops: tuple[Stop, ...]
    today: str

    @property
    def first(self) -> str:
        return self.stops[0].place

    @property
    def last(self) -> str:
        return self.stops[-1].place


def line(milestones: list[Milestone], today: date) -> Line:
    """Equal distances, whatever the days between: what matters is what comes before what."""
    share = 100 / len(milestones)
    places = [share * (number + 0.5) for number in range(len(milestones))]
    upcoming = next((one for one in milestones if one.day >= today), None)
    stops = tuple(
        Stop(one, f"{place:.1f}", one.day < today, one is upcoming)
        for one, place in zip(milestones, places, strict=True)
    )
    return Line(stops, f"{_between(milestones, places, today):.1f}")


def _between(milestones: list[Milestone], places: list[float], today: date) -> float:
    """Where today stands: on a date, between two, or at an end."""
    before = [at for at, one in enumerate(milestones) if one.day <= today]
    if not before:
        return places[0] / 2
    last = before[-1]
    if milestones[last].day == today:
        return places[last]
    if last + 1 == len(milestones):
        return (places[last] + 100) / 2
    start, end = milestones[last].day, milestones[last + 1].day
    return places[last] + (places[last + 1] - places[last]) * (today - start).days / (end - start).days
