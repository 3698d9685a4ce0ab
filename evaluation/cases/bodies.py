"""Which body a person speaks for, who holds a case now, and by when."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet

from branches import access
from branches.models import User
from branches.permissions import Perm, Role
from evaluation.cases.observe import Observed
from evaluation.models import Candidacy
from evaluation.procedure.lives import NEXT, find
from evaluation.vocabulary import Body, CycleState, State

RUNNING = (CycleState.OPEN, CycleState.RECOMMENDING)
BODIES = {Role.WORK_COMMITTEE: Body.WORK_COMMITTEE, Role.ORGANISATION_DEPARTMENT: Body.ORGANISATION_DEPARTMENT}


def body_of(user: User) -> Body | None:
    """The municipal body that `user` speaks for today; nobody speaks for both (D19)."""
    return next((BODIES[role] for role in access.roles(user) if role in BODIES), None)


def running(**conditions: Any) -> QuerySet[Candidacy]:
    """Cases of the years that run."""
    return Candidacy.objects.filter(cycle__state__in=RUNNING, **conditions)


def due(seen: Observed) -> date | None:
    """The last day of what the case waits for."""
    return seen.window(find(NEXT[State(seen.case.state)], seen.case.state)[0])[1]


def holders(people: Iterable[User], perm: Perm) -> dict[int, list[User]]:
    """Those of `people` who hold `perm` today, by the place over which they hold it."""
    found: dict[int, list[User]] = defaultdict(list)
    for user in people:
        for place in access.held(user, perm):
            found[place].append(user)
    return found
