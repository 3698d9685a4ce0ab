"""One table of duties: everything that is owed has its line, and what was reminded of under an older name is known."""

import importlib
import re
from collections.abc import Callable
from datetime import date

import pytest
from django.apps import apps
from django.db import connection

from branches import clock
from branches.models import User
from evaluation import worklist
from evaluation.messages.sending import remind as reminding
from evaluation.models import Reminder
from evaluation.vocabulary.duties import Duty, Urger
from evaluation.vocabulary.task import Task, about
from tests.plugins.databases import ROOT

upgrade = importlib.import_module("evaluation.migrations.0008_duties")
FRIDAY = date(2027, 1, 8)


def test_every_duty_has_words_stages_and_somebody_who_owes_it() -> None:
    sources = "".join(path.read_text() for path in (ROOT / "evaluation").glob("**/duties.py"))
    assert [duty.name for duty in Duty if f"Duty.{duty.name}" not in sources] == []
    assert [duty for duty in Duty if not duty.label or list(duty.stages) != sorted(duty.stages, reverse=True)] == []
    assert len({duty.label for duty in Duty}) == len(Duty)


def test_the_city_urges_units_and_a_unit_its_branches() -> None:
    assert {duty for duty in Duty if duty.urger is Urger.UNIT} == {
        Duty.SELF_ASSESS,
        Duty.SCORE,
        Duty.ANSWER_HALF_YEAR,
    }
    assert {duty for duty in Duty if duty.urger is Urger.CITY} == {
        Duty.OVERSEE_BRANCHES,
        Duty.FORM_TEAM,
        Duty.COMPLETE_TEAM,
        Duty.CONCLUDE,
        Duty.RECOMMEND,
        Duty.REINSPECT_AND_REPORT,
        Duty.SUM_UP_HALF_YEAR,
    }


def test_a_key_holds_neither_a_sentence_nor_an_address() -> None:
    task = Task(Duty.RECOMMEND, about(2026, 3), "审议并报送推荐名单", "打开", "/cycles/2026/units/3/recommendation/")
    assert task.key == "recommend:2026-3"
    assert all(re.fullmatch("[a-z_]+", duty) for duty in Duty)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("self_assessment:/candidacies/7/self-assessment/", "self_assessment:7"),
        ("recommend:/cycles/2026/units/3/recommendation/", "recommend:2026-3"),
        ("oversee:/candidacies/?cycle=2026&unit=3&state=draft", "oversee:2026-3"),
        ("oversee_assessment:/cycles/2026/?late=True", "oversee_assessment:2026"),
        ("decide_发布命名决定:/cycles/2026/naming/", "proclaim:2026"),
        ("decide_列入拟命名或不予命名:/cycles/2026/naming/", "propose:2026"),
        ("decide_冻结拟命名名单:/cycles/2026/naming/", "freeze:2026"),
        ("reinspect:2026-3", "reinspect:2026-3"),
        ("review:/cycles/2026/reinspections/?open=True", "review:2026"),
        ("sign:/naming/versions/5/sign/", "sign:5"),
    ],
)
def test_every_shape_of_an_older_key_finds_its_duty(before: str, after: str) -> None:
    assert upgrade.renamed(before) == after
    assert Duty(after.partition(":")[0])


def of_version_0_1_0(task: Task) -> str:
    """The key under which that version reminded of the same task."""
    words = {new: old for old, new in upgrade.RENAMED.items()}
    subject = task.about if task.duty is Duty.REINSPECT else task.url
    return f"{words.get(task.duty, task.duty)}:{subject}"


@pytest.fixture
def reminded_before(case, secretary) -> Callable[[], int]:
    """Everybody was reminded on Friday by the version before; how many more are reminded on the same day now."""
    with clock.moved_to(FRIDAY):
        assert reminding.sweep() > 0
        for person in User.objects.all():
            for task in worklist.tasks(person):
                Reminder.objects.filter(user=person, task=task.key).update(task=of_version_0_1_0(task))

    def again() -> int:
        with clock.moved_to(FRIDAY):
            return len([one for people in reminding.batches(reminding.everybody()) for one in reminding.plan(people)])

    return again


@pytest.mark.django_db
def test_nobody_is_reminded_twice_because_of_the_upgrade(reminded_before: Callable[[], int]) -> None:
    upgrade.rename(apps, connection.schema_editor())
    assert reminded_before() == 0


@pytest.mark.django_db
def test_without_the_new_names_everybody_would_be(reminded_before: Callable[[], int]) -> None:
    """The twin."""
    assert reminded_before() > 0
