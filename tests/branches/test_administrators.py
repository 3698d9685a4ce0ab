"""The first administrators: three people at the console; later ones are seen by everybody."""

from datetime import timedelta

import pytest
from django.core.management import CommandError
from django.test import Client

from branches import access, clock
from branches.models import Appointment, AuditEntry, User
from branches.permissions import Role
from tests.support.console import create_administrators, typing
from tests.support.factories import PASSWORD

pytestmark = pytest.mark.django_db
THREE = ("xitong", "anquan", "shenji")


def test_three_people_each_type_the_own_password(monkeypatch):
    shown = create_administrators(monkeypatch, *THREE, password=PASSWORD)
    assert [next(iter(access.roles(person))).value for person in User.objects.order_by("pk")] == [
        "system_admin",
        "security_admin",
        "audit_admin",
    ]
    assert PASSWORD not in shown
    assert all(Client().login(username=name, password=PASSWORD) for name in THREE)


def test_a_bad_password_and_a_mistyped_one_are_asked_again(monkeypatch):
    secrets = ["short", PASSWORD, "Other-horse-9", PASSWORD, PASSWORD, *[PASSWORD] * 4]
    lines = ["甲", "xitong", "乙", "xitong", "anquan", "丙", "shenji"]
    shown = typing(monkeypatch, lines, secrets)
    assert "新密码太短" in shown and "不一致" in shown
    assert User.objects.count() == 3


def test_an_inhabited_site_makes_no_first_administrators(monkeypatch, stranger):
    with pytest.raises(CommandError, match="--again"):
        create_administrators(monkeypatch, *THREE, password=PASSWORD)


def test_one_more_is_made_on_the_server_and_everybody_sees_it_for_thirty_days(
    monkeypatch, secretary, security_admin, client, today
):
    create_administrators(monkeypatch, "anquan2", password=PASSWORD, again="security_admin")
    assert Appointment.objects.filter(role=Role.SECURITY_ADMIN).count() == 2
    assert AuditEntry.objects.filter(verb="在服务器上增设管理员", by=None).count() == 1
    client.force_login(secretary)
    assert "在服务器上增设了安全管理员" in client.get("/").content.decode()
    today(clock.today() + timedelta(days=31))
    client.force_login(secretary)
    assert "在服务器上增设" not in client.get("/").content.decode()
