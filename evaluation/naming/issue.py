"""会议纪要 of the evaluation panel (D20)."""

from collections.abc import Sequence
from datetime import date

from branches.models import User
from branches.names import CITY_HONOUR, WORK_COMMITTEE_FULL
from evaluation.documents import making
from evaluation.models import Cycle, Notice
from evaluation.typesetting import content

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
        **making.paper([WORK_COMMITTEE_FULL], []),
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
