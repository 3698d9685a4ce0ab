"""Reminders of many people: what each gets who is asked alone, by as many workers as there are, once whatever is killed."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command

from branches import clock
from branches.models import User
from evaluation import tasks, worklist
from evaluation.deadlines import in_order
from evaluation.messages.sending import outbox
from evaluation.messages.sending import remind as reminding
from evaluation.models import Cycle, Message, Reminder, Sweep
from evaluation.vocabulary import CycleState
from evaluation.workdays import workdays
from sizhiqiang.celery import SCHEDULE
from tests.plugins.once import Once

Said = list[tuple[int, str, str]]


@pytest.fixture(scope="module")
def years(once: Once) -> None:
    once(lambda: call_command("seed_scale", units=3, branches=18, years=2))


@pytest.fixture
def year(years: None, db: None) -> Cycle:
    """The running one of two, with everything that it waits for."""
    return Cycle.objects.get(state=CycleState.RECOMMENDING)


def days(year: Cycle) -> Iterator[date]:
    """On which one date of the year is overdue and the next one near."""
    for _, due in in_order(year):
        yield workdays.last_working_day(due + timedelta(days=4)).day


def said(planned: Any) -> Said:
    return sorted((one.user.pk, one.title, one.text) for one in planned)


def of_all() -> Said:
    return said(one for people in reminding.batches(reminding.everybody()) for one in reminding.plan(people))


def of_each(people: list[User]) -> Said:
    """Everything is asked of one person after the other, with and without a day."""
    return said(one for user in people for one in reminding.plan([user], worklist.tasks_of))


def one_of_each_post() -> list[User]:
    """Or of each set of posts, where somebody has several; a member of a team may have none."""
    people = reminding.everybody().prefetch_related("appointments")
    return list({frozenset(post.role for post in user.appointments.all()): user for user in people}.values())


def test_each_is_reminded_of_what_he_is_who_is_asked_alone(year: Cycle) -> None:
    met = 0
    for day in sorted(set(days(year))):
        with clock.moved_to(day):
            people = one_of_each_post()
            numbers = {user.pk for user in people}
            alone = of_each(people)
            assert [one for one in of_all() if one[0] in numbers] == alone, day
            met += len(alone)
    assert met > 10


def test_a_duty_with_a_day_that_is_not_asked_is_missed(year: Cycle, monkeypatch: pytest.MonkeyPatch) -> None:
    """The twin: what everybody is asked leaves one of them out."""
    day = workdays.last_working_day(year.recommendation_due).day
    with clock.moved_to(day):
        before = of_all()
        dated = [one for one in worklist.OF_MANY if one.__name__ == "recommend"]
        monkeypatch.setattr(worklist, "UNDATED", worklist.UNDATED | set(dated))
        assert len(dated) == 1 and len(of_all()) < len(before)


@pytest.fixture
def due_day(year: Cycle) -> Iterator[date]:
    day = workdays.last_working_day(year.recommendation_due).day
    with clock.moved_to(day):
        yield day


def written() -> Said:
    return sorted(Message.objects.filter(key__startswith="reminders-").values_list("user", "title", "text"))


def test_the_parts_together_are_all_and_no_two_have_the_same(due_day: date) -> None:
    expected = of_all()
    counts = [reminding.sweep(part, 3) for part in (1, 2, 3)]
    assert written() == expected
    assert sum(counts) == len(expected) and min(counts) > 0


def test_every_part_has_its_call() -> None:
    asked = [entry["args"] for entry in SCHEDULE.values() if entry["task"] == "evaluation.tasks.remind"]
    assert asked == [[part, len(asked)] for part in range(1, len(asked) + 1)]


def test_a_part_that_ended_keeps_no_other_from_beginning(due_day: date) -> None:
    tasks.remind(1, 2)
    first = len(written())
    tasks.remind(2, 2)
    assert 0 < first < len(written())
    assert Sweep.objects.filter(name__startswith="remind", problem="").count() == 2


class Killed(BaseException):
    """As nothing catches it."""


def test_killed_between_and_within_batches_everybody_is_reminded_once(
    due_day: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some batches are written, one is half written: the next call does what is left and nothing twice."""
    expected = of_all()
    monkeypatch.setattr(reminding, "BATCH", 4)
    post, posted = outbox.post, []

    def killed(drafts: Any) -> Any:
        found = post(drafts)
        posted.append(len(found))
        if sum(posted) > len(expected) // 2:
            raise Killed
        return found

    with monkeypatch.context() as now:
        now.setattr(outbox, "post", killed)
        with pytest.raises(Killed):
            reminding.sweep()
    assert 0 < len(written()) < len(expected), "what was killed left nothing half done"
    assert set(written()) < set(expected)
    assert Reminder.objects.values("message").distinct().count() == len(written())
    reminding.sweep()
    assert reminding.sweep() == 0
    assert written() == expected
