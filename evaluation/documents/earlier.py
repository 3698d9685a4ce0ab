"""Official documents as the making of later ones reads them."""

from datetime import date
from typing import Any

from django.db.models import Max, Min

from branches import clock
from branches.models import Branch
from branches.queries import active_on
from evaluation.cases.bodies import assessors_of
from evaluation.models import AssessmentTeam, Candidacy, Notice, Transition
from evaluation.vocabulary import Action


def last_of(kind: str, **about: Any) -> Notice | None:
    """The document of this kind about the same thing that no other has corrected yet."""
    return Notice.objects.filter(kind=kind, corrected_by=None, **about).order_by("-pk").first()


def assessed(case_or_unit: dict[str, Any]) -> int:
    """How many cases were once concluded (P4.2)."""
    concluded = Transition.objects.filter(
        action=Action.CONCLUDE, **{f"candidacy__{name}": value for name, value in case_or_unit.items()}
    )
    return concluded.values("candidacy").distinct().count()


def team_names(case: Candidacy, team: AssessmentTeam | None) -> list[str]:
    """考核组 as far as it assessed this case, the leader first."""
    people = list(assessors_of(case))
    return [one.name for one in sorted(people, key=lambda one: team is None or one.pk != team.leader_id)]


def visit_days(case: Candidacy) -> tuple[date, date]:
    """First and last day on which the branch was visited; today where nobody was."""
    found = case.visits.aggregate(first=Min("visited_on"), last=Max("visited_on"))
    return found["first"] or clock.today(), found["last"] or clock.today()


def branch_count(unit: int) -> int:
    return Branch.objects.filter(active_on(clock.today()), unit=unit).count()
