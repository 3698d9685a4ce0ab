"""Keys of systems: two administrators give one, either takes it away, and it lasts a year at most (decision 109)."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from branches import clock, in_words
from branches.models import SystemKey
from branches.permissions import Data, Role
from branches.refusals import Conflict, Refusal
from branches.systems import keys
from branches.systems import queries as systems_queries
from branches.systems import steps as systems_steps
from evaluation import worklist
from evaluation.vocabulary.duties import Duty
from tests.support import factories
from tests.support.systems import asked_for, confirmed, read

pytestmark = pytest.mark.django_db
UNITS = "/api/v1/units"


@pytest.fixture
def made(system_admin):
    return asked_for(system_admin)


def on(days):
    return clock.moved_to(clock.now() + timedelta(days=days))


def test_a_key_is_shown_once_and_kept_as_a_digest(client, system_admin):
    client.force_login(system_admin)
    given = {"system": "甲平台", "purpose": "乙", "reads": ["units"], "expires_on": str(clock.today())}
    page = client.post("/systems/new/", given).content.decode()
    row = SystemKey.objects.get()
    key = page.partition("szq_")[1] + page.partition("szq_")[2].partition("<")[0]
    assert row.digest == keys.digest(key)
    kept = {str(value) for value in SystemKey.objects.values().get().values()}
    assert not any(key in one or key[keys.SHOWN :] in one for one in kept)
    shown = client.get(f"/systems/{row.pk}/").content.decode() + client.get("/systems/").content.decode()
    assert row.prefix in shown and key not in shown


def test_a_key_opens_nothing_before_a_second_administrator_has_confirmed_it(client, made, security_admin):
    answer = read(made.key, UNITS)
    assert (answer.status_code, answer.json()) == (401, {"errors": ["密钥还没有经安全管理员确认。"]})
    client.force_login(security_admin)
    assert client.post(f"/systems/{made.row.pk}/", {"decision": "confirm"}).status_code == 302
    assert read(made.key, UNITS).status_code == 200


def test_twin_without_asking_how_it_stands_it_would_open_at_once(made, monkeypatch):
    monkeypatch.setattr(systems_queries, "why_not", lambda key: "")
    assert read(made.key, UNITS).status_code == 200


def test_nobody_confirms_what_he_asked_for_and_nobody_else_confirms(made, system_admin, work_committee):
    for person in (system_admin, work_committee):
        with pytest.raises(PermissionDenied):
            systems_steps.confirm(made.row, by=person)
    with pytest.raises(PermissionDenied):
        asked_for(work_committee)
    with pytest.raises(IntegrityError), transaction.atomic():
        SystemKey.objects.update(outcome="confirmed", decided_by=system_admin, decided_at=clock.now())


def test_what_is_sent_back_never_opens_and_says_why(client, made, security_admin):
    client.force_login(security_admin)
    page = f"/systems/{made.row.pk}/"
    assert client.post(page, {"decision": "return"}).status_code == 422, "without a reason nothing goes back"
    assert client.post(page, {"decision": "return", "reason": "用途没有写清。"}).status_code == 302
    assert read(made.key, UNITS).status_code == 401
    assert "用途没有写清。" in client.get(page).content.decode()
    with pytest.raises(Conflict):
        systems_steps.confirm(made.row, by=security_admin)


def test_a_key_lasts_a_year_at_most_and_its_last_day_is_its_last(made, system_admin, security_admin):
    for days in (-1, 366):
        with pytest.raises(Refusal, match="最长一年"):
            asked_for(system_admin, expires_on=clock.today() + timedelta(days=days))
    confirmed(made, security_admin)
    with on(365):
        assert read(made.key, UNITS).status_code == 200
    with on(366):
        assert "已到期" in read(made.key, UNITS).json()["errors"][0]


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN])
def test_either_administrator_takes_a_key_away_and_it_ends_with_the_next_request(client, made, security_admin, role):
    confirmed(made, security_admin)
    assert read(made.key, UNITS).status_code == 200
    client.force_login(factories.appointed(role))
    assert client.post(f"/systems/{made.row.pk}/", {"decision": "revoke"}).status_code == 302
    answer = read(made.key, UNITS)
    assert (answer.status_code, "已停用" in answer.json()["errors"][0]) == (401, True)
    with pytest.raises(Conflict):
        systems_steps.revoke(made.row, by=security_admin)


def test_nobody_else_takes_a_key_away(made, work_committee, stranger):
    for person in (work_committee, stranger):
        with pytest.raises(PermissionDenied):
            systems_steps.revoke(made.row, by=person)


def duties(user):
    return {task.duty: task for task in worklist.tasks(user)}


def test_what_waits_and_what_ends_within_thirty_days_is_a_task(made, system_admin, security_admin):
    assert Duty.CONFIRM_SYSTEM_KEYS in duties(security_admin)
    confirmed(made, security_admin)
    assert Duty.CONFIRM_SYSTEM_KEYS not in duties(security_admin)
    for days, is_told in ((334, False), (335, True), (365, True), (366, False)):
        with on(days):
            assert (Duty.REPLACE_SYSTEM_KEYS in duties(system_admin)) is is_told, days
    with on(335):
        task = duties(system_admin)[Duty.REPLACE_SYSTEM_KEYS]
        day = in_words.month_day(made.row.expires_on)
        assert task.hint == f"全市党建综合平台，{day}到期，以后读不到数据"
        systems_steps.revoke(made.row, by=system_admin)
        assert Duty.REPLACE_SYSTEM_KEYS not in duties(system_admin)


def test_the_page_is_reached_from_the_navigation_and_says_when_it_is_empty(client, system_admin, security_admin):
    client.force_login(system_admin)
    page = client.get("/systems/").content.decode()
    assert "还没有对接系统" in page and 'href="/systems/new/"' in page
    client.force_login(security_admin)
    page = client.get("/systems/").content.decode()
    assert 'href="/systems/"' in page and 'href="/systems/new/"' not in page


def test_the_list_tells_how_each_key_stands(client, made, system_admin, security_admin):
    """Waiting, in use, ending soon, ended, taken away, sent back."""
    soon = asked_for(system_admin, Data.UNITS, expires_on=clock.today() + timedelta(days=30))
    ended = asked_for(system_admin, expires_on=clock.today())
    gone, back = asked_for(system_admin), asked_for(system_admin)
    for one in (made, soon, ended, gone):
        confirmed(one, security_admin)
    systems_steps.revoke(gone.row, by=system_admin)
    systems_steps.send_back(back.row, reason="不妥。", by=security_admin)
    asked_for(system_admin)
    with on(1):
        client.force_login(system_admin)
        page = client.get("/systems/").content.decode()
    for word in ("待确认", "使用中", "即将到期", "已到期", "已停用", "已退回"):
        assert word in page
