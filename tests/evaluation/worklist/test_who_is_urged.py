"""Only what is shown is asked: what may be urged, what has a day; and for as many people as there are by the same queries."""

import inspect
from types import ModuleType

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from branches.models import Branch, User
from branches.permissions import Role
from evaluation import worklist
from evaluation.messages import nudging
from evaluation.models import Candidacy, Cycle
from evaluation.vocabulary import State
from evaluation.vocabulary.duties import Duty, Urger
from tests.support import factories


def module_of(duty: object) -> ModuleType:
    found = inspect.getmodule(duty)
    assert found
    return found


def test_whatever_may_be_urged_is_asked_for() -> None:
    """Read off the code of the duties: each is made in a module of which something is asked."""
    asked = [worklist.AS_TOLD.get(one, one) for one in worklist.URGED]
    said = "".join(inspect.getsource(module_of(one)) for one in asked)
    assert set(worklist.URGED) <= set(worklist.OF_MANY)
    assert [duty for duty in Duty if duty.urger != Urger.NOBODY and f"Duty.{duty.name}" not in said] == []


def test_what_is_left_out_of_reminders_says_no_day() -> None:
    assert {*worklist.OF_MANY, *worklist.OF_ONE} > worklist.UNDATED
    assert [one.__name__ for one in worklist.UNDATED if "due=" in inspect.getsource(one)] == []


def asked_for(committee: User) -> int:
    nudging.owing(committee)  # what is remembered across requests is known by then
    committee = User.objects.get(pk=committee.pk)
    with CaptureQueriesContext(connection) as queries:
        nudging.owing(committee)
    return len(queries)


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
