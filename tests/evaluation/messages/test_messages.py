"""Inbox, ways out, calendar feeds, 催办 and the status page, as their readers use them."""

import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.urls import reverse
from icalendar import Calendar

from branches import clock
from branches.models import Appointment, AuditEntry
from branches.permissions import Role
from evaluation.advance import Refused
from evaluation.integrity import rights
from evaluation.messages import nudging
from evaluation.messages import steps as messages_steps
from evaluation.messages.sending import announce as announcing
from evaluation.messages.sending import outbox
from evaluation.messages.views import nudges
from evaluation.models import Delivery, Message, Nudge, OptOut, Sweep, Transition
from evaluation.status import queries as status_queries
from evaluation.vocabulary.messages import Channel, DeliveryStatus, MessageKind
from tests.support import factories

pytestmark = pytest.mark.django_db


def told(user, key="k1", title="市财政局：请办理", kind=MessageKind.TASK):
    return outbox.post([outbox.Outgoing(user, kind, key, title, "请办理。", "/")])[0]


def page(client, user, name="messages", *args):
    client.force_login(user)
    return client.get(reverse(f"evaluation:{name}", args=args))


# Inbox


def test_the_header_counts_what_is_unread_until_it_is_opened(client, secretary):
    one = told(secretary)
    assert "1<span" in page(client, secretary).content.decode()
    assert "请办理。" in page(client, secretary, "message", one.pk).content.decode()
    assert "条未读" not in page(client, secretary).content.decode()


def test_another_ones_message_is_a_missing_one(client, secretary, organ_officer):
    assert page(client, organ_officer, "message", told(secretary).pk).status_code == 404


def test_everything_is_marked_as_read_at_once_but_only_ones_own(client, secretary, organ_officer):
    told(secretary), told(secretary, "k2"), told(organ_officer)
    client.force_login(secretary)
    client.post(reverse("evaluation:messages_read"))
    assert list(Message.objects.filter(read_at=None).values_list("user", flat=True)) == [organ_officer.pk]


# Ways out


def test_optional_kinds_can_be_kept_to_the_inbox_and_deadlines_cannot(client, secretary, settings):
    settings.EMAIL_URL = "filemail:///tmp/x"
    secretary.email = "wang@party.example"
    secretary.save(update_fields=["email"])
    client.force_login(secretary)
    url = reverse("evaluation:message_settings")
    assert "wang@party.example" in client.get(url).content.decode()
    client.post(url, {"reminder": ["mail", "gateway"]})
    assert set(OptOut.objects.values_list("kind", "channel")) == {
        (kind, channel) for kind in ("task", "outcome") for channel in ("mail", "gateway")
    }
    assert not told(secretary, "a").deliveries.exists()
    assert told(secretary, "b", kind=MessageKind.URGENT).deliveries.exists()


# Calendars


def feed(client, token):
    return client.get(reverse("evaluation:calendar_feed", args=[token]))


def test_the_feed_shows_ones_own_deadlines_to_whoever_has_the_key(client, case, secretary):
    token = messages_steps.open_calendar(secretary)
    events = Calendar.from_ical(feed(client, token).content).walk("VEVENT")
    assert [(str(one["summary"]), one["dtstart"].dt) for one in events] == [
        ("填写2026年度自评截止", case.cycle.self_assessment_due)
    ]


def test_a_wrong_a_replaced_and_a_revoked_key_open_nothing(client, secretary):
    first, second = messages_steps.open_calendar(secretary), messages_steps.open_calendar(secretary)
    assert [feed(client, token).status_code for token in ("x", first, second)] == [404, 404, 200]
    messages_steps.close_calendar(secretary)
    assert feed(client, second).status_code == 404


def test_with_the_post_the_deadlines_go(client, case, secretary):
    token = messages_steps.open_calendar(secretary)
    Appointment.objects.filter(user=secretary).update(ends_on=clock.today() - timedelta(days=1))
    assert Calendar.from_ical(feed(client, token).content).walk("VEVENT") == []


def test_the_address_is_shown_once(client, secretary):
    client.force_login(secretary)
    shown = client.post(reverse("evaluation:calendar_open")).content.decode()
    assert ".ics" in shown
    assert ".ics" not in client.get(reverse("evaluation:message_settings")).content.decode()


def test_the_dates_of_the_year_go_into_any_calendar(client, cycle, stranger):
    answer = page(client, stranger, "schedule_feed", cycle.year)
    days = {one["dtstart"].dt for one in Calendar.from_ical(answer.content).walk("VEVENT")}
    assert {cycle.self_assessment_due, cycle.recommendation_due, cycle.naming_on} <= days


# 催办

NUDGE = "/nudge/"
IN_TIME = date(2027, 1, 4)
"""Six days before the self-assessment ends; the cast lives a month earlier."""


def ticked(client):
    """Who gets it if nothing is changed."""
    return [one.user for one in client.get(NUDGE).context["chosen"]]


def test_a_unit_urges_its_branches_and_the_city_its_units(case, secretary, organ_officer, work_committee):
    assert [one.user for one in nudging.owing(organ_officer)] == [secretary]
    (one,) = nudging.owing(work_committee)
    assert (one.user, one.titles) == (organ_officer, "督促1个支部提交自评"), "the city urges officers about 自评"
    assert nudging.owing(secretary) == []


def test_D39_who_owes_something_within_seven_days_is_ticked_and_nobody_else(
    client, case, secretary, organ_officer, work_committee, today
):
    for by in (organ_officer, work_committee):
        client.force_login(by)
        assert ticked(client) == [], "five weeks before"
        page = client.get(NUDGE)
        assert len(page.context["others"]) == 1 and "1人这次不催" in page.content.decode()
    today(case.cycle.self_assessment_due - nudging.NEAR - timedelta(days=1))
    assert ticked(client) == []
    today(IN_TIME)
    assert ticked(client) == [organ_officer]
    assert "向1人发出催办" in client.get(NUDGE).content.decode()
    client.force_login(organ_officer)
    assert ticked(client) == [secretary]
    today(case.cycle.self_assessment_due + timedelta(days=3))
    assert ticked(client) == [secretary], "past"


def test_D39_without_the_seven_days_everybody_is_ticked(client, case, secretary, organ_officer, monkeypatch):
    """The twin."""
    monkeypatch.setattr(nudging, "NEAR", timedelta(days=400))
    client.force_login(organ_officer)
    assert ticked(client) == [secretary]


def test_whoever_owes_nothing_cannot_be_urged(case, secretary, organ_officer):
    factories.applied(case, secretary)
    assert [one.user for one in nudging.owing(organ_officer)] == []


def test_the_officer_of_another_unit_urges_nobody_here(case, secretary, foreign_officer):
    assert nudging.owing(foreign_officer) == []


def test_a_nudge_reaches_the_inbox_and_is_on_record(client, case, secretary, organ_officer, today):
    today(IN_TIME)
    client.force_login(organ_officer)
    nobody = client.post(NUDGE, {"text": "请抓紧。"})
    assert nobody.status_code == 422 and "请至少选择一个人" in nobody.content.decode()
    shown = {"who": [secretary.pk], "shown": [secretary.pk]}
    assert "请填写催办内容" in client.post(NUDGE, {**shown, "text": ""}).content.decode()
    assert client.post(NUDGE, {**shown, "text": "请抓紧。"}).status_code == 302
    assert (Nudge.objects.get().user, Message.objects.get().text) == (secretary, "请抓紧。")


def test_an_explicit_selection_may_urge_earlier_and_the_preview_says_so(client, case, secretary, organ_officer):
    """D39: whoever changes the selection sees it once more, with what he typed; the second press sends it."""
    client.force_login(organ_officer)
    chosen = {"who": [secretary.pk], "text": "请提前准备。"}
    preview = client.post(NUDGE, chosen)
    page = preview.content.decode()
    assert not Nudge.objects.exists()
    assert "向1人发出催办" in page and "其中1人的事项7天以后才截止" in page and "请提前准备。" in page
    assert f'name="shown" value="{secretary.pk}"' in page
    assert client.post(NUDGE, {**chosen, "shown": [secretary.pk]}).status_code == 302
    assert Nudge.objects.get().about == "填写2026年度自评"


def test_who_was_urged_within_two_days_is_not_ticked(client, case, secretary, organ_officer, today):
    today(IN_TIME)
    messages_steps.nudge(nudging.owing(organ_officer), by=organ_officer, text="请抓紧。")
    client.force_login(organ_officer)
    assert ticked(client) == []
    Nudge.objects.update(at=clock.now() - nudging.RESPITE - timedelta(minutes=1))
    assert ticked(client) == [secretary]


def test_many_are_looked_at_unit_by_unit_and_only_those_of_the_page_are_urged(
    client, case, secretary, organ_officer, today, monkeypatch
):
    today(IN_TIME)
    monkeypatch.setattr(nudges, "LOOKED_AT", 1)
    other = factories.candidacy(case.cycle, factories.branch(case.unit))
    second = factories.appointed(Role.SECRETARY, other.branch)
    client.force_login(organ_officer)
    first_page = client.get(NUDGE).content.decode()
    assert secretary.name in first_page and f'value="{second.pk}"' not in first_page
    assert "第1—1人（共2人）" in first_page
    shown = {"who": [second.pk, secretary.pk], "shown": [second.pk], "text": "请抓紧。"}
    assert client.post(f"{NUDGE}?page=2", shown).status_code == 302
    assert Nudge.objects.get().user == second
    factories.applied(case, secretary)
    assert "现在没有需要催办的事项" in client.get(NUDGE).content.decode()
    assert client.get(NUDGE, {"export": "xlsx"}).content[:2] == b"PK"


def test_somebody_off_the_list_is_not_urged_whatever_is_posted(client, case, secretary, organ_officer, stranger):
    client.force_login(organ_officer)
    client.post(NUDGE, {"who": [stranger.pk], "shown": [stranger.pk], "text": "请抓紧。"})
    assert not Nudge.objects.exists()
    with pytest.raises(Refused, match="至少选择"):
        messages_steps.nudge([], by=organ_officer, text="请抓紧。")


def printed_and_exported(client):
    """(people on the paper, people in the workbook)."""
    paper = client.get(NUDGE, {"export": "paper"})
    book = openpyxl.load_workbook(io.BytesIO(client.get(NUDGE, {"export": "xlsx"}).content))
    return [one.user.name for one in paper.context["owing"]], [row[1].value for row in list(book.active)[1:]]


@pytest.mark.parametrize("at_once", [1, 1000])
def test_the_telephone_list_has_the_people_of_all_pages_on_paper_too(
    client, case, secretary, organ_officer, monkeypatch, at_once
):
    monkeypatch.setattr(nudges, "LOOKED_AT", 1)
    monkeypatch.setattr(nudging, "AT_ONCE", at_once)
    other = factories.candidacy(case.cycle, factories.branch(case.unit))
    names = {secretary.name, factories.appointed(Role.SECRETARY, other.branch, name="李书记").name}
    client.force_login(organ_officer)
    paper, book = printed_and_exported(client)
    assert len(names) == len(paper) == 2 and paper == book and set(paper) == names
    told = AuditEntry.objects.filter(subject="催办名单").order_by("pk").values_list("detail__rows", "detail__filters")
    assert list(told) == [(2, ""), (2, "")], "what leaves on paper is on record as well"


# Status


def line(label):
    return next(one for one in status_queries.lines() if one.label == label)


def test_all_is_well_or_the_line_says_what_to_do(settings, secretary, monkeypatch):
    monkeypatch.setattr(rights, "are_apart", lambda: True)
    assert line("数据库").advice == ""
    monkeypatch.setattr(rights, "are_apart", lambda: False)
    assert "分设数据库账号" in line("数据库").advice
    Sweep.objects.create(name="announce", started_at=clock.now())
    assert line("自动任务").advice == ""
    Sweep.objects.update(started_at=clock.now() - timedelta(minutes=11))
    assert "重新启动后台程序" in line("自动任务").advice


def swept_ago(minutes, **fields):
    now = clock.now()
    at = now - timedelta(minutes=minutes)
    Sweep.objects.update_or_create(name="announce", defaults={"started_at": at, "finished_at": at, **fields})
    return line("办理通知")


def test_D39_an_announcement_that_is_withheld_is_no_fault_of_the_background_programs(
    case, secretary, organ_officer, assessor, leading_group, recommending, today
):
    """What waits for a list to be handed in is neither called a backlog nor told by a date, however long it waits."""
    case = factories.assessed(factories.applied(case, secretary), organ_officer, assessor)
    factories.deliberated(factories.recommendation_list(recommending, case.unit), leading_group)
    announcing.sweep()
    before = swept_ago(1)
    factories.recommended(case, leading_group)
    announcing.sweep()
    assert Transition.objects.filter(announced_at=None).exists()
    assert swept_ago(1) == before and "没有积压" in before.value and before.advice == ""
    today(clock.today() + timedelta(days=14))
    late = swept_ago(1)
    assert "没有积压" in late.value and late.advice == ""


def test_announcements_that_nobody_sends_are_a_fault(secretary):
    assert swept_ago(11).advice, "the clock has stopped"
    broken = swept_ago(1, problem="OSError: disk")
    assert "没有发完" in broken.value and broken.advice


def test_a_broker_that_is_down_is_said_calmly(client, settings, system_admin):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    answer = page(client, system_admin, "status")
    assert answer.status_code == 200 and "连不上Redis" in answer.content.decode()


def test_a_dead_letter_is_seen_and_sent_again(client, settings, secretary, system_admin):
    settings.EMAIL_URL = "filemail:///tmp/x"
    secretary.email = "wang@party.example"
    told(secretary)
    Delivery.objects.update(status=DeliveryStatus.DEAD, reason="550 no such user")
    assert "处理发送失败的消息" in page(client, system_admin, "worklist").content.decode()
    shown = page(client, system_admin, "status_dead").content.decode()
    assert "550 no such user" in shown and "请办理。" not in shown, "the text is the reader's"
    client.post(reverse("evaluation:status_resend"), {"delivery": Delivery.objects.get().pk})
    one = Delivery.objects.get()
    assert (one.status, one.attempts, one.channel) == (DeliveryStatus.WAITING, 0, Channel.MAIL)


def test_a_letter_that_is_none_sends_none_again(client, settings, secretary, system_admin):
    settings.EMAIL_URL = "memory"
    secretary.email = "wang@party.example"
    told(secretary)
    Delivery.objects.update(status=DeliveryStatus.DEAD, reason="550 no such user")
    client.force_login(system_admin)
    for wrong in ("", "x", "0"):
        client.post(reverse("evaluation:status_resend"), {"delivery": wrong})
    assert Delivery.objects.get().status == DeliveryStatus.DEAD
    client.post(reverse("evaluation:status_resend"))
    assert Delivery.objects.get().status == DeliveryStatus.WAITING, "without a name it is all of them"


def test_only_the_system_administrator_sees_the_status(client, work_committee, secretary):
    for user in (work_committee, secretary):
        assert page(client, user, "status").status_code == 403


def test_records_that_are_not_intact_are_said_loudly():
    Sweep.objects.create(name="verify", started_at=clock.now(), problem="ValueError: 1 records are not intact")
    assert "立即联系技术支持" in line("记录核验").advice


def test_a_deadline_is_said_with_working_days_on_the_nudge_list(client, case, secretary, organ_officer):
    shown = page(client, organ_officer, "nudge").content.decode()
    assert "个工作日" in shown and case.cycle.self_assessment_due == date(2027, 1, 10)
