"""What waits for a second person, and what it would do by now: read anew each time it is shown or confirmed (D36)."""

import hashlib
from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from branches import in_words
from branches.labels import label_of
from branches.models import Unit, User
from evaluation import deadlines
from evaluation.cycle import adjustment, last_days
from evaluation.cycle import outlook as cycle_outlook
from evaluation.cycle import queries as cycle_queries
from evaluation.deadlines import YearDate
from evaluation.models import Cycle, YearChange
from evaluation.rules import limits
from evaluation.vocabulary import SmallUnitMode, State, Step

Kind, Outcome = YearChange.Kind, YearChange.Outcome


@dataclass(frozen=True)
class Row:
    """One thing that would change."""

    what: str
    now: str
    then: str
    note: str = ""


@dataclass(frozen=True)
class Effect:
    """What confirming would do: `beyond` in the plan's own words, `share` of all branches where places change."""

    rows: tuple[Row, ...]
    beyond: tuple[str, ...] = ()
    share: str = ""

    @property
    def seen(self) -> str:
        """Tells whether what a person had before him is still true."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:16]


def all_of(cycle: Cycle) -> QuerySet[YearChange]:
    return YearChange.objects.filter(cycle=cycle).select_related("by", "decided_by")


def waiting(cycle: Cycle) -> QuerySet[YearChange]:
    return all_of(cycle).filter(outcome=Outcome.OPEN)


def waiting_for(user: User) -> QuerySet[YearChange]:
    """What others proposed and this person may confirm, if he runs the year."""
    rows = YearChange.objects.filter(outcome=Outcome.OPEN).exclude(by=user)
    return rows.select_related("cycle", "by").order_by("pk")


def change_or_404(cycle: Cycle, pk: int) -> YearChange:
    found = all_of(cycle).select_related("cycle").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def effect(change: YearChange, user: User) -> Effect:
    """What it would do now, as far as this person may know."""
    if change.kind == Kind.CLOSING:
        return _of_closing(change.cycle, user)
    return _EFFECTS[Kind(change.kind)](change.cycle, change.wanted)


def settings(wanted: dict[str, Any]) -> dict[str, Any]:
    """The fields of a year as the step takes them."""
    return {name: date.fromisoformat(v) if name in deadlines.COLUMNS else v for name, v in wanted.items()}


def days(wanted: dict[str, Any]) -> dict[Step, date]:
    """The last days of an extension."""
    return {Step(step): date.fromisoformat(day) for step, day in wanted["days"].items()}


def _of_settings(cycle: Cycle, wanted: dict[str, Any]) -> Effect:
    changed = copy(cycle)
    for name, value in settings(wanted).items():
        setattr(changed, name, value)
    rows = tuple(
        Row("推荐比例", in_words.percent(cycle.ratio), in_words.percent(changed.ratio))
        if name == "ratio_bp"
        else Row(label_of(Cycle, name), _said(cycle, name), _said(changed, name))
        for name in wanted
    )
    late = limits.of_recommendation(changed.year, YearDate.RECOMMENDATION.of(changed))
    return _with_share(changed, rows, [limits.of_ratio(changed.ratio), late])


def _of_small_units(cycle: Cycle, wanted: dict[str, Any]) -> Effect:
    changed = copy(cycle)
    changed.small_unit_mode = wanted["mode"]
    row = Row(label_of(Cycle, "small_unit_mode"), _said(cycle, "small_unit_mode"), _said(changed, "small_unit_mode"))
    return _with_share(changed, (row,), [])


def _with_share(changed: Cycle, rows: tuple[Row, ...], beyond: Iterable[str]) -> Effect:
    found = cycle_outlook.outlook(changed)
    least = limits.BEYOND_RATIO if changed.small_unit_mode == SmallUnitMode.MIN_ONE else found.beyond
    share = f"推荐名额合计{found.allotment.total}个，占全部{found.allotment.total_base}个支部的{found.share}"
    return Effect(rows, tuple(dict.fromkeys(one for one in (*beyond, least) if one)), share)


def _of_ratio(cycle: Cycle, wanted: dict[str, Any]) -> Effect:
    preview = adjustment.preview(cycle, **ratio(wanted))
    rows = tuple(
        Row(one.name, f"{one.before}个", f"{one.after}个", "，".join(filter(None, [one.arithmetic, one.note])))
        for one in preview.changes
    )
    return Effect(rows, (limits.BEYOND_RATIO,), preview.share)


def ratio(wanted: dict[str, Any]) -> dict[str, Any]:
    """What an adjustment asks for, as the preview and the step take it."""
    unit = Unit.objects.get(pk=wanted["unit"]) if wanted["unit"] else None
    return {"scope": wanted["scope"], "unit": unit, "ratio": Decimal(wanted["ratio_bp"]) / 10_000}


def _of_extension(cycle: Cycle, wanted: dict[str, Any]) -> Effect:
    units = list(Unit.objects.filter(pk__in=wanted["units"]).order_by("name"))
    known = last_days.standing(cycle, units)
    rows = tuple(
        Row(f"{unit.name}：{step.label}", in_words.plain_day(known[unit.pk][step]), in_words.plain_day(day))
        for unit in units
        for step, day in days(wanted).items()
    )
    return Effect(rows, (limits.BEYOND_JANUARY,))


def _of_naming(cycle: Cycle, wanted: dict[str, Any]) -> Effect:
    before, after = YearDate.NAMING.of(cycle), date.fromisoformat(wanted["day"])
    return Effect((Row(YearDate.NAMING.label, in_words.plain_day(before), in_words.plain_day(after)),))


def _of_closing(cycle: Cycle, user: User) -> Effect:
    ending = cycle_queries.ending(cycle, user)
    rows = tuple(Row(State(state).label, f"{count}个", "随年度结束") for state, count in ending.items())
    return Effect(rows, tuple(cycle_queries.why_second_to_close(cycle)))


_EFFECTS: dict[YearChange.Kind, Callable[[Cycle, dict[str, Any]], Effect]] = {
    Kind.SETTINGS: _of_settings,
    Kind.SMALL_UNITS: _of_small_units,
    Kind.RATIO: _of_ratio,
    Kind.EXTENSION: _of_extension,
    Kind.NAMING: _of_naming,
}


def _said(cycle: Cycle, name: str) -> str:
    """A setting in words."""
    value = getattr(cycle, name)
    if isinstance(value, date):
        return in_words.plain_day(value)
    return SmallUnitMode(value).label.split("：")[0] if name == "small_unit_mode" else str(value or "—")
