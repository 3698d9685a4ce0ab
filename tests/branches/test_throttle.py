"""Who guesses waits, and the wait ends; nobody else waits with him. The clock is moved, nobody sleeps."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from branches import clock
from branches.accounts import devices, throttle
from branches.models import Attempt, AuditEntry, KnownDevice
from tests.support import factories

pytestmark = pytest.mark.django_db

MOBILE = "13800138000"


def attempt(client: Client, name: str, password: str = "wrong", **headers: str) -> int:
    return client.post(reverse("login"), {"username": name, "password": password}, **headers).status_code


def use_up(client: Client, name: str, **headers: str) -> None:
    for _ in range(throttle.TRIES):
        attempt(client, name, **headers)


def later(seconds: float):
    return clock.moved_to(clock.now() + timedelta(seconds=seconds))


def test_five_wrong_tries_then_the_right_password_waits_five_minutes(client, stranger):
    use_up(client, stranger.username)
    assert attempt(client, stranger.username, factories.PASSWORD) == 429
    with later(299):
        assert attempt(client, stranger.username, factories.PASSWORD) == 429
    with later(300):
        assert attempt(client, stranger.username, factories.PASSWORD) == 302


def test_the_wait_ends_though_somebody_keeps_trying(client, stranger):
    use_up(client, stranger.username)
    for seconds in range(0, 300, 10):
        with later(seconds):
            assert attempt(client, stranger.username) == 429
    with later(300):
        assert attempt(client, stranger.username, factories.PASSWORD) == 302


def test_twin_each_try_prolonging_the_wait_it_never_ends(client, stranger, monkeypatch):
    asked = throttle.wait

    def prolonging(request, purpose, name):
        if seconds := asked(request, purpose, name):
            Attempt.objects.update(until=clock.now() + throttle.PAUSE)
        return seconds

    monkeypatch.setattr(throttle, "wait", prolonging)
    with pytest.raises(AssertionError):
        test_the_wait_ends_though_somebody_keeps_trying(client, stranger)


def test_account_and_mobile_number_are_one_name(client, stranger):
    stranger.phone = "138-0013 8000"
    stranger.save()
    for name in (stranger.username, MOBILE, "138 0013 8000", "+86 13800138000"):
        assert attempt(client, name) == 422
    assert attempt(client, "１３８００１３８０００") == 429
    assert attempt(client, stranger.username, factories.PASSWORD) == 429


def test_a_name_that_fits_nobody_waits_just_the_same(client, stranger):
    answers = [[attempt(client, name) for _ in range(7)] for name in (stranger.username, "nobody-x", "13900139000")]
    assert answers == [[422] * 4 + [429] * 3] * 3


def test_wrong_tries_from_ten_addresses_never_hinder_an_eleventh(client, stranger):
    for last in range(1, 11):
        for _ in range(10):
            attempt(client, stranger.username, REMOTE_ADDR=f"192.0.2.{last}")
    assert attempt(client, stranger.username, factories.PASSWORD, REMOTE_ADDR="192.0.2.11") == 302


def test_a_known_device_is_not_held_up_by_its_neighbours(client, stranger):
    at_work = Client(REMOTE_ADDR="192.0.2.1")
    assert attempt(at_work, stranger.username, factories.PASSWORD) == 302
    at_work.post(reverse("logout"))
    use_up(client, stranger.username, REMOTE_ADDR="192.0.2.1")
    assert attempt(client, stranger.username, factories.PASSWORD, REMOTE_ADDR="192.0.2.1") == 429
    assert attempt(at_work, stranger.username, factories.PASSWORD) == 302


def test_a_known_device_has_five_tries_of_its_own(client, stranger):
    attempt(client, stranger.username, factories.PASSWORD)
    client.post(reverse("logout"))
    use_up(client, stranger.username, REMOTE_ADDR="192.0.2.1")
    assert attempt(client, stranger.username, factories.PASSWORD, REMOTE_ADDR="192.0.2.2") == 429


def test_a_device_is_known_to_one_person_only_and_its_cookie_is_signed(client, stranger):
    other = factories.person("旁人")
    attempt(client, stranger.username, factories.PASSWORD)
    cookie = client.cookies[devices.COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not KnownDevice.objects.filter(digest__contains=cookie.value[:10]).exists()
    client.post(reverse("logout"))
    use_up(client, other.username)
    attempts = Attempt.objects.values_list("place", flat=True)
    assert list(attempts) == ["127.0.0.1"]
    forged = Client()
    forged.cookies[devices.COOKIE] = cookie.value.replace(":", "x:", 1)
    use_up(forged, stranger.username)
    assert set(Attempt.objects.values_list("place", flat=True)) == {"127.0.0.1"}


def test_many_names_from_one_address_come_one_after_the_other_and_are_reported(client, stranger):
    names = [f"name-{number}" for number in range(throttle.MANY)]
    assert {attempt(client, name) for name in names} == {422}
    assert AuditEntry.objects.get(verb=throttle.ALARM).subject == "127.0.0.1"
    assert throttle.alarms() == 1
    assert [attempt(client, f"more-{number}") for number in range(3)] == [429] * 3
    answer = client.post(reverse("login"), {"username": stranger.username, "password": factories.PASSWORD})
    assert answer.status_code == 429
    assert answer["Retry-After"] == "12"
    with later(12):
        for number in range(100):
            attempt(client, f"others-{number}")
        assert attempt(client, stranger.username, factories.PASSWORD) == 302
    assert AuditEntry.objects.filter(verb=throttle.ALARM).count() == 1


def test_twin_without_a_turn_of_ones_own_an_attacker_is_always_first(client, stranger, monkeypatch):
    asked = throttle.wait
    monkeypatch.setattr(throttle, "wait", lambda *given: asked(*given) or Attempt.objects.filter(until=None).count())
    with pytest.raises(AssertionError):
        test_many_names_from_one_address_come_one_after_the_other_and_are_reported(client, stranger)


def test_a_busy_office_behind_one_address_is_not_slowed_down(client, stranger):
    for number in range(3 * throttle.MANY):
        person = factories.person(f"同事{number}")
        attempt(client, person.username)
        assert attempt(client, person.username, factories.PASSWORD) == 302
        client.cookies.clear()
    assert not AuditEntry.objects.filter(verb=throttle.ALARM).exists()


def test_old_failures_do_not_count(client, stranger):
    for _ in range(throttle.TRIES - 1):
        attempt(client, stranger.username)
    with later(3600):
        assert attempt(client, stranger.username) == 422
        assert attempt(client, stranger.username, factories.PASSWORD) == 302


def test_a_form_that_is_not_filled_in_is_no_try(client, stranger):
    for _ in range(2 * throttle.TRIES):
        assert attempt(client, stranger.username, "") == 422
    assert not Attempt.objects.exists()


def test_what_holds_nobody_up_is_swept_away(client, stranger):
    attempt(client, stranger.username)
    assert throttle.sweep() == 0
    with later(2 * 24 * 3600):
        assert throttle.sweep() == 1


def test_changing_the_password_is_no_place_to_guess_it(client, stranger):
    client.force_login(stranger)
    new = {"new_password1": "Ping-ding-2027", "new_password2": "Ping-ding-2027"}
    page = reverse("password_change")
    answers = [client.post(page, new | {"old_password": "wrong"}).status_code for _ in range(7)]
    assert answers == [422] * 5 + [429] * 2
    assert client.post(page, new | {"old_password": factories.PASSWORD}).status_code == 429
    with later(300):
        assert client.post(page, new | {"old_password": factories.PASSWORD}).status_code == 302
