"""Where somebody was going is a path of this site; anything else is answered as if nothing had been said."""

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from branches.models import User
from branches.pages.request import wanted_path
from evaluation.models import Candidacy

PASSWORD = "Ping-ding-2027"
ELSEWHERE = [
    "https://evil.example/", "//evil.example/", "///evil.example/", "/\\evil.example/", "\\\\evil.example/", "/\t/evil.example/",
    "javascript:alert(1)", "http://testserver/units/", "units/", "abc", "", "\x01/", "/" + "x" * 1000,
]  # fmt: skip


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_only_a_path_of_this_site_counts(wanted: str) -> None:
    ask = RequestFactory()
    assert wanted_path(ask.get("/", {"next": wanted})) == ""
    assert wanted_path(ask.post("/", {"next": wanted})) == ""
    assert wanted_path(ask.post("/?next=/units/", {"next": "/people/?q=甲"})) == "/people/?q=甲"


@pytest.mark.django_db
def test_signing_in_leads_nowhere_else(client: Client, stranger: User) -> None:
    stranger.set_password(PASSWORD)
    stranger.save()
    for wanted in ELSEWHERE:
        keys = {"username": stranger.username, "password": PASSWORD, "next": wanted}
        assert client.post(reverse("login"), keys).url == "/", wanted
        client.post(reverse("logout"))
    assert client.post(reverse("login"), keys | {"next": "/messages/"}).url == "/messages/"


@pytest.mark.django_db
def test_a_moves_page_offers_no_way_off_the_site(client: Client, secretary: User, case: Candidacy) -> None:
    client.force_login(secretary)
    page = reverse("evaluation:move", args=[case.pk, "not-apply"])
    for wanted in ELSEWHERE:
        answer = client.get(page, {"next": wanted})
        assert answer.context["cancel_url"] == reverse("evaluation:case", args=[case.pk])
        assert not wanted or wanted not in answer.content.decode().partition("<main")[2].partition("</main>")[0]
    answer = client.post(page, {"note": "", "next": "javascript:alert(1)"})
    assert answer.context["cancel_url"] == reverse("evaluation:case", args=[case.pk])
