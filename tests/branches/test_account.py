"""Signing in and out, changing the password, large text; and that nothing typed is lost when the session ends."""

import re
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from branches import clock
from branches.accounts import throttle
from branches.accounts.demo import ACCOUNTS, SECOND_PERSONS
from branches.accounts.passwords import ThreeOfFourClasses
from branches.models import AuditEntry
from branches.pages.errors import server_error
from tests.support import factories

pytestmark = pytest.mark.django_db

ELSEWHERE = {"HTTP_ORIGIN": "http://evil.example"}
HERE = {"HTTP_ORIGIN": "http://testserver"}


@pytest.fixture
def browser() -> Client:
    """Checks the token of forms, as a real browser's requests are."""
    return Client(enforce_csrf_checks=True)


def token(html: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)
    assert found
    return found.group(1)


def test_sign_in_leads_where_one_was_going(client, stranger):
    answer = client.get(reverse("account"))
    assert answer.url == f"{reverse('login')}?next={reverse('account')}"
    answer = client.post(answer.url, {"username": stranger.username, "password": factories.PASSWORD})
    assert answer.url == reverse("account")


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_sign_in_never_leads_off_the_site(client, stranger, target):
    form = {"username": stranger.username, "password": factories.PASSWORD, "next": target}
    assert "evil" not in client.post(reverse("login"), form).url
    assert "javascript" not in client.get(reverse("login"), {"next": target}).url


def test_wrong_password_does_not_tell_whether_the_account_exists(client, stranger):
    known = client.post(reverse("login"), {"username": stranger.username, "password": "wrong"})
    unknown = client.post(reverse("login"), {"username": "nobody-x", "password": "wrong"})
    assert known.status_code == unknown.status_code == 422
    for answer in (known, unknown):
        assert "账号或密码不对，请核对后重新输入" in answer.content.decode()
    strip = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')
    bodies = {strip.sub("", a.content.decode()).replace(stranger.username, "nobody-x") for a in (known, unknown)}
    assert len(bodies) == 1


def test_inactive_account_gets_the_same_sentence(client, stranger):
    stranger.is_active = False
    stranger.save()
    answer = client.post(reverse("login"), {"username": stranger.username, "password": factories.PASSWORD})
    assert "账号或密码不对" in answer.content.decode()


def test_guessing_waits_but_other_people_do_not(client, stranger):
    wrong = {"username": stranger.username, "password": "wrong"}
    answers = [client.post(reverse("login"), wrong).status_code for _ in range(throttle.TRIES)]
    assert answers[-1] == 429
    right = {"username": stranger.username, "password": factories.PASSWORD}
    assert client.post(reverse("login"), right).status_code == 429
    assert client.post(reverse("login"), right, REMOTE_ADDR="10.0.0.9").status_code == 302


def test_throttle_page_says_what_to_do(client, stranger):
    wrong = {"username": stranger.username, "password": "wrong"}
    for _ in range(throttle.TRIES):
        answer = client.post(reverse("login"), wrong)
    assert "请5分钟后再登录" in answer.content.decode()


def test_sign_in_changes_the_session(client, stranger):
    client.get(reverse("login"))
    before = client.session.session_key
    client.post(reverse("login"), {"username": stranger.username, "password": factories.PASSWORD})
    assert client.session.session_key != before


def test_sign_out_needs_a_post(client, stranger):
    client.force_login(stranger)
    assert client.get(reverse("logout")).status_code == 405
    client.post(reverse("logout"))
    assert client.get(reverse("account")).status_code == 302


def test_demo_accounts_are_listed_and_filled_in_by_one_click(client, settings):
    html = client.get(reverse("login")).content.decode()
    for account in (*ACCOUNTS, *SECOND_PERSONS):
        assert f"?as={account.username}" in html
    html = client.get(reverse("login"), {"as": "secretary"}).content.decode()
    assert 'value="secretary"' in html
    assert f'value="{settings.DEMO_PASSWORD}"' in html


def test_without_demo_mode_no_account_is_named(client, settings):
    settings.DEMO = False
    html = client.get(reverse("login"), {"as": "secretary"}).content.decode()
    assert "演示账号" not in html
    assert settings.DEMO_PASSWORD not in html


def test_own_password_is_changed_and_recorded(client, stranger):
    client.force_login(stranger)
    new = {"old_password": factories.PASSWORD, "new_password1": "Ping-ding-2027", "new_password2": "Ping-ding-2027"}
    assert client.post(reverse("password_change"), new).url == reverse("account")
    stranger.refresh_from_db()
    assert stranger.check_password("Ping-ding-2027")
    assert AuditEntry.objects.get().verb == "修改密码"
    assert client.get(reverse("account")).status_code == 200


def test_wrong_old_password_is_said_plainly(client, stranger):
    client.force_login(stranger)
    answer = client.post(reverse("password_change"), {"old_password": "x", "new_password1": "a", "new_password2": "b"})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "现在的密码不对，请重新输入" in html
    assert "两次输入的新密码不一致，请重新输入" in html


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("Ab1", "新密码太短，请至少写10个字"),
        ("0375-2900001aB", "新密码与您的姓名、账号或电话太像，请换一个"),
        ("Password123", "新密码太常见，容易被猜到，请换一个"),
        ("abcdefghijkl", "至少三种，请换一个"),
    ],
)
def test_weak_password_is_refused_in_plain_words(client, stranger, password, sentence):
    stranger.phone = "0375-2900001"
    stranger.save()
    client.force_login(stranger)
    new = {"old_password": factories.PASSWORD, "new_password1": password, "new_password2": password}
    answer = client.post(reverse("password_change"), new)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


@pytest.mark.parametrize(
    ("password", "is_good"), [("abcdefgh12", False), ("Abcdefgh12", True), ("abcdef-12", True), ("ABCDEFGHIJ", False)]
)
def test_password_needs_three_of_four_classes(password, is_good):
    try:
        ThreeOfFourClasses().validate(password)
        accepted = True
    except Exception:
        accepted = False
    assert accepted is is_good


def test_large_text_is_a_switch(client):
    answer = client.post(reverse("large_text"), {"next": "/help/"})
    assert answer.url == "/help/"
    assert 'class="large"' in client.get(reverse("help")).content.decode()
    client.post(reverse("large_text"), {"next": "/help/"})
    assert 'class="large"' not in client.get(reverse("help")).content.decode()


def test_scripts_get_401_instead_of_a_redirect(client):
    answer = client.post(reverse("password_change"), HTTP_ACCEPT="application/json")
    assert answer.status_code == 401
    assert answer.json() == {"login": reverse("login")}


def test_typing_keeps_the_session_alive(client, stranger):
    assert client.get(reverse("still_here"), HTTP_ACCEPT="application/json").status_code == 401
    client.force_login(stranger)
    answer = client.get(reverse("still_here"), HTTP_ACCEPT="application/json")
    assert (answer.status_code, answer.json()["person"]) == (200, stranger.pk)
    assert answer.json()["token"]
    assert answer.cookies["sessionid"]["max-age"] == settings.SESSION_COOKIE_AGE


def test_signing_in_again_ends_on_a_page_of_its_own_and_not_at_home(client, stranger):
    page = client.get(reverse("help"))
    assert "data-sign-in" not in page.content.decode()
    client.force_login(stranger)
    way = f"{reverse('login')}?next={reverse('signed_in')}"
    assert f'data-sign-in="{way}"' in client.get(reverse("help")).content.decode()
    answer = client.get(way, follow=True)
    assert answer.redirect_chain == [(reverse("signed_in"), 302)]
    assert "可以关闭本页，回到原来的页面" in answer.content.decode()


def written(client) -> bool:
    return "sessionid" in client.get(reverse("help")).cookies


def test_a_session_goes_on_with_each_request_and_is_written_once_a_minute(client, stranger, monkeypatch):
    """The twin: with no minute in between, each request writes it."""
    client.force_login(stranger)
    now = datetime(2027, 1, 5, 9, tzinfo=clock.SHANGHAI)
    for seconds, is_written in ((0, True), (59, False), (60, True), (119, False), (120, True)):
        with clock.moved_to(now + timedelta(seconds=seconds)):
            assert written(client) is is_written
    monkeypatch.setattr(settings, "SESSION_WRITTEN_EVERY", 0)
    assert [written(client), written(client)] == [True, True]


def test_form_sent_after_the_session_ended_survives_signing_in(browser, stranger):
    typed = {"text": "写了很久的一段话，足足有二十多个字，不能丢。\n第二行", "grade": ["a", "b"], "password": "secret"}
    fresh = token(browser.get(reverse("login")).content.decode())
    answer = browser.post(reverse("password_change"), typed | {"csrfmiddlewaretoken": fresh}, **HERE)
    assert answer.status_code == 401
    html = answer.content.decode()
    kept = re.search(r'name="kept" value="([^"]+)"', html).group(1)
    form = {"username": stranger.username, "kept": kept, "csrfmiddlewaretoken": token(html)}
    wrong = browser.post(reverse("login"), form | {"password": "wrong"}, **HERE)
    assert kept in wrong.content.decode()
    html = browser.post(reverse("login"), form | {"password": factories.PASSWORD}, **HERE).content.decode()
    assert "写了很久的一段话" in html
    assert html.count('name="grade"') == 2
    assert "secret" not in html
    assert f'action="{reverse("password_change")}"' in html


def test_forged_kept_fields_are_ignored(client, stranger):
    form = {"username": stranger.username, "password": factories.PASSWORD, "kept": "WyIvIixbXSxmYWxzZV0:abc:def"}
    assert client.post(reverse("login"), form).status_code == 302


def test_stale_token_offers_the_same_form_again(browser, stranger):
    browser.force_login(stranger)
    answer = browser.post(reverse("password_change"), {"text": "打了半天的字"}, **HERE)
    assert answer.status_code == 403
    html = answer.content.decode()
    assert "请再点一次保存" in html
    assert "打了半天的字" in html
    again = browser.post(
        reverse("password_change"), {"text": "打了半天的字", "csrfmiddlewaretoken": token(html)}, **HERE
    )
    assert again.status_code == 422


def test_form_of_another_site_is_not_offered_again(browser, stranger):
    browser.force_login(stranger)
    for headers in (ELSEWHERE, {}, HERE | {"HTTP_SEC_FETCH_SITE": "cross-site"}):
        answer = browser.post(reverse("password_change"), {"text": "骗您点一下"}, **headers)
        assert answer.status_code == 403
        assert "骗您点一下" not in answer.content.decode()


def test_scripts_get_a_fresh_token_with_the_refusal(browser, stranger):
    browser.force_login(stranger)
    answer = browser.post(reverse("password_change"), {}, HTTP_ACCEPT="application/json", **HERE)
    assert answer.status_code == 403
    fresh = answer.json()["token"]
    again = browser.post(reverse("password_change"), {}, HTTP_X_CSRFTOKEN=fresh, **HERE)
    assert again.status_code == 422


def test_missing_page_says_what_to_do(client, stranger):
    client.force_login(stranger)
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    assert "没有找到这个页面" in answer.content.decode()


def test_server_error_page_needs_no_database_and_gives_a_code(rf, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = server_error(rf.get("/"))
    assert answer.status_code == 500
    assert re.search(r"报编号<strong>[0-9A-F]{4}</strong>", answer.content.decode())
