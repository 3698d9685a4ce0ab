"""The second person confirms: what waited is done now, as the first one asked and as the year stands today (D36)."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import transaction

from branches import access
from branches.models import Unit, User
from branches.names import WORK_COMMITTEE
from branches.permissions import Perm
from evaluation.advance import Refused, Stale
from evaluation.cycle import changes as cycle_changes
from evaluation.cycle.steps import extension as extension_steps
from evaluation.cycle.steps import ratio as ratio_steps
from evaluation.cycle.steps import waiting as waiting_steps
from evaluation.cycle.steps import year as year_steps
from evaluation.models import YearChange

Kind = YearChange.Kind


@transaction.atomic
def confirm(change: YearChange, *, by: User, seen: str | None = None) -> YearChange:
    """Carry it out. `seen` is the effect that the person had before him: another one by now is refused."""
    access.require(by, Perm.RUN_CYCLE)
    change = waiting_steps.locked(change)
    if change.by_id == by.pk:
        raise Refused(f"这项变更由您提请，须由{WORK_COMMITTEE}另一人确认。")
    if seen not in (None, cycle_changes.effect(change, by).seen):
        raise Stale
    waiting_steps.decide(change, YearChange.Outcome.CONFIRMED, by=by)
    _CARRY_OUT[Kind(change.kind)](change, {"by": change.by, "confirmed_by": by, "reason": change.reason})
    change.cycle.refresh_from_db()
    return change


def _settings(change: YearChange, given: dict[str, Any]) -> None:
    year_steps.edit_cycle(change.cycle, **given, document=change.document, **cycle_changes.settings(change.wanted))


def _small_units(change: YearChange, given: dict[str, Any]) -> None:
    year_steps.confirm_small_units(change.cycle, **given, **change.wanted)


def _ratio(change: YearChange, given: dict[str, Any]) -> None:
    ratio_steps.adjust_ratio(change.cycle, **given, document=change.document, **cycle_changes.ratio(change.wanted))


def _extension(change: YearChange, given: dict[str, Any]) -> None:
    units = Unit.objects.filter(pk__in=change.wanted["units"])
    days = cycle_changes.days(change.wanted)
    extension_steps.extend(change.cycle, units, days, document=change.document, **given)


def _naming(change: YearChange, given: dict[str, Any]) -> None:
    extension_steps.move_naming(change.cycle, day=date.fromisoformat(change.wanted["day"]), **given)


def _closing(change: YearChange, given: dict[str, Any]) -> None:
    year_steps.close_cycle(change.cycle, **given)


_CARRY_OUT: dict[YearChange.Kind, Callable[[YearChange, dict[str, Any]], None]] = {
    Kind.SETTINGS: _settings,
    Kind.SMALL_UNITS: _small_units,
    Kind.RATIO: _ratio,
    Kind.EXTENSION: _extension,
    Kind.NAMING: _naming,
    Kind.CLOSING: _closing,
}
