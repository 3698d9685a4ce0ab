"""Writes the settings: a new row for whatever changed, one line of audit for all of it (D46)."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from branches import access, audit, clock
from branches.models import Setting, Unit, User
from branches.permissions import Perm
from branches.refusals import Conflict, Refusal
from branches.settings import queries as settings_queries


@transaction.atomic
def save(given: Mapping[Any, str], *, unit: Unit | None = None, seen: int, by: User) -> list[str]:
    """Set what differs from what holds; the labels of what changed.

    `seen` is the newest change that the person had before him: after a later one of somebody else nothing is written.
    For a unit an empty value is an answer too (an organ without 机关代字) and is kept as one. Raises Conflict, and
    Refusal for a 机关代字 that another organ has.
    """
    access.require(by, Perm.RUN_CYCLE if unit is None else Perm.ASSESS, unit)
    # One after the other, so that no two organs take the same 机关代字.
    list(Unit.objects.select_for_update().filter(kind=Unit.Kind.CITY))
    if settings_queries.last_change(unit) != seen:
        last = settings_queries.history(unit)[0]
        raise Conflict(
            f"{last.by or '别人'}刚改过“{last.label}”。下面左侧仍是您填写的内容，请对照修改记录，再保存一次。"
        )
    changed = _changed(given, unit)
    _refuse_what_is_taken(changed, unit)
    labels = {name: str(name.label) for name in changed}
    Setting.objects.bulk_create(
        Setting(name=name, unit=unit, value=value, by=by, at=clock.now()) for name, (_, value) in changed.items()
    )
    if changed:
        audit.record(
            "修改设置",
            unit or "全站",
            by=by,
            unit=unit.pk if unit else None,
            changed={
                labels[name]: [settings_queries.worded(name, one) for one in both] for name, both in changed.items()
            },
        )
    return list(labels.values())


def _changed(given: Mapping[Any, str], unit: Unit | None) -> dict[settings_queries.Name, tuple[str, str]]:
    """Old and new value of what differs."""
    held, unsaid = settings_queries.values(unit), "" if unit is None else None
    defaults = settings_queries.DEFAULTS
    return {
        name: (held.get(name, defaults.get(name, "")), given[name])
        for name in settings_queries.names(unit)
        if name in given and given[name] != held.get(name, defaults.get(name, unsaid))
    }


def _refuse_what_is_taken(changed: Mapping[settings_queries.Name, tuple[str, str]], unit: Unit | None) -> None:
    codes = {name: code for name, (_, code) in changed.items() if code and name in settings_queries.CODES}
    taken = {code: settings_queries.holder_of(code, unit, name) for name, code in codes.items()}
    if reasons := [f"机关代字“{code}”已由{holder}使用，请核对。" for code, holder in taken.items() if holder]:
        raise Refusal(*reasons)
