"""The small lives: states of the cycle, lists, decisions, honours and what else stands around a case.

They have a table of states and no rules of their own; what else must hold, the step that calls `shift` asks.
"""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import QuerySet

from branches import audit
from branches.models import User
from evaluation.advance import Refused, Stale
from evaluation.models import (
    Cycle,
    Decision,
    Honour,
    Objection,
    Plaque,
    RecommendationList,
    Succession,
    WorkingMethod,
)
from evaluation.procedure.lives import (
    CYCLE_LIFE,
    DECISION_LIFE,
    HONOUR_LIFE,
    LIST_LIFE,
    METHOD_LIFE,
    OBJECTION_LIFE,
    PLAQUE_LIFE,
    SUCCESSION_LIFE,
)

LIVES: Mapping[type, Mapping[Any, set[Any]]] = {
    Cycle: CYCLE_LIFE,
    RecommendationList: LIST_LIFE,
    Decision: DECISION_LIFE,
    Honour: HONOUR_LIFE,
    Objection: OBJECTION_LIFE,
    Succession: SUCCESSION_LIFE,
    Plaque: PLAQUE_LIFE,
    WorkingMethod: METHOD_LIFE,
}


def shift(
    thing: Cycle | RecommendationList | Decision | Honour | Objection | Succession | Plaque | WorkingMethod,
    after: str,
    *,
    by: User,
    note: str = "",
    **fields: Any,
) -> None:
    """Change the state of something around the cases, together with `fields`. Raises Refused out of order."""
    before = thing.state
    if after not in LIVES[type(thing)].get(before, set()):
        raise Refused(f"“{thing}”现在是“{thing.get_state_display()}”，不能这样办理。请刷新页面查看最新情况。")
    changed = type(thing)._default_manager.filter(pk=thing.pk, state=before).update(state=after, **fields)
    if not changed:
        raise Stale
    thing.refresh_from_db()
    audit.record(f"{thing._meta.verbose_name}：{thing.get_state_display()}", thing, by=by, before=before, note=note)


def shift_all(things: QuerySet[Any], before: Collection[str], after: str, **fields: Any) -> None:
    """Change the state of many things at once, all or nothing. What is recorded of each, the caller records."""
    wanted = things.count()
    if things.filter(state__in=before).update(state=after, **fields) != wanted:
        raise Stale
