"""Passwords age by profile: at the door an aged one leads to the change page, and nothing is lost on the way."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from branches import clock
from tests.support import factories

pytestmark = pytest.mark.django_db

CHANGE, ACCOUNT = "/password/", "/account/"
NEW = {"old_password": factories.PASSWORD, "new_password1": "Ping-ding-2027", "new_password2": "Ping-ding-2027"}


@pytest.fixture
def dengbao(settings):
    settings.PASSWORD_LIFETIME = timedelta(days=90)


@pytest.fixture
def aged(stranger):
    stranger.password_set_at = clock.now() - timedelta(days=90)
    stranger.save()
    return stranger


def enter(client: Client, name: str, to: str = ACCOUNT):
    return client.post(f"{reverse('login')}?next={to}", {"username": name, "password": factories.PASSWORD}, follow=True)


def test_an_aged_password_is_changed_first_and_leads_where_one_was_going(dengbao, client, aged):
    answer = enter(client, aged.username)
    page = answer.redirect_chain[-1][0]
    assert page == f"{CHANGE}?next={ACCOUNT}"
    assert "已用满90天" in answer.content.decode()
    assert client.get(reverse("help")).status_code == 200
    assert client.post(page, NEW).url == ACCOUNT
    assert client.get(ACCOUNT).status_code == 200
    aged.refresh_from_db()
    assert aged.password_set_at == clock.now()


def test_the_same_password_again_is_no_new_one(dengbao, client, aged):
    enter(client, aged.username)
    same = {
        "old_password": factories.PASSWORD,
        "new_password1": factories.PASSWORD,
        "new_password2": factories.PASSWORD,
    }
    answer = client.post(CHANGE, same)
    assert answer.status_code == 422
    assert "新密码与现在的密码相同" in answer.content.decode()


def test_a_form_that_was_carried_across_the_sign_in_is_taken_first(dengbao, aged):
    browser = Client()
    answer = browser.post(
        reverse("evaluation:message_settings"), {"text": "写了很久的一段话，足足有二十多个字，不能丢。"}
    )
    kept = re.search(r'name="kept" value="([^"]+)"', answer.content.decode()).group(1)
    form = {"username": aged.username, "password": factories.PASSWORD, "kept": kept}
    html = browser.post(reverse("login"), form).content.decode()
    assert "不能丢" in html
    sent = browser.post(reverse("evaluation:message_settings"), {"text": "不能丢"})
    assert not sent.headers.get("Location", "").startswith(CHANGE)
    assert browser.get(ACCOUNT).url.startswith(CHANGE)


@pytest.mark.parametrize("days", [0, 89])
def test_a_younger_one_is_left_alone(dengbao, client, aged, days):
    aged.password_set_at = clock.now() - timedelta(days=days)
    aged.save()
    assert enter(client, aged.username).redirect_chain == [(ACCOUNT, 302)]


def test_nobody_is_interrupted_on_the_day_itself(dengbao, client, aged):
    with clock.moved_to(clock.now() - timedelta(minutes=1)):
        enter(client, aged.username)
    assert client.get(ACCOUNT).status_code == 200


def test_in_the_demo_and_where_people_sign_in_elsewhere_nothing_ages(client, aged, settings):
    assert settings.PASSWORD_LIFETIME is None
    assert enter(client, aged.username).redirect_chain == [(ACCOUNT, 302)]


def test_a_session_of_a_provider_is_not_asked(dengbao, client, aged):
    client.force_login(aged)
    assert client.get(ACCOUNT).status_code == 200


def test_twin_without_the_note_at_the_door_nobody_is_led(dengbao, client, aged, monkeypatch):
    monkeypatch.setattr("branches.accounts.passwords.is_aged", lambda user: False)
    with pytest.raises(AssertionError):
        test_an_aged_password_is_changed_first_and_leads_where_one_was_going(None, client, aged)
