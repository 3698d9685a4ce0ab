"""What somebody still holds, for whoever ends a post or closes an account: numbers and places, never a case (D40)."""

from dataclasses import dataclass

from branches import clock
from branches.models import Appointment, User
from evaluation import worklist
from evaluation.models import PanelMember, TeamMember, Vacancy
from evaluation.vacancies import queries as vacancies_queries


@dataclass(frozen=True)
class Holdings:
    """`only_by`: how many things wait that nobody else could move on. `vacant`: what his posts, ended or not, left to nobody."""

    posts: list[Appointment]
    memberships: list[str]
    tasks: int
    only_by: int
    vacant: list[Vacancy]

    @property
    def is_anything(self) -> bool:
        return bool(self.posts or self.memberships or self.tasks or self.only_by or self.vacant)


def of(person: User) -> Holdings:
    every_post = list(Appointment.objects.filter(user=person).select_related("user", "unit", "branch__unit"))
    today = clock.today()
    return Holdings(
        posts=[post for post in every_post if post.ends_on is None or post.ends_on >= today],
        memberships=_memberships(person),
        tasks=len(worklist.told_of([person])[person.pk]),
        only_by=vacancies_queries.only_by(person),
        vacant=vacancies_queries.left_by(person),
    )


def _memberships(person: User) -> list[str]:
    """The teams and panels of years that are not over."""
    teams = TeamMember.objects.filter(user=person, left_on=None, team__cycle__closed_at=None)
    panels = PanelMember.objects.filter(user=person, left_at=None, cycle__closed_at=None)
    return [
        *(f"{one.team.cycle}{one.team.unit}考核组" for one in teams.select_related("team__cycle", "team__unit")),
        *(f"{one.cycle}考核评定组" for one in panels.select_related("cycle")),
    ]
