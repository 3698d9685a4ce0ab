"""The page of a move: what is refused is said with the words still there, and who comes second is told so."""

import pytest
from django.urls import reverse

from evaluation.advance import STALE
from evaluation.vocabulary import State
from tests.support import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def not_apply(client, case, secretary):
    client.force_login(secretary)
    return lambda **data: client.post(reverse("evaluation:move", args=[case.pk, "not-apply"]), data)


def test_a_move_that_is_made_is_said_and_leads_to_the_case(not_apply, case):
    answer = not_apply(note="人手不足。", version="0")
    assert answer.headers["Location"] == reverse("evaluation:case", args=[case.pk])
    assert factories.fresh(case).state == State.NOT_APPLIED


def test_a_move_leads_on_within_the_site_only(not_apply, case):
    answer = not_apply(note="人手不足。", version="0", next="https://elsewhere.example/")
    assert answer.headers["Location"] == reverse("evaluation:case", args=[case.pk])


def test_who_saw_an_older_case_is_told_and_keeps_his_words(not_apply, case):
    answer = not_apply(note="人手不足。", version="7")
    assert answer.status_code == 409
    assert STALE in answer.content.decode() and "人手不足。" in answer.content.decode()
    assert factories.fresh(case).state == State.DRAFT


def test_who_has_looked_at_it_once_more_may_send_the_same_words_again(not_apply, case):
    answer = not_apply(note="人手不足。", version="7")
    again = answer.context["form"]["version"].value()
    assert not_apply(note="人手不足。", version=again).status_code == 302
    assert factories.fresh(case).state == State.NOT_APPLIED


def test_what_is_missing_is_asked_for(not_apply, case):
    answer = not_apply(note="", version="0")
    assert answer.status_code == 422
    assert factories.fresh(case).state == State.DRAFT


def test_what_comes_too_late_is_refused(not_apply, case):
    not_apply(note="人手不足。", version="0")
    answer = not_apply(note="又一次。", version="1")
    assert answer.status_code == 422
    assert "又一次。" in answer.content.decode()
