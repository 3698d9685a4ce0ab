"""Whatever is written into a path, a query or a field: a page, a sentence, a 404, and never an error of ours."""

from collections.abc import Iterator
from itertools import cycle, islice
from random import Random
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, reverse

from branches.pages.routes import Access
from branches.permissions import GRANTS, Data, Role
from tests.plugins.soak import Measured
from tests.support import hostile_values
from tests.support.resolver import patterns
from tests.support.world import World

FORM = "application/x-www-form-urlencoded"


class Sender:
    """One person's browser; whatever its requests write is taken back."""

    def __init__(self, person: Any) -> None:
        self.client = Client()
        if person:
            self.client.force_login(person)
        self.signed_in = {name: cookie.value for name, cookie in self.client.cookies.items()}

    def send(self, method: str, path: str, fields: dict[str, list[str]]) -> Any:
        self.client.cookies.clear()
        self.client.cookies.load(self.signed_in)
        said = urlencode(fields, doseq=True)
        with transaction.atomic():
            if method == "get":
                answer = self.client.generic("GET", path, QUERY_STRING=said)
            else:
                answer = self.client.generic("POST", path, said, FORM)
            if answer.streaming:
                b"".join(answer.streaming_content)
            transaction.set_rollback(True)
        return answer


def whose(pattern: URLPattern, rng: Random) -> str:
    """Somebody of the cast to whom the page is open."""
    access = pattern.callback.access
    if access is Access.PUBLIC or isinstance(access, Data):
        return "nobody"
    if access is Access.SIGNED_IN:
        return rng.choice([*Role]).value
    holders = [role.value for role in Role if access & GRANTS[role]]
    return rng.choice(holders) if holders else "assessor"


def faults(people: dict[str, Any], world: World, asked: int) -> Iterator[str]:
    """So many requests, to each URL in turn, with something odd in every field that any form has or any view looks for."""
    rng, fields = Random(13), hostile_values.field_names()
    senders = {name: Sender(person) for name, person in people.items()}
    for full_name, pattern in islice(cycle(patterns()), asked):
        who, names, method = whose(pattern, rng), list(pattern.pattern.converters), rng.choice(["get", "post"])
        path = reverse(full_name, kwargs=world.kwargs(full_name.rsplit(":", 1)[-1], names, "own") if names else {})
        if names and rng.random() < 0.3:
            path = hostile_values.path(pattern, rng)
        said = hostile_values.fields(fields, rng)
        answer = senders[who].send(method, path, said)
        if answer.status_code >= 500:
            yield f"{method} {path[:200]}: {answer.status_code} with {said}"[:2000]
        if who != "nobody" and answer.headers.get("Cache-Control") != "private, no-store":
            yield f"{method} {path[:200]} may be kept by a browser or a proxy"


def test_nothing_odd_is_answered_with_an_error(people: dict[str, Any], world: World) -> None:
    wrong = list(faults(people, world, len(patterns())))
    assert not wrong, "\n".join(wrong)


@pytest.mark.soak
@pytest.mark.figure(23, "10,000 requests over all URLs, 5 roles: 0 answered with an error")
def test_soak_ten_thousand_odd_requests(people: dict[str, Any], world: World, measured: Measured) -> None:
    wrong = list(faults(people, world, 10_000))
    measured(f"{len(wrong)} faults in 10,000 requests over {len(patterns())} URLs by {len(people)} people")
    assert not wrong, "\n".join(wrong)
