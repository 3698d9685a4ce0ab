"""The log: lines of JSON with request, person's id and address, and nobody's name."""

import json
import logging
import runpy
import sys
from itertools import islice
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.signals import request_started
from django.db import IntegrityError, OperationalError
from django.urls import reverse

from branches.accounts.second_factor import codes
from branches.models import SignIn
from branches.systems import steps as systems_steps
from evaluation.messages.views import inbox
from sizhiqiang import server_log
from sizhiqiang.logs import Lines
from sizhiqiang.server_log import without_request
from tests.plugins.databases import ROOT
from tests.plugins.world import PROVIDER
from tests.support import factories, visiting
from tests.support.canaries import PHONE_KEY, WAYS, access_line, found, in_rows, looked_for, searched_on
from tests.support.resolver import patterns
from tests.support.systems import asked_for, confirmed, read


@pytest.fixture
def lines(caplog, settings):
    """Every line as it is written: the formatter runs while the request is answered."""
    written: list[str] = []

    class Writing(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            written.append(Lines().format(record))

    handler, root = Writing(), logging.getLogger()
    level = root.level
    root.setLevel(logging.INFO)
    heard = [root, *(one for one in map(logging.getLogger, root.manager.loggerDict) if not one.propagate)]
    for logger in heard:
        logger.addHandler(handler)
    yield written
    for logger in heard:
        logger.removeHandler(handler)
    root.setLevel(level)


@pytest.mark.django_db
def test_each_request_is_a_line_with_its_number_the_persons_id_and_the_address(client, stranger, lines):
    client.force_login(stranger)
    answer = client.get(reverse("account"), REMOTE_ADDR="192.0.2.8")
    line = json.loads(lines[-1])
    assert line["request"] == answer["X-Request-ID"]
    assert (line["user"], line["address"], line["page"], line["status"]) == (stranger.pk, "192.0.2.8", "account", 200)


@pytest.mark.django_db
def test_no_name_gets_into_the_log(client, system_admin, lines):
    canaries = ["欧阳金丝雀", "canary-account", "13811112222", "canary@example.test", "canary-password"]
    person = factories.person(canaries[0])
    client.post(reverse("login"), {"username": canaries[1], "password": canaries[4]})
    client.force_login(system_admin)
    client.get(reverse("branches:people"), {"q": canaries[0]})
    client.get(f"/{canaries[1]}/")
    form = {"name": canaries[0], "username": canaries[1], "phone": canaries[2], "email": canaries[3]}
    client.post(reverse("branches:person_edit", args=[person.pk]), form)
    assert SignIn.objects.exists()
    assert lines
    assert [(name, line) for name in canaries for line in lines if name in line] == []


def test_twin_djangos_own_line_quotes_the_address(lines):
    logging.getLogger("anything").warning("Not Found: %s", "/canary-account/")
    assert "canary-account" in lines[-1]


def told(error: Exception) -> dict[str, object]:
    try:
        raise error
    except Exception:
        record = logging.LogRecord("x", logging.ERROR, "x", 1, "failed", (), sys.exc_info())
    return json.loads(Lines().format(record))["error"]


def test_an_exception_is_told_by_class_and_place_without_what_it_quotes():
    found = told(ValueError("王书记"))
    assert found["class"] == "ValueError"
    assert "test_logs.py" in found["at"][-1]
    assert "words" not in found
    assert "words" not in told(IntegrityError("duplicate\nDETAIL: Key (username)=(wang)"))
    assert told(OperationalError("connection refused\nDETAIL: wang"))["words"] == "connection refused"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (("Error handling request %s %s", "GET", "/people/?q=王书记"), "Error handling request"),
        (("Error handling request %s", "/calendar/a-key.ics"), "Error handling request"),
        (("Error handling request",), "Error handling request"),
        (
            ("Invalid request from ip=192.0.2.8: Invalid HTTP request line: '/?q=王书记'",),
            "Invalid request from ip=192.0.2.8",
        ),
        (
            ("Invalid request from ip=2001:db8::1: Invalid HTTP Version: '王书记'",),
            "Invalid request from ip=2001:db8::1",
        ),
        (("Worker (pid:%s) was sent SIGKILL!", 7), "Worker (pid:7) was sent SIGKILL!"),
    ],
)
def test_what_the_web_server_complains_of_is_said_without_the_request(said, kept):
    record = logging.LogRecord("gunicorn.error", logging.ERROR, "x", 1, said[0], said[1:], None)
    assert without_request(record)
    assert json.loads(Lines().format(record))["message"] == kept


def test_the_web_server_keeps_no_log_of_requests_and_would_keep_one_without_addresses():
    config = runpy.run_path(str(ROOT / "deploy/gunicorn.conf.py"))
    assert config["accesslog"] is None
    assert config["logger_class"] == f"{server_log.__name__}.Logger"
    for quoting in ("%(r)s", "%(U)s", "%(q)s", "%(f)s", "%(a)s", "%(u)s"):
        assert quoting not in config["access_log_format"]


@pytest.mark.django_db
def test_neither_query_nor_key_nor_name_of_a_file_gets_into_the_log(client, stranger, lines, monkeypatch):
    """The pages whose addresses say something, in good order and in bad."""
    key = "canary-of-a-calendar"
    for path in (
        f"/calendar/{key}.ics",
        f"/verify/{key}/",
        f"/account/address/{key}/",
        f"/help/?q={key}",
        f"/%00{key}",
    ):
        client.get(path)
    monkeypatch.setattr(inbox.messages_queries, "owner_of_calendar_or_404", lambda token: 1 / 0)
    client.raise_request_exception = False
    assert client.get(f"/calendar/{key}.ics").status_code == 500
    assert any("Error page" in line for line in lines)
    assert [line for line in lines if key in line] == []


@pytest.mark.django_db
def test_a_key_of_a_system_gets_into_no_line_and_its_number_into_each(system_admin, security_admin, lines, monkeypatch):
    made = asked_for(system_admin)
    key = confirmed(made, security_admin)
    lines.clear()
    assert [read(key, f"/api/v1/units?key={key}").status_code, read(f"{key}x", "/api/v1/units").status_code] == [
        200,
        401,
    ]
    monkeypatch.setattr(systems_steps, "note_use", lambda key: 1 / 0)
    assert read(key, "/api/v1/units").status_code == 500
    assert any("Error page" in line for line in lines)
    assert [line for line in lines if key in line or key[12:] in line] == []
    answered = [json.loads(line) for line in lines if "answered" in line]
    assert [line.get("key") for line in answered] == [made.row.pk, None, made.row.pk]


@pytest.mark.django_db
def test_of_what_comes_back_from_a_provider_only_the_words_of_the_standard_are_told(client, lines, settings):
    for name, value in PROVIDER.items():
        setattr(settings, name, value)
    for said, is_told in (("access_denied", True), ("canary_denied", False)):
        state = parse_qs(urlsplit(client.get("/sso/start/").url).query)["state"][0]
        lines.clear()
        assert client.get("/sso/callback/", {"state": state, "error": said}).status_code == 403
        assert any("Single sign-on refused" in line for line in lines)
        assert any(said in line for line in lines) is is_told


def test_nginx_writes_down_no_address_either():
    """Its own error log quotes whole requests, so it says only what keeps nginx from running."""
    site = (ROOT / "deploy/nginx.conf").read_text()
    format_of_lines = site.partition("log_format sizhiqiang")[2].partition(";")[0]
    for quoting in ("$request ", "$request_uri", "$uri", "$args", "$query_string", "$http_referer", '$request"'):
        assert quoting not in format_of_lines
    assert site.count("access_log /var/log/nginx/sizhiqiang.log sizhiqiang;") == site.count("listen [::]:")
    assert site.count("error_log /var/log/nginx/sizhiqiang-error.log emerg;") == site.count("listen [::]:")


@pytest.fixture
def canaries(people, world, monkeypatch):
    """Twelve, by what they are, in a world that is full of them; and who asks."""
    monkeypatch.setattr(codes, "new_key", lambda: PHONE_KEY)
    in_rows()
    guests = visiting.visitors(people)
    return guests, looked_for(guests, world.single["calendar"])


@pytest.fixture
def access_log(lines):
    """gunicorn's line for each request, among the others."""

    def note(sender, environ, **kwargs):
        lines.append(access_line(environ))

    request_started.connect(note)
    yield
    request_started.disconnect(note)


def let_fly(guests, world, *, everybody=False):
    """Every page, searched on or sent everything by turns, by somebody who may come there; or every URL, both, by everybody."""
    for number, url in enumerate(visiting.urls(world) if everybody else visiting.pages(world)):
        for who in islice(visiting.may_come(url.access), None if everybody else 1):
            for way in WAYS if everybody else [WAYS[number % 2]]:
                guests[who].ask(*way(url.address))


def test_twelve_canaries_are_in_no_line_of_any_log(world, canaries, lines, access_log):
    guests, wanted = canaries
    let_fly(guests, world)
    assert len(wanted) == 12 and len(lines) > 1.7 * len(patterns())
    assert found(wanted, lines) == set()


def test_twin_a_line_that_tells_of_a_request_what_came_with_it_is_found(
    world, canaries, lines, access_log, monkeypatch
):
    guests, wanted = canaries
    telling = "%(U)s %(q)s %({http_cookie}e)s"
    monkeypatch.setattr("tests.support.canaries.access_log_format", lambda: telling)
    guests["work_committee"].ask(*searched_on(f"/calendar/{world.single['calendar']}.ics"))
    assert found(wanted, lines) == {"key of a calendar", "what was searched for", "key of a session"}


def test_twin_one_line_about_any_of_them_is_found(canaries, lines):
    _, wanted = canaries
    for what, words in wanted.items():
        lines.clear()
        logging.getLogger("anything").info("It was %s.", words[0])
        assert found(wanted, lines) == {what}


@pytest.mark.soak
@pytest.mark.figure(25, "12 canaries, every URL by everybody: 0 hits in any log")
def test_soak_twelve_canaries(world, canaries, lines, access_log, measured):
    guests, wanted = canaries
    let_fly(guests, world, everybody=True)
    hits = found(wanted, lines)
    measured(f"{len(hits)} of {len(wanted)} canaries in {len(lines)} lines")
    assert hits == set()
