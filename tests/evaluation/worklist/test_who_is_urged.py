"""Only what is shown is asked: what may be urged, what has a day; and for as many people as there are by the same queries."""

import inspect
from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import timedelta
from itertools import islice
from types import ModuleType
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from branches import clock
from branches.models import Branch, User
from branches.permissions import Role
from evaluation import worklist
from evaluation.assessment import duties as assessment_duties
from evaluation.cases.observe import Observed
from evaluation.cases.observing import observe
from evaluation.decision import duties as decision_duties
from evaluation.messages import nudging
from evaluation.messages.nudging import Owing
from evaluation.models import Candidacy, Cycle, Reinspection
from evaluation.procedure.lives import REINSPECTION_OPEN, find, refusals
from evaluation.reinspection import duties as reinspection_duties
from evaluation.rules.facts import Facts
from evaluation.vocabulary import Action, State
from evaluation.vocabulary.duties import Duty, Urger
from evaluation.vocabulary.task import Task, about
from tests.plugins.once import Once
from tests.support import factories


def module_of(duty: object) -> ModuleType:
    found = inspect.getmodule(duty)
    assert found
    return found


def test_whatever_may_be_urged_is_asked_for() -> None:
    """Read off the code of the duties: each is made in a module of which something is asked."""
    for asked, duties in worklist.URGED.items():
        said = inspect.getsource(module_of(asked))
        assert [duty for duty in duties if f"Duty.{duty.name}" not in said] == []
    assert set(worklist.URGED) <= set(worklist._as_told(worklist.OF_MANY))
    told = [duty for duties in worklist.URGED.values() for duty in duties]
    assert sorted(told) == sorted(duty for duty in Duty if duty.urger != Urger.NOBODY)


def test_what_is_left_out_of_reminders_says_no_day() -> None:
    assert set(worklist.OF_MANY) > worklist.UNDATED
    left_out = [*worklist.UNDATED, *worklist.OF_ONE]
    assert [one.__name__ for one in left_out if "due=" in inspect.getsource(one)] == []


def asked_for(committee: User) -> int:
    nudging.owing(committee)  # what is remembered across requests is known by then
    committee = User.objects.get(pk=committee.pk)
    with CaptureQueriesContext(connection) as queries:
        nudging.owing(committee)
    return len(queries)


@pytest.fixture(scope="module")
def years(once: Once) -> None:
    """Two years of some units, with everything that a year waits for."""
    once(lambda: call_command("seed_scale", units=6, branches=60, years=2))


@pytest.fixture
def busy(years: None, db: None) -> User:
    """Whoever runs them."""
    return User.objects.get(username="work_committee")


def the_long_way(by: User) -> list[tuple[int, list[Task]]]:
    """Everything is asked that others may know, of everybody; what nobody is urged to do is left out afterwards."""
    duties, people = nudging.duties(by), list(User.objects.filter(pk__in=nudging.below(by)))
    owed = worklist.told_of(people)
    found = {user.pk: [task for task in owed[user.pk] if task.duty in duties and task.due] for user in people}
    return sorted((pk, tasks) for pk, tasks in found.items() if tasks)


def shown(found: list[Owing]) -> list[tuple[int, list[Task]]]:
    return sorted((one.user.pk, list(one.tasks)) for one in found)


def in_full(columns: frozenset[str], cases: Iterable[int]) -> list[Observed]:
    return observe(cases)


def as_observed(people: list[User]) -> Iterator[tuple[User, Task]]:
    """What others are told of re-inspections, counted off what is observed of each."""
    for officers, cycle, unit, group in reinspection_duties._unreported(people):
        task = Task(
            Duty.REINSPECT_AND_REPORT, about(cycle.year, unit.pk), f"复查{len(group)}个已命名支部并报送", "去复查",
            reverse("evaluation:reinspections", args=[cycle.year]), unit.name, min(seen.due for seen in group),
        )  # fmt: skip
        yield from ((user, task) for user in officers)


@pytest.mark.parametrize("username", ["work_committee", "organ_officer"])
def test_the_short_way_finds_what_the_long_one_finds(
    busy: User, username: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    by = User.objects.get(username=username)
    found, places = shown(nudging.owing(by)), nudging.below(by)
    pages = [dict(islice(places.items(), start, start + 5)) for start in range(0, len(places), 5)]
    assert len(found) > 3 and len(pages) > 1
    assert sorted(one for page in pages for one in shown(nudging.owing(by, page))) == found
    by_duty = [shown(nudging.owing(by, duty=duty)) for duty in nudging.duties(by)]
    assert sum(len(tasks) for _, tasks in found) == sum(len(tasks) for part in by_duty for _, tasks in part)
    monkeypatch.setattr(assessment_duties, "observe_for", in_full)
    monkeypatch.setattr(worklist, "AS_TOLD", {reinspection_duties.reinspect: as_observed})
    assert the_long_way(by) == found


def test_what_nobody_can_have_reviewed_is_left_out_of_no_count(busy: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """In time, and when every date has passed."""
    people = list(User.objects.filter(appointments__role__in=[Role.WORK_COMMITTEE, Role.ORGANISATION_DEPARTMENT]))
    half = Reinspection.objects.filter(
        pk__in=list(Reinspection.objects.order_by("pk").values_list("pk", flat=True)[::2])
    )
    half.update(report=None)
    found = []
    for _ in range(2):
        for days in (0, 400):
            with clock.moved_to(clock.today() + timedelta(days=days)):
                found.append(
                    [
                        (user.pk, task)
                        for user, task in [*decision_duties.review(people), *decision_duties.decide(people)]
                    ]
                )
        monkeypatch.setattr(
            decision_duties, "_reviewable", lambda: Reinspection.objects.filter(state__in=REINSPECTION_OPEN)
        )
        monkeypatch.setattr(decision_duties, "_judged", all_candidates)
    assert found[0] == found[2] and found[1] == found[3]
    assert found[0] != found[1] and found[1]


def all_candidates(cycle: Cycle) -> list[Observed]:
    on_lists = Candidacy.objects.filter(cycle=cycle, state=State.RECOMMENDED, seat__list__state="submitted")
    return observe(on_lists.values_list("pk", flat=True))


class Untouched:
    """What a rule looks at fails."""

    def fail(self, *_: object) -> Any:
        raise AssertionError("was looked at")

    __bool__ = __len__ = __iter__ = __contains__ = __lt__ = __le__ = __gt__ = __ge__ = __eq__ = __getattr__ = fail
    __hash__ = None  # type: ignore[assignment]


def judged(*known: str) -> list[str]:
    """The refusals of the opinion, of facts none of which may be looked at but the known ones."""
    hidden: Any = {one.name: Untouched() for one in fields(Facts) if one.name not in known}
    return list(refusals(find(Action.CONCLUDE, State.APPLIED)[0], Facts(**hidden)))


# As `observe_for` fills them from the year, the act, and OF_THE_OPINION.
OF_THE_YEAR = ("cycle_is_open", "is_temporary", "sheets_needed", "opens", "due", "now")
OF_THE_ACT = ("actor", "is_recused")
OF_COLUMNS = (
    "findings",
    "is_visited",
    "unverified",
    "missing_sheets",
    "sheets",
    "has_opinion",
    "applied_by",
    "typed_by",
)


def test_the_rules_of_the_opinion_look_at_nothing_that_is_not_read() -> None:
    assert len(judged(*OF_THE_YEAR, *OF_THE_ACT, *OF_COLUMNS)) == 3


@pytest.mark.parametrize("hidden", [one for one in OF_COLUMNS if one not in ("applied_by", "typed_by")])
def test_a_fact_less_and_they_say_so(hidden: str) -> None:
    """The twin."""
    with pytest.raises(AssertionError, match="was looked at"):
        judged(*OF_THE_YEAR, *OF_THE_ACT, *(one for one in OF_COLUMNS if one != hidden))


@pytest.mark.django_db
def test_the_list_of_those_to_urge_costs_as_many_queries_for_many_units(
    cycle: Cycle, branch: Branch, organ_officer: User, work_committee: User
) -> None:
    factories.candidacy(cycle, branch)
    Candidacy.objects.update(state=State.APPLIED)
    few = asked_for(work_committee)
    for _ in range(4):
        unit = factories.unit()
        factories.appointed(Role.ORGAN_OFFICER, unit)
        factories.candidacy(cycle, factories.branch(unit))
    Candidacy.objects.update(state=State.APPLIED)
    assert asked_for(work_committee) == few
