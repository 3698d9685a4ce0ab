"""`status`, which a timer runs: an exit code for the machine, and a word to the system administrators when something turns."""

import json
import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from branches import clock
from branches.origin import networks
from branches.permissions import Role
from evaluation.messages.sending import administrators
from evaluation.models import Delivery, Message, Sweep
from evaluation.status import queries as status_queries
from evaluation.status.queries import Line
from tests.plugins.workers import mailbox
from tests.support import factories
from tests.support.away import away
from tests.support.gateways import answering

pytestmark = pytest.mark.django_db
WELL = [Line("磁盘", "剩余60%"), Line("公文排版", "没有积压")]
FULL = [Line("磁盘", "剩余2%", "请清理。"), WELL[1]]


@pytest.fixture(autouse=True)
def machine(settings, tmp_path):
    """What the watching machine keeps is its own."""
    settings.DATA_DIR = tmp_path


def run(*options: str) -> tuple[str, str, int]:
    out, err, code = StringIO(), StringIO(), 0
    try:
        call_command("status", *options, stdout=out, stderr=err)
    except SystemExit as ended:
        code = ended.code
    return out.getvalue(), err.getvalue(), code


def titles(person) -> list[str]:
    return list(Message.objects.filter(user=person).order_by("pk").values_list("title", flat=True))


def test_a_line_each_and_an_exit_code(monkeypatch):
    monkeypatch.setattr(status_queries, "lines", lambda: FULL)
    said, _, code = run()
    assert (said.splitlines(), code) == (["FAULT  磁盘  剩余2%", "ok     公文排版  没有积压"], 1)
    monkeypatch.setattr(status_queries, "lines", lambda: WELL)
    assert run()[2] == 0
    assert not Message.objects.exists(), "without --tell nobody is told"


def test_without_a_database_it_says_so_and_ends_otherwise():
    with away():
        said, complaint, code = run("--tell")
    assert (said, code) == ("", 2)
    assert complaint.startswith("FAULT  数据库")


def test_who_looks_after_the_site_hears_once_when_something_turns_and_once_when_it_is_well(
    system_admin, audit_admin, monkeypatch, today
):
    system_admin.email = "admin@party.example"
    system_admin.save()
    monkeypatch.setattr(status_queries, "lines", lambda: FULL)
    run("--tell")
    run("--tell")
    assert titles(system_admin) == ["磁盘需要处理"]
    assert Message.objects.get().text == "剩余2%。请清理。"
    assert Delivery.objects.filter(message__user=system_admin, address="admin@party.example").exists()
    monkeypatch.setattr(status_queries, "lines", lambda: WELL)
    run("--tell")
    run("--tell")
    assert titles(system_admin) == ["磁盘需要处理", "磁盘已恢复正常", "系统运行正常"]
    assert titles(audit_admin) == []


def test_who_comes_new_into_the_post_hears_what_is_not_well(system_admin, today):
    administrators.tell_status({"磁盘": "剩余2%。请清理。"})
    system_admin.appointments.update(ends_on=clock.today())
    successor = factories.appointed(Role.SYSTEM_ADMIN, name="接任者")
    today(clock.today() + timedelta(days=1))
    administrators.tell_status({"磁盘": "剩余2%。请清理。"})
    assert titles(system_admin) == titles(successor) == ["磁盘需要处理"]


def test_that_all_is_well_is_said_once_a_week(system_admin, today):
    for days in range(15):
        today(clock.today() + timedelta(days=min(days, 1)))
        administrators.tell_status({})
    assert titles(system_admin) == ["系统运行正常"] * 3


def test_a_check_of_the_records_that_did_not_run_is_a_fault(db):
    finished = clock.now() - timedelta(hours=27)
    Sweep.objects.create(name="verify", started_at=finished, finished_at=finished)
    (line,) = (one for one in status_queries.lines() if one.label == "记录核验")
    assert (line.value, bool(line.advice)) == ("1天没有核验", True)
    Sweep.objects.update(finished_at=clock.now() - timedelta(hours=25))
    (line,) = (one for one in status_queries.lines() if one.label == "记录核验")
    assert not line.advice


def test_a_clock_that_differs_from_the_database_is_a_fault(db, monkeypatch):
    (line,) = (one for one in status_queries.lines() if one.label == "时钟")
    assert re.fullmatch(r"与数据库相差[0-4]秒", line.value) and not line.advice
    monkeypatch.setattr(clock, "drift", lambda other: timedelta(minutes=3))
    (line,) = (one for one in status_queries.lines() if one.label == "时钟")
    assert (line.value, bool(line.advice)) == ("与数据库相差180秒", True)


def test_what_watches_on_this_machine_gets_the_lines_as_gauges(client, db, monkeypatch, settings):
    settings.TRUSTED_PROXIES = networks(["127.0.0.1", "172.30.96.1"])
    settings.SECURE_SSL_REDIRECT = True
    monkeypatch.setattr(status_queries, "lines", lambda: FULL)
    for here in ("127.0.0.1", "172.30.96.1"):
        told = client.get("/metrics", REMOTE_ADDR=here).content.decode()
        assert 'sizhiqiang_well{line="磁盘"} 0.0' in told and 'sizhiqiang_well{line="公文排版"} 1.0' in told
    for elsewhere in ({"REMOTE_ADDR": "10.1.2.3"}, {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "10.1.2.3"}):
        assert client.get("/metrics", **elsewhere).status_code == 404


@pytest.fixture
def posted(settings):
    """A real mail server."""
    with mailbox() as (sink, port):
        settings.EMAIL_URL = f"smtp://127.0.0.1:{port}"
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        yield sink


def test_while_the_database_is_away_letters_leave_without_it_once_each(system_admin, monkeypatch, posted, settings):
    system_admin.email = "admin@party.example"
    system_admin.save()
    monkeypatch.setattr(status_queries, "lines", lambda: WELL)
    with away():
        run("--tell")
    assert posted.mails == [], "nobody has been reached yet"
    run("--tell")
    monkeypatch.undo()
    settings.EMAIL_PORT, port = 1, settings.EMAIL_PORT
    with away():
        _, complaint, code = run("--tell")
    assert code == 2 and "直接发信  admin@party.example" in complaint, "said where the mail server is away too"
    settings.EMAIL_PORT = port
    with away():
        for _ in range(3):
            assert run("--tell")[2] == 2
    assert [address for address, _ in posted.mails] == ["admin@party.example"], "once, as soon as mail leaves again"
    monkeypatch.setattr(status_queries, "lines", lambda: WELL)
    run("--tell")
    run("--tell")
    assert len(posted.mails) == 2, "and once that it is well"
    (kept,) = settings.DATA_DIR.iterdir()
    assert kept.stat().st_mode & 0o077 == 0, "addresses are for the eyes of whoever watches"


def test_while_the_database_is_away_the_gateway_is_a_way_of_its_own(system_admin, monkeypatch, posted, settings):
    """Mail is down, too: who has a telephone hears of it all the same, and once that it is well."""
    system_admin.email, system_admin.phone = "admin@party.example", "13800000000"
    system_admin.save()
    with answering() as (gateway, settings.GATEWAY_URL):
        settings.GATEWAY_SECRET = "shared"
        monkeypatch.setattr(status_queries, "lines", lambda: WELL)
        run("--tell")
        monkeypatch.undo()
        settings.EMAIL_PORT = 1
        with away():
            complaints = [run("--tell")[1] for _ in range(2)]
        monkeypatch.setattr(status_queries, "lines", lambda: WELL)
        run("--tell")
    assert all("admin@party.example" in one and "13800000000" not in one for one in complaints)
    told = [json.loads(body) for _, body in gateway.got]
    assert [(one["to"], one["title"]) for one in told] == [
        ("13800000000", "数据库需要处理"),
        ("13800000000", "数据库已恢复正常"),
    ]


def test_without_tell_nobody_is_written_to(system_admin, monkeypatch, posted):
    system_admin.email = "admin@party.example"
    system_admin.save()
    monkeypatch.setattr(status_queries, "lines", lambda: WELL)
    run("--tell")
    monkeypatch.undo()
    with away():
        assert run()[2] == 2
    assert posted.mails == []
