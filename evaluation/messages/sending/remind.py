"""Who is reminded of what: the tasks of the home page, asked for everybody, through the schedule.

One digest a day and person. Everything is decided again when it is sent (`still_due`).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from django.db import IntegrityError, transaction
from django.db.models import F, OuterRef, Q, QuerySet
from django.template.loader import get_template
from django.urls import reverse

from branches import access, clock
from branches.asking.probed import probed
from branches.models import Appointment, Unit, User
from branches.pages import paging
from evaluation import worklist
from evaluation.messages.sending import outbox, schedule
from evaluation.messages.sending.schedule import Stage
from evaluation.models import Message, Reminder, TeamMember
from evaluation.vocabulary.duties import Duty
from evaluation.vocabulary.messages import MessageKind
from evaluation.vocabulary.task import Task
from evaluation.workdays import workdays

BATCH = 1000
TOLD_OTHERWISE = frozenset({Duty.REINSPECT_AND_REPORT})
"""Nobody is reminded in these words: what has left of it says the schedule, not the record, which would tell (D52)."""


@dataclass(frozen=True)
class Planned:
    """What one person is reminded of on one day."""

    user: User
    items: Sequence[tuple[Task, Stage]]

    @property
    def is_urgent(self) -> bool:
        return any(stage.is_urgent for _, stage in self.items)

    @property
    def title(self) -> str:
        return get_template("messages/reminder_title.txt").render(self._words()).strip()

    @property
    def text(self) -> str:
        return get_template("messages/reminder.txt").render(self._words()).strip()

    @property
    def link(self) -> str:
        return self.items[0][0].url if len(self.items) == 1 else reverse("evaluation:worklist")

    def _words(self) -> dict[str, object]:
        return {"items": self.items, "first": self.items[0][0], "stage": self.items[0][1]}


def sweep(part: int = 1, parts: int = 1) -> int:
    """Write the reminders of today, if people work today; how many people were told. May run any number of times.

    Several workers share the people by their numbers: each takes one of so many parts.
    """
    if not workdays.is_working_day(clock.today()):
        return 0
    people = everybody() if parts == 1 else everybody().annotate(part=F("pk") % parts).filter(part=part % parts)
    return sum(_remind(batch) for batch in batches(people))


def preview_of_all(on: date) -> Iterator[Planned]:
    """Who would get what on a day from today on, if nothing were done until then. Writes nothing."""
    for batch in batches(everybody(on)):
        yield from preview(batch, on)


def preview(people: Sequence[User], on: date) -> Iterator[Planned]:
    """The same of these people alone, for the queries of one."""
    if not workdays.is_working_day(on):
        return
    today, before = clock.today(), workdays.last_working_day(on - timedelta(days=1)).day
    with clock.moved_to(on):
        planned = list(plan(people, worklist.foretold_of))
    for one in planned:
        items = [
            (task, stage)
            for task, stage in one.items
            if (before < today and task.duty not in TOLD_OTHERWISE) or not _was(task, stage, before)
        ]
        if items:
            yield Planned(one.user, items)


def everybody(day: date | None = None, unit: Unit | None = None) -> QuerySet[User]:
    """Who can owe anything on a day, today unless told: those in a post or on a team, in order. Of one unit, if told."""
    day = day or clock.today()
    posts = Appointment.objects.filter(user=OuterRef("pk"), starts_on__lte=day).exclude(ends_on__lt=day)
    teams = TeamMember.objects.filter(Q(left_on=None) | Q(left_on__gt=day), user=OuterRef("pk"))
    people = User.objects.filter(probed(posts) | probed(teams), is_active=True).order_by("pk")
    return people.filter(unit=unit) if unit else people


def batches(people: QuerySet[User]) -> Iterator[list[User]]:
    """All of them in order, a batch in memory at a time."""
    return paging.batches(people, BATCH)


def plan(
    people: Sequence[User], owed_by: Callable[[Sequence[User]], dict[int, list[Task]]] = worklist.reminded_of
) -> Iterator[Planned]:
    """What each of these people is to be reminded of today and has not been yet."""
    today = clock.today()
    access.read_rights(people)
    told = set(
        Reminder.objects.filter(user__in=people, due__gte=today - timedelta(days=7 * schedule.WEEKS + 30)).values_list(
            "user", "task", "kind", "due"
        )
    )
    owed = owed_by(people)
    stage_of = cache(schedule.stage)  # a thousand tasks share a handful of dates
    for user in people:
        items = [
            (task, stage)
            for task in owed[user.pk]
            if task.due
            and (stage := stage_of(task.duty, task.due, today))
            and (user.pk, task.key, stage.kind, task.due) not in told
        ]
        if items:
            yield Planned(user, items)


def still_due(message: Message) -> Planned | None:
    """What of a digest is still owed now, at the stage it was written for; None when nothing is."""
    access.forget(message.user)
    today = clock.today()
    told = {(one.task, one.due): one.kind for one in message.reminders.all()}
    items = [
        (task, stage)
        for task in worklist.reminded_of([message.user])[message.user_id]
        if (stage := _stage(task, today)) and told.get((task.key, task.due)) == stage.kind  # type: ignore[arg-type]
    ]
    return Planned(message.user, items) if items else None


def _stage(task: Task, day: date) -> Stage | None:
    return schedule.stage(task.duty, task.due, day) if task.due else None


def _was(task: Task, stage: Stage, before: date) -> bool:
    """Whether the reminder of this stage would have left the working day before."""
    earlier = _stage(task, before)
    return earlier is not None and earlier.kind == stage.kind


def _remind(people: Sequence[User]) -> int:
    """All or nothing for a batch; where another sweeper was quicker, what it left."""
    key = f"reminders-{clock.today()}"
    while True:
        told = set(Message.objects.filter(user__in=people, key=key).values_list("user", flat=True))
        planned = list(plan([user for user in people if user.pk not in told]))
        try:
            with transaction.atomic():
                _write(planned, key)
        except IntegrityError:
            continue
        return len(planned)


def _write(planned: Sequence[Planned], key: str) -> None:
    drafts = [
        outbox.Outgoing(
            one.user,
            MessageKind.URGENT if one.is_urgent else MessageKind.REMINDER,
            key,
            one.title,
            one.text,
            one.link,
        )
        for one in planned
    ]
    messages = outbox.post(drafts)
    Reminder.objects.bulk_create(
        (
            Reminder(user=one.user, task=task.key, kind=stage.kind, due=task.due, message=message)
            for one, message in zip(planned, messages, strict=True)
            for task, stage in one.items
            if task.due
        ),
        batch_size=2000,
    )
