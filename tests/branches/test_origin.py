"""The true address: what a proxy of ours says of a client is believed, what anybody else says is not."""

import pytest
from django.test import Client
from django.urls import reverse

from branches import audit, origin
from branches.models import AuditEntry
from tests.support import factories

PROXY, NETWORK = "10.1.0.5", "10.1.0.0/24"
OURS = origin.networks([NETWORK])


@pytest.mark.parametrize(
    ("peer", "header", "address"),
    [
        ("192.0.2.7", "", "192.0.2.7"),
        ("192.0.2.7", "203.0.113.1", "192.0.2.7"),
        (PROXY, "", PROXY),
        (PROXY, "203.0.113.1", "203.0.113.1"),
        (PROXY, "198.51.100.9, 203.0.113.1", "203.0.113.1"),
        (PROXY, "198.51.100.9, 203.0.113.1, 10.1.0.6", "203.0.113.1"),
        (PROXY, "10.1.0.7,10.1.0.6", "10.1.0.7"),
        (PROXY, "203.0.113.1, nonsense", PROXY),
        (PROXY, "nonsense, 203.0.113.1", "203.0.113.1"),
        (PROXY, "nonsense, 10.1.0.6", "10.1.0.6"),
        (PROXY, "2001:db8::1", "2001:db8::1"),
        (PROXY, "::ffff:203.0.113.1", "203.0.113.1"),
        ("::ffff:10.1.0.5", "203.0.113.1", "203.0.113.1"),
        ("", "203.0.113.1", None),
    ],
)
def test_the_last_hop_that_is_no_proxy_of_ours_is_the_client(peer, header, address):
    assert origin.true_address(peer, header, OURS) == address


def test_twin_who_trusts_the_header_takes_what_the_client_wrote():
    everybody = origin.networks(["0.0.0.0/0", "::/0"])
    assert origin.true_address("192.0.2.7", "203.0.113.1", everybody) == "203.0.113.1"


@pytest.mark.parametrize("wrong", ["10.1.0.5/24", "proxy", "10.1.0"])
def test_what_is_no_network_is_refused_at_the_start(wrong):
    with pytest.raises(ValueError, match=wrong.split("/")[0]):
        origin.networks([wrong])


@pytest.fixture
def behind(settings):
    settings.TRUSTED_PROXIES = OURS
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_SSL_REDIRECT = True


@pytest.mark.django_db
def test_https_is_believed_from_the_proxy_only(behind, client: Client):
    said = {"HTTP_X_FORWARDED_PROTO": "https"}
    assert client.get(reverse("login"), REMOTE_ADDR=PROXY, **said).status_code == 200
    assert client.get(reverse("login"), REMOTE_ADDR="192.0.2.7", **said).status_code == 301


@pytest.mark.django_db
def test_the_audit_writes_the_address_by_itself(behind, client: Client, stranger):
    client.force_login(stranger)
    new = {"old_password": factories.PASSWORD, "new_password1": "Ping-ding-2027", "new_password2": "Ping-ding-2027"}
    headers = {"REMOTE_ADDR": PROXY, "HTTP_X_FORWARDED_FOR": "198.51.100.9, 203.0.113.1"}
    client.post(reverse("password_change"), new, HTTP_X_FORWARDED_PROTO="https", **headers)
    assert AuditEntry.objects.get(verb="修改密码").address == "203.0.113.1"


@pytest.mark.django_db
def test_outside_a_request_there_is_no_address(client: Client):
    client.get(reverse("help"), REMOTE_ADDR="192.0.2.7")
    assert audit.record("例行", "系统", by=None).address is None


def test_the_number_of_a_request_comes_from_the_proxy_or_is_made(settings, client: Client):
    settings.TRUSTED_PROXIES = OURS
    given = "0123456789abcdef0123456789abcdef"
    assert client.get("/livez", REMOTE_ADDR=PROXY, HTTP_X_REQUEST_ID=given)["X-Request-ID"] == given
    for wrong in ({"REMOTE_ADDR": "192.0.2.7", "HTTP_X_REQUEST_ID": given}, {"HTTP_X_REQUEST_ID": "<b>"}):
        assert client.get("/livez", **wrong)["X-Request-ID"] not in given
