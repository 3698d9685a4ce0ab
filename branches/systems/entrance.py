"""The door for systems: a key in the header `Authorization`, and nothing else that a request carries.

Which data the key opens is asked by the table of routes (`branches.pages.routes`), as the rights of people are.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase

from branches import origin
from branches.accounts import throttle
from branches.pages.errors import in_a_sentence
from branches.pages.request import is_for_systems
from branches.permissions import Data
from branches.systems import keys
from branches.systems import queries as systems_queries
from branches.systems import steps as systems_steps

PURPOSE = "system"
"""What the throttle counts wrong keys under."""


class Systems:
    """Before anything reads a cookie, those of a system are struck out: neither session nor device means anything there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_for_systems(request):
            return self.get_response(request)
        request.META.pop("HTTP_COOKIE", None)
        answer = self.get_response(request)
        answer["Cache-Control"] = "private, no-store"
        return answer

    def process_view(self, request: HttpRequest, view: Any, *arguments: Any) -> HttpResponseBase | None:
        return _stopped(request) if isinstance(getattr(view, "access", None), Data) else None


def _stopped(request: HttpRequest) -> JsonResponse | None:
    """Why the request goes no further; None where its key is one, and `request.reads` says what it opens."""
    scheme, _, sent = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not sent:
        return _refused("请在请求头Authorization里写“Bearer”、空格和密钥。")
    # A blank keeps it apart from every account; of the key itself only what is shown anyway.
    name = f"key {sent[: keys.SHOWN]}"
    if seconds := throttle.wait(request, PURPOSE, name):
        answer = in_a_sentence(f"试错太多，请过{seconds}秒再试。", 429)
        answer["Retry-After"] = str(seconds)
        return answer
    key = systems_queries.called(sent)
    if key is None:
        throttle.failed(request, PURPOSE, name)
        return _refused("密钥不对。")
    if why := systems_queries.why_not(key):
        return _refused(why)
    if here := origin.current():
        here.key = key.pk
    systems_steps.note_use(key)
    vars(request)["reads"] = frozenset(key.reads)
    return None


def _refused(why: str) -> JsonResponse:
    answer = in_a_sentence(why, 401)
    answer["WWW-Authenticate"] = "Bearer"
    return answer
