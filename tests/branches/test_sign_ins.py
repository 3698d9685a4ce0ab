"""登录记录: what is kept of signing in and out, what is not, for whom and for how long."""

from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from branches import clock
from branches.accounts import throttle
from branches.accounts.sign_ins import steps as sign_ins_steps
from branches.models import AuditEntry, SignIn
from branches.models.sign_in import Act, Result
from evaluation.status import queries as status_queries
from evaluation.worklist import tasks
from tests.support import factories

pytestmark = pytest.mark.django_db


def enter(client: Client, name: str, password: str = factories.PASSWORD, **headers: str) -> None:
    client.post(reverse("login"), {"username": name, "password": password}, **headers)


def kept() -> list[tuple]:
    rows = SignIn.objects.order_by("pk")
    return [(row.act, row.result, row.user, row.address, row.is_known_device) for row in rows]


def test_log_in_log_out_and_failures_are_kept_with_result_address_and_device(client, stranger):
    enter(client, stranger.username, "wrong", REMOTE_ADDR="192.0.2.1")
    enter(client, stranger.username, REMOTE_ADDR="192.0.2.2")
    client.post(reverse("logout"), REMOTE_ADDR="192.0.2.3")
    enter(client, stranger.username, REMOTE_ADDR="192.0.2.4")
    assert kept() == [
        (Act.IN, Result.WRONG, stranger, "192.0.2.1", False),
        (Act.IN, Result.DONE, stranger, "192.0.2.2", False),
        (Act.OUT, Result.DONE, stranger, "192.0.2.3", True),
        (Act.IN, Result.DONE, stranger, "192.0.2.4", True),
    ]


def test_tries_during_a_wait_are_kept_once_a_minute(client, stranger):
    for _ in range(throttle.TRIES + 20):
        enter(client, stranger.username, "wrong")
    assert [row[1] for row in kept()] == [Result.WRONG] * throttle.TRIES + [Result.PAUSED]
    with clock.moved_to(clock.now() + timedelta(seconds=90)):
        enter(client, stranger.username)
    assert [row[1] for row in kept()][-2:] == [Result.PAUSED] * 2


def test_a_password_typed_where_the_account_belongs_is_kept_nowhere(client, stranger):
    typed = "Ping-ding-2027"
    for _ in range(throttle.TRIES + 1):
        enter(client, typed, "wrong")
    enter(client, "another", "wrong")
    first, *_, last = SignIn.objects.order_by("pk")
    assert first.user is None
    assert len(first.stranger) == 12
    assert first.stranger != last.stranger
    everything = [str(row) for model in (SignIn, AuditEntry) for row in model.objects.values()]
    assert not any(typed in row for row in everything)


def test_the_audit_administrator_reads_filters_and_exports_them(client, audit_admin, stranger):
    enter(Client(), stranger.username, "wrong", REMOTE_ADDR="192.0.2.1")
    enter(Client(), stranger.username, REMOTE_ADDR="192.0.2.2")
    enter(Client(), "nobody-x", "wrong", REMOTE_ADDR="192.0.2.3")
    client.force_login(audit_admin)
    page = client.get(reverse("branches:sign_ins"))
    assert [stranger.name in page.content.decode(), "无此账号" in page.content.decode()] == [True, True]
    assert "nobody-x" not in page.content.decode()
    wrong = client.get(reverse("branches:sign_ins"), {"result": "wrong", "q": "192.0.2.1", "export": "xlsx"})
    rows = list(openpyxl.load_workbook(BytesIO(wrong.content)).active.iter_rows(values_only=True))
    assert [row[1] for row in rows] == ["人员", stranger.name]
    assert AuditEntry.objects.get(verb="导出").subject == "登录记录"


def test_only_the_audit_administrator_reads_them(client, system_admin, security_admin, work_committee, organ_officer):
    for person in (system_admin, security_admin, work_committee, organ_officer):
        client.force_login(person)
        assert client.get(reverse("branches:sign_ins")).status_code == 403


def test_everybody_sees_his_own_last_ones(client, stranger):
    other = factories.person("旁人")
    enter(client, other.username, REMOTE_ADDR="192.0.2.9")
    client.post(reverse("logout"))
    enter(client, stranger.username, "wrong", REMOTE_ADDR="192.0.2.1")
    enter(client, stranger.username, REMOTE_ADDR="192.0.2.2")
    html = client.get(reverse("account")).content.decode()
    assert "192.0.2.1" in html
    assert "未通过" in html
    assert "192.0.2.9" not in html


def test_they_are_deleted_after_twelve_months_and_the_audit_stays(client, stranger):
    enter(client, stranger.username)
    client.post(reverse("logout"))
    entries = AuditEntry.objects.count()
    with clock.moved_to(clock.now() + timedelta(days=364)):
        assert sign_ins_steps.tidy() == 0
    with clock.moved_to(clock.now() + timedelta(days=368)):
        assert sign_ins_steps.tidy() == 2
    assert not SignIn.objects.exists()
    assert AuditEntry.objects.count() == entries


def test_guessing_is_a_task_of_the_security_administrator_and_a_line_of_the_status(
    client, security_admin, system_admin
):
    def line() -> status_queries.Line:
        return next(one for one in status_queries.lines() if one.label == "登录")

    assert not line().advice
    for number in range(throttle.MANY):
        enter(client, f"name-{number}", "wrong", REMOTE_ADDR="192.0.2.1")
    assert [task.url for task in tasks(security_admin)] == [reverse("branches:alarms")]
    assert line().advice
    client.force_login(security_admin)
    html = client.get(reverse("branches:alarms")).content.decode()
    assert "192.0.2.1" in html
    with clock.moved_to(clock.now() + timedelta(days=2)):
        assert not line().advice


def test_sessions_that_have_ended_go_too(client, stranger):
    client.force_login(stranger)
    Session.objects.update(expire_date=timezone.now() - timedelta(minutes=1))
    sign_ins_steps.tidy()
    assert not Session.objects.exists()
