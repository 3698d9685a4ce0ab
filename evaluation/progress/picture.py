"""A year as a picture: one bar of all cases and one of each unit's, cut into parts; and its dates on a line.

A part holds exactly the cases that stand in its states as the reader may know them (D34, D52). No ranks (D32).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from branches import clock
from evaluation.cases import access as case_access
from evaluation.cases.columns import begun
from evaluation.cycle.schedule import Milestone
from evaluation.progress.counting import AsKnown, Counted
from evaluation.progress.kinds import KINDS, Kind
from evaluation.vocabulary import State

STILL = timedelta(days=7)
"""A unit that waits and in which nothing has moved for so long is said to stand still."""


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
        before, total = 0, self.total
        for kind in KINDS:
            if count := self.counts.get(kind.name, 0):
                start, end = (100 * edge / total for edge in (before, before + count))
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


def of_year(year: AsKnown) -> Bar:
    """Of all cases the person may see; picks that are not announced to him count as before (D34)."""
    if year.has_all:
        units = list(year.by_unit.values())
        return Bar({kind.name: sum(one.counts[at] for one in units) for at, kind in enumerate(KINDS)})
    known = case_access.by_known_state(year.user, year.cycle)
    drafts = known.get(State.DRAFT, 0)
    rows = case_access.seen(year.user).filter(begun(), cycle=year.cycle, state=State.DRAFT)
    begun_drafts = rows.order_by().values("pk").count()
    counts = {kind.name: sum(known.get(state, 0) for state in kind.states) for kind in KINDS}
    return Bar(counts | {"none": drafts - begun_drafts, "doing": begun_drafts})


def of_unit(one: Counted) -> Bar:
    return Bar({kind.name: number for kind, number in zip(KINDS, one.counts, strict=True)}, one.moved_at)


def moving(year: AsKnown, today: date) -> set[int]:
    """Units in which something that may be known has moved lately, or whose year has only just begun."""
    since = clock.start_of(today - STILL + timedelta(days=1))
    return {unit for unit, one in year.by_unit.items() if one.moved_at >= since}


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
