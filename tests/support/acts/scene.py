"""Where acts are performed: the world of the matrix, with who acts in it by name."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.test import RequestFactory

from branches import clock
from branches.models import User
from branches.permissions import Role
from evaluation.models import Candidacy, Cycle, Honour, RecommendationList, Seat, Verification
from evaluation.procedure.lives import HOLDS_SEAT
from evaluation.vocabulary import CycleState, ListState, State
from tests.support import factories
from tests.support.world import World


class Scene:
    """The world of the matrix, with who acts in it by name, and a branch that is still writing."""

    def __init__(self, world: World, people: dict[str, Any], patch: Any) -> None:
        self.__dict__.update(people)
        self.patch = patch
        self.world, self.cycle, self.case = world, world.cycle, world.cases["own"]
        self.unit, self.branch = self.case.unit, self.case.branch
        self.ids, self.single = world.parts["own"].ids, world.single
        self.second = factories.appointed(Role.WORK_COMMITTEE, own_branch=factories.branch())
        self.committee, self.department = self.work_committee, self.organisation_department
        for person in (self.committee, self.department):
            person.branch = factories.branch()
            person.save()
        self.other = factories.branch(self.unit)
        self.writer = factories.appointed(Role.SECRETARY, self.other, own_branch=self.other)
        self.draft = factories.fresh(factories.candidacy(self.cycle, self.other))
        self.criterion = self.cycle.criteria.first()
        self.condition = self.cycle.disqualifications.get(number=5)
        self.list = RecommendationList.objects.get(cycle=self.cycle, unit=self.unit)
        self.today = clock.today()

    def own(self, model: Any, kind: str) -> Any:
        return model._default_manager.get(pk=self.ids[kind])

    def the(self, model: Any, kind: str) -> Any:
        return model._default_manager.get(pk=self.single[kind])

    def put(self, state: State, case: Candidacy | None = None) -> Candidacy:
        """The case in this state, on a list that is handed in where the state asks for a place."""
        case = case or self.case
        seat = None
        if state in HOLDS_SEAT:
            seat = Seat.objects.filter(list=self.list, holder=None).first()
            RecommendationList.objects.filter(pk=self.list.pk).update(
                state=ListState.SUBMITTED, submitted_at=clock.now()
            )
        Candidacy.objects.filter(pk=case.pk).update(state=state, seat=seat)
        return factories.fresh(case)

    def finding(self) -> Verification:
        return Verification.objects.get(pk=self.ids["finding"])

    def request(self, by: User) -> Any:
        request = RequestFactory().get("/")
        request.user = by
        return request

    def next_year(self) -> Cycle:
        return factories.cycle(2027, CycleState.DRAFT)

    def title(self) -> Honour:
        return factories.honour(factories.branch(self.unit), 2025)


Act = Callable[[Scene], Any]


@dataclass
class Acts:
    """Each with the verb that it writes."""

    all: list[tuple[str, Act]] = field(default_factory=list)

    def writes(self, verb: str) -> Callable[[Act], Act]:
        def note(act: Act) -> Act:
            self.all.append((verb, act))
            return act

        return note
