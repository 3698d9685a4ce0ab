"""The candidates between both bodies, of all cases at once: what keeps them, case by case, is off (`bare.py`)."""

from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from evaluation.cases.columns import annotated
from evaluation.models import Candidacy, NamingCandidate
from evaluation.procedure.lives import HOLDS_SEAT
from evaluation.seeds.large.writing import multiply
from evaluation.vocabulary import ListState, State


def stand() -> None:
    cases = annotated(Candidacy.objects.filter(state__in=sorted(HOLDS_SEAT)), "committee_verdict", "department_verdict")
    multiply(
        NamingCandidate,
        cases.order_by("pk"),
        candidacy=F("pk"),
        cycle=F("cycle"),
        unit=F("unit"),
        branch=F("branch"),
        list=F("seat__list"),
        place=Coalesce("rank", 0),
        state=F("state"),
        is_on_board=~Q(state=State.RECOMMENDED) | Q(seat__list__state=ListState.SUBMITTED),
        committee=Coalesce("committee_verdict", Value("")),
        department=Coalesce("department_verdict", Value("")),
    )
