"""催办: who below owes what, read off the tasks of the home page as others may know them, and when each was last urged."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from branches import access, clock
from branches.models import Appointment, User
from branches.permissions import Perm, Role
from evaluation import worklist
from evaluation.cycle.queries import RUNNING
from evaluation.models import Candidacy, Nudge, TeamMember
from evaluation.vocabulary.duties import Duty, Urger
from evaluation.vocabulary.task import Task

RESPITE = timedelta(hours=48)
"""Whoever was urged within this time is not urged again unless somebody ticks him."""
NEAR = timedelta(days=7)
"""What is due later is not urged unless somebody ticks him who owes it (D39)."""
AT_ONCE = 1000


@dataclass(frozen=True)
class Owing:
    """One person with what he owes of these duties, the nearest first, for whom he acts, and when he was last urged."""

    user: User
    place: str
    tasks: Sequence[Task]
    nudged_at: datetime | None

    @property
    def urged(self) -> list[Task]:
        """What he is urged to do: what is past or near; where nothing is, whatever comes next."""
        last_near = clock.today() + NEAR
        return [task for task in self.tasks if task.due and task.due <= last_near] or list(self.tasks)

    @property
    def titles(self) -> str:
        """The tasks in words, each once however many cases it is about."""
        return "、".join(dict.fromkeys(task.title for task in self.urged))

    @property
    def is_recent(self) -> bool:
        return self.nudged_at is not None and clock.now() - self.nudged_at < RESPITE

    @property
    def is_near(self) -> bool:
        return self.due is not None and self.due <= clock.today() + NEAR

    @property
    def is_ticked(self) -> bool:
        """Whether he is urged without anybody choosing him."""
        return self.is_near and not self.is_recent

    @property
    def due(self) -> date | None:
        return self.tasks[0].due


def duties(by: User) -> list[Duty]:
    """What this person may urge others to do: 市直工委 the units, a unit its branches."""
    urger = Urger.CITY if access.may(by, Perm.RUN_CYCLE) else Urger.UNIT if _units(by) else Urger.NOBODY
    return [duty for duty in Duty if duty.urger == urger != Urger.NOBODY]


def owing(
    by: User, places: Mapping[int, str] | None = None, *, duty: Duty | None = None, only_late: bool = False
) -> list[Owing]:
    """Those of all people `below`, or of some, who owe something with a date, the nearest first."""
    places = below(by) if places is None else places
    wanted = {one for one in duties(by) if duty in (None, one)}
    before = clock.today() if only_late else date.max
    found = [one for people in _batches(list(places)) for one in _owing(people, places, wanted, before)]
    return sorted(found, key=lambda one: (one.due or date.max, one.place))


def _batches(numbers: Sequence[int]) -> Iterator[list[Any]]:
    """The people with these numbers, so many in memory with all that is asked of them."""
    latest = Nudge.objects.filter(user=OuterRef("pk")).order_by("-at").values("at")[:1]
    rows: QuerySet[Any] = User.objects.annotate(nudged_at=Subquery(latest)).filter(is_active=True).order_by("pk")
    for start in range(0, len(numbers), AT_ONCE):
        yield list(rows.filter(pk__in=numbers[start : start + AT_ONCE]))


def _owing(people: list[Any], places: Mapping[int, str], wanted: set[Duty], before: date) -> Iterator[Owing]:
    access.read_rights(people)
    owed = worklist.urged_of(people, wanted)
    for user in people:
        tasks = [task for task in owed[user.pk] if task.duty in wanted and task.due and task.due < before]
        if tasks:
            yield Owing(user, places[user.pk], tasks, user.nudged_at)


def _units(by: User) -> set[int]:
    return set(access.held(by, Perm.ASSESS)) | set(access.held(by, Perm.RECOMMEND))


def below(by: User, units: Sequence[int] = ()) -> dict[int, str]:
    """The people one tier below, by id, unit by unit, each with the place for which he acts; of some units or of all."""
    day = clock.today()
    posts = Appointment.objects.filter(starts_on__lte=day).exclude(ends_on__lt=day).exclude(user=by)
    if access.may(by, Perm.RUN_CYCLE):
        rows = posts.filter(role__in=[Role.ORGAN_OFFICER.value, Role.LEADING_GROUP.value])
        rows = rows.filter(unit__in=units) if units else rows
        return dict(rows.order_by("unit", "user").values_list("user", "unit__name"))
    units = sorted(_units(by))
    here = Candidacy.objects.filter(unit__in=units, cycle__state__in=RUNNING)
    of_units = Q(branch__unit__in=units) | Q(branch__in=here.values("branch"))  # a case stays where it counts (D41)
    secretaries = posts.filter(of_units, role=Role.SECRETARY.value)
    teams = TeamMember.objects.filter(Q(left_on=None) | Q(left_on__gt=day), team__unit__in=units).exclude(user=by)
    return dict(teams.order_by("team__unit", "user").values_list("user", "team__unit__name")) | dict(
        secretaries.order_by("branch__unit", "branch", "user").values_list("user", "branch__short_name")
    )
