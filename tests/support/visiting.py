"""Everybody of the cast at every URL; whatever a request writes is taken back."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from django.db import transaction
from django.test import Client
from django.urls import reverse

from branches.pages.routes import Access
from branches.permissions import GRANTS, TEAM_GRANTS, Data, Perm, Role
from tests.plugins.world import CAST
from tests.support.resolver import patterns
from tests.support.world import World

_DOCUMENTS = re.compile(r"_pdf|_word|_archive|draft_|booklet|_minutes")


class Url(NamedTuple):
    """One URL with what stands in its places, and the access that it is registered with."""

    name: str
    address: str
    access: Access | Data | frozenset[Perm]


class Answer(NamedTuple):
    status: int
    kind: str
    body: bytes


class Visitor:
    """One of the cast, or nobody."""

    def __init__(self, person: Any) -> None:
        self.client = Client(raise_request_exception=False)
        if person:
            self.client.force_login(person)
        self.signed_in = {name: cookie.value for name, cookie in self.client.cookies.items()}

    def ask(
        self, address: str, fields: Mapping[str, Any] | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """GET, or POST with these fields."""
        self.client.cookies.clear()
        self.client.cookies.load(self.signed_in)
        with transaction.atomic():
            send = self.client.get if fields is None else self.client.post
            answer = send(address, fields, headers=headers)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            transaction.set_rollback(True)
        return Answer(answer.status_code, answer.get("Content-Type", ""), body)


def visitors(people: Mapping[str, Any]) -> dict[str, Visitor]:
    return {name: Visitor(person) for name, person in people.items()}


def pages(world: World) -> Iterator[Url]:
    """As `urls`, without documents: those cost a typesetting each, and have payloads of their own."""
    return (url for url in urls(world) if not _DOCUMENTS.search(url.name))


def urls(world: World) -> Iterator[Url]:
    """Every URL there is, each about something of the cast's own."""
    for full_name, pattern in patterns():
        names = list(pattern.pattern.converters)
        kwargs = world.kwargs(full_name.rsplit(":", 1)[-1], names, "own") if names else {}
        yield Url(full_name, reverse(full_name, kwargs=kwargs), pattern.callback.access)


def may_come(access: Access | Data | Iterable[Perm]) -> Iterator[str]:
    """Who of the cast passes the door; what stands behind may still be another's. Where systems read, anybody is turned away."""
    if access is Access.PUBLIC or isinstance(access, Data):
        yield "nobody"
    elif isinstance(access, Access):
        yield from (who for who in CAST if who != "nobody")
    else:
        wanted = frozenset(access)
        yield from (role.value for role in Role if wanted & GRANTS[role])
        if wanted & TEAM_GRANTS:
            yield "assessor"
