"""The door for systems: a key in the header opens what it was given, and nothing else that a request carries does."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from branches import clock
from branches.accounts import throttle
from branches.models import SystemKeyUse
from branches.pages.request import FOR_SYSTEMS
from branches.permissions import Data
from branches.systems import entrance
from branches.systems import steps as systems_steps
from tests.branches.test_throttle import later
from tests.support import factories
from tests.support.resolver import patterns
from tests.support.systems import asked_for, confirmed, read, rows

pytestmark = pytest.mark.django_db
ROUTES = {data: f"/api/v1/{data.value}" for data in Data}
UNITS = ROUTES[Data.UNITS]


@pytest.fixture
def key(system_admin, security_admin):
    """It opens everything."""
    return confirmed(asked_for(system_admin), security_admin)


def opened(key):
    return {data for data, path in ROUTES.items() if read(key, path).status_code == 200}


def test_every_address_for_systems_is_registered_with_its_data_and_nothing_else_lies_there():
    found = {f"/{pattern.pattern}": pattern.callback.access for _, pattern in patterns()}
    below = {path: access for path, access in found.items() if path.startswith(FOR_SYSTEMS)}
    assert below == {path: data for data, path in ROUTES.items()}
    assert [path for path, access in found.items() if isinstance(access, Data) and path not in below] == []


@pytest.mark.parametrize("data", Data)
def test_a_key_opens_what_it_was_given_and_nothing_else(data, system_admin, security_admin):
    key = confirmed(asked_for(system_admin, data), security_admin)
    assert opened(key) == {data}
    other = read(key, next(path for one, path in ROUTES.items() if one is not data))
    assert (other.status_code, other.json()) == (403, {"errors": ["这把密钥不能读取这类数据。"]})


def test_twin_a_door_that_does_not_say_what_a_key_opens_opens_nothing_and_one_that_gives_all_opens_all(
    key, system_admin, security_admin, monkeypatch
):
    """Deny first: who is let through without a word has been given nothing."""
    monkeypatch.setattr(entrance, "_stopped", lambda request: None)
    assert opened(key) == set()
    monkeypatch.setattr(entrance, "_stopped", lambda request: vars(request).update(reads=frozenset(Data)))
    assert opened("anything") == set(Data)


@pytest.mark.parametrize("sent", ["", "Bearer", "Bearer ", "Basic {key}", "{key}", "Bearer x{key}", "Bearer {key}x"])
def test_what_is_no_key_is_refused_with_one_sentence(sent, key):
    answer = Client().get(UNITS, headers={"Authorization": sent.format(key=key)} if sent else {})
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    assert [len(answer.json()["errors"]), answer["Content-Type"]] == [1, "application/json"]


def test_a_key_in_the_address_is_none(key):
    for query in (f"?key={key}", f"?access_token={key}", f"?Authorization=Bearer%20{key}"):
        assert Client().get(UNITS + query).status_code == 401


def test_a_session_opens_nothing_and_no_cookie_is_read(client, key, work_committee, system_admin):
    for person in (work_committee, system_admin):
        client.force_login(person)
        assert [client.get(path).status_code for path in ROUTES.values()] == [401] * len(ROUTES)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(UNITS, headers={"Authorization": f"Bearer {key}"})
    assert answer.content == read(key, UNITS).content and not answer.cookies
    assert not [one for one in queries.captured_queries if "django_session" in one["sql"]]


def test_twin_unless_cookies_are_struck_out_the_session_is_read(client, key, work_committee, monkeypatch):
    monkeypatch.setattr(entrance.Systems, "__call__", lambda self, request: self.get_response(request))
    client.force_login(work_committee)
    with CaptureQueriesContext(connection) as queries:
        client.get(UNITS, headers={"Authorization": f"Bearer {key}"})
    assert [one for one in queries.captured_queries if "django_session" in one["sql"]]


def test_systems_only_read(key):
    asking = Client(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {key}"})
    for path in ROUTES.values():
        assert [getattr(asking, method)(path).status_code for method in ("post", "put", "patch", "delete")] == [405] * 4
        head = read(key, path, method="head")
        assert (head.status_code, head.content) == (200, b"")


def test_nothing_is_kept_on_the_way_and_what_goes_wrong_is_told_in_json(key, monkeypatch):
    answers = [
        read(key, UNITS),
        read("x", UNITS),
        read(key, "/api/v1/people"),
        read(key, f"{ROUTES['progress']}?year=1999"),
    ]
    assert [one.status_code for one in answers] == [200, 401, 404, 404]
    monkeypatch.setattr(systems_steps, "note_use", lambda key: 1 / 0)
    answers.append(read(key, UNITS))
    assert answers[-1].status_code == 500
    assert {one["Cache-Control"] for one in answers} == {"private, no-store"}
    assert all(len(one.json()["errors"]) == 1 for one in answers[1:])


def test_who_guesses_at_a_key_waits_and_nobody_else_does(key, system_admin, security_admin):
    other = confirmed(asked_for(system_admin), security_admin)
    for number in range(throttle.TRIES):
        assert read(f"{key[:12]}_guess{number}", UNITS).status_code == 401
    waits = read(key, UNITS)
    assert (waits.status_code, waits["Retry-After"]) == (429, "300")
    assert read(key, UNITS, REMOTE_ADDR="192.0.2.7").status_code == 200
    assert read(other, UNITS).status_code == 200
    with later(300):
        assert read(key, UNITS).status_code == 200


def test_twin_uncounted_the_guesses_go_on(key, monkeypatch):
    monkeypatch.setattr(throttle, "failed", lambda request, purpose, name: None)
    with pytest.raises(AssertionError):
        for number in range(throttle.TRIES):
            read(f"{key[:12]}_guess{number}", UNITS)
        assert read(key, UNITS).status_code == 429


def test_who_tries_many_keys_from_one_address_comes_in_turns(key):
    for number in range(throttle.MANY):
        read(f"szq_guess{number:03}_x", UNITS)
    assert read(key, UNITS).status_code == 429


def test_the_last_use_is_noted_once_an_hour(key):
    read(key, UNITS)
    first = SystemKeyUse.objects.get()
    assert first.last_at == clock.now()
    for seconds, is_noted in ((3599, False), (3600, True)):
        with later(seconds), CaptureQueriesContext(connection) as queries:
            read(key, UNITS)
        written = [one["sql"] for one in queries.captured_queries if one["sql"].startswith(("UPDATE", "INSERT"))]
        assert bool(written) is is_noted


def test_a_list_is_read_part_by_part(key):
    made = [factories.unit().pk for _ in range(5)]
    found, path = [], f"{UNITS}?limit=2&key=x"
    while path:
        page = read(key, path).json()
        assert len(page["results"]) <= 2 and "key=x" not in (page["next"] or "")
        found += [row["id"] for row in page["results"]]
        path = page["next"]
    assert found == sorted(found) and set(made) <= set(found)
    assert rows(key, f"{UNITS}?after={made[-1]}") == []
    assert [row["id"] for row in rows(key, f"{UNITS}?after={made[2]}")] == made[3:]


@pytest.mark.parametrize(
    "query", ["after=x", "after=-1", "after=", "limit=0", "limit=501", "limit=x", f"after={10**18}"]
)
def test_what_is_no_number_is_told(query, key):
    answer = read(key, f"{UNITS}?{query}")
    assert (answer.status_code, len(answer.json()["errors"])) == (400, 1)


def test_of_people_nothing_is_told(key):
    factories.branch(secretary_name="金丝雀", telephone="13800138000", last_review_grade="差")
    said = read(key, ROUTES[Data.BRANCHES]).content.decode()
    assert "金丝雀" not in said and "13800138000" not in said and "差" not in said


def test_more_rows_cost_no_more_queries(key, cycle):
    def costs():
        found = []
        for path in ROUTES.values():
            with CaptureQueriesContext(connection) as queries:
                read(key, path)
            found.append(len(queries))
        return found

    def one_more():
        branch = factories.branch()
        factories.candidacy(cycle, branch)
        factories.honour(branch)

    one_more()
    costs()
    few = costs()
    for _ in range(4):
        one_more()
    assert costs() == few
    assert max(few) <= 10
