"""单位进度: a line for every unit, with what its branches have come to; selected units are urged or given more time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django_filters import ChoiceFilter, Filter

from branches import clock
from branches.models import Unit
from branches.pages import paging
from branches.pages.request import PersonRequest
from branches.pages.tables import Column, Listing
from evaluation.cycle.standing import Standing
from evaluation.models import Cycle
from evaluation.progress import lines, picture
from evaluation.progress.counting import AsKnown
from evaluation.progress.kinds import STAGES
from evaluation.progress.waits import Wait, Waits, waits
from evaluation.templatetags.deadlines import left
from evaluation.vocabulary import CycleState, State


class Units(Listing):
    """单位进度, whoever needs help first (no ranks, D32)."""

    title = "单位进度"
    search: Sequence[str] = ("search_text",)
    size = 100
    """All units of a city: the page is also what is printed."""
    order = lines.NEEDS_HELP
    long_order = ("name",)
    is_apart = True
    nothing = "本年度还没有参评的支部。"

    def __init__(self, request: PersonRequest, year: AsKnown, units: QuerySet[Unit]) -> None:
        cycle = year.cycle
        self.waits = waits(cycle, year.by_unit, clock.today())
        super().__init__(request, lines.taking_part(cycle, units))
        self.with_counts = lines.units(cycle, request.user, units)
        self.cycle, self.year = cycle, year
        self.columns = _results(cycle) if cycle.state == CycleState.CLOSED else _columns(self.waits)
        self.held_up: lines.HeldUp | None = None
        if not year.has_all:
            self.search = ()
        elif cycle.is_running:
            self.held_up = lines.held_up(year.by_unit, self.waits)
            self.filters = _filters(self.held_up) | {"still": self._still}

    @property
    def chosen(self) -> QuerySet[Any]:
        """A short list goes by what its lines say; a long one by name, and counts nothing for that."""
        if self.is_long:
            return super().chosen
        rows = lines.among(self.with_counts, self.matching)
        return lines.in_order(rows, self.order_now, self.year.by_unit, self.waits)

    def fetched(self, keys: Sequence[int]) -> list[Any]:
        return paging.fetched(self.with_counts, keys)

    @property
    def _still(self) -> Filter:
        def those(rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
            return lines.standing_still(rows, self.waits, picture.moving(self.year, clock.today()))

        return ChoiceFilter(label="动静", choices=[("True", "只看7天以上没有动静")], method=those)

    @cached_property
    def lines(self) -> list["Line"]:
        """The units of this page; one that has come into the year since it was counted is there the next time."""
        counted = self.year.by_unit
        rows = [row for row in self.page if row.pk in counted]
        return [Line(self.cycle, row, self.waits[row.pk], picture.of_unit(counted[row.pk])) for row in rows]

    @cached_property
    def has_places(self) -> bool:
        """Whether any unit of this page has places yet: a column in which nothing stands is not shown."""
        return any(line.places for line in self.lines)

    @cached_property
    def common_due(self) -> date | None:
        """The last day of all units of this page, where it is the same: then it is said once, above them."""
        days = {self.waits[row.pk].due for row in self.page}
        return next(iter(days)) if len(days) == 1 else None


@dataclass(frozen=True)
class Line:
    """A unit as its line shows it; `row` is annotated by `lines.units`."""

    cycle: Cycle
    row: Any
    wait: Wait
    bar: picture.Bar

    @cached_property
    def url(self) -> str:
        return cases_url(self.cycle, frozenset(State), unit=self.row.pk)

    @cached_property
    def standing(self) -> Standing:
        return lines.standing(self.row, self.wait)

    @cached_property
    def places(self) -> str | None:
        return _places(self.row)

    @cached_property
    def board_url(self) -> str:
        """Places open the unit's own list."""
        if self.row.cap is None:
            return ""
        return reverse("evaluation:recommendation_board", args=[self.cycle.year, self.row.pk])

    @cached_property
    def still(self) -> int:
        """Days without a move, of a unit that waits for something; 0 where that is not worth telling."""
        if not self.wait.due:
            return 0
        return self.bar.still_days(clock.today())

    @cached_property
    def letter_url(self) -> str:
        """A letter is written to a unit that is late, or has silent branches."""
        owes = self.wait.is_late or self.wait.silent
        return reverse("evaluation:notice_reminder", args=[self.cycle.year, self.row.pk]) if owes else ""


def _filters(held_up: lines.HeldUp) -> dict[str, Filter]:
    """Each number above the list opens exactly the units that it counts."""
    steps = [(step.value, step.label) for step in STAGES]
    offered = {
        "stage": ("当前环节", steps),
        "empty": ("申请", [("True", "只看还没有支部申请")]),
        "silent": ("未申报", [("True", "只看有支部未申报")]),
        "late": ("期限", [("True", "只看逾期")]),
    }

    # A function of its own: of a bound method each form of filters would copy all that belongs to it.
    def those(rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return held_up.chosen(rows, name, value)

    return {
        name: ChoiceFilter(label=label, method=those, choices=choices) for name, (label, choices) in offered.items()
    }


def _columns(found: Waits) -> tuple[Column, ...]:
    """What a workbook of a year that runs has; the page shows it as lines with a bar."""
    today = clock.today()
    return (
        *_UNIT,
        Column("已考核", "assessed", sort="assessed", numeric=True),
        Column("已选／名额", _places),
        Column("当前环节", lambda row: lines.standing(row, found[row.pk]), status=True),
        Column("期限", lambda row: found[row.pk].due, sort="waits_until"),
        Column("距截止", lambda row: left(found[row.pk].due, today)),
    )


def _results(cycle: Cycle) -> tuple[Column, ...]:
    """What came of a year that is over."""
    return (
        *_UNIT,
        Column("名额", "cap", sort="cap", numeric=True),
        Column("已命名", "named", sort="named", numeric=True),
    )


_UNIT = (
    Column("单位", "name", sort="name"),
    Column("参评支部", "total", sort="total", numeric=True),
    Column("已申请", "applied", sort="applied", numeric=True),
)


def _places(row: Any) -> str | None:
    """What is picked is the unit's own until its list is handed in, and the city's until the pool's is (D34)."""
    if row.pool:
        return "联合推荐"
    if row.cap is None:
        return None
    return f"{row.taken}／{row.cap}" if row.knows_picks else f"—／{row.cap}"


def cases_url(cycle: Cycle, states: frozenset[State], **more: Any) -> str:
    """The list that shows exactly these cases; without states, all of them."""
    wanted = [] if states == frozenset(State) else [state.value for state in State if state in states]
    return f"{reverse('evaluation:candidacy_list')}?{urlencode({'cycle': cycle.year, 'state': wanted, **more}, doseq=True)}"
