"""One way to act: what is refused is said with everything typed still there, and a conflict is told apart."""

from typing import Any

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from branches import clock
from branches.pages.acting import Done, attempt
from evaluation.advance import STALE, Refused, Stale
from evaluation.self_assessment.working_copy import Overtaken


class Words(forms.Form):
    text = forms.CharField(max_length=5)


def sent(text: str | None) -> Any:
    """A POST of `text`, or a GET."""
    request: HttpRequest = RequestFactory().get("/") if text is None else RequestFactory().post("/", {"text": text})
    request.session = SessionBase()
    request._messages = FallbackStorage(request)
    return request


def answered(request: Any, *, refusal: Refused | None = None) -> HttpResponse:
    """What acting answers; the page says the reasons and shows the form."""
    form = Words(request.POST or None)

    def do(data: dict[str, Any]) -> Done:
        if refusal:
            raise refusal
        return Done(f"已记下{data['text']}。", "/there/")

    return attempt(request, form, do, lambda reasons: HttpResponse(f"{''.join(reasons)} {form.as_p()}"))


def test_whoever_only_looks_does_nothing():
    answer = answered(sent(None), refusal=Refused("不行。"))
    assert answer.status_code == 200 and "不行。" not in answer.content.decode()


def test_what_is_done_is_said_and_goes_on():
    request = sent("好")
    answer = answered(request)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/there/")
    assert [str(one) for one in get_messages(request)] == ["已记下好。"]


def test_what_is_invalid_is_not_tried():
    answer = answered(sent("太长太长太长"), refusal=Stale())
    assert (
        answer.status_code == 422 and STALE not in answer.content.decode() and "太长太长太长" in answer.content.decode()
    )


def test_what_is_refused_says_why_and_keeps_what_was_typed():
    answer = answered(sent("好"), refusal=Refused("现在不行。", "以后也不行。"))
    assert answer.status_code == 422
    assert "现在不行。以后也不行。" in answer.content.decode() and 'value="好"' in answer.content.decode()


@pytest.mark.parametrize("conflict", [Stale(), Overtaken(2, None, clock.now(), {})])
def test_who_comes_second_is_told_so_in_the_one_sentence(conflict):
    answer = answered(sent("好"), refusal=conflict)
    assert answer.status_code == 409
    assert STALE in answer.content.decode() and 'value="好"' in answer.content.decode()
