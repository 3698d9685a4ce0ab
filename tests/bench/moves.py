"""How many moves a second go through the one door, each in a transaction of its own with all rules, locks and the journal."""

from collections.abc import Iterator
from time import perf_counter

from django.db.models import Exists, OuterRef

from branches.models import User
from evaluation.advance import advance
from evaluation.cases.columns import handed_in
from evaluation.models import Candidacy, RecommendationList
from evaluation.vocabulary import Action, State

MOVES = 200


def lines() -> Iterator[str]:
    """Out of the race and back into it."""
    lists = RecommendationList.objects.filter(cycle=OuterRef("cycle"), unit=OuterRef("unit"))
    drafts = Candidacy.objects.filter(~Exists(handed_in(lists)), state=State.DRAFT).select_related("branch")
    drafts = drafts[: MOVES // 2]
    secretaries = User.objects.filter(appointments__branch__in=[case.branch_id for case in drafts])
    people = {user.appointments.get().branch_id: user for user in secretaries}
    start, made = perf_counter(), 0
    for case in drafts:
        for action in (Action.NOT_APPLY, Action.RESUME):
            advance(case, action, by=people[case.branch_id], note="支部今年先打基础。")
            made += 1
    yield f"{made} moves through advance: {made / (perf_counter() - start):.0f} a second, by one process."
