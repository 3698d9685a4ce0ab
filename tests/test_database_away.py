"""PostgreSQL does not answer: whoever sent a form sends it once more, nothing typed is lost, and it counts once."""

import pytest

from evaluation.models import Transition
from evaluation.vocabulary import Action
from tests.support.away import away

pytestmark = pytest.mark.django_db
HERE = {"HTTP_ORIGIN": "http://testserver"}
WHY = "今年支部换届，班子还没有配齐，先把基础工作做实。"


@pytest.fixture
def branch_page(client, case, secretary):
    """The page on which a branch says that it will not apply, and what it sends."""
    client.force_login(secretary)
    client.raise_request_exception = False
    page = f"/candidacies/{case.pk}/not-apply/"
    return page, {"note": WHY, "version": str(client.get(page).context["form"].initial["version"])}


def test_what_was_typed_stands_on_the_page_and_counts_once(client, case, branch_page):
    page, typed = branch_page
    with away():
        refused = client.post(page, typed, **HERE)
    assert (refused.status_code, refused["Retry-After"]) == (503, "30")
    told = refused.content.decode()
    assert "再提交一次" in told and WHY in told and f'action="{page}"' in told and 'name="csrfmiddlewaretoken"' in told
    client.post(page, typed, **HERE)
    client.post(page, typed, **HERE)
    assert Transition.objects.filter(candidacy=case, action=Action.NOT_APPLY).count() == 1


def test_a_page_that_was_asked_for_leads_back_to_itself(client, branch_page):
    page, _ = branch_page
    with away():
        told = client.get(f"{page}?a=1&b=2")
    assert told.status_code == 503
    assert f'href="{page}?a=1&amp;b=2">再试一次' in told.content.decode()


def test_a_script_is_answered_so_that_it_keeps_the_text_and_tries_again(client, branch_page):
    page, typed = branch_page
    with away():
        told = client.post(page, typed, HTTP_ACCEPT="application/json", **HERE)
    assert (told.status_code, told["Retry-After"]) == (503, "30")
    assert told.json()["errors"] == ["系统暂时连不上数据库，没有保存，请过半分钟再试。"]


def test_a_form_of_another_site_is_not_made_sendable(client, branch_page):
    page, typed = branch_page
    with away():
        told = client.post(page, typed, HTTP_ORIGIN="http://elsewhere.test")
    assert WHY not in told.content.decode()


def test_a_password_is_not_carried(client, branch_page):
    with away():
        told = client.post("/login/", {"username": "secretary", "password": "Nobody-2026"}, **HERE)
    assert told.status_code == 503
    assert "Nobody-2026" not in told.content.decode()
