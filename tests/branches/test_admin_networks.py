"""ADMIN_NETWORKS: where administrators' rights act. Everybody else works anywhere."""

import pytest
from django.test import Client
from django.urls import reverse

from branches import access, origin
from branches.permissions import Perm

pytestmark = pytest.mark.django_db

INSIDE, OUTSIDE = "10.20.30.4", "10.20.31.4"
SENTENCE = "您现在不在管理网络内，管理员权限在这里不起作用。请到管理网络内的电脑上办理。"


@pytest.fixture
def closed(settings):
    settings.ADMIN_NETWORKS = origin.networks(["10.20.30.0/24", "2001:db8::/32"])


@pytest.mark.parametrize(
    ("who", "page"),
    [
        ("system_admin", "branches:people"),
        ("security_admin", "branches:appointments"),
        ("audit_admin", "branches:audit"),
    ],
)
def test_an_administrators_rights_act_inside_only(closed, client: Client, request, who, page):
    client.force_login(request.getfixturevalue(who))
    assert client.get(reverse(page), REMOTE_ADDR=INSIDE).status_code == 200
    assert client.get(reverse(page), REMOTE_ADDR="2001:db8::7").status_code == 200
    refused = client.get(reverse(page), REMOTE_ADDR=OUTSIDE)
    assert refused.status_code == 403
    assert SENTENCE in refused.content.decode()
    assert "不包含这项权限" not in refused.content.decode()


def test_every_page_says_why(closed, client: Client, system_admin):
    client.force_login(system_admin)
    for page in ("account", "evaluation:worklist"):
        assert SENTENCE in client.get(reverse(page), REMOTE_ADDR=OUTSIDE).content.decode()
        assert SENTENCE not in client.get(reverse(page), REMOTE_ADDR=INSIDE).content.decode()


def test_a_forged_header_does_not_bring_anybody_inside(closed, client: Client, system_admin):
    client.force_login(system_admin)
    forged = {"REMOTE_ADDR": OUTSIDE, "HTTP_X_FORWARDED_FOR": INSIDE}
    assert client.get(reverse("branches:people"), **forged).status_code == 403


def test_twin_who_trusts_the_header_lets_him_in(closed, client: Client, system_admin, settings):
    settings.TRUSTED_PROXIES = origin.networks(["0.0.0.0/0"])
    with pytest.raises(AssertionError):
        test_a_forged_header_does_not_bring_anybody_inside(None, client, system_admin)


def test_other_people_work_anywhere_and_without_the_setting_everybody_does(client, closed, settings, organ_officer):
    client.force_login(organ_officer)
    answer = client.get(reverse("branches:units"), REMOTE_ADDR=OUTSIDE)
    assert answer.status_code == 200
    assert SENTENCE not in answer.content.decode()


def test_without_the_setting_administrators_work_anywhere(client, system_admin):
    client.force_login(system_admin)
    assert client.get(reverse("branches:people"), REMOTE_ADDR=OUTSIDE).status_code == 200


def test_commands_act_always(closed, system_admin):
    assert access.may(system_admin, Perm.MANAGE_REGISTER)
