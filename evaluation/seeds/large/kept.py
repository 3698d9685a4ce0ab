"""What the database keeps by itself, of all cases at once: what keeps it, case by case, is off (`bare.py`)."""

from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from evaluation.cases.columns import annotated
from evaluation.models import Candidacy, NamingCandidate, ProgressChange
from evaluation.procedure.lives import HOLDS_SEAT
from evaluation.progress import counting
from evaluation.seeds.large.writing import multiply, write
from evaluation.vocabulary import ListState, State


def candidates() -> None:
    """Where each stands between both bodies."""
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


def progress() -> None:
    """How far each unit is: counted when the indexes are back."""
    places = Candidacy.objects.order_by().values_list("cycle", "unit").distinct()
    write(ProgressChange(cycle_id=cycle, unit_id=unit) for cycle, unit in places)
    counting.count_again()
