"""Who is reminded of what, and when: never twice, never too late, never of what is done, never somebody who has left."""

import json
from datetime import date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from branches import clock
from branches.models import User
from branches.pages import filters, paging
from branches.permissions import Role
from evaluation import tasks
from evaluation.messages.sending import deliver as delivering
from evaluation.messages.sending import remind as reminding
from evaluation.messages.sending import schedule
from evaluation.messages.views import preview
from evaluation.models import Candidacy, Delivery, Message, OptOut, Reminder
from evaluation.vocabulary.duties import Duty
from evaluation.vocabulary.messages import Channel, DeliveryStatus, MessageKind
from tests.support import factories

pytestmark = pytest.mark.django_db
# Sunday 10 January 2027: 8 January is the last working day before it.
DUE = date(2027, 1, 10)
FRIDAY = date(2027, 1, 8)


@pytest.fixture(autouse=True)
def mailed(settings: Any) -> None:
    settings.EMAIL_URL = "memory"


@pytest.fixture
def reachable(secretary: User) -> User:
    User.objects.filter(pk=secretary.pk).update(email="wang@example.test")
    return secretary


def told(user: User) -> list[tuple[str, date]]:
    return list(Reminder.objects.filter(user=user).values_list("kind", "due"))


def sent(on: date | datetime) -> list[str]:
    """What leaves on that day: the reminders are written and the mail is sent."""
    with clock.moved_to(on):
        before = len(mail.outbox)
        reminding.sweep()
        delivering.sweep(Channel.MAIL)
        return [one.subject for one in mail.outbox[before:]]


@pytest.mark.parametrize(
    ("today", "kind"),
    [
        (date(2026, 12, 18), None),
        (date(2026, 12, 21), "T-14"),
        (date(2026, 12, 24), "T-14"),
        (date(2026, 12, 25), None),
        (date(2026, 12, 30), "T-7"),
        (date(2027, 1, 5), "T-3"),
        (date(2027, 1, 6), "T-3"),
        (date(2027, 1, 7), "T-1"),
        (FRIDAY, "T-0"),
        (date(2027, 1, 11), "overdue-1"),
        (date(2027, 1, 15), "overdue-1"),
        (date(2027, 1, 18), "overdue-2"),
        (date(2027, 4, 1), None),
    ],
)
def test_p5_1_stages_are_counted_in_working_days(today: date, kind: str | None) -> None:
    found = schedule.stage(Duty.SELF_ASSESS, DUE, today)
    assert (found.kind if found else None) == kind


def test_a_year_of_days_reminds_once_a_stage_and_only_on_working_days(case: Candidacy, reachable: User) -> None:
    days = [date(2026, 12, 7) + timedelta(days=n) for n in range(60)]
    subjects = {day: sent(day) for day in days}
    told_on = [day for day, found in subjects.items() if found]
    assert told_on == [
        date(2026, 12, 21), date(2026, 12, 30), date(2027, 1, 5), date(2027, 1, 7), FRIDAY,
        date(2027, 1, 11), date(2027, 1, 18), date(2027, 1, 25), date(2027, 2, 1),
    ]  # fmt: skip
    assert all(len(found) <= 1 for found in subjects.values())
    assert "2027年1月10日（周日）截止" in subjects[FRIDAY][0]
    assert "已逾期" in subjects[date(2027, 1, 11)][0]


def test_two_sweepers_and_a_clock_set_back_remind_once(case: Candidacy, reachable: User) -> None:
    eight = datetime.combine(FRIDAY, datetime.min.time(), clock.SHANGHAI) + timedelta(hours=9)
    assert len(sent(eight)) == 1
    assert sent(eight) == sent(eight - timedelta(hours=1)) == []
    assert told(reachable) == [("T-0", DUE)]


def test_the_database_itself_refuses_a_second_reminder(case: Candidacy, reachable: User) -> None:
    sent(FRIDAY)
    row = Reminder.objects.get()
    other = Message.objects.create(
        user=reachable, kind=MessageKind.REMINDER, key="x", title="x", text="x", link="/", created_at=clock.now()
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Reminder.objects.create(user=reachable, task=row.task, kind=row.kind, due=row.due, message=other)


def test_after_three_days_without_a_clock_what_was_missed_is_told_once(case: Candidacy, reachable: User) -> None:
    """Stopped from 29 to 31 December: T-7 fell on the 30th."""
    sent(date(2026, 12, 21))
    assert len(sent(date(2027, 1, 4))) == 1
    assert sent(date(2027, 1, 4)) == []
    assert told(reachable) == [("T-14", DUE), ("T-7", DUE)]


def test_what_was_done_meanwhile_is_not_sent(case: Candidacy, reachable: User) -> None:
    with clock.moved_to(FRIDAY):
        reminding.sweep()
        factories.applied(case, reachable)
        delivering.sweep(Channel.MAIL)
    assert mail.outbox == []
    assert Delivery.objects.get().status == DeliveryStatus.DROPPED


def test_without_the_check_at_sending_it_would_be(case: Candidacy, reachable: User, monkeypatch: Any) -> None:
    """The twin."""
    with clock.moved_to(FRIDAY):
        reminding.sweep()
        everything = next(reminding.plan([User.objects.get(pk=reachable.pk)]), None)
        assert everything is None
        factories.applied(case, reachable)
        monkeypatch.setattr(reminding, "still_due", lambda message: message)
        delivering.sweep(Channel.MAIL)
    assert len(mail.outbox) == 1


def test_a_reminder_held_up_past_its_deadline_is_dropped(case: Candidacy, reachable: User) -> None:
    with clock.moved_to(FRIDAY):
        reminding.sweep()
    with clock.moved_to(date(2027, 1, 11)):
        delivering.sweep(Channel.MAIL)
    assert mail.outbox == []


def test_nobody_is_reminded_after_the_post_has_ended(case: Candidacy, reachable: User) -> None:
    reachable.appointments.update(ends_on=date(2026, 12, 31))
    assert sent(FRIDAY) == []
    assert told(reachable) == []


def test_many_tasks_make_one_digest(case: Candidacy, reachable: User) -> None:
    other = factories.branch(case.unit)
    factories.candidacy(case.cycle, other)
    factories.access.grant(reachable, Role.SECRETARY, other, starts_on=date(2020, 1, 1), by=None)
    (subject,) = sent(FRIDAY)
    assert "2项待办" in subject
    assert Message.objects.filter(user=reachable).count() == 1
    assert Reminder.objects.filter(user=reachable).count() == 2


def test_p5_1_the_tier_above_learns_of_what_is_overdue(
    case: Candidacy, secretary: User, organ_officer: User, work_committee: User
) -> None:
    with clock.moved_to(date(2027, 1, 11)):
        reminding.sweep()
    (message,) = Message.objects.filter(user=organ_officer)
    assert "督促1个支部提交自评" in message.title + message.text
    assert message.kind == MessageKind.URGENT
    assert "督促" not in Message.objects.get(user=work_committee).text


def test_only_optional_kinds_can_be_switched_off(case: Candidacy, reachable: User) -> None:
    OptOut.objects.create(user=reachable, kind=MessageKind.REMINDER, channel=Channel.MAIL)
    assert sent(date(2026, 12, 30)) == []
    assert Message.objects.filter(user=reachable).count() == 1  # the inbox has it all the same
    assert len(sent(FRIDAY)) == 1  # the last day is no longer optional
    with pytest.raises(IntegrityError), transaction.atomic():
        OptOut.objects.create(user=reachable, kind=MessageKind.URGENT, channel=Channel.MAIL)


def test_a_new_date_is_a_new_deadline(case: Candidacy, reachable: User) -> None:
    sent(FRIDAY)
    Candidacy.objects.update(self_assessment_due=date(2027, 1, 15))
    assert len(sent(date(2027, 1, 15))) == 1


def test_the_preview_of_a_day_is_what_that_day_brings(case: Candidacy, reachable: User) -> None:
    for day in (date(2026, 12, 25), date(2026, 12, 30), date(2026, 12, 30), FRIDAY, DUE):
        out = StringIO()
        call_command("send_reminders", on=day, dry_run=True, stdout=out)
        foretold = [json.loads(line) for line in out.getvalue().splitlines()][:-1]
        assert Message.objects.filter(created_at__date=day).count() == 0
        with transaction.atomic():
            for n in range((day - date(2026, 12, 7)).days):
                sent(date(2026, 12, 7) + timedelta(days=n))
            told_that_day = len(sent(day))
            transaction.set_rollback(True)
        assert len(foretold) == told_that_day, day


def test_the_command_writes_today_only(case: Candidacy, reachable: User) -> None:
    with pytest.raises(CommandError):
        call_command("send_reminders", on=FRIDAY)
    with clock.moved_to(FRIDAY):
        call_command("send_reminders", stdout=StringIO())
    assert told(reachable) == [("T-0", DUE)]


def test_the_task_runs_once_a_day(case: Candidacy, reachable: User, monkeypatch: Any) -> None:
    runs: list[int] = []
    monkeypatch.setattr(reminding, "sweep", lambda part, parts: runs.append(part) or 0)
    for hour in (9, 10):
        with clock.moved_to(clock.start_of(FRIDAY) + timedelta(hours=hour)):
            tasks.remind(1, 2)
    assert runs == [1]


def test_the_preview_page(case: Candidacy, secretary: User, work_committee: User, client: Any) -> None:
    client.force_login(work_committee)
    page = client.get("/reminders/preview/?on=2027-01-08").content.decode()
    assert "填写2026年度自评" in page
    assert secretary.name in page
    assert "这一天休息" in client.get("/reminders/preview/?on=2027-01-10").content.decode()
    assert client.get("/reminders/preview/?on=2020-01-10").status_code == 422


def test_the_preview_of_many_people_goes_on_page_by_page_and_leaves_nobody_out(
    case: Candidacy, secretary: User, organ_officer: User, work_committee: User, client: Any, monkeypatch: Any
) -> None:
    """As far as people are counted pages have numbers; then one follows the other."""
    monkeypatch.setattr(preview.People, "most", 2)
    monkeypatch.setattr(paging, "PAGE_SIZE", 1)
    client.force_login(work_committee)
    asked: dict[str, Any] = {"page": 1}
    seen, texts = [], []
    while asked:
        page = client.get("/reminders/preview/", {"on": "2027-01-08", **asked})
        listing = page.context["listing"]
        seen += [one.pk for one in listing["page"]]
        texts.append(page.content.decode())
        asked = {"page": 2} if len(seen) == 1 else {"after": listing["last_row"]} if listing["last_row"] else {}
    assert seen == list(reminding.everybody().values_list("pk", flat=True)) and len(seen) > 2
    assert "第1—1人（共2人以上）" in texts[0] and "这一页的1人（共2人以上）" in texts[-1]


def test_of_many_units_the_preview_offers_none(
    case: Candidacy, secretary: User, work_committee: User, client: Any, monkeypatch: Any
) -> None:
    client.force_login(work_committee)
    User.objects.filter(pk=secretary.pk).update(unit=case.unit)
    asked = f"/reminders/preview/?on=2027-01-08&unit={case.unit_id}"
    assert '<select name="unit"' in client.get(asked).content.decode()
    monkeypatch.setattr(filters, "CHOICES", 0)
    page = client.get(asked)
    assert '<select name="unit"' not in page.content.decode()
    assert [one.user for one in page.context["planned"]] == [secretary]
