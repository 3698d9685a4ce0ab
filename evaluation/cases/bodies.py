"""Which body a person speaks for, who assesses a case, who holds it now, and by when."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet

from branches import access
from branches.models import User
from branches.permissions import Perm, Role
from evaluation.cases.columns import annotated
from evaluation.cases.observe import Observed
from evaluation.models import Candidacy, Recusal
from evaluation.procedure.lives import NEXT, CaseMove, find
from evaluation.vocabulary import Body, CycleState, State

RUNNING = (CycleState.OPEN, CycleState.RECOMMENDING)
BODIES = {Role.WORK_COMMITTEE: Body.WORK_COMMITTEE, Role.ORGANISATION_DEPARTMENT: Body.ORGANISATION_DEPARTMENT}


def body_of(user: User) -> Body | None:
    """The municipal body that `user` speaks for today; nobody speaks for both (D19)."""
    return next((BODIES[role] for role in access.roles(user) if role in BODIES), None)


def running(**conditions: Any) -> QuerySet[Candidacy]:
    """Cases of the years that run."""
    return Candidacy.objects.filter(cycle__state__in=RUNNING, **conditions)


def due(seen: Observed, state: str) -> date | None:
    """The last day of what the case waits for in a state."""
    return seen.window(find(NEXT[State(state)], state)[0])[1]


def may_be_asked(seen: Observed, move: CaseMove, user: User) -> bool:
    """Whether no rule refuses the move for who this person is; what the case itself still lacks is the same for all."""
    for_all = seen.why_not(move, None, button=True)
    return set(seen.why_not(move, user, button=True)) <= set(for_all)


def holders(people: Iterable[User], perm: Perm) -> dict[int, list[User]]:
    """Those of `people` who hold `perm` today, by the place over which they hold it."""
    found: dict[int, list[User]] = defaultdict(list)
    for user in people:
        for place in access.held(user, perm):
            found[place].append(user)
    return found


def all_with(people: Iterable[User], *perms: Perm) -> list[User]:
    """Those of `people` who hold one of these permissions today, wherever it is."""
    return [user for user in people if any(access.may(user, perm) for perm in perms)]


def assessors_of(case: Candidacy) -> QuerySet[User]:
    """Who may visit, consult and score: the team's members who do not keep away (D17)."""
    return (
        User.objects.filter(
            memberships__team__cycle=case.cycle_id, memberships__team__unit=case.unit_id, memberships__left_on=None
        )
        .exclude(branch=case.branch_id)
        .exclude(pk__in=Recusal.objects.filter(candidacy=case).values("user"))
        .order_by("memberships__id")
    )


def short_of_assessors(cases: QuerySet[Candidacy]) -> QuerySet[Any]:
    """Those of `cases`, not yet assessed, whose team cannot bring the sheets that the year asks for (D45).

    Counted are the sheets handed in and the members who may still hand one in; a case without a team is none of these.
    """
    waiting = cases.filter(state__in=[State.DRAFT, State.APPLIED])
    is_short = Q(cycle__sheets_needed__gt=F("submitted_sheets") + F("owing_sheets"))
    return annotated(waiting, "has_team", "submitted_sheets", "owing_sheets").filter(is_short, has_team=True)


def is_short_of_assessors(seen: Observed) -> bool:
    """The same of one case, observed with what its opinion asks."""
    facts = seen.known
    return facts.has_team and facts.sheets + facts.missing_sheets < facts.sheets_needed
