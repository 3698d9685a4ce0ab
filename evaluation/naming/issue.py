"""公示 of the proposed (D22), and 会议纪要 of the evaluation panel (D20)."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from branches import clock
from branches.models import User
from branches.names import CITY_HONOUR
from branches.settings import queries as settings_queries
from evaluation.documents import making
from evaluation.models import Candidacy, Cycle, Notice, PublicNotice
from evaluation.typesetting import content
from evaluation.typesetting.content import UnitBranches

MARK = f"{CITY_HONOUR}考核评定组会议纪要"


def panel_minutes(
    cycle: Cycle,
    *,
    by: User,
    held_on: date,
    place: str,
    chair: str,
    items: Sequence[tuple[str, str]],
    present: Sequence[str],
    absent: Sequence[str] = (),
    attending: Sequence[str] = (),
    number: str = "",
) -> Notice:
    """What a panel meeting resolved; `items` are topics with their conclusions."""
    facts: content.Minutes = {
        **making.paper([settings_queries.work_committee()], []),
        "mark": [MARK],
        "held_on": held_on.isoformat(),
        "place": place,
        "chair": chair,
        "items": [{"topic": topic, "conclusion": conclusion} for topic, conclusion in items],
        "present": list(present),
        "absent": list(absent),
        "attending": list(attending),
    }
    return making.make(Notice.Kind.MINUTES, facts, by=by, number=number, cycle=cycle)


def public_notice(notice: PublicNotice, *, by: User, number: str = "") -> Notice:
    """公示 of the proposed: units and branches, no scores, no persons (D22)."""
    cases = list(notice.candidacies.select_related("unit", "branch"))
    return making.make(
        Notice.Kind.PUBLIC_NOTICE,
        public_notice_facts(notice.cycle, cases, notice.closes_on.isoformat()),
        by=by,
        number=number,
        cycle=notice.cycle,
        public_notice=notice,
    )


def public_notice_facts(cycle: Cycle, cases: Iterable[Candidacy], closes_on: str) -> content.PublicNotice:
    ordered = sorted(cases, key=lambda case: (case.unit_id, case.rank or 0, case.branch_id))
    return {
        **making.paper(settings_queries.both_bodies(), []),
        "year": cycle.year,
        "units": units({"unit": case.unit.name, "branch": case.branch.full_name} for case in ordered),
        "opens_on": clock.today().isoformat(),
        "closes_on": closes_on,
        "working_days": cycle.notice_days,
        "telephone": settings_queries.phone(),
        "address": settings_queries.address(),
    }


def units(rows: Iterable[dict[str, Any]]) -> list[UnitBranches]:
    """Frozen rows by unit, in their order."""
    grouped = groupby(rows, key=lambda row: row["unit"])
    return [{"unit": unit, "branches": [row["branch"] for row in of_unit]} for unit, of_unit in grouped]
