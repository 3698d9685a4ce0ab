"""Single sign-on: a provider says who somebody is, two people or he himself said whom that means; a lie opens nothing."""

import json
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from branches import clock
from branches.accounts import entrance
from branches.accounts.sso import fetching, providers, tokens
from branches.accounts.sso import queries as sso_queries
from branches.models import AuditEntry, BindingList, ProviderAccount, SignIn, User
from branches.models.sign_in import Result, Way
from tests.support import factories
from tests.support.providers import Provider, running, through
from tests.support.second_factors import enrolled

pytestmark = pytest.mark.django_db
SUBJECT = "7f3a-wang"
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def forger() -> Iterator[Provider]:
    with running("forging") as provider:
        yield provider


@pytest.fixture(scope="module")
def honest() -> Iterator[Provider]:
    with running("vouching") as provider:
        yield provider


@pytest.fixture(autouse=True)
def now(today):
    """The providers read the real clock."""
    today(datetime.now(clock.SHANGHAI))


@pytest.fixture
def provider(forger, settings):
    return configured(forger, settings)


def configured(provider: Provider, settings: Any) -> Provider:
    for name, value in provider.settings.items():
        setattr(settings, name, value)
    return provider


@pytest.fixture
def wang(stranger, provider):
    """Bound to SUBJECT at the forger."""
    return bound(stranger, provider)


def bound(user: User, provider: Provider, subject: str = SUBJECT) -> User:
    User.objects.filter(pk=user.pk).update(opened_at=clock.now())
    ProviderAccount.objects.create(user=user, issuer=provider.issuer, subject=subject, bound_at=clock.now())
    user.refresh_from_db()
    return user


def is_in(client):
    return client.get(reverse("account")).status_code == 200


def unverified(token: str, *args: Any, **kwargs: Any) -> SimpleNamespace:
    """What a reader makes of a token that looks at no signature."""
    head, body = (json.loads(urlsafe_b64decode(f"{part}==")) for part in token.split(".")[:2])
    return SimpleNamespace(header=head, claims=body)


# What the forger does, and the guard that alone refuses it: its twin is taken away below.
SIGNATURE = (tokens.jwt, "decode", unverified)
CLAIMS = (tokens.CodeIDToken, "validate", lambda *args, **kwargs: None)
USERINFO = (providers, "_same_subject", lambda *subjects: None)
METADATA = (
    providers.OpenIdConnect,
    "_metadata",
    lambda self: fetching.get(f"{providers.settings.OIDC_ISSUER}/.well-known/openid-configuration"),
)
LIES = {
    "a key that is not the provider's": ({"fault": "foreign_key"}, SIGNATURE),
    "no signature": ({"fault": "unsigned"}, SIGNATURE),
    "the client's secret as key": ({"fault": "shared_secret"}, SIGNATURE),
    "the public key as secret": ({"fault": "public_key_as_secret"}, SIGNATURE),
    "a person written over": (
        {"fault": "changed", "subject": "somebody", "claimed": SUBJECT, "userinfo": SUBJECT},
        SIGNATURE,
    ),
    "another nonce": ({"claims": {"nonce": "of another attempt"}}, CLAIMS),
    "no nonce": ({"claims": {"nonce": None}}, CLAIMS),
    "another audience": ({"claims": {"aud": "another-client"}}, CLAIMS),
    "no audience": ({"claims": {"aud": None}}, CLAIMS),
    "made for another party": ({"claims": {"aud": ["sizhiqiang", "another"], "azp": "another"}}, CLAIMS),
    "two audiences and no party": ({"claims": {"aud": ["sizhiqiang", "another"]}}, CLAIMS),
    "another issuer": ({"claims": {"iss": "https://evil.example"}}, CLAIMS),
    "no issuer": ({"claims": {"iss": None}}, CLAIMS),
    "run out": ({"claims": {"exp": -61, "iat": -400}}, CLAIMS),
    "no end": ({"claims": {"exp": None}}, CLAIMS),
    "from the future": ({"claims": {"iat": 120}}, CLAIMS),
    "not yet valid": ({"claims": {"nbf": 120}}, CLAIMS),
    "another access token's": ({"claims": {"at_hash": "bm90IG9mIHRoaXM"}}, CLAIMS),
    "user info of another person": ({"userinfo": "somebody else"}, USERINFO),
    "metadata of another issuer": ({"metadata_issuer": "https://evil.example"}, METADATA),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_signs_nobody_in(client, provider, wang, lie):
    provider.tell(**{"subject": SUBJECT} | LIES[lie][0])
    answer = _tried(client, provider)
    assert answer.status_code == 403 and not is_in(client)
    assert not SignIn.objects.filter(result=Result.DONE).exists()


@pytest.mark.parametrize("lie", LIES)
def test_its_twin_without_the_guard_lets_the_liar_in(client, provider, wang, lie, monkeypatch):
    told, guard = LIES[lie]
    provider.tell(**{"subject": SUBJECT} | told)
    monkeypatch.setattr(*guard)
    _tried(client, provider)
    assert is_in(client)


def _tried(client, provider):
    """The answer to the callback, or already to the start where the metadata lie."""
    there = client.get("/sso/start/")
    return through(client, provider) if there.status_code == 302 else there


def test_an_honest_token_signs_in_whoever_is_bound(client, provider, wang):
    provider.tell(subject=SUBJECT)
    answer = through(client, provider, "?next=/help/")
    assert answer.url == "/help/" and is_in(client)
    assert SignIn.objects.get(result=Result.DONE).way == Way.PROVIDER


@pytest.mark.parametrize("claims", [{"exp": -50, "iat": -100}, {"iat": 50}])
def test_clocks_may_differ_by_a_minute(client, provider, wang, claims):
    provider.tell(subject=SUBJECT, claims=claims)
    through(client, provider)
    assert is_in(client)


def test_a_key_that_the_provider_has_changed_is_taken_at_once(client, provider, wang):
    provider.tell(subject=SUBJECT)
    through(client, provider)
    client.post(reverse("logout"))
    provider.tell(subject=SUBJECT, fault="rotate")
    through(client, provider)
    assert is_in(client)


def test_an_honest_provider_of_another_make_is_understood(client, honest, settings, stranger):
    bound(stranger, configured(honest, settings))
    assert through(client, honest, subject=SUBJECT).status_code == 302
    assert is_in(client)


class TestTheWayBack:
    def test_a_state_that_this_session_did_not_send_is_refused(self, client, provider, wang):
        provider.tell(subject=SUBJECT, answer={"state": "mine"})
        assert through(client, provider).status_code == 403 and not is_in(client)

    def test_another_persons_browser_cannot_end_it(self, client, provider, wang):
        provider.tell(subject=SUBJECT)
        there = client.get("/sso/start/").url
        back = provider.visit(there)
        other = type(client)()
        assert other.get(back[back.index("/sso/") :]).status_code == 403 and not is_in(other)

    def test_it_works_once(self, client, provider, wang):
        provider.tell(subject=SUBJECT)
        back = provider.visit(client.get("/sso/start/").url)
        path = back[back.index("/sso/") :]
        assert client.get(path).status_code == 302
        assert client.get(path).status_code == 403

    def test_after_ten_minutes_it_has_to_begin_anew(self, client, provider, wang, today):
        provider.tell(subject=SUBJECT)
        back = provider.visit(client.get("/sso/start/").url)
        today(clock.now() + timedelta(minutes=10))
        assert client.get(back[back.index("/sso/") :]).status_code == 403

    def test_a_code_of_another_attempt_does_not_fit_the_verifier(self, client, provider, wang):
        provider.tell(subject=SUBJECT)
        stolen = provider.visit(type(client)().get("/sso/start/").url).partition("code=")[2].partition("&")[0]
        provider.tell(subject=SUBJECT, answer={"code": stolen})
        assert through(client, provider).status_code == 403 and not is_in(client)

    def test_an_answer_of_another_issuer_is_refused(self, client, provider, wang):
        provider.tell(subject=SUBJECT, answer={"iss": "https://evil.example"})
        assert through(client, provider).status_code == 403

    def test_who_refuses_at_the_provider_is_told_how_to_go_on(self, client, provider, wang):
        provider.tell(subject=SUBJECT, answer={"error": "access_denied"})
        assert "您没有在统一身份认证登录" in through(client, provider).content.decode()

    def test_a_provider_that_is_away_leaves_the_password(self, client, settings, provider):
        settings.OIDC_ISSUER = "http://127.0.0.1:9"
        html = client.get("/sso/start/").content.decode()
        assert "连不上统一身份认证" in html and "用账号和密码登录" in html

    def test_it_leads_nowhere_off_the_site(self, client, provider, wang):
        provider.tell(subject=SUBJECT)
        assert "evil" not in through(client, provider, "?next=https://evil.example/").url

    @pytest.mark.parametrize("url", ["/sso/start/", "/sso/callback/"])
    def test_a_site_without_a_provider_has_no_such_page(self, client, settings, url):
        settings.OIDC_ISSUER = ""
        assert client.get(url).status_code == 404

    def test_a_form_that_was_being_typed_survives_the_provider(self, client, provider, wang):
        provider.tell(subject=SUBJECT)
        typed = {"text": "写了很久的一段话，足足有二十多个字，不能丢。"}
        html = client.post(reverse("password_change"), typed).content.decode()
        kept = html.partition("kept=")[2].partition('"')[0]
        html = through(client, provider, f"?kept={kept}").content.decode()
        assert "写了很久的一段话" in html and is_in(client)
        client.post(reverse("logout"))
        assert (
            "写了很久的一段话"
            not in through(
                client,
                provider,
                f"?kept={kept}",
            ).content.decode()
        )


class TestWhoItIs:
    def test_an_unknown_one_gets_no_account(self, client, provider, stranger):
        User.objects.filter(pk=stranger.pk).update(opened_at=clock.now(), email="wang@city.example")
        before = User.objects.count()
        provider.tell(subject=stranger.username, claims={"name": stranger.name, "email": "wang@city.example"})
        answer = through(client, provider)
        assert answer.status_code == 403 and "还没有绑定" in answer.content.decode()
        assert User.objects.count() == before and not is_in(client) and not ProviderAccount.objects.exists()

    @pytest.mark.parametrize(
        "state",
        [{"is_active": False}, {"asleep_since": datetime(2026, 1, 1, tzinfo=clock.SHANGHAI)}, {"opened_at": None}],
    )
    def test_no_account_is_opened_or_woken(self, client, provider, wang, state):
        User.objects.filter(pk=wang.pk).update(**state)
        provider.tell(subject=SUBJECT)
        answer = through(client, provider)
        assert answer.status_code == 403 and "开通条" in answer.content.decode() and not is_in(client)
        assert not SignIn.objects.filter(result=Result.DONE).exists()

    def test_the_twin_that_does_not_look_opens_it(self, client, provider, wang, monkeypatch):
        User.objects.filter(pk=wang.pk).update(opened_at=None)
        monkeypatch.setattr(sso_queries, "is_let_in", lambda user: True)
        provider.tell(subject=SUBJECT)
        through(client, provider)
        assert SignIn.objects.filter(result=Result.DONE).exists()

    def test_the_same_subject_of_another_issuer_is_somebody_else(self, client, provider, wang):
        ProviderAccount.objects.update(issuer="https://other.example")
        provider.tell(subject=SUBJECT)
        assert through(client, provider).status_code == 403

    def test_one_identity_is_one_person(self, provider, wang, secretary):
        with pytest.raises(IntegrityError), transaction.atomic():
            bound(secretary, provider)


class TestSecondFactor:
    @pytest.fixture(autouse=True)
    def on(self, settings):
        settings.SECOND_FACTOR = True

    def test_a_provider_counts_as_the_password(self, client, provider, leading_group):
        bound(leading_group, provider)
        phone = enrolled(leading_group)
        provider.tell(subject=SUBJECT)
        assert through(client, provider).url == reverse("second_factor")
        assert not is_in(client)
        client.post(reverse("second_factor"), {"second_factor": phone.code()})
        assert is_in(client)

    @pytest.mark.parametrize("claims", [{"amr": ["pwd", "mfa"]}, {"acr": "mfa"}])
    def test_a_provider_that_says_it_asked_for_more_is_enough(self, client, provider, leading_group, claims):
        bound(leading_group, provider)
        provider.tell(subject=SUBJECT, claims=claims)
        through(client, provider)
        assert is_in(client)

    def test_the_twin_that_takes_the_provider_for_enough_asks_nobody(
        self, client, provider, leading_group, monkeypatch
    ):
        bound(leading_group, provider)
        monkeypatch.setattr(entrance.second_factor_queries, "is_asked", lambda user: False)
        monkeypatch.setattr(entrance, "is_too_weak", lambda request: False)
        provider.tell(subject=SUBJECT)
        through(client, provider)
        assert is_in(client)


class TestBinding:
    def test_the_password_then_the_provider_bind(self, client, provider, stranger):
        client.force_login(stranger)
        provider.tell(subject=SUBJECT)
        assert client.post("/account/provider/", {"password": factories.PASSWORD}).status_code == 302
        assert "去登录并绑定" in client.get("/account/provider/").content.decode()
        assert through(client, provider, "?for=bind").url == "/account/provider/"
        row = ProviderAccount.objects.get()
        assert (row.user, row.issuer, row.subject) == (stranger, provider.issuer, SUBJECT)
        assert AuditEntry.objects.get(verb="绑定统一认证").detail["identity"] == SUBJECT

    def test_a_session_left_open_binds_nothing(self, client, provider, stranger):
        client.force_login(stranger)
        assert client.get("/sso/start/?for=bind").url == "/account/provider/"
        assert client.post("/account/provider/", {"password": "wrong"}).status_code == 422
        assert client.get("/sso/start/?for=bind").url == "/account/provider/"

    def test_whoever_has_a_second_factor_is_asked_for_it(self, client, provider, stranger, settings):
        settings.SECOND_FACTOR = True
        phone = enrolled(stranger)
        client.force_login(stranger)
        assert client.post("/account/provider/", {"password": factories.PASSWORD}).status_code == 422
        assert client.post("/account/provider/", {"second_factor": phone.code()}).status_code == 302

    def test_somebody_elses_identity_is_not_taken_away(self, client, provider, wang, secretary):
        client.force_login(secretary)
        provider.tell(subject=SUBJECT)
        client.post("/account/provider/", {"password": factories.PASSWORD})
        assert "已绑定给别人" in through(client, provider, "?for=bind").content.decode()
        assert ProviderAccount.objects.get().user == wang

    def test_who_binds_must_still_be_who_began(self, client, provider, stranger, secretary):
        client.force_login(stranger)
        provider.tell(subject=SUBJECT)
        client.post("/account/provider/", {"password": factories.PASSWORD})
        back = provider.visit(client.get("/sso/start/?for=bind").url)
        client.force_login(secretary)
        assert client.get(back[back.index("/sso/") :]).status_code == 403
        assert not ProviderAccount.objects.exists()

    def test_the_password_unbinds(self, client, provider, wang):
        client.force_login(wang)
        assert client.post("/account/provider/unbind/", {"password": "wrong"}).status_code == 422
        assert client.post("/account/provider/unbind/", {"password": factories.PASSWORD}).status_code == 302
        assert not ProviderAccount.objects.exists()
        assert AuditEntry.objects.filter(verb="解除统一认证绑定", by=wang).exists()

    def test_guessing_the_password_there_waits(self, client, provider, stranger):
        client.force_login(stranger)
        for _ in range(5):
            client.post("/account/provider/", {"password": "wrong"})
        answer = client.post("/account/provider/", {"password": factories.PASSWORD})
        assert answer.status_code == 422 and "后再试" in answer.content.decode()


class TestLists:
    """Two administrators say who is who at the provider."""

    def _put(self, client, by, *lines):
        client.force_login(by)
        return client.post("/people/bindings/", {"lines": "\n".join(lines)})

    def test_two_people_bind_many(self, client, provider, stranger, system_admin, security_admin):
        url = self._put(client, system_admin, f"{provider.issuer}\t{SUBJECT}\t{stranger.username}").url
        assert not ProviderAccount.objects.exists()
        assert client.post(url).status_code == 403 and not ProviderAccount.objects.exists()
        client.force_login(security_admin)
        assert client.post(url).status_code == 302
        assert ProviderAccount.objects.get().user == stranger
        assert client.post(url).status_code == 409

    def test_the_database_refuses_one_person_for_both(self, system_admin):
        with pytest.raises(IntegrityError), transaction.atomic():
            BindingList.objects.create(
                by=system_admin, at=clock.now(), outcome="confirmed", decided_by=system_admin, decided_at=clock.now()
            )

    def test_a_list_that_is_given_back_binds_nobody(self, client, provider, stranger, system_admin, security_admin):
        url = self._put(client, system_admin, f"{provider.issuer} {SUBJECT} {stranger.username}").url
        client.force_login(security_admin)
        client.post(url, {"back": "1"})
        assert client.post(url).status_code == 409 and not ProviderAccount.objects.exists()

    @pytest.mark.parametrize("line", ["https://other.example x {}", "x {}", "{issuer} x nobody-x"])
    def test_a_line_that_means_nobody_is_said(self, client, provider, stranger, system_admin, line):
        written = line.replace("{issuer}", provider.issuer).replace("{}", stranger.username)
        answer = self._put(client, system_admin, written)
        assert answer.status_code == 422 and "第1行" in answer.content.decode() and written in answer.content.decode()


class TestPlainOAuth:
    @pytest.fixture
    def plain(self, provider, settings):
        settings.OIDC_AUTHORIZE_URL = f"{provider.issuer}/authorize"
        settings.OIDC_TOKEN_URL = f"{provider.issuer}/token"
        settings.OIDC_USERINFO_URL = f"{provider.issuer}/userinfo"
        settings.OIDC_SUBJECT = "id"
        provider.tell(subject="x")
        return provider

    def test_its_user_info_says_who_it_is(self, client, plain, stranger):
        bound(stranger, plain, "42")
        through(client, plain)
        assert is_in(client)

    def test_a_field_that_is_not_there_names_nobody(self, client, plain, stranger, settings):
        settings.OIDC_SUBJECT = "staff_number"
        bound(stranger, plain, "None")
        assert through(client, plain).status_code == 403

    def test_it_cannot_say_that_somebody_has_just_signed_in(self, client, plain, stranger):
        bound(stranger, plain, "42")
        client.force_login(stranger)
        assert "不能用来签署" in through(client, plain, "?for=renew&next=/help/").content.decode()


class TestRenewal:
    """Who has neither code nor password proves anew at the provider that it is he."""

    @pytest.fixture
    def without_password(self, client, wang):
        wang.set_unusable_password()
        wang.save()
        client.force_login(wang)
        return wang

    def test_the_provider_is_asked_to_ask_again(self, client, provider, without_password):
        there = client.get("/sso/start/?for=renew").url
        assert "prompt=login" in there and "max_age=0" in there

    def test_a_fresh_sign_in_counts_once(self, client, provider, without_password):
        provider.tell(subject=SUBJECT)
        assert client.post("/account/provider/").status_code == 422
        assert through(client, provider, "?for=renew&next=/account/provider/").url == "/account/provider/"
        assert client.post("/account/provider/").status_code == 302
        assert client.post("/account/provider/").status_code == 422

    @pytest.mark.parametrize("claims", [{"auth_time": -3600}, {"auth_time": None}])
    def test_an_old_sign_in_does_not(self, client, provider, without_password, claims):
        provider.tell(subject=SUBJECT, claims=claims)
        assert through(client, provider, "?for=renew").status_code == 403
        assert client.post("/account/provider/").status_code == 422

    def test_another_persons_does_not(self, client, provider, without_password):
        provider.tell(subject="somebody else")
        assert through(client, provider, "?for=renew").status_code == 403

    def test_five_minutes_later_it_has_to_be_done_again(self, client, provider, without_password, today):
        provider.tell(subject=SUBJECT)
        through(client, provider, "?for=renew")
        today(clock.now() + timedelta(minutes=5))
        assert client.post("/account/provider/").status_code == 422

    def test_the_twin_that_does_not_look_at_the_time_takes_an_old_one(
        self, client, provider, without_password, monkeypatch
    ):
        provider.tell(subject=SUBJECT, claims={"auth_time": -3600})
        monkeypatch.setattr("branches.accounts.sso.views.SKEW", 7200)
        through(client, provider, "?for=renew")
        assert client.post("/account/provider/").status_code == 302
